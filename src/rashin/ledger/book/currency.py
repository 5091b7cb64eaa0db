"""Currencies: a book is kept in one, in whole yen or in the smallest coin of another."""

from __future__ import annotations

import re

YEN = "JPY"

_WHOLE = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
_THOUSANDTHS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_CODE = re.compile(r"[A-Z]{3}")


def is_currency(code: str) -> bool:
    """Whether it has the form of a code of ISO 4217."""
    return _CODE.fullmatch(code) is not None


def places(code: str) -> int:
    """How many decimal places the currency has: 0 for yen, 2 for pounds. Source: ISO 4217."""
    if code in _WHOLE:
        return 0
    return 3 if code in _THOUSANDTHS else 2
