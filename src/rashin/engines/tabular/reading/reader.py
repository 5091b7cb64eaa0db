"""From whatever a user has to a typed table."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from rashin.engines.tabular.reading.columns import Known, Typed, typed
from rashin.engines.tabular.reading.delimited import read_delimited
from rashin.engines.tabular.reading.distinct import Distinct
from rashin.engines.tabular.reading.findings import findings
from rashin.engines.tabular.reading.frames import read_frame, read_mapping
from rashin.engines.tabular.reading.kinds import kind_of, kind_of_numbers
from rashin.engines.tabular.reading.masking import masked
from rashin.engines.tabular.reading.raw_table import RawTable
from rashin.engines.tabular.reading.retyping import retyped
from rashin.engines.tabular.reading.sniffing import Format, format_of
from rashin.engines.tabular.table import Kind, RawNumbers, RawText, Table
from rashin.errors import ColumnMissing


def read(source: Any, *, kinds: Mapping[str, Kind] | None = None) -> Table:
    """A typed table from a file, a frame or a dictionary, every repair and every problem written down.

    Args:
        source: A path (CSV, TSV, XLSX, Parquet, JSON lines), a pandas, Polars or Arrow frame, a dictionary of
            column name → values, or a table already read.
        kinds: Kinds that the caller knows better than the cells tell.

    Raises:
        UnreadableFile: one of its kinds; nothing has been written anywhere.
        ColumnMissing: `kinds` names a column that is not there.
    """
    if isinstance(source, Table):
        return retyped(source, kinds) if kinds else source
    return _typed_table(_raw(source), kinds or {})


def read_as(source: Any, wanted: Mapping[str, Known], kinds: Mapping[str, Kind]) -> Table:
    """Only the wanted columns, each read as a model learned it: nothing is inferred, and no findings are made.

    Args:
        source: what `read` takes.
        wanted: column → the levels or the span that the model learned.
        kinds: column → its kind.

    Raises:
        UnreadableFile: one of its kinds.
        ColumnMissing: a wanted column is not there.
    """
    if isinstance(source, Table):
        found = {name: source[name] for name in wanted}
        again = {
            name: column if column.raw is None else typed(name, column.raw, kinds[name], wanted[name]).column
            for name, column in found.items()
        }
        return Table(again, source.rows, source=source.source)
    raw = _raw(source)
    for name in wanted:
        if name not in raw.columns:
            raise ColumnMissing(column=name, present=", ".join(raw.columns))
    columns = {name: typed(name, raw.columns[name], kinds[name], wanted[name]).column for name in wanted}
    return Table(columns, raw.rows, source=raw.source)


def read_cells(path: str | PathLike[str]) -> RawTable:
    """The cells of a file as they were written; nothing is understood yet.

    Raises:
        UnreadableFile: one of its kinds.
    """
    return _raw_file(Path(fspath(path)))


def _raw(source: Any) -> RawTable:
    if isinstance(source, (str, PathLike)):
        return _raw_file(Path(fspath(source)))
    return read_mapping(source) if isinstance(source, Mapping) else read_frame(source)


def _raw_file(path: Path) -> RawTable:
    match format_of(path):
        case Format.DELIMITED:
            return read_delimited(path)
        case Format.JSON_LINES:
            from rashin.engines.tabular.reading.json_lines import read_json_lines

            return read_json_lines(path)
        case Format.WORKBOOK:
            from rashin.engines.tabular.reading.workbook import read_workbook

            return read_workbook(path)
        case Format.PARQUET:
            from rashin.engines.tabular.reading.parquet import read_parquet

            return read_parquet(path)


def _typed_table(raw: RawTable, kinds: Mapping[str, Kind]) -> Table:
    done = {name: _typed(name, cells, kinds.get(name), raw.first_row) for name, cells in raw.columns.items()}
    table = Table(
        {name: one.column for name, one in done.items()},
        raw.rows,
        tuple(repair for one in done.values() for repair in one.repairs),
        raw.problems + tuple(problem for one in done.values() for problem in one.problems),
        raw.source,
        raw.first_row,
    )
    for name in kinds:
        _ = table[name]
    return findings(table, raw.first_row)


def _typed(name: str, raw: RawText | RawNumbers, kind: Kind | None, first: int) -> Typed:
    hidden = masked(name, raw)
    if hidden:
        return hidden
    if isinstance(raw, RawNumbers):
        return typed(name, raw, kind or kind_of_numbers(name, raw), first=first)
    cells = Distinct(name, raw)
    return typed(name, raw, kind or kind_of(cells), first=first, cells=cells)
