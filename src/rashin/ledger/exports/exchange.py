"""What the formats of exchange share: money, days, and organisations by their public ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rashin.ledger.book.currency import YEN, places

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 2_000

JCN = "JP-JCN"
"""The register of corporate numbers. Source: org-id.guide, list JP-JCN."""

Row = Mapping[str, Any]
Party = Mapping[str, Any]


def install(connection: DuckDBPyConnection) -> None:
    """Give a connection that has a scope selected the views that `query` of these formats asks."""
    connection.execute(_sql("exchange"))


def rows(connection: DuckDBPyConnection, name: str) -> Iterator[Row]:
    """The answer to a format's query, some rows at a time; the connection takes no other query in the meantime."""
    connection.execute(_sql(name))
    names = [column[0] for column in connection.description or ()]
    while some := connection.fetchmany(_AT_ONCE):
        yield from (dict(zip(names, row, strict=True)) for row in some)


def currency_of(connection: DuckDBPyConnection) -> str:
    """The currency of the book."""
    found = connection.execute("SELECT currency FROM batch ORDER BY batch LIMIT 1").fetchone()
    return str(found[0]) if found else YEN


def money(coins: int | None, currency: str) -> int | float | None:
    """An amount in the smallest coins as these formats write it: whole where it is whole."""
    if coins is None:
        return None
    unit: int = 10 ** places(currency)
    whole, rest = divmod(int(coins), unit)
    return int(coins) / unit if rest else whole


def day(given: date | None) -> str | None:
    """A day as ISO 8601 writes it."""
    return given.isoformat() if given else None


def count(connection: DuckDBPyConnection, table: str) -> int:
    """How many rows a table or view has."""
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _sql(name: str) -> str:
    return files("rashin.ledger.exports").joinpath(f"{name}.sql").read_text(encoding="utf-8")
