from __future__ import annotations

from datetime import date, timedelta

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
from rashin.workspace.programme.due import due

ON = date(2026, 6, 30)


def test_what_was_promised_and_not_reported_the_longest_overdue_first(book: Book) -> None:
    found = [(one.kind, one.id, one.days_late(ON), one.place) for one in due(book.open(), ON)]
    assert found == [
        ("indicator", "k1", 91, "審査のAI"),
        ("opinion", "m1", 60, "審査のAI"),
        ("indicator", "k3", -31, "診断のAI"),
    ]


def test_a_result_settles_it_and_a_plan_does_not(book: Book) -> None:
    book.add(draft_of({"observation": [{"id": "v2", "indicator": "k1", "planned": 3.0}]}), by="山本")
    assert "k1" in [one.id for one in due(book.open(), ON)]
    book.add(draft_of({"observation": [{"id": "v3", "indicator": "k1", "value": 21.0}]}), by="山本")
    assert "k1" not in [one.id for one in due(book.open(), ON)]


def test_how_far_ahead_is_looked(book: Book) -> None:
    assert [one.id for one in due(book.open(), ON, timedelta(0))] == ["k1", "m1"]
