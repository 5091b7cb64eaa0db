"""Amounts of different kinds stand side by side and are never added; tiers neither."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Entry, draft_of
from rashin.workspace.programme.overview import overview

ON = date(2026, 6, 30)


def test_each_kind_of_amount_by_year_and_altogether(book: Book) -> None:
    found = overview(book.open(), ON)
    years = {one.year: (one.budgeted, one.committed, one.paid, one.refunded, one.passed_on) for one in found.years}
    assert years == {2026: (400, None, 90, 15, (None, None)), 2025: (650, 300, 200, None, (100, 8))}
    all_years = found.altogether
    assert (all_years.budgeted, all_years.committed, all_years.paid, all_years.refunded) == (1050, 300, 290, 15)
    assert all_years.passed_on == (100, 8)
    assert found.counts["payment"] == 4
    assert "evidence" not in found.counts


def test_a_payment_that_may_be_a_unit_error_is_told_apart(book: Book) -> None:
    assert overview(book.open(), ON).suspected == (0, 0)
    wrong: Entry = {"id": "p9", "award": "w1", "fiscal_year": 2025, "payee": "o1", "amount": 50_000_000}
    book.add(draft_of({"payment": [wrong]}), by="山本")
    found = overview(book.open(), ON)
    assert found.suspected == (1, 50_000_000)
    assert found.altogether.paid == 50_000_290


amounts = st.integers(1, 10**12)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["payment", "refund", None]), st.integers(1, 3), amounts), min_size=1, max_size=8
    )
)
def test_whatever_was_paid_each_yen_stands_in_one_place(moves: list[tuple[str | None, int, int]]) -> None:
    rows = [
        {"id": f"p{place}", "move": move, "tier": tier, "fiscal_year": 2025, "amount": amount}
        for place, (move, tier, amount) in enumerate(moves)
    ]
    with TemporaryDirectory() as folder:
        book = Book(Path(folder))
        book.add(draft_of({"payment": rows}), by="山本")
        found = overview(book.open(), ON).altogether
    direct = [(move, amount) for move, tier, amount in moves if tier == 1]
    assert (found.paid or 0) == sum(amount for move, amount in direct if move != "refund")
    assert (found.refunded or 0) == sum(amount for move, amount in direct if move == "refund")
    for place, tier in enumerate((2, 3)):
        told = found.passed_on[place] if place < len(found.passed_on) else None
        assert (told or 0) == sum(amount for _, its, amount in moves if its == tier)
