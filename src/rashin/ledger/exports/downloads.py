"""Tables as files: CSV for spreadsheets, JSON for programs, Parquet for whoever has much to count.

CSV is UTF-8 with its byte-order mark and CRLF, for without the mark Excel in Japanese takes it for Shift_JIS; an apostrophe stands
before a text that a spreadsheet would run as a formula (`rashin.spreadsheets`). JSON and Parquet hold every text as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rashin.ledger.book.engine import literal, quoted
from rashin.ledger.exports.files import File, written
from rashin.ledger.exports.tables import Field, Table
from rashin.spreadsheets.delimited import MARK, STARTS_A_FORMULA

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SHOWN = "shown_table"
_OPTIONS = {
    "csv": "(FORMAT csv, HEADER, new_line '\\r\\n')",
    "json": "(FORMAT json, ARRAY true)",
    "parquet": "(FORMAT parquet, COMPRESSION zstd)",
}
_FORMULA = ", ".join(map(literal, STARTS_A_FORMULA))


def download(connection: DuckDBPyConnection, table: Table, folder: Path) -> Iterator[File]:
    """Write one table in every format.

    Raises:
        OSError: it cannot be written.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_SHOWN} AS {table.query}")
    for form, options in _OPTIONS.items():
        shown = ", ".join(_shown(field, form, first=field is table.fields[0]) for field in table.fields)
        path = folder / f"{table.name}.{form}"
        query = f"SELECT {shown} FROM {_SHOWN}"
        done = connection.execute(f"COPY ({query}) TO {literal(str(path))} {options}").fetchone()
        yield written(folder, path.name, table.name, rows=int(done[0]) if done else 0)
    connection.execute(f"DROP TABLE {_SHOWN}")


def _shown(field: Field, form: str, *, first: bool) -> str:
    """A column as the format takes it, in SQL. The first head of a CSV bears the byte-order mark."""
    value, name = quoted(field.name), field.name
    if form == "parquet":
        return value
    if field.type == "datetime":
        value = f"strftime({value}, '%Y-%m-%dT%H:%M:%SZ')"
    elif field.type == "string" and form == "csv":
        value = f"CASE WHEN left({value}, 1) IN ({_FORMULA}) THEN '''' || {value} ELSE {value} END"
    return f"{value} AS {quoted(MARK + name if form == 'csv' and first else name)}"
