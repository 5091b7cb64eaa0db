"""Payees of an import: whom each name and number mean, and the organisations they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashin.ledger.book.engine import put
from rashin.ledger.payees.names import Payee, normalised, sort_of
from rashin.ledger.payees.numbers import install

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PERSON = "person"
"""The organisation that stands for all persons, whose names are not kept."""


def find_payees(connection: DuckDBPyConnection, written: str) -> None:
    """Say whom every name and number of a table means.

    A number that is sound by length and check digit decides; else the name in its one spelling. A person is a person and
    nobody in particular; payees that are not told apart mean nobody.

    Args:
        connection: it gets a table `payee` with name, number, and organisation (its id, or NULL), and a table `paid` of
            the organisations: id, title, corporate_number, body.
        written: a query of name and number as they were written, once for each time.
    """
    install(connection)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE written AS SELECT name, number, count(*) AS times, "
        f"is_corporate_number(number) AS sound FROM ({written}) GROUP BY name, number"
    )
    unnumbered = connection.execute("SELECT DISTINCT name FROM written WHERE NOT sound AND name IS NOT NULL").fetchall()
    names = [str(row[0]) for row in unnumbered]
    put(connection, "named", {"name": names, "means": [_means(name) for name in names]})
    connection.execute(
        "CREATE TABLE payee AS SELECT name, number, times, CASE WHEN sound THEN 'jp:' || number ELSE means END AS organisation "
        "FROM written LEFT JOIN named USING (name)"
    )
    connection.execute(
        "CREATE TABLE paid AS SELECT organisation AS id, CASE WHEN organisation = 'person' THEN '個人' ELSE "
        "arg_max(name, (times, name)) END AS title, "
        "CASE WHEN starts_with(organisation, 'jp:') THEN organisation[4:] END AS corporate_number, "
        "CASE WHEN organisation = 'person' THEN 'person' ELSE body_of(title) END AS body "
        "FROM payee WHERE organisation IS NOT NULL AND (name IS NOT NULL OR organisation = 'person') GROUP BY organisation"
    )


def _means(name: str) -> str | None:
    sort = sort_of(name)
    if sort is Payee.BODY:
        return f"name:{normalised(name).full}"
    return PERSON if sort is Payee.PERSON else None
