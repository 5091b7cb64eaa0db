from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from tests.workspace.programme.small import small_book

from rashin.errors import BookDamaged, BookEmpty
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
from rashin.workspace.programme.shelf import Shelf

ON = date(2026, 6, 30)


def payments(shelf: Shelf, book: Book) -> int:
    with shelf.reading(book) as connection:
        return int(connection.execute("SELECT count(*) FROM payment").fetchall()[0][0])


def test_what_is_added_is_seen_at_once(book: Book) -> None:
    shelf = Shelf()
    assert payments(shelf, book) == 4
    before = shelf.report(book, ON)
    book.add(draft_of({"payment": [{"id": "p9", "amount": -1}]}), by="山本")
    assert payments(shelf, book) == 5
    assert shelf.report(book, ON) != before


def test_an_empty_book_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(BookEmpty), Shelf().reading(Book(tmp_path / "none")):
        pass


def test_many_readers_at_once_do_not_meet(book: Book) -> None:
    shelf = Shelf()

    def read(place: int) -> tuple[int, int]:
        with shelf.reading(book) as connection:
            connection.execute(f"CREATE TEMP TABLE own AS SELECT {place} AS place")
            found = connection.execute("SELECT place FROM own").fetchall()[0][0]
        return int(found), sum(one.count for one in shelf.report(book, ON).rules)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(read, range(24)))
    assert [found for found, _ in answers] == list(range(24))
    assert len({count for _, count in answers}) == 1


def test_more_books_than_are_held_open_are_all_read(tmp_path: Path) -> None:
    shelf = Shelf()
    books = [small_book(tmp_path / str(place)) for place in range(6)]
    assert [payments(shelf, one) for one in (*books, *books)] == [4] * 12


def test_a_damaged_book_is_not_read(book: Book) -> None:
    (path,) = book.folder.glob("batches/*/payment.parquet")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(BookDamaged), Shelf().reading(book):
        pass
