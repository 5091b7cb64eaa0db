"""The rules and red flags on nine years of Japan's administrative project reviews."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.checks.books import budgets_and_payments

from rashin.ledger.book.book import Book
from rashin.ledger.checks import checking
from rashin.ledger.checks.rule import flags
from rashin.ledger.importing.importing import import_into

ON = date(2026, 11, 23)
DATA = {"JUDGIT": ("judgit", "jp_gyosei_review_judgit"), "RS system": ("marumie", "jp_rs2025_marumie")}


@pytest.fixture(scope="module")
def reviews(shared_data: Path) -> Path:
    return shared_data / "ledger" / "jp_gyosei_review_judgit"


def test_the_unit_error_rule_finds_exactly_the_payments_that_were_listed_by_hand(reviews: Path) -> None:
    with (reviews / "suspect_unit_errors.csv").open(encoding="utf-8") as file:
        listed = sorted(
            (row["sheet"], row["group"], row["payee"], round(float(row["amount_mjpy"]) * 1_000_000))
            for row in csv.DictReader(file)
        )
    connection = budgets_and_payments(reviews)
    report = checking.check(connection, ["M01"], on=ON, most=1_000)
    found = [finding.id for finding in report.rules[0].findings]
    rows = connection.execute(
        "SELECT programme, block, payee_name, amount FROM payment WHERE id IN ?", [found]
    ).fetchall()
    assert len(listed) == 173
    assert sorted(rows) == listed
    assert len({sheet for sheet, *_ in rows}) == 71
    (published,) = connection.execute("SELECT sum(amount) FROM payment").fetchall()[0]
    assert round(sum(amount for *_, amount in rows) / 10**12, 1) == 551.4
    assert round(published / 10**12, 1) == 1_431.9


@pytest.mark.heavy
@pytest.mark.parametrize("name", DATA)
def test_the_base_rates_that_flags_state_are_those_of_the_data(shared_data: Path, tmp_path: Path, name: str) -> None:
    code, folder = DATA[name]
    book = Book(tmp_path)
    import_into(book, code, shared_data / "ledger" / folder, by="test")
    stated = {
        flag.code: (rate.found, rate.of)
        for flag in flags()
        for rate in flag.base_rates
        if name in rate.data.en and rate.missing is None
    }
    assert stated
    with book.open() as connection:
        report = checking.check(connection, list(stated), on=ON, most=0)
    assert {one.check.code: (one.count, one.examined) for one in report.flags} == stated
