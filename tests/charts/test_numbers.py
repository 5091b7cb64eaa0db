from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.charts.numbers import YEN, brief, counted, of_hundred, percent, plain, signed, tick, yen, yen_full
from rashin.charts.scale import Scale, decades, ticks, widened
from rashin.charts.svg import shortened, text_width, wrapped
from rashin.language import Text


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (0, "0円", "¥0"),
        (9_800, "9,800円", "¥9,800"),
        (600_000, "60万円", "¥600,000"),
        (12_345_678, "1,230万円", "¥12.3 million"),
        (123_456_789, "1.23億円", "¥123 million"),
        (1_230_000_000, "12.3億円", "¥1.23 billion"),
        (-3_500_000, "−350万円", "−¥3.5 million"),
        (99_996_000, "1億円", "¥100 million"),
        (999_960_000_000, "1兆円", "¥1 trillion"),
        (551_400_000_000_000, "551兆円", "¥551 trillion"),
        (9_999.6, "1万円", "¥10,000"),
    ],
)
def test_yen_in_a_sentence(value: int, ja: str, en: str) -> None:
    assert (yen(value).ja, yen(value).en) == (ja, en)


@pytest.mark.parametrize(
    ("value", "en"),
    [(0, "¥0"), (12_345_678, "¥12.3M"), (-1.2e9, "−¥1.2bn"), (1.43e15, "¥1,430tn"), (999_999, "¥999,999")],
)
def test_yen_beside_a_drawing(value: float, en: str) -> None:
    assert YEN.brief(value) == Text(yen(value).ja, en)


def test_things_are_counted_in_full() -> None:
    cases = counted(Text("件", "cases"))
    assert (cases.brief(47_597), cases.full(47_597)) == (Text("47,597件", "47,597"), "47,597")


def test_yen_in_a_table_keep_every_digit() -> None:
    assert yen_full(12_345_678) == "¥12,345,678"
    assert yen_full(-5) == "−¥5"


@pytest.mark.parametrize(
    ("share", "ja"), [(0.62, "100件中およそ62件"), (0.004, "1,000件中およそ4件"), (0, "100件中およそ0件")]
)
def test_shares_as_cases(share: float, ja: str) -> None:
    assert of_hundred(share).ja == ja


@pytest.mark.parametrize(("value", "words"), [(12.4, "+12"), (-3.6, "−4"), (0.2, "0"), (-0.2, "0")])
def test_signs_are_said_and_nought_has_none(value: float, words: str) -> None:
    assert signed(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(1049.5, "1,050"), (0.125, "0.125"), (3.0, "3"), (12.34, "12.34"), (1e-12, "0")]
)
def test_numbers_as_read(value: float, words: str) -> None:
    assert brief(value) == words


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [(1.2e6, "120万", "1.2M"), (3e8, "3億", "300M"), (25_000, "2.5万", "25k"), (-5e4, "−5万", "−50k")],
)
def test_numbers_at_an_axis(value: float, ja: str, en: str) -> None:
    assert (tick(value, "ja"), tick(value, "en")) == (ja, en)


@given(st.floats(-1e9, 1e9))
def test_a_written_number_reads_as_the_same_number(value: float) -> None:
    assert abs(float(plain(value, 2).replace(",", "").replace("−", "-")) - value) <= 0.005 + abs(value) * 1e-12
    assert percent(value / 1e9, 3).endswith("%")


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6), st.integers(2, 8))
def test_ticks_are_round_even_and_within(low: float, wide: float, about: int) -> None:
    marks = ticks(low, low + wide, about)
    assert all(low - wide * 1e-6 <= mark <= low + wide * (1 + 1e-6) for mark in marks)
    assert len(marks) <= about + 1
    gaps = [b - a for a, b in pairwise(marks)]
    assert all(abs(gap - gaps[0]) < wide * 1e-6 + 1e-9 for gap in gaps)
    wider = widened(low, low + wide, about)
    assert wider[0] <= low + wide * 1e-6
    assert wider[1] >= low + wide * (1 - 1e-6)


@given(st.floats(1e-3, 1e9), st.floats(20, 1e6))
def test_decades_lie_within_the_range(low: float, factor: float) -> None:
    marks = decades(low, low * factor)
    assert marks
    assert all(low <= mark <= low * factor for mark in marks)


@given(st.floats(1, 100), st.floats(101, 1e6), st.floats(0, 2e6), st.booleans())
def test_a_scale_keeps_order_and_ends(low: float, high: float, value: float, logarithmic: bool) -> None:
    scale = Scale(low, high, 10, 300, logarithmic)
    assert abs(scale(low) - 10) < 1e-6
    assert abs(scale(high) - 300) < 1e-6
    assert 10 - 1e-6 <= scale(value) <= 300 + 1e-6


@given(st.text(max_size=60), st.floats(20, 300), st.integers(1, 3))
def test_words_are_cut_to_their_room(words: str, room: float, lines: int) -> None:
    assert text_width(shortened(words, room)) <= room or len(shortened(words, room)) == 1
    assert len(wrapped(words, room, lines)) <= lines
