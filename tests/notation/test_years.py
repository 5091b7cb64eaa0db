"""Fiscal years as Japanese tables write them."""

from __future__ import annotations

import pytest

from rashin.notation import years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023", 2023), ("２０２３年度", 2023), ("2023.0", 2023), ("FY2023", 2023), ("令和5年度", 2023), ("令和元年", 2019), ("R5", 2023),
        ("平成31年度", 2019), ("H30(2018)", 2018), ("昭和63年度", 1988), ("r6", 2024),
    ],
)  # fmt: skip
def test_years(text: str, year: int) -> None:
    assert years.parsed(text) == year


@pytest.mark.parametrize("text", ["", "23", "5年度", "来年", "2023-24", "3023", "令和", "令和5年4月", "X5"])
def test_what_is_no_year_is_not_guessed(text: str) -> None:
    assert years.parsed(text) is None
