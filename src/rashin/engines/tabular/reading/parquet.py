"""Parquet through DuckDB, one file, its size asked before its contents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.reading.distinct import factorised
from rashin.engines.tabular.reading.raw_table import RawTable, check_cells, headers, raw_column, raw_table
from rashin.engines.tabular.reading.sniffing import check_size
from rashin.engines.tabular.table import RawNumbers, RawText
from rashin.errors import CellNested, FileDamaged

if TYPE_CHECKING:
    import duckdb

_NUMBERS = re.compile(r"U?(?:TINYINT|SMALLINT|INTEGER)|FLOAT|DOUBLE|DECIMAL.*")
_NESTED = re.compile(r".*(?:\[[0-9]*\]|STRUCT|MAP|UNION|LIST|BLOB|BIT|GEOMETRY|VARIANT).*")


def read_parquet(path: Path) -> RawTable:
    """The file as raw columns; numeric ones stay numbers.

    Raises:
        FileTooLarge, CellsTooMany, ColumnsTooMany: it holds more than Rashin reads.
        FileDamaged: it is not a whole Parquet file.
        CellNested: a column holds lists or records.
    """
    import duckdb

    check_size(path)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "threads": 1,
    }
    with duckdb.connect(config=settings) as connection:
        try:
            return _read(connection, path)
        except duckdb.Error:
            raise FileDamaged(path=path.name) from None


def _read(connection: duckdb.DuckDBPyConnection, path: Path) -> RawTable:
    # Brackets make the characters of a file pattern stand for themselves.
    here = [re.sub(r"([*?\[])", r"[\1]", str(path.absolute()))]
    rows = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", here).fetchone()
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?, hive_partitioning=false)", here).fetchall()
    names = headers([column[0] for column in described])
    check_cells(int(rows[0] or 0) if rows else 0, len(names))
    asked = ", ".join(_asked(place, str(column[0]), str(column[1])) for place, column in enumerate(described))
    query = f"SELECT {asked} FROM read_parquet(?, hive_partitioning=false)"  # noqa: S608 - names are quoted in _asked
    data = connection.execute(query, here).fetchnumpy()
    return raw_table({name: _raw(name, data[f"c{place}"]) for place, name in enumerate(names)}, str(path))


def _asked(place: int, column: str, kind: str) -> str:
    """A column as the query asks for it: as a number where it is one, else as text."""
    if _NESTED.fullmatch(kind):
        raise CellNested(column=column)
    quoted = '"' + column.replace('"', '""') + '"'
    if _NUMBERS.fullmatch(kind):
        return f"{quoted}::DOUBLE AS c{place}"
    return f"{quoted}{'' if kind == 'BIGINT' else '::VARCHAR'} AS c{place}"


def _raw(name: str, cells: NDArray[Any]) -> RawText | RawNumbers:
    if cells.dtype.kind == "f":
        return RawNumbers(np.ma.filled(np.ma.asarray(cells, np.float64), np.nan))
    if cells.dtype.kind == "i":
        return raw_column(name, np.ma.asarray(cells).tolist())
    return factorised(np.ma.asarray(cells).tolist())
