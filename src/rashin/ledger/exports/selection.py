"""Which entries of a book belong to a scope."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from rashin.ledger.book.engine import literal, quoted
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.checks.rule import MACROS
from rashin.ledger.payees import numbers

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def select_scope(connection: DuckDBPyConnection) -> None:
    """Give the connection a temporary view `selected_<kind>` of every kind: what stands in the book and belongs to the scope.

    They have the columns of the book. Persons are masked in them, even where the book names one.

    Args:
        connection: of an open book, with the tables of a scope: `scope_programme(programme, field, why)` and
            `scope_award(award, field)`.
    """
    numbers.install(connection)
    connection.execute(MACROS.read_text(encoding="utf-8"))
    connection.execute(files("rashin.ledger.exports").joinpath("selection.sql").read_text(encoding="utf-8"))
    _select_opinions(connection)


def _select_opinions(connection: DuckDBPyConnection) -> None:
    """All but those about an entry that lies outside of the scope; an opinion names one by its id, with or without its kind."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE opinion_on AS SELECT id, about AS entry, NULL::VARCHAR AS kind FROM opinion"
    )
    for kind in KINDS:
        connection.execute(
            f"INSERT INTO opinion_on SELECT id, about[{len(kind) + 2}:], {literal(kind)} FROM opinion "
            f"WHERE starts_with(about, {literal(kind + ':')}) OR starts_with(about, {literal(kind + '/')})"
        )
    outside = " UNION ALL ".join(_on_entries(kind) for kind in KINDS if kind != "opinion")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE opinion_outside AS "
        f"SELECT id FROM ({outside}) GROUP BY id HAVING NOT bool_or(selected)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW selected_opinion AS SELECT * FROM opinion WHERE id NOT IN (SELECT id FROM opinion_outside)"
    )


def _on_entries(kind: str) -> str:
    return (
        f"SELECT o.id, e.id IN (SELECT id FROM {quoted(f'selected_{kind}')}) AS selected "
        f"FROM opinion_on o JOIN {quoted(kind)} e ON e.id = o.entry WHERE coalesce(o.kind, {literal(kind)}) = {literal(kind)}"
    )
