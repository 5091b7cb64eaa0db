"""What of a book a publication sees: the entries of its scope, and persons without their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashin.ledger.book.columns import Holds
from rashin.ledger.book.engine import literal, quoted
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.exports.selection import select_scope

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NARROW, NEAR = "narrow", "near"
"""The schemas that hold the entries of the scope, and those of what can be in it."""

_PROGRAMME = "programme IN (SELECT programme FROM scope_programme)"
_OWN = f"award IN (SELECT id FROM {{s}}.award) OR award IS NULL AND {_PROGRAMME}"
_NAMES_NEITHER = "award IS NULL AND programme IS NULL"

# What belongs to a scope, as exports/selection.sql has it; here kind by kind, each leaning on those before, so that a book
# that is read lazily is read once.
_BELONGS = {
    "programme": "id IN (SELECT programme FROM scope_programme)",
    "award": "id IN (SELECT award FROM scope_award) OR id IN (SELECT a.id FROM award a LEFT JOIN call c ON c.id = a.call "
    "WHERE coalesce(a.programme, c.programme) IN (SELECT programme FROM scope_programme))",
    "call": f"{_PROGRAMME} OR id IN (SELECT call FROM {{s}}.award)",
    "application": f"call IN (SELECT id FROM {{s}}.call WHERE {_PROGRAMME}) OR id IN (SELECT application FROM {{s}}.award)",
    "budget": _OWN,
    "commitment": _OWN,
    "payment": f"{_OWN} OR {_NAMES_NEITHER} AND commitment IN (SELECT id FROM {{s}}.commitment)",
    "sub_award": f"{_OWN} OR {_NAMES_NEITHER} AND payment IN (SELECT id FROM {{s}}.payment)",
    "account_line": _PROGRAMME,
    "balance": _PROGRAMME,
    "stated_total": _PROGRAMME,
    "output": _OWN,
    "deployment": "award IN (SELECT id FROM {s}.award)",
    "indicator": _OWN,
    "observation": "indicator IN (SELECT id FROM {s}.indicator)",
    "outcome": f"{_OWN} OR {_NAMES_NEITHER} AND indicator IN (SELECT id FROM {{s}}.indicator)",
    "social_return": _OWN,
    "criterion": _PROGRAMME,
    "evaluation": "criterion IN (SELECT id FROM {s}.criterion)",
}


def narrow(connection: DuckDBPyConnection, schema: str = NARROW) -> None:
    """Leave only what belongs to the scope that was installed: from here on, `payment` means the scope's payments.

    `<kind>_entries` holds every version of what belonged to it at any time, what was taken back included.

    Args:
        connection: from `Book.open`, with `scope_programme` and `scope_award`.
        schema: where they are put.
    """
    connection.execute(f"CREATE SCHEMA {schema}")
    for kind, belongs in _BELONGS.items():
        _keep(connection, schema, kind, belongs.format(s=schema))
    for kind in ("organisation", "evidence"):
        _keep(connection, schema, kind, f"id IN ({named(schema, kind)})")
    _keep(connection, schema, "opinion", _heard(schema))
    connection.execute(f"SET search_path = '{schema},main'")


def mask(connection: DuckDBPyConnection) -> None:
    """Take the names of persons out of what was narrowed; only the checks may see them.

    What was written before a name was masked, or before an entry was taken back, is masked as well.
    """
    select_scope(connection)
    for kind in ("commitment", "payment", "sub_award"):
        own = f"{NARROW}.{quoted(kind)}"
        named = (
            f"SELECT id FROM {own} WHERE NOT a_person(payee, payee_name) AND NOT coalesce(masked(payee_name), false)"
        )
        _hide(connection, kind, named, ("payee_name", "payee_number"))
        connection.execute(f"CREATE OR REPLACE TABLE {own} AS SELECT * FROM {quoted(f'selected_{kind}')}")
    own = f"{NARROW}.organisation"
    named = f"SELECT id FROM {own} WHERE NOT a_person(id, title)"
    _hide(connection, "organisation", named, ("title", "corporate_number"))
    connection.execute(f"CREATE OR REPLACE TABLE {own} AS SELECT * FROM selected_organisation")


def _hide(connection: DuckDBPyConnection, kind: str, named: str, columns: tuple[str, ...]) -> None:
    entries = f"{NARROW}.{quoted(f'{kind}_entries')}"
    hidden = ", ".join(f"CASE WHEN id IN ({named}) THEN {column} END AS {column}" for column in columns)
    connection.execute(f"CREATE OR REPLACE TABLE {entries} AS SELECT * REPLACE ({hidden}) FROM {entries}")


def standing(connection: DuckDBPyConnection, entries: str, name: str, belongs: str = "true") -> None:
    """A table of what stands of entries: the newest under each id, without what was taken back, as far as it belongs."""
    connection.execute(
        f"CREATE TABLE {name} AS SELECT e.* FROM (SELECT * FROM {entries} WHERE {belongs}) e ANTI JOIN ("
        f"SELECT id, max(batch) AS last FROM {entries} WHERE batch > (SELECT min(batch) FROM {entries}) GROUP BY id"
        ") l ON l.id = e.id AND l.last > e.batch WHERE NOT e.withdrawn"
    )


def _keep(connection: DuckDBPyConnection, schema: str, kind: str, belongs: str) -> None:
    entries = quoted(f"{kind}_entries")
    own = f"{schema}.{entries}"
    connection.execute(
        f"CREATE TABLE {own} AS SELECT * FROM {entries} WHERE id IN (SELECT id FROM {entries} WHERE {belongs})"
    )
    standing(connection, own, f"{schema}.{quoted(kind)}", belongs)


def named(schema: str, kind: str) -> str:
    """Every id of this kind that an entry of the scope names."""
    places = [
        f"SELECT {quoted(column.name)} FROM {schema}.{quoted(name)}"
        for name in _BELONGS
        for column in KINDS[name].columns
        if column.holds is Holds.NAME and column.of == kind
    ]
    return " UNION ".join(places)


def _heard(schema: str) -> str:
    """Opinions but those about an entry that is not of the scope."""
    names = f"starts_with(about, {{0}}) AND about[{{1}}:] NOT IN (SELECT id FROM {schema}.{{2}})"
    others = (kind for kind in KINDS if kind != "opinion")
    outside = (names.format(literal(f"{kind}:"), len(kind) + 2, quoted(kind)) for kind in others)
    return " AND ".join(f"NOT ({one})" for one in outside)
