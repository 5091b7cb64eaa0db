"""Which known organisation a name without a number means: the same spelling, else a near one, else nobody.

Two organisations that fit alike are not told apart by guessing: then nobody is meant, and the reason says so.
"""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rashin.ledger.book.engine import put
from rashin.ledger.payees.names import Name, normalised, sort_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEAR = 0.93
"""From this likeness on a name may be taken for another: the mean of Jaro-Winkler and the share of pairs of letters."""
APART = 0.04
"""By so much must the best candidate be ahead of the second."""


class How(StrEnum):
    """How a name was resolved, or why it was not."""

    SPELLING = "spelling"
    """The same name in its one spelling."""
    CORE = "core"
    """The same name but for its legal form, punctuation or small kana; the forms do not contradict each other."""
    NEAR = "near"
    """A name that is very like it."""
    SEVERAL = "several"
    """Two organisations fit alike; not resolved."""
    NOBODY = "nobody"
    """Nothing is like it; not resolved."""
    PERSON = "person"
    """It stands for a person; not resolved."""


def resolve(connection: DuckDBPyConnection, wanted: str, known: str) -> None:
    """Resolve names against known organisations.

    Args:
        connection: it gets a table `resolved` with name, organisation (NULL where it is not resolved), how (see How) and
            score (1 for the same spelling), one row for each different name.
        wanted: a query of `name`.
        known: a query of `organisation` (its id) and `name`; an organisation may have several.

    Source of the scores: Winkler (1990), String comparator metrics; Dice (1945) over pairs of neighbouring letters.
    """
    names = [str(row[0]) for row in _rows(connection, f"SELECT DISTINCT name FROM ({wanted}) WHERE name IS NOT NULL")]
    _put_names(connection, "wanted_name", names, [None] * len(names))
    pairs = _rows(connection, f"SELECT DISTINCT name, organisation FROM ({known}) WHERE name IS NOT NULL")
    _put_names(connection, "known_name", [str(name) for name, _ in pairs], [str(one) for _, one in pairs])
    connection.execute(files("rashin.ledger.payees").joinpath("resolution.sql").read_text(encoding="utf-8"))
    connection.execute("DELETE FROM resolved")
    connection.execute("INSERT INTO resolved SELECT * FROM resolution(?, ?)", [NEAR, APART])


def _rows(connection: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def _put_names(connection: DuckDBPyConnection, table: str, names: list[str], organisations: list[str | None]) -> None:
    spelt: list[Name] = [normalised(name) for name in names]
    put(
        connection,
        table,
        {
            "name": names,
            "organisation": organisations,
            "spelling": [one.full for one in spelt],
            "core": [one.core for one in spelt],
            "form": [one.form for one in spelt],
            "sort": [sort_of(name).value for name in names],
        },
    )
