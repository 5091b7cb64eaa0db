"""Computing figures: every family over every grouping, in sets, with a digest of the rows behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rashin.ledger.book.engine import literal, quoted
from rashin.ledger.figures.family import COUNTED, DIMENSIONS, Family

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIGURE = "figure"
"""The table that figures are in."""

_TABLE = (
    "CREATE OR REPLACE TEMP TABLE figure (family VARCHAR, programme VARCHAR, ministry VARCHAR, field VARCHAR, call VARCHAR, "
    "award VARCHAR, payee VARCHAR, fiscal_year INTEGER, value BIGINT, rows BIGINT, digest VARCHAR, owner VARCHAR)"
)


def compute(connection: DuckDBPyConnection, families: Sequence[Family], *, counted: str | None = None) -> None:
    """Make the table `figure` of a connection that holds a book, a scope and the suspected payments.

    Each figure is the sum of `value` over a set of rows. Its digest is SHA-256 over the lines `id=value` of these rows, in the
    order of the ids (by their bytes), joined by line breaks; so that whoever has the rows can recompute number and digest. A dimension
    by which the figure is not told apart is NULL. `owner` is the first dimension that it is told apart by: the page it belongs to,
    `scope` if it is told apart by none or by the year alone.

    Args:
        connection: see above; temporary tables and macros are added.
        families: what is computed.
        counted: the text of `counted.sql`, if it is another than this Rashin's.
    """
    connection.execute(COUNTED.read_text(encoding="utf-8") if counted is None else counted)
    connection.execute(_TABLE)
    for family in families:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE family_row AS SELECT * FROM ({family.query})")
        some = connection.execute("SELECT count(*) FROM family_row").fetchall()[0][0]
        for by in family.by if some else ((),):
            connection.execute(_grouped(family, by))
    connection.execute("DROP TABLE family_row")


def _grouped(family: Family, by: tuple[str, ...]) -> str:
    told = [f"CAST({quoted(name)} AS {_type(name)})" if name in by else f"NULL::{_type(name)}" for name in DIMENSIONS]
    told_apart = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in by) or "true"
    names = ", ".join(map(quoted, by))
    rows = "family_row"
    if family.distinct:
        rows = f"(SELECT DISTINCT {', '.join(['id', 'value', *map(quoted, by)])} FROM family_row)"
    return (
        f"INSERT INTO figure SELECT {literal(family.code)}, {', '.join(told)}, coalesce(sum(value), 0), count(*), "
        f"sha256(coalesce(string_agg(id || '=' || value, chr(10) ORDER BY id), '')), {literal(owner(by))} "
        f"FROM {rows} WHERE {told_apart}" + (f" GROUP BY {names}" if by else "")
    )


def owner(by: Sequence[str]) -> str:
    """The dimension whose page a figure told apart by these belongs to; `scope` for the front page's."""
    return next((name for name in by if name != "fiscal_year"), "scope")


def _type(name: str) -> str:
    return "INTEGER" if name == "fiscal_year" else "VARCHAR"
