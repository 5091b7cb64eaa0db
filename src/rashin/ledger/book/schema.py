"""The book's kinds as tables of DuckDB."""

from __future__ import annotations

from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from rashin.ledger.book.columns import Holds, written
from rashin.ledger.book.kinds import KINDS, Kind

META = {
    "entry": "VARCHAR",
    "batch": "VARCHAR",
    "source_row": "BIGINT",
    "recorded": "TIMESTAMP",
    "recorded_by": "VARCHAR",
    "why": "VARCHAR",
    "withdrawn": "BOOLEAN",
}
"""What every entry says of itself: its own id, which batch and row it came from, when it was recorded, by whom and why, and
whether it takes back what stands under its `id`."""


def columns(kind: Kind) -> Iterator[tuple[str, str]]:
    """Every column of the kind's table and its type: its own, what was written beside each amount, and META."""
    for column in kind.columns:
        yield column.name, column.holds.sql
        if column.holds is Holds.YEN:
            yield from ((beside, "VARCHAR") for beside in written(column.name))
    yield from META.items()


def create(connection: DuckDBPyConnection, kind: Kind, name: str = "") -> None:
    """An empty table of the kind, named after it unless a name is given."""
    described = ", ".join(f'"{column}" {holds}' for column, holds in columns(kind))
    connection.execute(f'CREATE TABLE "{name or kind.name}" ({described})')


def create_all(connection: DuckDBPyConnection) -> None:
    """An empty table of every kind."""
    for kind in KINDS.values():
        create(connection, kind)
