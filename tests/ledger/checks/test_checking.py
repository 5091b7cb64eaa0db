from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.ledger.checks.books import book_of

from rashin.errors import BookBlocked, CheckUnknown
from rashin.ledger.checks import checking

ON = date(2026, 1, 1)
NEGATIVE = {"payment": [{"id": f"p{n:03}", "amount": -1000 * n, "payee": "o"} for n in range(1, 251)]}


def test_all_are_counted_and_the_first_are_listed_in_order() -> None:
    (answer,) = checking.check(book_of(NEGATIVE), ["M17"], on=ON, most=7).rules
    assert answer.count == 250
    assert [finding.id for finding in answer.findings] == [f"p{n:03}" for n in range(1, 8)]


def test_a_finding_has_its_facts_and_the_mend_with_them() -> None:
    (answer,) = checking.check(book_of(NEGATIVE), ["M17"], on=ON).rules
    assert answer.findings[0].facts == {"amount": -1000}
    assert "-1,000円" in answer.findings[0].mend.ja
    assert "¥-1,000" in answer.findings[0].mend.en


def test_a_fact_that_is_missing_does_not_stop_the_mend() -> None:
    rows = {"award": [{"id": "w", "title": "採択", "call": "c", "recipient": "o", "amount": None}] * 1}
    rows["award"].append({"id": "v", "title": "採択", "call": "c", "recipient": "o", "amount": None})
    (answer,) = checking.check(book_of(rows), ["D03"], on=ON).rules
    assert "—円" in answer.findings[0].mend.ja


def test_a_column_is_called_what_people_call_it() -> None:
    (answer,) = checking.check(book_of({"award": [{"id": "w", "amount": 1}]}), ["I07"], on=ON).rules
    assert "「名前」" in answer.findings[0].mend.ja
    assert answer.findings[0].facts == {"field": "title"}


def test_whole_numbers_are_written_without_a_fraction() -> None:
    (answer,) = checking.check(
        book_of({"observation": [{"id": "v", "indicator": "k", "value": 12.0}]}), ["R07"], on=ON
    ).rules
    assert " 12 " in answer.findings[0].mend.ja


def test_errors_block_and_warnings_do_not() -> None:
    warned = checking.check(book_of({"payment": [{"id": "p", "amount": 0, "payee_name": "架空商事"}]}), on=ON)
    assert [one.check.code for one in warned.rules if one.count] == ["M18"]
    assert warned.blocking == ()
    warned.refuse()
    with pytest.raises(BookBlocked, match="M17") as blocked:
        checking.check(book_of(NEGATIVE), ["M17"], on=ON).refuse()
    assert blocked.value.exit_code == 7


def test_what_is_past_its_date_depends_on_the_day_that_is_asked_about() -> None:
    rows = {"opinion": [{"id": "m", "about": "a", "said": "…", "due": date(2025, 6, 1)}]}
    assert [
        checking.check(book_of(rows), ["R15"], on=day).rules[0].count for day in (date(2025, 6, 1), date(2025, 6, 2))
    ] == [0, 1]


def test_the_same_connection_can_be_asked_again() -> None:
    connection = book_of(NEGATIVE)
    assert checking.check(connection, on=ON) == checking.check(connection, on=ON)


def test_every_finding_can_be_joined_to() -> None:
    connection = book_of(NEGATIVE)
    assert checking.collect(connection, "M17", "negative", on=ON) == 250
    (left,) = connection.execute("SELECT count(*) FROM payment ANTI JOIN negative USING (id)").fetchall()
    assert left == (0,)
    with pytest.raises(CheckUnknown):
        checking.collect(connection, "Z99", "none")


def test_a_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(CheckUnknown, match="Z99"):
        checking.check(book_of({}), ["M01", "Z99"], on=ON)


def test_corrected_and_withdrawn_entries_are_not_asked_about() -> None:
    rows = {
        "payment": [
            {"id": "p", "amount": -5, "payee": "o"},
            {"id": "p", "amount": 5, "payee": "o", "recorded": datetime(2026, 2, 1)},
        ]
    }
    assert checking.check(book_of(rows), ["M17"], on=ON).rules[0].count == 0
