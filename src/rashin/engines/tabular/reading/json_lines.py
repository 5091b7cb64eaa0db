"""JSON lines: one object per line, read line by line so that nothing long is held."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rashin.engines.tabular.reading.limits import most_columns
from rashin.engines.tabular.reading.raw_table import RawTable, check_cells, headers, raw_column, raw_table
from rashin.engines.tabular.reading.sniffing import encoding_of
from rashin.errors import ColumnsTooMany, FileEmpty, LineNotJson

_FIRST_LINE = 1
"""A file without a header: its lines are its rows."""


def read_json_lines(path: Path) -> RawTable:
    """The file as raw columns; a name that a line leaves out is a missing cell there.

    Raises:
        LineNotJson: a line is not one object, or has a name twice.
        UnreadableFile: another of its kinds.
    """
    columns: dict[str, list[Any]] = {}
    rows = 0
    with path.open(encoding=encoding_of(path)) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                _add(_object(line, number), columns, rows)
                rows += 1
                check_cells(rows, len(columns))
    if not columns:
        raise FileEmpty
    for values in columns.values():
        values.extend([None] * (rows - len(values)))
    names = headers(list(columns))
    cells = {name: raw_column(name, values) for name, values in zip(names, columns.values(), strict=True)}
    return raw_table(cells, str(path), first_row=_FIRST_LINE)


def _add(row: dict[str, Any], columns: dict[str, list[Any]], rows: int) -> None:
    for name, value in row.items():
        cells = columns.setdefault(name, [])
        cells.extend([None] * (rows - len(cells)))
        cells.append(value)
    if len(columns) > most_columns():
        raise ColumnsTooMany(found=f"{len(columns):,}", limit=f"{most_columns():,}")


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise LineNotJson(row=number) from None
    if not isinstance(row, dict):
        raise LineNotJson(row=number)
    return row


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("a name twice")
    return row
