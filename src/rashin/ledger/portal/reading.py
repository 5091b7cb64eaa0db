"""Reading from the book for many pages at once: one query for a thousand pages, and its rows handed out page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from rashin.ledger.figures.family import DIMENSIONS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]
CHUNK = 2000
"""Pages that are read for at once."""


class Stated(NamedTuple):
    """One figure: the sum, and how many rows it is of."""

    value: int
    rows: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that belong to one page."""

    held: Mapping[tuple[str, tuple[tuple[str, Any], ...]], Stated]

    def of(self, family: str) -> Stated | None:
        """The figure that is told apart by nothing more; None if it rests on no row at all."""
        found = self.held.get((family, ()))
        return found if found and found.rows else None

    def by(self, family: str, dimension: str) -> list[tuple[Any, Stated]]:
        """The figures told apart by one thing more, in its order."""
        found = [
            (at[0][1], one) for (code, at), one in self.held.items() if code == family and _names(at) == (dimension,)
        ]
        return sorted(found, key=lambda pair: pair[0])


_NONE = Figures({})


def query(connection: DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> list[Row]:
    """The rows of a query, by the names of their columns."""
    found = connection.execute(sql, list(values))
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def chunks(connection: DuckDBPyConnection, ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids, so many at a time, each time in the temporary table `chunk(id)`."""
    every = list(ids)
    for start in range(0, len(every), CHUNK):
        some = every[start : start + CHUNK]
        connection.execute("CREATE OR REPLACE TEMP TABLE chunk AS SELECT unnest(?) AS id", [some])
        yield some


def each(connection: DuckDBPyConnection, sql: str) -> Mapping[str, list[Row]]:
    """The rows of a query by their column `page`, in their order."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in query(connection, sql):
        found[row.pop("page")].append(row)
    return found


def figures(connection: DuckDBPyConnection, owner: str) -> Mapping[str, Figures]:
    """The figures of the chunk's pages."""
    asked = f"SELECT * FROM figure WHERE owner = ? AND {owner} IN (SELECT id FROM chunk)"
    return _by_page(query(connection, asked, [owner]), owner)


def front_figures(connection: DuckDBPyConnection) -> Figures:
    """The figures that are told apart by nothing, or by the year alone."""
    return _by_page(query(connection, "SELECT * FROM figure WHERE owner = 'scope'"), "scope").get("scope", _NONE)


def _by_page(rows: list[Row], owner: str) -> Mapping[str, Figures]:
    held: defaultdict[str, dict[Any, Stated]] = defaultdict(dict)
    for row in rows:
        at = tuple((name, row[name]) for name in DIMENSIONS if row[name] is not None and name != owner)
        held[row.get(owner, "scope")][row["family"], at] = Stated(row["value"], row["rows"])
    pages: defaultdict[str, Figures] = defaultdict(lambda: _NONE)
    pages.update({page: Figures(one) for page, one in held.items()})
    return pages


def _names(at: tuple[tuple[str, Any], ...]) -> tuple[str, ...]:
    return tuple(name for name, _ in at)
