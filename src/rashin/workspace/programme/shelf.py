"""Books that were opened lately. A book is opened anew once something was added to it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from rashin.errors import BookEmpty
from rashin.ledger.book.book import Book
from rashin.ledger.checks.checking import Report, check

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST = 4
"""Books that are held open in one process; a large one takes some hundred megabytes."""


@dataclass
class _Opened:
    """A book as it stood after its last batch."""

    last: str
    lock: Lock = field(default_factory=Lock)
    connection: DuckDBPyConnection | None = None
    report: Report | None = None

    def cursor(self, book: Book) -> DuckDBPyConnection:
        with self.lock:
            if self.connection is None:
                self.connection = book.open()
            # What a reader makes for itself, such as a temporary table, stays with its cursor.
            return self.connection.cursor()


class Shelf:
    """The opened books of one process, for all threads of it."""

    def __init__(self) -> None:
        self._opened: OrderedDict[Path, _Opened] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def reading(self, book: Book) -> Iterator[DuckDBPyConnection]:
        """A connection to the book as it stands; see `Book.open`.

        Raises:
            BookEmpty: nothing was entered yet.
            BookDamaged: a batch is missing, or is not as it was written.
        """
        cursor = self._of(book).cursor(book)
        try:
            yield cursor
        finally:
            cursor.close()

    def report(self, book: Book, on: date) -> Report:
        """What the rules and flags find in the book as it stands; put to it once for each batch and day.

        Raises:
            BookEmpty, BookDamaged: see `reading`.
        """
        opened = self._of(book)
        cursor = opened.cursor(book)
        with opened.lock:
            if opened.report is None or opened.report.on != on:
                opened.report = check(cursor, on=on)
            cursor.close()
            return opened.report

    def _of(self, book: Book) -> _Opened:
        last = last_batch(book)
        if last is None:
            raise BookEmpty
        with self._lock:
            opened = self._opened.pop(book.folder, None)
            if opened is None or opened.last != last:
                opened = _Opened(last)
            self._opened[book.folder] = opened
            while len(self._opened) > _MOST:
                self._opened.popitem(last=False)
        return opened


def last_batch(book: Book) -> str | None:
    """The name of the newest batch, which holds its digest; None where nothing was entered yet."""
    names = [path.name for path in (book.folder / "batches").glob("[0-9]*-*")]
    return max(names, default=None)
