"""What of a book a publication sees: the entries of its scope, and persons without their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashin.ledger.book.engine import quoted
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.exports.selection import select_scope

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NARROW = "narrow"
"""The schema that holds the entries of the scope."""

# The rules look at names as they were written; see selection.sql for what the public sees.
_AS_WRITTEN = """CREATE OR REPLACE TEMP MACRO public_name(payee, name) AS name;
CREATE OR REPLACE TEMP MACRO public_number(payee, name, number) AS number"""
_NAMING_PAYEES = ("organisation", "commitment", "payment", "sub_award")


def narrow(connection: DuckDBPyConnection) -> None:
    """Leave only what belongs to the scope that was installed: from here on, `payment` means the scope's payments.

    Args:
        connection: from `Book.open`, with `scope_programme` and `scope_award`.
    """
    select_scope(connection)
    connection.execute(_AS_WRITTEN)
    connection.execute(f"CREATE SCHEMA {NARROW}")
    for kind in KINDS:
        own = f"{NARROW}.{quoted(kind)}"
        connection.execute(f"CREATE TABLE {own} AS SELECT * FROM {quoted(f'selected_{kind}')}")
        connection.execute(
            f"CREATE VIEW {NARROW}.{quoted(f'{kind}_entries')} AS "
            f"SELECT * FROM main.{quoted(f'{kind}_entries')} WHERE id IN (SELECT id FROM {own})"
        )
    connection.execute(f"SET search_path = '{NARROW},main'")


def mask(connection: DuckDBPyConnection) -> None:
    """Take the names of persons out of what was narrowed; only the checks may see them."""
    select_scope(connection)
    for kind in _NAMING_PAYEES:
        connection.execute(
            f"CREATE OR REPLACE TABLE {NARROW}.{quoted(kind)} AS SELECT * FROM {quoted(f'selected_{kind}')}"
        )
