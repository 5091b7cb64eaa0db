"""法人番号, the corporate number: thirteen digits, the first of which checks the others.

Source: 法人番号の指定等に関する省令 (平成26年財務省令第70号) 第2条.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LENGTH = 13


def check_digit(body: str) -> int:
    """The digit that stands before these twelve.

    The remainder is by nine, so that a 0 written for a 9, or the other way round, cannot be seen.

    Raises:
        ValueError: they are not twelve digits.
    """
    if not (len(body) == LENGTH - 1 and body.isascii() and body.isdecimal()):
        raise ValueError(body)
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(body)))
    return 9 - weighted % 9


def is_corporate_number(text: str) -> bool:
    """Whether it has thirteen digits, the first of which checks the others; whether it was ever given is not known."""
    digits = text.isascii() and text.isdecimal() and len(text) == LENGTH
    return digits and int(text[0]) == check_digit(text[1:])


def install(connection: DuckDBPyConnection) -> None:
    """Give the connection `is_corporate_number(text)`, `corporate_check_digit(text)` and the other macros of payees."""
    connection.execute(files("rashin.ledger.payees").joinpath("macros.sql").read_text(encoding="utf-8"))
