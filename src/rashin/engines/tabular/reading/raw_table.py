"""A table before its columns are typed: names and cells as they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rashin.engines.tabular.reading import limits
from rashin.engines.tabular.reading.distinct import factorised, number_text
from rashin.engines.tabular.table import Problem, RawNumbers, RawText
from rashin.errors import (
    CellNested,
    CellsTooMany,
    ColumnsTooMany,
    ColumnsUneven,
    FileEmpty,
    HeaderBlank,
    HeaderOnly,
    HeadersDuplicate,
)
from rashin.notation.letters import trimmed

_EXACT_INTEGER = 2**53
_NUMERIC = {int, float, type(None)}


@dataclass(frozen=True, slots=True)
class RawTable:
    """Columns of raw cells, equally long, and how the first row of data is numbered."""

    columns: Mapping[str, RawText | RawNumbers]
    rows: int
    source: str
    first_row: int = limits.FIRST_ROW
    problems: tuple[Problem, ...] = ()


def headers(names: Sequence[object]) -> list[str]:
    """Column names without invisible characters and needless space.

    Raises:
        ColumnsTooMany: more than Rashin reads.
        HeaderBlank: a column has no name.
        HeadersDuplicate: two columns share one.
    """
    if len(names) > limits.most_columns():
        raise ColumnsTooMany(found=f"{len(names):,}", limit=f"{limits.most_columns():,}")
    plain = [trimmed("" if name is None else str(name)) for name in names]
    seen: set[str] = set()
    for position, name in enumerate(plain, start=1):
        if not name:
            raise HeaderBlank(position=position)
        if name in seen:
            raise HeadersDuplicate(column=name)
        seen.add(name)
    return plain


def raw_table(columns: Mapping[str, RawText | RawNumbers], source: str, **facts: object) -> RawTable:
    """The table of these columns.

    Raises:
        FileEmpty: there are no columns.
        HeaderOnly: there are no rows.
        ColumnsUneven: a column is longer or shorter than the first.
        CellsTooMany: more cells than Rashin reads.
    """
    if not columns:
        raise FileEmpty
    lengths = {name: len(raw.codes if isinstance(raw, RawText) else raw.values) for name, raw in columns.items()}
    rows = next(iter(lengths.values()))
    for name, length in lengths.items():
        if length != rows:
            raise ColumnsUneven(column=name, found=length, expected=rows)
    if not rows:
        raise HeaderOnly
    check_cells(rows, len(columns))
    return RawTable(columns, rows, source, **facts)  # type: ignore[arg-type]


def check_cells(rows: int, columns: int, most: int | None = None) -> None:
    """Refuses what is too large.

    Raises:
        CellsTooMany: rows times columns are more than Rashin reads.
    """
    most = limits.MOST_CELLS if most is None else most
    if rows * columns > most:
        raise CellsTooMany(limit=f"{most:,}")


def raw_column(name: str, values: Sequence[object]) -> RawText | RawNumbers:
    """Python values as raw cells: numbers if all are, else text.

    Raises:
        CellNested: a cell is a list, a dictionary or the like.
    """
    types = set(map(type, values))
    if types <= _NUMERIC and not _has_long_integer(values, types):
        return RawNumbers(np.array([np.nan if value is None else value for value in values], np.float64))
    if types <= {str, type(None)}:
        return factorised(values)  # type: ignore[arg-type]
    return factorised([_text(name, value) for value in values])


def _has_long_integer(values: Sequence[object], types: set[type]) -> bool:
    """Whether some integer would lose digits as a float: such numbers are names of things."""
    return int in types and any(type(value) is int and abs(value) > _EXACT_INTEGER for value in values)


def _text(name: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, dict, set, bytes, bytearray, np.ndarray)):
        raise CellNested(column=name)
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else number_text(float(value)) if np.isfinite(value) else str(float(value))
    return str(value)
