"""My Numbers and payment-card numbers, known by their check digits, so that they are never kept or shown.

Sources: 行政手続における特定の個人を識別するための番号の利用等に関する法律の規定による通知カード及び個人番号カード並びに
情報提供ネットワークシステムによる特定個人情報の提供等に関する省令 第5条 (check digit of the My Number);
ISO/IEC 7812-1, annex B (Luhn) for cards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

MASK = "（伏せました）"
"""Stands for every cell of a column that holds such numbers."""

_SEPARATORS = re.compile(r"[ \-]")
_CARD_LENGTHS = {"3": (14, 15, 16), "4": (13, 16, 19), "5": (16,), "6": (16, 17, 18, 19), "2": (16,)}
_CARD_PREFIX = re.compile(
    r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|3(?:0[0-5]|[689])|35(?:2[89]|[3-8])|6(?:011|4[4-9]|5|2)"
)
_MY_NUMBER_NAMES = re.compile(r"マイナンバー|個人番号|my_?\s?number", re.IGNORECASE)
_CARD_NAMES = re.compile(r"カード.{0,3}番号|card.{0,2}(?:no|num)|クレジット.{0,3}番号", re.IGNORECASE)
_LEAST_CELLS = 3
_LEAST_SHARE = 0.3
"""One random number in ten passes a check digit; three in ten do not by chance."""


class Secret(StrEnum):
    """A number that must not be kept."""

    MY_NUMBER = "my-number"
    CARD = "card-number"


def is_my_number(digits: str) -> bool:
    """Whether twelve digits carry the check digit of a My Number."""
    if len(digits) != 12 or not digits.isdecimal():
        return False
    from_right = [int(digit) for digit in reversed(digits)]
    weights = [n + 1 if n <= 6 else n - 5 for n in range(1, 12)]
    rest = sum(p * q for p, q in zip(from_right[1:], weights, strict=True)) % 11
    return from_right[0] == (0 if rest <= 1 else 11 - rest)


def is_card_number(digits: str) -> bool:
    """Whether digits have a card network's prefix and length and pass Luhn's check."""
    if not digits.isdecimal() or len(digits) not in _CARD_LENGTHS.get(digits[:1], ()):
        return False
    return _CARD_PREFIX.match(digits) is not None and _luhn(digits)


def holds_secret(digits: str) -> bool:
    """Whether some stretch of the digits is a My Number or a card number."""
    return any(
        is_my_number(digits[start : start + length]) or is_card_number(digits[start : start + length])
        for start in range(len(digits) - 11)
        for length in range(12, 20)
    )


def secret_in(name: str, cells: Sequence[str], counts: NDArray[np.int64]) -> Secret | None:
    """Which secret a column holds, from its distinct cells and how often each occurs.

    A column is taken for one when at least three cells and three in ten pass the check, or when its name says so
    and at least one passes.
    """
    total = max(int(counts.sum()), 1)
    digits = [_SEPARATORS.sub("", normalize("NFKC", cell)).strip() if len(cell) < 40 else "" for cell in cells]
    for secret, check, names in (
        (Secret.MY_NUMBER, is_my_number, _MY_NUMBER_NAMES),
        (Secret.CARD, is_card_number, _CARD_NAMES),
    ):
        passing = sum(int(count) for cell, count in zip(digits, counts, strict=True) if cell and check(cell))
        named = names.search(normalize("NFKC", name)) is not None
        if passing >= max(_LEAST_CELLS, _LEAST_SHARE * total) or (named and passing):
            return secret
    return None


def _luhn(digits: str) -> bool:
    doubled = "".join(str(int(digit) * 2) if place % 2 else digit for place, digit in enumerate(reversed(digits)))
    return sum(int(digit) for digit in doubled) % 10 == 0
