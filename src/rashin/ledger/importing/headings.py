"""Which kind a sheet holds, and which column stands under a heading, as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from rashin.language import Text
from rashin.ledger.book.columns import Column, Holds
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.ledger.book.yen import UNITS, header_unit
from rashin.notation.letters import compact

WITHDRAWN = Column("withdrawn", Text("取り消す", "Withdraw"), Holds.YES_NO)
"""The column with which an entry is taken back."""

_LAST_BRACKET = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")


def _plain(words: str) -> str:
    return compact(words).casefold()


@cache
def kind_of(sheet: str) -> Kind | None:
    """The kind that a sheet or file of this name holds; None if there is none of that name."""
    named = {_plain(name): kind for kind in KINDS.values() for name in (kind.label.ja, kind.label.en, kind.name)}
    return named.get(_plain(sheet))


def columns_of(kind: Kind) -> tuple[Column, ...]:
    """The columns of the kind's sheet, the one to take entries back at the end."""
    return (*kind.columns, WITHDRAWN)


def column_of(kind: Kind, heading: str) -> tuple[Column, str] | None:
    """The column that a heading means and the unit that it states ("円" where it states none); None if there is none."""
    headings = _headings(kind.name)
    plain = _plain(heading)
    if plain in headings:
        return headings[plain], "円"
    bare = _LAST_BRACKET.sub("", plain)
    column, unit = headings.get(bare), header_unit(heading)
    if column is None or column.holds is not Holds.YEN:
        return (column, "円") if column is not None and unit is None and bare != plain else None
    return (column, unit) if unit in UNITS else None


@cache
def _headings(kind: str) -> Mapping[str, Column]:
    headings: dict[str, Column] = {}
    for column in columns_of(KINDS[kind]):
        for name in (column.label.ja, column.label.en, column.name):
            headings.setdefault(_plain(name), column)
            headings.setdefault(_LAST_BRACKET.sub("", _plain(name)), column)
    return headings
