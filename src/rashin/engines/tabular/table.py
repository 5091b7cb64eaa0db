"""The table: columns as read and typed, every repair written down, every problem named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from rashin.errors import ColumnMissing, RashinError
from rashin.language import Text


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CATEGORY = "category"
    ORDERED = "ordered"
    BOOLEAN = "boolean"
    DATE = "date"
    IDENTIFIER = "identifier"
    TEXT = "text"

    @property
    def is_coded(self) -> bool:
        """Whether values are codes into `Column.levels` rather than numbers."""
        return self not in (Kind.NUMBER, Kind.DATE)


class Severity(StrEnum):
    """How bad a problem is: refuse stops learning, warn wants a look, note is for the record."""

    REFUSE = "refuse"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of normalisation done to one column."""

    column: str
    code: str
    what: Text
    cells: int
    examples: tuple[tuple[str, str], ...] = ()
    """Up to three pairs (as written, as understood)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the table that its owner should know, with the mend."""

    code: str
    severity: Severity
    what: Text
    mend: Text
    column: str | None = None
    row: int | None = None
    error: RashinError | None = None
    """For a refusal: the error that learning raises."""

    @classmethod
    def refusal(cls, error: RashinError) -> Problem:
        """The problem that makes learning raise `error`."""
        return cls(error.slug, Severity.REFUSE, error.what_happened, error.how_to_mend, error.column, error.row, error)


@dataclass(frozen=True, slots=True)
class RawText:
    """Cells as written: `levels[codes[i]]` is the text of row i, code -1 an absent cell."""

    codes: NDArray[np.int32]
    levels: tuple[str, ...]

    def at(self, row: int) -> RawText:
        """One row of it."""
        code = int(self.codes[row])
        if code < 0:
            return RawText(np.array([-1], np.int32), ())
        return RawText(np.array([0], np.int32), (self.levels[code],))


@dataclass(frozen=True, slots=True)
class RawNumbers:
    """Cells that came as numbers (from a frame or Parquet); NaN is an absent cell."""

    values: NDArray[np.float64]

    def at(self, row: int) -> RawNumbers:
        """One row of it."""
        return RawNumbers(self.values[row : row + 1])


@dataclass(frozen=True, slots=True)
class Column:
    """One typed column.

    `values` is float64 for numbers (NaN = missing) and dates (days since 1970-01-01), else int32 codes into
    `levels` (-1 = missing). `suspect` marks cells that must not pass silently: a missing-value code such as -999,
    infinity, or text that could not be read as the column's kind.
    """

    name: str
    kind: Kind
    values: NDArray[np.float64] | NDArray[np.int32]
    levels: tuple[str, ...] = ()
    suspect: NDArray[np.bool_] | None = None
    raw: RawText | RawNumbers | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.values)

    def taken(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Column:
        """Some rows of the column, as typed; its raw cells stay behind."""
        suspect = None if self.suspect is None else self.suspect[rows]
        return replace(self, values=self.values[rows], suspect=suspect, raw=None)

    def at(self, row: int) -> Column:
        """One row of the column, its raw cell too."""
        raw = None if self.raw is None else self.raw.at(row)
        return replace(self.taken(np.array([row])), raw=raw)

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Where the cell is missing."""
        return np.asarray(self.values < 0 if self.kind.is_coded else np.isnan(self.values))


@dataclass(frozen=True)
class Table:
    """Columns of equal length with what was repaired and what is wrong."""

    columns: Mapping[str, Column]
    rows: int
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: str = ""
    first_row: int = 2
    """The number of the first row of data, as a spreadsheet shows it below the header."""

    def __len__(self) -> int:
        return self.rows

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns.values())

    def at(self, row: int) -> Table:
        """One row of the table (0 is the first), its repairs and problems left aside.

        Raises:
            IndexError: there is no such row.
        """
        if not 0 <= row < self.rows:
            raise IndexError(f"row {row} of {self.rows}")
        columns = {name: column.at(row) for name, column in self.columns.items()}
        return Table(columns, 1, source=self.source, first_row=self.first_row + row)

    def __getitem__(self, name: str) -> Column:
        """The column of that name.

        Raises:
            ColumnMissing: there is none.
        """
        try:
            return self.columns[name]
        except KeyError:
            raise ColumnMissing(column=name, present=", ".join(self.columns)) from None
