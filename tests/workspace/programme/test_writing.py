"""Entries by hand: what is written is kept as written, what cannot be read is told by field, nothing is ever lost."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.workspace.programme.small import small_book

from rashin.errors import EntryMoved, EntryUnchanged, EntryUnreadable, EntryWhyNeeded
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
from rashin.ledger.book.kinds import KINDS
from rashin.workspace.programme.entries import Found, find
from rashin.workspace.programme.writing import Signed, correct, enter, read, restore, said, units_of, withdraw

PAYMENT = KINDS["payment"]
WHY = Signed("山本", "証拠書類と違った")


def found(book: Book, address: str) -> Found:
    return find(book.open(), address)


def test_what_was_written_stands_beside_the_yen(book: Book) -> None:
    fields = {"award": "w1", "amount": "1,234", "amount_unit": "千円", "paid": "2026-05-10", "payee": "o1", "tier": "1"}
    identity, batch = enter(book, PAYMENT, read(book.open(), PAYMENT, fields), Signed("山本"))
    values = found(book, f"payment:{identity}").versions[0].values
    assert (values["amount"], values["amount_written"], values["amount_unit"]) == (1_234_000, "1,234", "千円")
    assert str(values["paid"]) == "2026-05-10"
    assert dict(batch.rows) == {"payment": 1}


def test_every_field_that_cannot_be_read_is_told_and_nothing_is_entered(book: Book) -> None:
    fields = {"award": "w99", "amount": "約3千", "paid": "きのう", "tier": "-1", "fiscal_year": "令和八"}
    with pytest.raises(EntryUnreadable) as refused:
        read(book.open(), PAYMENT, fields)
    assert set(refused.value.problems) == {"award", "amount", "paid", "tier", "fiscal_year"}
    assert "w99" in refused.value.problems["award"].what.ja
    assert len(book.batches()) == 1
    with pytest.raises(EntryUnreadable) as blank:
        read(book.open(), PAYMENT, {})
    assert set(blank.value.problems) == {"amount"}


def test_nobody_is_named_before_there_is_a_book() -> None:
    with pytest.raises(EntryUnreadable) as refused:
        read(None, PAYMENT, {"award": "w1", "amount": "1"})
    assert set(refused.value.problems) == {"award"}


def test_a_payee_who_is_only_written_becomes_known(book: Book) -> None:
    fields = {"amount": "5", "payee_name": "新しい研究所", "payee_number": "7000012050002"}
    identity, _ = enter(book, PAYMENT, read(book.open(), PAYMENT, fields), Signed("山本"))
    payee = found(book, f"payment:{identity}").versions[0].values["payee"]
    assert found(book, f"organisation:{payee}").title == "新しい研究所"


def test_two_at_the_same_moment_never_share_an_id(book: Book) -> None:
    ids = {enter(book, PAYMENT, {"amount": 1}, Signed("山本"))[0] for _ in range(5)}
    assert len(ids) == 5


def test_a_correction_needs_a_reason_a_change_and_that_nobody_was_faster(book: Book) -> None:
    before = found(book, "payment:p1")
    entry = said(before) | {"amount": 20}
    with pytest.raises(EntryWhyNeeded):
        correct(book, before, entry, Signed("山本", "  "), seen=1)
    with pytest.raises(EntryUnchanged):
        correct(book, before, said(before), WHY, seen=1)
    with pytest.raises(EntryMoved):
        correct(book, before, entry, WHY, seen=0)
    assert len(book.batches()) == 1
    correct(book, before, entry, WHY, seen=1)
    after = found(book, "payment:p1")
    assert [one.values["amount"] for one in after.versions] == [20, 200]
    assert after.versions[0].why == WHY.why


def test_taking_back_is_undone_by_one_more_entry(book: Book) -> None:
    before = found(book, "payment:p1")
    with pytest.raises(EntryWhyNeeded):
        withdraw(book, before, Signed("山本"))
    with pytest.raises(EntryUnchanged):
        restore(book, before, WHY)
    withdraw(book, before, WHY)
    gone = found(book, "payment:p1")
    assert gone.stands is None
    with pytest.raises(EntryUnchanged):
        withdraw(book, gone, WHY)
    restore(book, gone, Signed("山本"))
    again = found(book, "payment:p1")
    assert again.stands is not None
    assert said(again) == said(before)
    assert len(again.versions) == 3


def test_a_book_in_pounds_takes_pounds(tmp_path: Path) -> None:
    from dataclasses import replace

    book = Book(tmp_path)
    book.add(replace(draft_of({"payment": [{"id": "p", "amount": 1050}]}), currency="GBP"), by="Ann")
    assert units_of(book) == ("GBP",)
    entry = read(book.open(), PAYMENT, {"amount": "1,234.50"}, "GBP")
    assert (entry["amount"], entry["amount_written"], entry["amount_unit"]) == (123_450, "1,234.50", "GBP")
    enter(book, PAYMENT, entry, Signed("Ann"))
    with pytest.raises(EntryUnreadable):
        read(book.open(), PAYMENT, {"amount": "0.005"}, "GBP")


steps = st.lists(st.one_of(st.integers(1, 10**9), st.just("withdraw"), st.just("restore")), max_size=6)


@settings(max_examples=12)
@given(steps)
def test_whatever_is_done_in_whatever_order_every_step_is_kept(steps: list[int | str]) -> None:
    with TemporaryDirectory() as folder:
        book = small_book(Path(folder) / "book")
        amounts: list[int | None] = [200]
        for step in steps:
            now = found(book, "payment:p1")
            if step == "withdraw":
                if amounts[-1] is not None:
                    withdraw(book, now, WHY)
                    amounts.append(None)
            elif step == "restore":
                if amounts[-1] is None:
                    restore(book, now, WHY)
                    amounts.append(next(one for one in reversed(amounts) if one is not None))
            elif step != amounts[-1]:
                correct(book, now, said(now) | {"amount": step}, WHY, seen=now.versions[0].batch)
                amounts.append(int(step))
        versions = reversed(found(book, "payment:p1").versions)
        assert [None if one.withdrawn else one.values["amount"] for one in versions] == amounts
