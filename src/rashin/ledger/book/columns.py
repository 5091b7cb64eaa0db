"""What a column of the book holds, and how it lies in a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rashin.language import Text


class Holds(StrEnum):
    """What kind of value a column holds."""

    NAME = "name"
    """An id of this entry, or of the entry of another kind that is meant."""
    TEXT = "text"
    YEN = "yen"
    """Whole yen. What was written, and in which unit, is kept in two columns beside it."""
    NUMBER = "number"
    """A measured value: the only kind of number that may have a fraction."""
    COUNT = "count"
    DATE = "date"
    YEAR = "year"
    """A Japanese fiscal year, named by the year in which its April lies."""
    YES_NO = "yes-no"

    @property
    def sql(self) -> str:
        """The type of the column in DuckDB."""
        return _SQL.get(self, "VARCHAR")


_SQL = {
    Holds.YEN: "BIGINT",
    Holds.NUMBER: "DOUBLE",
    Holds.COUNT: "BIGINT",
    Holds.DATE: "DATE",
    Holds.YEAR: "INTEGER",
    Holds.YES_NO: "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the few values that a column takes."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one kind of entry."""

    name: str
    label: Text
    holds: Holds = Holds.TEXT
    required: bool = False
    of: str | None = None
    """The kind of the entry that is meant, where the column names one."""
    choices: tuple[Choice, ...] = ()


def name(to: str, label: Text, *, required: bool = False) -> Column:
    """A column that names an entry of another kind."""
    return Column(to, label, Holds.NAME, required=required, of=to)


def yen(column: str, label: Text, *, required: bool = False) -> Column:
    """A column of money."""
    return Column(column, label, Holds.YEN, required=required)


def written(column: str) -> tuple[str, str]:
    """The two columns that keep what was written, and its unit, beside a column of money."""
    return f"{column}_written", f"{column}_unit"
