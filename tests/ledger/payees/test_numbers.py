"""法人番号: the check digit, the same in Python and in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.ledger.book.engine import connect
from rashin.ledger.payees.numbers import check_digit, install, is_corporate_number

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TRUE_NUMBERS = ["7000012050002", "9012405001241", "2000012010019", "6010001030403"]


@pytest.fixture(scope="module")
def connection() -> Iterator[DuckDBPyConnection]:
    with connect() as made:
        install(made)
        yield made


@pytest.mark.parametrize("number", TRUE_NUMBERS)
def test_numbers_of_real_bodies_hold(number: str) -> None:
    assert is_corporate_number(number)


@pytest.mark.parametrize(
    "text", ["", "700001205000", "70000120500020", "700001205000x", "７０００01205000２", " 7000012050002"]
)
def test_what_has_not_thirteen_digits_is_none(text: str) -> None:
    assert not is_corporate_number(text)


def test_a_check_digit_needs_twelve_digits() -> None:
    with pytest.raises(ValueError, match="123"):
        check_digit("123")


@given(st.text("0123456789", min_size=12, max_size=12))
def test_python_and_sql_agree_on_the_digit(connection: DuckDBPyConnection, body: str) -> None:
    assert connection.execute("SELECT corporate_check_digit(?)", [body]).fetchall() == [(check_digit(body),)]


@given(st.text("0123456789", min_size=11, max_size=14) | st.text(max_size=14))
def test_python_and_sql_agree_on_any_text(connection: DuckDBPyConnection, text: str) -> None:
    assert connection.execute("SELECT is_corporate_number(?)", [text]).fetchall() == [(is_corporate_number(text),)]


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_seen_unless_nought_and_nine_change_places(body: str, place: int, by: int) -> None:
    wrong = (int(body[place]) + by) % 10
    changed = body[:place] + str(wrong) + body[place + 1 :]
    seen = check_digit(changed) != check_digit(body)
    assert seen == ({int(body[place]), wrong} != {0, 9})


def test_no_number_is_no_corporate_number(connection: DuckDBPyConnection) -> None:
    assert connection.execute("SELECT is_corporate_number(NULL)").fetchall() == [(False,)]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("㈱日立", "company"), ("(有)山田", "company"), ("国立大学法人東京大学", "institute"), ("理化学研究所", "institute"),
        ("横浜市", "local"), ("北海道", "local"), ("独立行政法人国際協力機構", "agency"), ("一般社団法人ア", "other"), ("アイウ", None),
    ],
)  # fmt: skip
def test_what_a_name_says_about_its_bearer(connection: DuckDBPyConnection, name: str, body: str | None) -> None:
    assert connection.execute("SELECT body_of(?)", [name]).fetchall() == [(body,)]
