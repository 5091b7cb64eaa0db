"""Words as they are sought in a text: in whatever width and form it is written, and never inside a longer Latin word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

from rashin.ledger.book.engine import literal

_LATIN = re.compile("[A-Za-z]")
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$-]")
_FORMS = (0xA0, 0x3000, *range(0xFF01, 0xFFEF))
"""Spaces, full-width letters and half-width kana: the forms that Japanese texts mix."""


def plain(text: str) -> str:
    """A text in the form in which texts are compared: full-width letters become ASCII, half-width kana full-width (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def plain_sql(text: str) -> str:
    """An SQL expression that makes the text of an SQL expression plain, as far as letters and kana go."""
    old, new = ("".join(column) for column in zip(*_pairs(), strict=True))
    return f"nfc_normalize(translate({text}, {literal(old)}, {literal(new)}))"


def exact(words: Iterable[str]) -> str:
    """A regular expression that finds these words in plain text.

    A word that begins or ends with a Latin letter is not found inside a longer Latin word: `AI` is not in `AIDS` or `FAIR`.
    """
    return "|".join(_bounded(plain(word)) for word in words)


def loose(words: Iterable[str]) -> str:
    """A regular expression that finds at least every text which holds one of these words in whatever form.

    Texts are many and making them plain is slow, so this finds the few that must be.
    """
    return "|".join("".join(map(_ways, plain(word))) for word in words)


def _bounded(word: str) -> str:
    before = "(?:^|[^A-Za-z])" if _LATIN.match(word[:1]) else ""
    after = "(?:[^A-Za-z]|$)" if _LATIN.match(word[-1:]) else ""
    return before + _escaped(word) + after


def _escaped(word: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", word)


def _ways(character: str) -> str:
    """Every way to write a plain character, as a regular expression. A voiced kana may be one character or two."""
    parts = (_forms().get(part, (part,)) for part in unicodedata.normalize("NFD", character))
    ways = {character, *_forms().get(character, ()), *map("".join, product(*parts))}
    return _escaped(character) if ways == {character} else f"(?:{'|'.join(map(_escaped, sorted(ways)))})"


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """For every plain character the forms of it, itself included."""
    found: dict[str, tuple[str, ...]] = {}
    for form, one in _pairs():
        found[one] = (*found.get(one, (one,)), form)
    return found


def _pairs() -> Iterator[tuple[str, str]]:
    """Each form with the plain character that it is a form of."""
    for code in _FORMS:
        one = plain(chr(code))
        if len(one) == 1 and one != chr(code):
            yield chr(code), one
