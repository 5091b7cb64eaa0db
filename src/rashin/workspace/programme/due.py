"""What is due: results that were promised for a day, and opinions that are to be answered by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rashin.ledger.book.kinds import KINDS
from rashin.ledger.checks.checking import install
from rashin.workspace.programme.entries import titles

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SOON = timedelta(days=90)
"""How far ahead is looked."""

_INDICATORS = """
SELECT 'indicator' AS kind, k.id, k.title, due_day(k.due, k.due_year) AS due, k.unit, k.target,
  coalesce(k.award, '') AS award, a.title AS award_title, coalesce(k.programme, a.programme, c.programme) AS programme,
  p.title AS programme_title
FROM indicator k ANTI JOIN (FROM observation WHERE value IS NOT NULL) v ON v.indicator = k.id
LEFT JOIN award a ON a.id = k.award LEFT JOIN call c ON c.id = a.call
LEFT JOIN programme p ON p.id = coalesce(k.programme, a.programme, c.programme)
WHERE due_day(k.due, k.due_year) <= ?
"""
_OPINIONS = """
SELECT 'opinion', id, said, due, NULL, NULL, '', NULL, NULL, about
FROM opinion WHERE due <= ? AND trim(coalesce(answer, '')) = ''
"""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is to be reported."""

    kind: str
    """indicator or opinion."""
    id: str
    title: str
    """Of the indicator; of an opinion what it says."""
    due: date
    unit: str | None
    target: float | None
    award: str
    """The award's id; empty where it is of the programme as a whole."""
    award_title: str | None
    programme: str | None
    programme_title: str | None
    """Of an opinion, what it is about."""

    @property
    def place(self) -> str:
        """What it belongs to, as people call it; empty where nothing is said."""
        return self.award_title or self.award or self.programme_title or self.programme or ""

    @property
    def about(self) -> tuple[str, str] | None:
        """The kind and the id of the entry that an opinion is about, where it is about one."""
        kind, colon, identity = (self.programme_title or "").partition(":")
        return (kind, identity) if self.kind == "opinion" and colon and kind in KINDS else None

    def days_late(self, on: date) -> int:
        """How many days it is late; negative while it is not."""
        return (on - self.due).days


def due(connection: DuckDBPyConnection, on: date, within: timedelta = SOON) -> list[Due]:
    """Everything that is due by then and not reported, the longest overdue first.

    Args:
        connection: to the book, as `Book.open` gives it; macros are added to it.
        on: the day that counts as today.
        within: how far ahead is looked.
    """
    install(connection, on)
    until = on + within
    rows = connection.execute(f"{_INDICATORS} UNION ALL {_OPINIONS} ORDER BY due, id", [until, until]).fetchall()
    found = [Due(*row) for row in rows]
    names = titles(connection, {one.about for one in found if one.about})
    return [replace(one, programme_title=names[one.about]) if one.about else one for one in found]
