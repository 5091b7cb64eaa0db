"""Words are found however they are written, and never inside another word."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.ledger.book.engine import connect
from rashin.ledger.scopes.words import exact, loose, plain, plain_sql

Found = Callable[[str], tuple[bool, bool]]
"""Whether a text may hold a word, and whether it does."""

WORDS = ("AI", "ChatGPT", "人工知能", "ディープラーニング", "ロボット", "C++ [x]")


@pytest.fixture(scope="module")
def found() -> Iterator[Found]:
    with connect() as connection:

        def ask(text: str) -> tuple[bool, bool]:
            query = f"SELECT regexp_matches(?, ?), regexp_matches({plain_sql('?')}, ?)"
            loosely, exactly = connection.execute(query, [text, loose(WORDS), text, exact(WORDS)]).fetchall()[0]
            return bool(loosely), bool(exactly)

        yield ask


@pytest.mark.parametrize(
    "text",
    [
        "AIを使う",
        "ＡＩを使う",
        "IoT/BD/AI情報",
        "生成AI",
        "AI2号",
        "人工知能",
        "ﾃﾞｨｰﾌﾟﾗｰﾆﾝｸﾞ",
        "テ\u3099ィーフ\u309aラーニンク\u3099",
        "ﾛﾎﾞｯﾄ",
        "ＣｈａｔＧＰＴの利用",
        "C++　［x］ を書く",
    ],
)
def test_a_word_is_found_in_any_form(found: Found, text: str) -> None:
    assert found(text) == (True, True)


@pytest.mark.parametrize(
    "text", ["FAIR", "ＦＡＩＲ原則", "AIDS対策", "JAIST", "小児Ai事業", "chatgpt", "人工　知能", "C+ [x]"]
)
def test_no_word_is_found_inside_another_or_in_other_letters(found: Found, text: str) -> None:
    assert not found(text)[1]


@given(word=st.sampled_from(WORDS), before=st.text(max_size=4), after=st.text(max_size=4), wide=st.booleans())
def test_what_is_found_exactly_is_always_found_loosely(
    found: Found, word: str, before: str, after: str, wide: bool
) -> None:
    text = (before + (_wide(word) if wide else word) + after).replace("\0", "")
    loosely, exactly = found(text)
    assert loosely
    assert loosely >= exactly


@given(text=st.text(alphabet="AIａｉ０９・ｱﾃﾞﾎﾟ　！亜あア", max_size=12))
def test_texts_become_plain_in_the_database_as_they_do_in_python(text: str) -> None:
    with connect() as connection:
        made = connection.execute(f"SELECT {plain_sql('?')}", [text]).fetchall()[0][0]
    assert made == plain(text) == unicodedata.normalize("NFKC", text)


def _wide(word: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in word)
