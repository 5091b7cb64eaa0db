"""What a cell of a workbook states, for each kind of value a column may hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rashin.errors import ImportProblem
from rashin.language import Text
from rashin.ledger.book.columns import Column, Holds
from rashin.ledger.book.yen import Unreadable, in_yen
from rashin.ledger.importing.problems import MONEY, NUMBER, YEAR, not_a
from rashin.notation import dates, years
from rashin.notation.letters import compact

BLANK = frozenset({"-", "−", "－", "ー", "―", "—", "‐"})
"""What people write into a cell that has no value."""

_DATE = Text("日付（年月日）", "a day")
_YES_NO = Text("はい・いいえ", "yes or no")
_COUNT = Text("0以上の整数", "a whole number from 0")
_FRACTION = Text("「{found}」は1円に満たない端数になります。", "“{found}” comes to a fraction of a yen.")
_WHOLE_YEN = Text("円の単位の整数に直してください。", "Correct it to whole yen.")
_TOO_LARGE = Text("「{found}」は、金額として大きすぎます。", "“{found}” is too large for an amount.")
_UNIT = Text("金額と単位（円、千円、百万円）を確かめてください。", "Check the amount and its unit.")
_CHOICE = Text("「{found}」という選択肢はありません。", "“{found}” is none of the choices.")
_CHOOSE = Text("次のどれかにしてください: {choices}", "Choose one of: {choices}")
_NUMBER = re.compile(r"([-+△▲]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)")
_SAID = {
    True: frozenset(["はい", "yes", "true", "1", "○", "〇", "✓", "レ", "有", "y"]),
    False: frozenset(["いいえ", "no", "false", "0", "×", "✕", "無", "n"]),
}
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Fast:
    """Cells that DuckDB reads by itself: a pattern of the whole cell, and what they are in SQL."""

    pattern: str
    sql: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What a cell states, as SQL reads it; for money, the unit too."""

    value: str | None
    unit: str | None = None


FAST: Mapping[Holds, Fast] = {
    Holds.YEN: Fast(
        r"-?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})", "CAST(replace({cell}, ',', '') AS BIGINT) * {factor}"
    ),
    Holds.NUMBER: Fast(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", "CAST({cell} AS DOUBLE)"),
    Holds.COUNT: Fast(r"[0-9]{1,15}", "CAST({cell} AS BIGINT)"),
    Holds.YEAR: Fast(r"(19|20)[0-9]{2}", "CAST({cell} AS INTEGER)"),
    Holds.DATE: Fast(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", "CAST({cell} AS DATE)"),
}


def stated(column: Column, text: str, unit: str) -> Stated | ImportProblem:
    """What a cell of that column states, or what is wrong with it; the problem has its column but no row yet."""
    if text in BLANK:
        return Stated(None)
    if column.choices:
        return _choice(column, text)
    found = _READERS[column.holds](text, unit)
    if isinstance(found, Stated):
        return found
    if isinstance(found, Text):
        return not_a(found, text, None, column.label.ja)
    what, mend = (_FRACTION, _WHOLE_YEN) if found is Unreadable.FRACTION else (_TOO_LARGE, _UNIT)
    return ImportProblem(what.filled(found=text), mend, column=column.label.ja)


def _choice(column: Column, text: str) -> Stated | ImportProblem:
    plain = compact(text).casefold()
    for choice in column.choices:
        if plain in {compact(name).casefold() for name in (choice.value, choice.label.ja, choice.label.en)}:
            return Stated(choice.value)
    choices = Text(
        "、".join(choice.label.ja for choice in column.choices), ", ".join(choice.label.en for choice in column.choices)
    )
    return ImportProblem(_CHOICE.filled(found=text), _CHOOSE.filled(choices=choices), column=column.label.ja)


def _money(text: str, unit: str) -> Stated | Text | Unreadable:
    found = in_yen(text, unit)
    if isinstance(found, Unreadable):
        return MONEY if found is Unreadable.NOT_MONEY else found
    return Stated(str(found.amount), found.unit)


def _number(text: str, _unit: str) -> Stated | Text | Unreadable:
    found = _NUMBER.fullmatch(compact(text))
    if found is None:
        return NUMBER
    sign = "-" if found[1] in {"-", "△", "▲"} else ""
    return Stated(sign + found[2].replace(",", ""))


def _count(text: str, unit: str) -> Stated | Text | Unreadable:
    found = _number(text, unit)
    if not isinstance(found, Stated) or found.value is None or not found.value.isdecimal() or len(found.value) > 15:
        return _COUNT
    return found


def _day(text: str, _unit: str) -> Stated | Text | Unreadable:
    found = dates.parsed(text)
    if found is None or "date-month" in found.repairs:
        return _DATE
    return Stated((_EPOCH + dt.timedelta(days=found.days)).isoformat())


def _year(text: str, _unit: str) -> Stated | Text | Unreadable:
    found = years.parsed(text)
    return YEAR if found is None else Stated(str(found))


def _yes_no(text: str, _unit: str) -> Stated | Text | Unreadable:
    plain = compact(text).casefold()
    return next((Stated(str(yes).lower()) for yes, words in _SAID.items() if plain in words), _YES_NO)


_READERS: Mapping[Holds, Callable[[str, str], Stated | Text | Unreadable]] = {
    Holds.YEN: _money,
    Holds.NUMBER: _number,
    Holds.COUNT: _count,
    Holds.DATE: _day,
    Holds.YEAR: _year,
    Holds.YES_NO: _yes_no,
}
