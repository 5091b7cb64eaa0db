"""Lists: one query each, shown in several orders on pages of a hundred, and downloadable whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING

from rashin.language import Text
from rashin.ledger.book.engine import literal, quoted
from rashin.ledger.portal.addresses import FOLDERS
from rashin.ledger.portal.reading import Row, query
from rashin.ledger.portal.site import Page

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PER_PAGE = 100
MOST_PAGES = 20
"""Pages of one order; what comes after them is in the download."""
FILE = "list"
"""The list as a file, beside its page; with the ending of each format."""


class Shows(StrEnum):
    """How a column is written."""

    NAME = "name"
    """The name of what the row is about; leads to its page."""
    TEXT = "text"
    YEN = "yen"
    COUNT = "count"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of a list."""

    name: str
    label: Text
    shows: Shows = Shows.TEXT
    below: bool = False
    """Stands in small letters below the row's name."""
    by: str = ""
    """How a list is sorted by it, as SQL, if not by what is shown."""

    @property
    def is_number(self) -> bool:
        """Whether it stands at the right."""
        return self.shows in (Shows.YEN, Shows.COUNT, Shows.NUMBER)

    @property
    def order(self) -> str:
        """How a list is sorted by it: numbers and years from the highest, words from the first."""
        if self.by:
            return f"{self.by} NULLS LAST, id"
        down = self.is_number or self.shows in (Shows.YEAR, Shows.DATE)
        return f"{quoted(self.name)} {'DESC' if down else 'ASC'} NULLS LAST, id"


@dataclass(frozen=True, slots=True)
class Listing:
    """One list."""

    folder: str
    title: Text
    lead: Text
    of: str
    """The kind of page that rows lead to."""
    query: str
    """Gives `id`, the columns, and nothing that is not published."""
    columns: tuple[Shown, ...]
    sorts: tuple[str, ...]
    """Columns that it can be sorted by; the first is the order of the main page."""
    empty: Text

    @property
    def holding(self) -> str:
        """The folder that holds the pages that rows lead to."""
        return f"{FOLDERS[self.of]}/"

    def across(self, sort: str) -> tuple[Shown, ...]:
        """The columns that stand side by side: the name, what it is sorted by, the others."""
        name, *others = (one for one in self.columns if not one.below)
        return name, *sorted(others, key=lambda one: one.name != sort)

    @property
    def beneath(self) -> tuple[Shown, ...]:
        """The columns that stand below the name."""
        return tuple(one for one in self.columns if one.below)

    def without(self, empty: Collection[str]) -> Listing:
        """The list without columns in which nothing stands."""
        columns = tuple(one for one in self.columns if one.name not in empty)
        sorts = tuple(one for one in self.sorts if one not in empty)
        return replace(self, columns=columns, sorts=sorts or (columns[0].name,))

    def column(self, name: str) -> Shown:
        """The column of that name."""
        return next(one for one in self.columns if one.name == name)


def pages(connection: DuckDBPyConnection, listing: Listing, made: Path) -> Iterator[Page]:
    """The list's pages in every order; its files are written beside them."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE listed AS SELECT *, slug(id) AS page FROM ({listing.query})")
    count = int(connection.execute("SELECT count(*) FROM listed").fetchall()[0][0])
    listing = listing.without(empty(connection, listing, "listed"))
    _write_files(connection, listing, made)
    shown = min(-(-count // PER_PAGE) or 1, MOST_PAGES)
    for sort in listing.sorts if count > 1 else listing.sorts[:1]:
        rows = query(connection, f"SELECT * FROM listed ORDER BY {listing.column(sort).order} LIMIT {PER_PAGE * shown}")
        for number in range(1, shown + 1):
            some = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
            yield page(listing, some, count=count, sort=sort, number=number, last=shown)


def empty(connection: DuckDBPyConnection, listing: Listing, rows: str) -> set[str]:
    """The columns of a list in which nothing stands; none, where the list itself is empty.

    Args:
        connection: any.
        listing: the list.
        rows: where its rows are, as SQL.
    """
    names = [one.name for one in listing.columns]
    counts = ", ".join(f"count({quoted(name)})" for name in names)
    whole, *held = connection.execute(f"SELECT count(*), {counts} FROM {rows}").fetchall()[0]
    return {name for name, count in zip(names, held, strict=True) if whole and not count}


def page(listing: Listing, rows: list[Row], *, count: int, sort: str, number: int, last: int, sought: str = "") -> Page:
    """One page of a list.

    Args:
        listing: the list.
        rows: those of this page.
        count: how many there are in all.
        sort: the column that it is sorted by.
        number: of this page, from 1.
        last: number of the last page.
        sought: the words that rows were filtered by.
    """
    return Page(
        # Only a live portal filters, at the list's own address.
        folder=listing.folder if sought else address(listing, sort, number),
        template="list.html.j2",
        title=listing.title,
        about=f"list:{listing.folder.strip('/')}",
        print=md5(repr((rows, count, last)).encode(), usedforsecurity=False).hexdigest(),
        facts={
            "listing": listing,
            "rows": rows,
            "count": count,
            "sort": sort,
            "number": number,
            "last": last,
            "sought": sought,
            "across": listing.across(sort),
            "order": lambda name, place=1: address(listing, name, place),
        },
    )


def address(listing: Listing, sort: str, number: int) -> str:
    """The folder of one page of a list."""
    ordered = listing.folder if sort == listing.sorts[0] else f"{listing.folder}by-{sort.replace('_', '-')}/"
    return ordered if number == 1 else f"{ordered}{number}/"


def _write_files(connection: DuckDBPyConnection, listing: Listing, made: Path) -> None:
    folder = made / listing.folder
    folder.mkdir(parents=True, exist_ok=True)
    for ending, way in (
        ("csv", "(FORMAT csv, HEADER)"),
        ("json", "(FORMAT json, ARRAY true)"),
        ("parquet", "(FORMAT parquet)"),
    ):
        path = folder / f"{FILE}.{ending}"
        path.unlink(missing_ok=True)
        connection.execute(
            f"COPY (SELECT * FROM listed ORDER BY {listing.column(listing.sorts[0]).order}) TO {literal(str(path))} {way}"
        )
