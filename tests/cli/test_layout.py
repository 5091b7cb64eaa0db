from __future__ import annotations

import re
import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from rashin.cli.layout import clipped, folded, padded, printable, table, width

WORDS = st.text(st.sampled_from("あ漢字、。「」（）％abcXYZ 019,.-—ｱéＡ円"), max_size=120)
PLACES = st.integers(20, 100)


def test_japanese_takes_two_places_and_latin_one() -> None:
    assert width("年商 ab") == 7
    assert width("ｱｲ") == 2
    assert width("が") == 2, "a mark on the letter before it takes no place"


@given(WORDS, PLACES)
def test_folded_lines_fit_and_nothing_is_lost(text: str, places: int) -> None:
    lines = folded(text, places).split("\n")
    assert max(map(width, lines)) <= places
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(WORDS, PLACES)
def test_no_line_begins_with_a_closing_mark_unless_a_run_of_them_leaves_no_choice(text: str, places: int) -> None:
    assume(not re.search(r"[、。」）％,.\-—]{4}", text))
    assume(all(width(word) < places // 2 for word in text.split()))
    assert [line for line in folded(text, places).split("\n")[1:] if re.match("[、。」）]", line)] == []


def test_latin_words_are_not_torn_apart() -> None:
    assert folded("Learn from past cases and say", 12) == "Learn from\npast cases\nand say"


def test_further_lines_keep_the_indent() -> None:
    assert folded("一二三四五六七", 10, indent="  ") == "  一二三四\n  五六七"


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6), PLACES)
def test_a_table_is_aligned_and_no_wider_than_the_terminal(rows: list[tuple[str, str, str]], places: int) -> None:
    lines = table(["列", "値", "n"], rows, max(places, 30), right=(2,)).split("\n")
    assert len(lines) == len(rows) + 1
    assert max(map(width, lines)) <= max(places, 30)


def test_numbers_stand_at_the_right_and_heads_above_them() -> None:
    laid = table(["列", "件"], [["年商", "5"], ["a", "1,234"]], 80, right=(1,)).split("\n")
    assert laid == ["列       件", "年商      5", "a     1,234"]


@given(WORDS, PLACES)
def test_clipped_text_fits_and_says_that_it_goes_on(text: str, places: int) -> None:
    short = clipped(text, places)
    assert width(short) <= places
    assert short == text or short.endswith("…")


@given(WORDS, PLACES)
def test_padding_fills_up_to_the_places(text: str, places: int) -> None:
    assert width(padded(text, places)) == max(width(text), places)
    assert padded(text, places, right=True).endswith(text)


@given(st.text())
def test_nothing_that_moves_a_terminal_gets_through(text: str) -> None:
    left = {unicodedata.category(sign) for sign in printable(text) if sign != "\n"}
    assert left & {"Cc", "Cf", "Cs"} == set()
