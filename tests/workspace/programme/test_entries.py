"""Entries as people find them: by kind, by words, by what they belong to, and as they were known on a day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rashin.errors import NotFound
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Entry, draft_of
from rashin.ledger.book.kinds import KINDS
from rashin.workspace.listing import PER_PAGE
from rashin.workspace.programme.entries import entries, find, pointing_at, titles

SECOND = datetime(2026, 6, 20, 3, tzinfo=UTC)
BETWEEN, LATER = datetime(2026, 6, 10), datetime(2026, 6, 25)


def test_every_version_with_what_changed(book: Book) -> None:
    corrected: Entry = {
        "id": "p1",
        "award": "w2",
        "programme": "g",
        "fiscal_year": 2025,
        "payee": "o1",
        "amount": 20,
        "tier": 1,
    }
    book.add(draft_of({"payment": [corrected]}), by="田中", why="単位の誤り", at=SECOND)
    found = find(book.open(), "payment:p1")
    newest, first = found.versions
    assert [column.name for column in newest.changed] == ["award", "amount"]
    assert (newest.why, newest.recorded_by, first.changed) == ("単位の誤り", "田中", ())
    assert found.title == "架空大学"
    known = found.known_on(BETWEEN)
    assert known is not None
    assert known.values["amount"] == 200
    assert found.known_on(LATER) == newest


def test_what_was_taken_back_is_still_found(book: Book) -> None:
    book.add(draft_of({"award": [{"id": "w1", "withdrawn": True}]}), by="田中", why="重複", at=SECOND)
    found = find(book.open(), "award:w1")
    assert found.stands is None
    assert found.last_said.values["amount"] == 300
    assert found.title == "審査のAI"
    assert found.known_on(LATER) is None
    assert found.known_on(BETWEEN) is not None


@pytest.mark.parametrize("address", ["payment:p99", "nothing:p1", "payment", ""])
def test_what_was_never_entered_is_not_found(book: Book, address: str) -> None:
    with pytest.raises(NotFound):
        find(book.open(), address)


def test_an_id_may_hold_a_colon(book: Book) -> None:
    book.add(draft_of({"payment": [{"id": "jp:2026:1", "amount": 1}]}), by="山本")
    assert find(book.open(), "payment:jp:2026:1").id == "jp:2026:1"


def test_what_belongs_to_an_entry(book: Book) -> None:
    found = {(one.kind.name, one.column.name): one.count for one in pointing_at(book.open(), KINDS["award"], "w1")}
    assert found == {
        ("commitment", "award"): 1,
        ("payment", "award"): 3,
        ("sub_award", "award"): 2,
        ("indicator", "award"): 1,
    }


def test_entries_are_searched_narrowed_and_leafed_through(book: Book) -> None:
    connection = book.open()
    payment = KINDS["payment"]
    assert [row["id"] for row in entries(connection, payment, "見本計算").rows] == ["p2"]
    of_w1 = entries(connection, payment, about=(KINDS["award"], "w1"))
    assert [row["id"] for row in of_w1.rows] == ["p1", "p3", "r1"]
    assert entries(connection, KINDS["opinion"], about=(KINDS["payment"], "p1")).total == 0
    many: list[Entry] = [{"id": f"x{place:03}", "amount": 1} for place in range(PER_PAGE + 1)]
    book.add(draft_of({"payment": many}), by="山本")
    last = entries(book.open(), payment, page=99)
    assert (last.page, last.pages, len(last.rows)) == (2, 2, 5)


def test_words_are_sought_as_they_are_written(book: Book) -> None:
    """No sign of a pattern means anything but itself."""
    book.add(draft_of({"payment": [{"id": "50%_x", "amount": 1}]}), by="山本")
    connection = book.open()
    assert [row["id"] for row in entries(connection, KINDS["payment"], "%_").rows] == ["50%_x"]
    assert entries(connection, KINDS["payment"], "' OR 1=1 --").total == 0


def test_an_entry_without_a_name_is_called_after_what_it_belongs_to(book: Book) -> None:
    wanted = {("payment", "p1"), ("observation", "v1"), ("award", "w9"), ("budget", "b1")}
    assert titles(book.open(), wanted) == {
        ("payment", "p1"): "架空大学",
        ("observation", "v1"): "使う会社の数",
        ("award", "w9"): "w9",
        ("budget", "b1"): "AI事業",
    }
