"""Books for tests of checks: from a few rows, or the JUDGIT files read with a few lines of SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from rashin.ledger.book.kinds import KINDS
from rashin.ledger.book.schema import create

Rows = Mapping[str, Sequence[Mapping[str, object]]]

DAY = datetime(2026, 1, 1)
"""When an entry was recorded that does not say so."""


def empty_book() -> DuckDBPyConnection:
    """For every kind a table of its entries, and a view of what stands of them."""
    connection = duckdb.connect(config={"threads": 1})
    for kind in KINDS.values():
        create(connection, kind, f"{kind.name}_entries")
        connection.execute(
            f'CREATE VIEW "{kind.name}" AS SELECT * FROM "{kind.name}_entries" '
            "QUALIFY row_number() OVER (PARTITION BY id ORDER BY recorded DESC) = 1"
        )
    return connection


def enter(connection: DuckDBPyConnection, rows: Rows) -> None:
    """Put rows into the book; what they do not say stays empty."""
    for kind, entries in rows.items():
        names: dict[str, object] = {name: None for entry in entries for name in entry}
        whole = [names | {"recorded": DAY, "withdrawn": False} | dict(entry) for entry in entries]
        connection.register("whole", pa.Table.from_pylist(whole))
        connection.execute(f'INSERT INTO "{kind}_entries" BY NAME SELECT * FROM whole')
        connection.unregister("whole")


_shared = cache(empty_book)


def book_of(rows: Rows) -> DuckDBPyConnection:
    """A book of these rows alone. It is one and the same connection each time, emptied: making it anew takes longer."""
    connection = _shared()
    for name in KINDS:
        connection.execute(f'TRUNCATE "{name}_entries"')
    enter(connection, rows)
    return connection


def budgets_and_payments(folder: Path) -> DuckDBPyConnection:
    """The budgets and payments of JUDGIT, which are CSV files in millions of yen, in the tables of the book."""
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "2GB"})
    for kind in KINDS.values():
        create(connection, kind)
    for name, query in _JUDGIT.items():
        connection.execute(f"INSERT INTO {name} BY NAME {query.format(folder=folder)}")
    return connection


_YEN = "CAST(round(CAST({0} AS DECIMAL(38, 12)) * 1000000) AS BIGINT) AS {1}"
_JUDGIT = {
    "budget": "SELECT sheet || fiscal_year AS id, sheet AS programme, CAST(fiscal_year AS INTEGER) AS fiscal_year, "
    + ", ".join(_YEN.format(name, name) for name in ("total", "executed"))
    + " FROM read_csv('{folder}/budgets.csv.gz', all_varchar = true)",
    "payment": "SELECT CAST(row_number() OVER () AS VARCHAR) AS id, sheet AS programme, "
    'CAST(fiscal_year AS INTEGER) AS fiscal_year, "group" AS block, payee AS payee_name, '
    + _YEN.format("amount_mjpy", "amount")
    + " FROM read_csv('{folder}/payments.csv.gz', all_varchar = true)",
}
