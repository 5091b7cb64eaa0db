"""Dates as Japanese tables write them: 2023/4/1, 20230401, 2023年4月1日, 令和5年4月1日, R5.4.1."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from rashin.notation.letters import compact

_EPOCH = dt.date(1970, 1, 1).toordinal()
ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "明治": 1867,
    "R": 2018,
    "H": 1988,
    "S": 1925,
    "T": 1911,
    "M": 1867,
}
_CLOCK = r"(?:(?:[T ]|(?<=[日)]))[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_CLOCK}")
_DAY = re.compile(rf"([0-9]{{4}})([-/.年])([0-9]{{1,2}})([-/.月])([0-9]{{1,2}})日?(?:\([日月火水木金土]\))?{_CLOCK}")
_MONTH = re.compile(r"([0-9]{4})(?:年([0-9]{1,2})月|[-/]([0-9]{1,2}))")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_ERA = re.compile(
    r"(令和|平成|昭和|大正|明治|[RHSTM])([0-9]{1,2}|元)[-/.年]([0-9]{1,2})(?:[-/.月](?:([0-9]{1,2})日?)?)?",
    re.IGNORECASE,
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Day:
    """A date that was understood: days since 1970-01-01, and the code of the repair it took."""

    days: float
    repairs: tuple[str, ...] = ()


def parsed(text: str) -> Day | None:
    """The day that a cell states; a month stands for its first day; None when it states none.

    Day-month orders that two countries read differently (04/01/2023) are not guessed.
    """
    if len(text) > _LONGEST:
        return None
    plain = compact(text)
    iso = _ISO.fullmatch(plain)
    if iso:
        return _day(iso[1], iso[2], iso[3])
    day = _DAY.fullmatch(plain)
    if day and (day[2], day[4]) in {("年", "月"), ("/", "/"), ("-", "-"), (".", ".")}:
        return _day(day[1], day[3], day[5], "date-format")
    return _compact(plain) or _era(plain) or _month(plain)


def written(days: float) -> str:
    """The day as ISO 8601 writes it."""
    return dt.date.fromordinal(int(days) + _EPOCH).isoformat()


def _compact(text: str) -> Day | None:
    match = _COMPACT.fullmatch(text)
    return _day(match[1], match[2], match[3], "date-format") if match else None


def _month(text: str) -> Day | None:
    match = _MONTH.fullmatch(text)
    return _day(match[1], match[2] or match[3], "1", "date-month") if match else None


def _era(text: str) -> Day | None:
    match = _ERA.fullmatch(text)
    if match is None:
        return None
    year = ERAS[match[1].upper()] + (1 if match[2] == "元" else int(match[2]))
    return _day(str(year), match[3], match[4] or "1", "date-era" if match[4] else "date-month")


def _day(year: str, month: str, day: str, *repairs: str) -> Day | None:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Day(float(date.toordinal() - _EPOCH), repairs) if 1800 <= date.year <= 2200 else None
