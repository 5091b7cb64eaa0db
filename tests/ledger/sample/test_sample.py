"""The sample: it adds up and passes every rule whatever the seed, and says of itself that it is invented."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rashin.errors import BookNotEmpty
from rashin.ledger.book.book import Book
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.book.schema import META
from rashin.ledger.checks.checking import Report, check
from rashin.ledger.checks.rule import Severity
from rashin.ledger.importing.importing import import_into
from rashin.ledger.payees.numbers import is_corporate_number
from rashin.ledger.sample.numbers import fictional, is_fictional
from rashin.ledger.sample.sample import AT, sample_book, sample_rows, sample_workbook

ON = date(2026, 11, 23)
CEILING = 10_000_000_000


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return sample_book(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def report(book: Book) -> Report:
    with book.open() as connection:
        return check(connection, on=ON)


@cache
def known(folder: Path, batch: int) -> DuckDBPyConnection:
    """The book as it was known after a batch."""
    book = Book(folder)
    return book.open(book.batches()[batch - 1].recorded)


def asked(book: Book, query: str, batch: int = 3) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in known(book.folder, batch).execute(query).fetchall()]


def contents(book: Book, batch: int) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in the book after a batch, without what entries say of how they came."""
    left_out = ", ".join(META)
    return {kind: asked(book, f'SELECT * EXCLUDE ({left_out}) FROM "{kind}" ORDER BY id', batch) for kind in KINDS}


def test_no_error_stands_in_it_and_some_of_all_else_does(report: Report) -> None:
    assert report.blocking == ()
    warned = {one.check.code for one in report.rules if one.count and one.check.severity is Severity.WARNING}
    assert warned >= {"M23", "R01", "R03", "R11", "R13", "R14", "R15"}
    flagged = {one.check.code for one in report.flags if one.count}
    assert flagged >= {"F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F11", "F12", "F13", "F14", "F16", "F17"}


@pytest.mark.parametrize("batch", [1, 2])
def test_every_batch_could_have_been_published_on_its_day(book: Book, batch: int) -> None:
    recorded = book.batches()[batch - 1].recorded
    with book.open(recorded) as connection:
        assert check(connection, on=recorded.date()).blocking == ()


def test_it_is_as_large_as_a_programme_of_ten_billion_yen(book: Book) -> None:
    rows = {kind: len(entries) for kind, entries in contents(book, 3).items()}
    assert all(rows.values())
    assert rows["award"] == 91
    assert rows["application"] == 240
    assert rows["payment"] > 800
    assert {year for (year,) in asked(book, "SELECT DISTINCT fiscal_year FROM budget")} == {2023, 2024, 2025}


def test_budgets_come_to_the_ceiling_and_nothing_paid_is_more_than_was_agreed(book: Book) -> None:
    assert asked(book, "SELECT ceiling FROM programme WHERE part_of IS NULL") == [(CEILING,)]
    assert asked(book, "SELECT sum(ceiling) FROM programme WHERE part_of IS NOT NULL") == [(CEILING,)]
    ((budgeted, executed),) = asked(book, "SELECT sum(total), sum(executed) FROM budget")
    ((paid, refunded),) = asked(
        book,
        "SELECT sum(amount) FILTER (move = 'payment'), sum(amount) FILTER (move = 'refund') FROM payment",
    )
    ((after,),) = asked(book, "SELECT sum(amount) FROM payment WHERE fiscal_year > 2025")
    ((committed,),) = asked(book, "SELECT sum(amount) FROM commitment")
    assert budgeted == CEILING
    assert executed == paid - refunded + after
    assert 0 < refunded < paid < committed < budgeted


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_whatever_the_seed_it_passes_every_rule_that_blocks(seed: int) -> None:
    with TemporaryDirectory() as folder:
        book = sample_book(folder, seed=seed)
        for batch in book.batches():
            with book.open(batch.recorded) as connection:
                assert check(connection, on=batch.recorded.date()).blocking == ()
                assert connection.execute("SELECT sum(total) FROM budget").fetchall() == [(CEILING,)]


def test_the_same_seed_gives_the_same_digests_and_another_the_same_ids(book: Book, tmp_path: Path) -> None:
    again = sample_book(tmp_path / "again")
    assert [one.digest for one in again.batches()] == [one.digest for one in book.batches()]
    assert [one.recorded for one in book.batches()][-1] == AT
    other = sample_book(tmp_path / "other", seed=7)
    assert [one.digest for one in other.batches()] != [one.digest for one in book.batches()]
    for kind in ("organisation", "programme", "call", "award", "deployment", "criterion", "opinion"):
        query = f'SELECT id FROM "{kind}" ORDER BY id'
        assert asked(other, query) == asked(book, query)


def test_another_day_moves_all_batches_and_an_earlier_one_is_refused(tmp_path: Path) -> None:
    later = sample_book(tmp_path / "later", at=AT + timedelta(days=9))
    assert [one.recorded for one in later.batches()] == [AT + timedelta(days=days) for days in (-148, -64, 9)]
    with pytest.raises(ValueError, match="2026-11-15"):
        sample_book(tmp_path / "earlier", at=AT - timedelta(days=1))
    assert not (tmp_path / "earlier").exists()


def test_a_book_that_stands_is_left_alone(book: Book) -> None:
    before = book.batches()
    with pytest.raises(BookNotEmpty):
        sample_book(book.folder)
    assert book.batches() == before


def test_what_was_corrected_says_who_and_why_and_the_first_entry_stays(book: Book) -> None:
    versions = (
        "SELECT version, amount, recorded_by, why FROM award_entries WHERE id = 'award-2023-chips-01' ORDER BY batch"
    )
    first, second = asked(book, versions)
    assert (first[0], second[0]) == (1, 2)
    assert second[1] > first[1]
    assert second[2]
    assert "契約" in second[3]
    withdrawn = asked(book, "SELECT id, recorded_by, why FROM payment_entries WHERE withdrawn")
    assert [row[0] for row in withdrawn] == ["payment-office-2025-committee-1-B-2"]
    assert asked(book, "SELECT count(*) FROM payment WHERE id = 'payment-office-2025-committee-1-B-2'", 1) == [(1,)]
    corrected = "SELECT count(*) FROM payment_entries WHERE id NOT IN (SELECT id FROM payment_entries WHERE withdrawn) GROUP BY id HAVING count(*) > 1"
    assert len(asked(book, corrected)) == 3
    finding = "SELECT finding FROM outcome WHERE id = 'outcome-2023-health-04'"
    assert (asked(book, finding, 2), asked(book, finding, 3)) == ([("met",)], [("not-met",)])


def test_its_failures_are_told(book: Book) -> None:
    ((paid, refunded),) = asked(
        book,
        "SELECT sum(amount) FILTER (move = 'payment'), sum(amount) FILTER (move = 'refund') FROM payment "
        "WHERE award = 'award-2023-robotics-01'",
    )
    assert 0 < refunded < paid
    outcome = "SELECT finding FROM outcome WHERE award = 'award-2023-robotics-01'"
    assert asked(book, outcome) == [("not-met",)]
    assert asked(book, "SELECT id FROM deployment WHERE uses = 0") == [("deployment-inspection-2",)]
    findings = {row[0] for row in asked(book, "SELECT DISTINCT finding FROM outcome")}
    assert findings == {"met", "not-met", "no-evidence"}
    overdue = f"SELECT count(*) FROM opinion WHERE answered IS NULL AND due < DATE '{ON}'"
    assert asked(book, overdue) == [(2,)]
    assert asked(book, f"SELECT count(*) FROM opinion WHERE answered IS NULL AND due >= DATE '{ON}'") == [(1,)]
    wide = "SELECT count(*) FROM social_return WHERE low >= high"
    assert asked(book, wide) == [(0,)]


def test_deployments_lead_from_a_yen_to_what_a_service_measured(book: Book) -> None:
    chain = (
        "SELECT d.service, count(DISTINCT d.organisation), count(DISTINCT p.id) > 0, count(DISTINCT v.id) FROM deployment d "
        "JOIN award a ON a.id = d.award JOIN payment p ON p.award = a.id LEFT JOIN indicator k ON k.award = a.id "
        "LEFT JOIN observation v ON v.indicator = k.id AND v.method = 'measured' AND v.sample_size > 0 AND v.low <= v.high "
        "GROUP BY d.service ORDER BY d.service"
    )
    found = asked(book, chain)
    assert [row[:3] for row in found] == [
        ("hiring", 1, True), ("inspection", 2, True), ("lending", 2, True), ("radiology", 1, True),
    ]  # fmt: skip
    assert all(row[3] for row in found)


def test_nobody_in_it_can_be_mistaken_for_somebody(book: Book) -> None:
    bodies = asked(book, "SELECT title, corporate_number FROM organisation WHERE body <> 'person'")
    assert all("・架空）" in title for title, _ in bodies)
    assert all(is_corporate_number(number) and is_fictional(number) for _, number in bodies)
    assert len({number for _, number in bodies}) == len(bodies)
    for kind in ("programme", "award"):
        notes = asked(book, f"SELECT note FROM {kind}")
        assert all("見本" in note and "架空" in note for (note,) in notes)
    assert all("架空" in title for (title,) in asked(book, 'SELECT title FROM "call"'))
    addresses = asked(book, "SELECT DISTINCT address FROM evidence")
    assert all(address.startswith("https://example.org/") for (address,) in addresses)


@given(place=st.integers(0, 999_999))
def test_a_number_that_is_never_given_has_the_right_check_digit(place: int) -> None:
    number = fictional(place)
    assert is_corporate_number(number)
    assert is_fictional(number)
    assert int(number[7:]) == place


@pytest.mark.parametrize("place", [-1, 1_000_000])
def test_the_range_has_an_end(place: int) -> None:
    with pytest.raises(ValueError, match=str(place)):
        fictional(place)


def test_the_workbook_holds_the_first_batch(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "見本.xlsx"
    sample_workbook(path)
    read = Book(tmp_path / "read")
    import_into(read, "workbook", path, by="担当")
    assert contents(read, 1) == contents(book, 1)


def test_the_workbook_is_read_in_english_too(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsx"
    sample_workbook(path, language="en")
    read = Book(tmp_path / "read")
    import_into(read, "workbook", path, by="officer")
    assert contents(read, 1) == contents(book, 1)


def test_every_amount_is_in_whole_yen() -> None:
    for rows in sample_rows():
        for kind in ("application", "award", "commitment", "payment", "sub_award"):
            assert all(type(row["amount"]) is int for row in rows[kind])
