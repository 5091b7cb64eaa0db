"""Where the book of an organisation is kept, and what is published from it.

Below the installation's folder: `programmes/<organisation>/book` and `site`; of the fictional sample `sample/book` and
`sample/site`. While the sample is there, it is what the desk shows; nothing of it ever comes into the real book.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from rashin.ledger.book.book import Book

FOLDER = "programmes"
BOOK, SITE, PREVIEW, SAMPLE = "book", "site", "preview", "sample"


@dataclass(frozen=True, slots=True)
class Desk:
    """What one organisation's officers work on; nothing need be there yet."""

    folder: Path
    is_sample: bool
    """Whether it is the fictional sample."""

    @property
    def book(self) -> Book:
        """The book; it may have no batch yet."""
        return Book(self.folder / BOOK)

    @property
    def site(self) -> Path:
        """The folder of all that was published."""
        return self.folder / SITE


def desk_of(data: Path, organisation_id: str) -> Desk:
    """The desk of an organisation: that of the sample while somebody tries it."""
    own = data / FOLDER / organisation_id
    sample = own / SAMPLE
    return Desk(sample, is_sample=True) if sample.is_dir() else Desk(own, is_sample=False)


def book_of(data: Path, organisation_id: str) -> Book:
    """The book of an organisation, in the folder of the installation (`Workspace.data`); it may have no batch yet."""
    return desk_of(data, organisation_id).book


def own_book_of(data: Path, organisation_id: str) -> Book:
    """The organisation's own book, whatever is on the desk: what comes from outside never goes into the sample."""
    return Desk(data / FOLDER / organisation_id, is_sample=False).book


def own_site_of(data: Path, organisation_id: str) -> Path:
    """The folder of all that the organisation published of its own book, which anybody may read."""
    return Desk(data / FOLDER / organisation_id, is_sample=False).site


def try_sample(data: Path, organisation_id: str) -> Desk:
    """Lay out the fictional sample beside the organisation's own book."""
    from rashin.ledger.sample.sample import sample_book

    desk = Desk(data / FOLDER / organisation_id / SAMPLE, is_sample=True)
    if not desk.book.batches():
        sample_book(desk.book.folder)
    return desk


def put_sample_away(data: Path, organisation_id: str) -> None:
    """Remove the sample and what was published of it. The organisation's own book is as it was."""
    rmtree(data / FOLDER / organisation_id / SAMPLE, ignore_errors=True)
