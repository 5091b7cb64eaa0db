"""The book: nothing is lost, what was known on a day can always be asked, and a batch is there whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashin.errors import BookClockBehind, BookDamaged, BookMissing, CurrencyDiffers, EntriesUnsound
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Draft, Entry, Source, draft_of

START = datetime(2026, 4, 1, tzinfo=UTC)
Amounts = dict[str, tuple[str | None, int]]


def payments(*entries: Entry) -> Draft:
    return draft_of({"payment": entries})


def add(book: Book, *entries: Entry, day: int = 0) -> None:
    book.add(payments(*entries), by="担当", why="試し", at=START + timedelta(days=day))


def standing(book: Book, known_on: datetime | None = None) -> Amounts:
    with book.open(known_on) as connection:
        rows = connection.execute("SELECT id, move, amount FROM payment").fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}


def net(amounts: Amounts) -> int:
    return sum(-amount if move == "refund" else amount for move, amount in amounts.values())


def entry_of(name: str, change: tuple[str, int] | None) -> Entry:
    if change is None:
        return {"id": name, "withdrawn": True}
    return {"id": name, "move": change[0], "amount": change[1]}


changes = st.dictionaries(
    st.sampled_from("abcde"),
    st.none() | st.tuples(st.sampled_from(["payment", "refund"]), st.integers(-(10**15), 10**15)),
    min_size=1,
)


@settings(max_examples=15)
@given(st.lists(changes, min_size=1, max_size=5))
def test_any_sequence_keeps_the_sums_and_every_day_can_be_replayed(
    batches: list[dict[str, tuple[str, int] | None]],
) -> None:
    """Entries, corrections, withdrawals and refunds, against a dictionary that forgets what was before."""
    with TemporaryDirectory() as folder:
        book, entered = Book(folder), set[str]()
        known: Amounts = {}
        replayed: list[Amounts] = []
        for day, batch in enumerate(batches):
            # Only what was entered once can be taken back.
            sound = {name: change for name, change in batch.items() if change or name in entered}
            add(book, *(entry_of(name, change) for name, change in sound.items()), day=day)
            entered |= set(sound)
            now: dict[str, tuple[str | None, int] | None] = {**known, **sound}
            known = {name: change for name, change in now.items() if change}
            replayed.append(known)
        assert standing(book) == known
        for day, then in enumerate(replayed):
            seen = standing(book, START + timedelta(days=day))
            assert seen == then
            assert net(seen) == net(then)


def test_a_correction_keeps_what_stood_before_and_who_corrected_it(tmp_path: Path) -> None:
    book = Book(tmp_path)
    add(book, {"id": "p1", "amount": 100, "payee_name": "甲"})
    book.add(payments({"id": "p1", "amount": 1000}), by="監査", why="桁の誤り", at=START + timedelta(days=1))
    with book.open() as connection:
        assert connection.execute("SELECT amount, payee_name FROM payment").fetchall() == [(1000, None)]
        entries = "SELECT amount, recorded_by, why, batch, entry FROM payment_entries ORDER BY batch"
        assert connection.execute(entries).fetchall() == [
            (100, "担当", "試し", "000001", "000001/payment/0"),
            (1000, "監査", "桁の誤り", "000002", "000002/payment/0"),
        ]


def test_what_stands_already_is_not_entered_again(tmp_path: Path) -> None:
    book = Book(tmp_path)
    add(book, {"id": "p1", "amount": 1}, {"id": "p2", "amount": 2})
    batch = book.add(payments({"id": "p1", "amount": 1}, {"id": "p3", "amount": 3}), by="x")
    assert batch.rows == {"payment": 1}


def test_a_source_is_entered_once_and_a_form_as_often_as_it_is_sent(tmp_path: Path) -> None:
    book = Book(tmp_path)
    file = draft_of({"payment": [{"id": "p1", "amount": 1}]})
    first = book.add(Draft(file.connection, "workbook", Source("a.xlsx", "0" * 64), file.kinds), by="x")
    add(book, {"id": "p1", "withdrawn": True}, day=10_000)
    again = book.add(Draft(file.connection, "workbook", Source("b.xlsx", "0" * 64), file.kinds), by="y")
    assert again == first
    assert standing(book) == {}
    book.add(payments({"id": "p1", "amount": 1}), by="x", at=START + timedelta(days=10_001))
    assert standing(book) == {"p1": (None, 1)}


def test_an_assumed_entry_never_replaces_one(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.add(draft_of({"organisation": [{"id": "o", "title": "確かな名前"}]}), by="x")
    draft = draft_of({"organisation": [{"id": "o", "title": "別の書き方"}, {"id": "n", "title": "新しい"}]})
    draft.connection.execute("ALTER TABLE organisation ADD COLUMN assumed BOOLEAN DEFAULT true")
    assert book.add(draft, by="x").rows == {"organisation": 1}
    with book.open() as connection:
        rows = connection.execute("SELECT id, title FROM organisation ORDER BY id").fetchall()
    assert rows == [("n", "新しい"), ("o", "確かな名前")]


@pytest.mark.parametrize(
    "entries",
    [
        [{"id": "p1", "amount": 1}, {"id": "p1", "amount": 2}],
        [{"id": None, "amount": 1}],
        [{"id": "", "amount": 1}],
        [{"id": "never", "withdrawn": True}],
    ],
    ids=["twice", "none", "blank", "never entered"],
)
def test_unsound_entries_change_nothing(tmp_path: Path, entries: list[Entry]) -> None:
    book = Book(tmp_path)
    add(book, {"id": "p0", "amount": 1})
    with pytest.raises(EntriesUnsound):
        add(book, {"id": "p9", "amount": 9}, *entries, day=1)
    assert standing(book) == {"p0": (None, 1)}
    assert len(book.batches()) == 1


def test_two_currencies_never_meet(tmp_path: Path) -> None:
    book = Book(tmp_path)
    add(book, {"id": "p", "amount": 1})
    pounds = payments({"id": "q", "amount": 1})
    with pytest.raises(CurrencyDiffers):
        book.add(Draft(pounds.connection, "360giving", pounds.source, pounds.kinds, "GBP"), by="x")
    assert book.currency == "JPY"


def test_time_does_not_run_backwards(tmp_path: Path) -> None:
    book = Book(tmp_path)
    add(book, {"id": "p", "amount": 1}, day=1)
    with pytest.raises(BookClockBehind):
        add(book, {"id": "q", "amount": 1}, day=0)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    book = Book(tmp_path / "帳簿 [2026]* 'a'")
    add(book, {"id": "p", "amount": 1})
    add(book, {"id": "p", "amount": 2}, day=1)
    assert standing(book) == {"p": (None, 2)}


def test_there_is_no_book_before_the_first_batch(tmp_path: Path) -> None:
    with pytest.raises(BookMissing):
        Book(tmp_path / "nowhere").open()


def changed_file(batch: Path) -> None:
    path = batch / "payment.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"\0")


def changed_name(batch: Path) -> None:
    about = batch / "batch.json"
    about.write_text(about.read_text("utf-8").replace("担当", "別人"), "utf-8")


def lost(batch: Path) -> None:
    (batch / "payment.parquet").unlink()


def renamed(batch: Path) -> None:
    batch.rename(batch.with_name("000001-0123456789abcdef"))


@pytest.mark.parametrize("damage", [changed_file, changed_name, lost, renamed])
def test_a_changed_batch_is_noticed(tmp_path: Path, damage: object) -> None:
    book = Book(tmp_path)
    add(book, {"id": "p", "amount": 1})
    assert callable(damage)
    damage(tmp_path / "batches" / book.batches()[0].name)
    with pytest.raises(BookDamaged):
        book.open()


def test_a_missing_batch_is_noticed(tmp_path: Path) -> None:
    book = Book(tmp_path)
    add(book, {"id": "p", "amount": 1})
    add(book, {"id": "q", "amount": 1}, day=1)
    first = tmp_path / "batches" / book.batches()[0].name
    first.rename(tmp_path / "elsewhere")
    with pytest.raises(BookDamaged):
        book.batches()


ADDING = """
import sys
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Draft, Source
from rashin.ledger.book.engine import connect
connection = connect()
connection.execute("CREATE TABLE payment AS SELECT 'n' || i AS id, i AS amount FROM range(5000000) t(i)")
print("ready", flush=True)
Book(sys.argv[1]).add(Draft(connection, "form", Source(""), ("payment",)), by="x")
"""


def test_killed_while_adding_the_book_is_as_before(tmp_path: Path) -> None:
    book = Book(tmp_path)
    add(book, {"id": "p", "amount": 1})
    batches = tmp_path / "batches"
    with subprocess.Popen([sys.executable, "-c", ADDING, str(tmp_path)], stdout=subprocess.PIPE) as adding:
        assert adding.stdout is not None
        adding.stdout.readline()
        while not any(batches.glob(".adding-*")) and adding.poll() is None:
            time.sleep(0.001)
        os.kill(adding.pid, signal.SIGKILL)
    assert adding.returncode == -signal.SIGKILL
    assert any(batches.glob(".adding-*"))
    assert standing(book) == {"p": (None, 1)}
    add(book, {"id": "q", "amount": 2}, day=1)
    assert standing(book) == {"p": (None, 1), "q": (None, 2)}
    assert not any(batches.glob(".adding-*"))
