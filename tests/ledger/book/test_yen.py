"""Money as it is written: exact, in whole yen, never rounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.ledger.book.currency import is_currency, places
from rashin.ledger.book.yen import LARGEST, UNITS, Unreadable, Yen, header_unit, in_yen


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("1200", 1200, "円"),
        ("1,200円", 1200, "円"),
        ("１，２００千円", 1_200_000, "千円"),
        ("1.5百万円", 1_500_000, "百万円"),
        ("2.35億円", 235_000_000, "億円"),
        ("3億", 300_000_000, "億円"),
        ("1億2,000万円", 120_000_000, "円"),
        ("△500", -500, "円"),
        ("(500)", -500, "円"),
        ("−500", -500, "円"),
        ("¥1,000", 1000, "円"),
        ("0", 0, "円"),
    ],
)
def test_amounts_as_people_write_them(text: str, amount: int, unit: str) -> None:
    assert in_yen(text) == Yen(amount, unit)


@pytest.mark.parametrize(
    "text", ["", "約100", "1,23", "1.234,5", "12 34", "千円", "100ドル", "2千3億", "--5", "(-5)", "5%"]
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert in_yen(text) is Unreadable.NOT_MONEY


def test_fractions_of_a_yen_are_refused_and_not_rounded() -> None:
    assert in_yen("1.5") is Unreadable.FRACTION
    assert in_yen("0.0005", "千円") is Unreadable.FRACTION
    assert in_yen("0.001", "千円") == Yen(1, "千円")


def test_too_large_to_be_meant() -> None:
    assert in_yen(str(LARGEST + 1)) is Unreadable.TOO_LARGE
    assert in_yen("9" * 59) is Unreadable.TOO_LARGE


@given(st.integers(-(10**9), 10**9), st.sampled_from(sorted(UNITS)))
def test_a_unit_multiplies_exactly_in_the_header_and_in_the_cell(number: int, unit: str) -> None:
    expected = Yen(number * UNITS[unit], unit)
    if abs(expected.amount) <= LARGEST:
        assert in_yen(f"{number:,}", unit) == expected
        assert in_yen(f"{number}{unit}") == expected


@given(st.text(max_size=30))
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(in_yen(text), Yen | Unreadable)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("金額（千円）", "千円"),
        ("金額(百万円)", "百万円"),
        ("金額 [億円]", "億円"),
        ("金額", None),
        ("円", "円"),
        ("段（1が直接）", None),
    ],
)
def test_the_unit_of_a_heading(heading: str, unit: str | None) -> None:
    assert header_unit(heading) == unit


def test_currencies() -> None:
    assert [places(code) for code in ("JPY", "GBP", "KWD")] == [0, 2, 3]
    assert is_currency("GBP")
    assert not is_currency("gbp")
    assert not is_currency("POUND")
