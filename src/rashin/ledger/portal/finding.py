"""Lists of a published release, filtered by words and sorted; for those who ask a live portal."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from rashin.language import Language
from rashin.ledger.book.engine import connect, file_literal, quoted
from rashin.ledger.portal.listing import FILE, MOST_PAGES, PER_PAGE, Listing, empty, page
from rashin.ledger.portal.reading import Row, query
from rashin.ledger.portal.site import Page, Site

LONGEST = 200
"""Characters that are sought at most; what comes after them is left out."""
_HELD = 12
"""Lists that are held ready to be searched in one process; a large one takes some tens of megabytes."""


def find(
    release: Path, listing: Listing, site: Site, language: Language, *, sought: str, sort: str, number: int
) -> Page:
    """A page of a list with the rows in which every word stands, as a reader sees them; width and case do not matter.

    What `portal.js` finds without a server is the same.

    Args:
        release: the folder of the release.
        listing: the list.
        site: of the release.
        language: in which fields and results are named.
        sought: words; every row is found, if there is none.
        sort: a column; that of the main page, if it is unknown.
        number: of the page, from 1; the nearest, if there is none of it.

    Raises:
        OSError: the release has no such list.
    """
    path, words = release / listing.folder / f"{FILE}.parquet", folded(sought[:LONGEST]).split()
    listing = listing.without(_empty(listing, path))
    labels = tuple((code, text[language]) for code, text in (site.states | dict(site.fields)).items())
    texts = _texts(path, path.stat().st_mtime_ns, tuple(one.name for one in listing.columns), labels)
    found = [place for place, text in enumerate(texts) if all(word in text for word in words)]
    by = sort if sort in listing.sorts else listing.sorts[0]
    last = min(-(-len(found) // PER_PAGE) or 1, MOST_PAGES)
    shown = min(max(number, 1), last)
    rows = _rows(path, found, listing.column(by).order, shown)
    return page(listing, rows, count=len(found), sort=by, number=shown, last=last, sought=sought[:LONGEST].strip())


def _empty(listing: Listing, path: Path) -> set[str]:
    with connect() as connection:
        return empty(connection, listing, f"read_parquet({file_literal(path)})")


def folded(text: str) -> str:
    """A text in which wide and narrow letters, and capitals and small ones, are the same."""
    return normalize("NFKC", text).lower()


def _rows(path: Path, places: list[int], order: str, number: int) -> list[Row]:
    """So many rows of a list in an order; those at these places alone."""
    asked = (
        f"SELECT * EXCLUDE file_row_number FROM read_parquet({file_literal(path)}, file_row_number = true) "
        f"WHERE file_row_number IN (SELECT unnest(?)) ORDER BY {order} LIMIT {PER_PAGE} OFFSET {(number - 1) * PER_PAGE}"
    )
    with connect() as connection:
        return query(connection, asked, [places]) if places else []


@lru_cache(maxsize=_HELD)
def _texts(path: Path, _changed: int, columns: tuple[str, ...], labels: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """What stands in each row of a list, in the order of its file."""
    said: dict[Any, str] = dict(labels)
    names = ", ".join(quoted(name) for name in columns)
    with connect() as connection:
        found = connection.execute(f"SELECT {names} FROM read_parquet({file_literal(path)})").fetchall()
    return tuple(folded(" ".join(_said(cell, said) for cell in row if cell is not None)) for row in found)


def _said(cell: object, labels: dict[Any, str]) -> str:
    if isinstance(cell, bool):
        return labels[str(cell).lower()]
    text = str(cell)
    return labels.get(text, text)
