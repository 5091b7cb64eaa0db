"""Money as it is written, and as whole yen: converted once, exactly, with what was written kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from rashin.notation.letters import compact

UNITS = {"円": 1, "千円": 1_000, "万円": 10_000, "百万円": 1_000_000, "億円": 100_000_000}
"""The units that a column or a cell may state, in yen."""

LARGEST = 10**17
"""Beyond this an amount is no amount of money: a hundred times all that Japan's government owes."""

_SCALES = {"兆": 10**12, "億": 10**8, "百万": 10**6, "万": 10**4, "千": 10**3}
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PARTS = re.compile(rf"({_NUMBER})(兆|億|百万|万|千)?")
_AMOUNT = re.compile(rf"([-+△▲]?)[¥\\]?([-+△▲]?)((?:{_NUMBER}(?:兆|億|百万|万|千)?)+)(円|JPY)?")
_HEADER = re.compile(r"(億|百万|万|千)?円[)\]】]?$")
_DASHES = str.maketrans("−‐‑–ー\u2012", "------")
_LONGEST = 60


class Unreadable(StrEnum):
    """Why a text is no amount of whole yen."""

    NOT_MONEY = "not-money"
    FRACTION = "fraction"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class Yen:
    """An amount that was understood: whole yen, and the unit in which it was written."""

    amount: int
    unit: str


def header_unit(label: str) -> str | None:
    """The unit that a column's header states, such as 金額（千円）; None where it states none."""
    found = _HEADER.search(compact(label))
    return (found[1] or "") + "円" if found else None


def in_yen(text: str, unit: str = "円") -> Yen | Unreadable:
    """What a cell states, in whole yen.

    Args:
        text: as written: full-width, grouped, △ or brackets for negative, 円 千円 百万円 億円, 1億2,000万円.
        unit: that of the column, for cells that state none.

    Never rounds: a fraction of a yen is refused.
    """
    plain = compact(text.translate(_DASHES)).translate(_DASHES)
    bracketed = plain.startswith("(") and plain.endswith(")")
    found = _AMOUNT.fullmatch(plain[1:-1] if bracketed else plain) if len(plain) <= _LONGEST else None
    if found is None or (found[1] and found[2]) or (bracketed and (found[1] or found[2])):
        return Unreadable.NOT_MONEY
    parts = _PARTS.findall(found[3])
    stated = _stated(parts, found[4])
    if stated is None:
        return Unreadable.NOT_MONEY
    sum_of_parts = sum((Decimal(n.replace(",", "")) * _SCALES.get(scale, 1) for n, scale in parts), Decimal(0))
    amount = sum_of_parts * (UNITS[unit] if stated == "" else 1)
    negative = bracketed or (found[1] or found[2]) in {"△", "▲", "-"}
    return _whole(-amount if negative else amount, stated or unit)


def _stated(parts: list[tuple[str, str]], yen: str) -> str | None:
    """The unit that the text itself states, "" for none; None where its parts do not go from large to small."""
    scales = [_SCALES.get(scale, 1) for _, scale in parts]
    if any(large <= small for large, small in pairwise(scales)):
        return None
    if len(parts) == 1 and parts[0][1]:
        written = f"{parts[0][1]}円"
        return written if written in UNITS else "円"
    return "円" if yen or len(parts) > 1 else ""


def _whole(amount: Decimal, unit: str) -> Yen | Unreadable:
    if abs(amount) > LARGEST:
        return Unreadable.TOO_LARGE
    return Yen(int(amount), unit) if amount == int(amount) else Unreadable.FRACTION
