"""DuckDB as the ledger uses it: nothing fetched, nothing installed, as many cores as the settings allow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashin.settings import settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PATTERN = re.compile(r"([*?\[])")


def connect() -> DuckDBPyConnection:
    """A new database in memory."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "threads": settings().threads,
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET enable_progress_bar = false")
    return connection


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL takes it where no parameter may stand."""
    return "'" + text.replace("'", "''") + "'"


def file_literal(path: str | Path) -> str:
    """The path of one file as SQL takes it; characters of a file pattern stand for themselves."""
    return literal(_PATTERN.sub(r"[\1]", str(path)))


def put(connection: DuckDBPyConnection, table: str, columns: Mapping[str, Sequence[str | int | None]]) -> None:
    """Make a table of these columns of equal length: of text, or of whole numbers where a column holds only those."""
    import numpy as np

    def array(cells: Sequence[str | int | None]) -> Any:
        whole = all(isinstance(cell, int) for cell in cells) and len(cells) > 0
        return np.array(cells, dtype=np.int64 if whole else object)

    arrays = {name: array(cells) for name, cells in columns.items()}
    made = ", ".join(f"{quoted(name)} {'BIGINT' if a.dtype == np.int64 else 'VARCHAR'}" for name, a in arrays.items())
    connection.execute(f"CREATE OR REPLACE TABLE {quoted(table)} ({made})")
    if arrays and len(next(iter(arrays.values()))):
        connection.register("rashin_put", arrays)
        connection.execute(f"INSERT INTO {quoted(table)} SELECT * FROM rashin_put")
        connection.unregister("rashin_put")
