from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.trust.bands import bands, reading_order


def test_ages_fall_into_tens() -> None:
    ages = np.repeat(np.arange(19.0, 76), 5)
    found = bands(ages)
    assert sorted(set(found), key=lambda band: reading_order(str(band))) == [
        "〜29",
        "30〜39",
        "40〜49",
        "50〜59",
        "60〜69",
        "70〜",
    ]
    assert {band for age, band in zip(ages, found, strict=True) if 30 <= age < 40} == {"30〜39"}


def test_bands_at_the_ends_take_in_their_neighbours() -> None:
    assert set(bands([19.0] * 5 + [25.0] * 40 + [35.0] * 40 + [75.0] * 3, width=10)) == {"〜29", "30〜"}


def test_missing_numbers_have_no_band() -> None:
    assert bands([None, float("nan"), 20.0], fewest=1) == [None, None, "〜"]
    assert bands([None, None]) == [None, None]


def test_numbers_that_are_all_alike_are_one_band() -> None:
    assert set(bands([5.0] * 50)) == {"〜"}


def test_fractions_say_where_they_end() -> None:
    assert set(bands(np.repeat([0.1, 0.3, 0.5], 40), width=0.2)) == {"〜<0.2", "0.2〜<0.4", "0.4〜"}


@pytest.mark.parametrize("scale", [1.0, 10_000.0, 1_000_000.0])
def test_the_width_is_round_at_any_scale(scale: float) -> None:
    names = set(bands(np.floor(np.random.default_rng(0).normal(40, 10, 1000)) * scale))
    assert 3 <= len(names) <= 8
    assert (
        f"〜{int(30 * scale) - 1}" in names
        or f"〜{int(25 * scale) - 1}" in names
        or f"〜{int(20 * scale) - 1}" in names
    )


@given(
    values=st.lists(st.floats(-1e6, 1e6) | st.none(), max_size=60),
    fewest=st.integers(1, 20),
    width=st.sampled_from([None, 0.5, 10.0]),
)
def test_bands_keep_order_and_hold_enough(values: list[float | None], fewest: int, width: float | None) -> None:
    found = bands(values, width=width, fewest=fewest)
    assert [band is None for band in found] == [value is None for value in values]
    known = sorted((value, band) for value, band in zip(values, found, strict=True) if value is not None and band)
    in_order = [band for _, band in known]
    assert list(dict.fromkeys(in_order)) == sorted(set(in_order), key=reading_order)
    ends = {in_order[0], in_order[-1]} if len(set(in_order)) > 1 else set()
    assert all(in_order.count(band) >= fewest for band in ends)


def test_words_follow_numbers() -> None:
    assert sorted(["女性", "10", "9", "〜8", "男性"], key=reading_order) == ["〜8", "9", "10", "女性", "男性"]
