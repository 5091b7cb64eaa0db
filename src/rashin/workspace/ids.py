"""Names of things: a prefix that says what it is, then time and chance, so that names sort by age."""

from __future__ import annotations

import secrets
import time
from datetime import datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_DIGITS, _CHANCE_DIGITS = 10, 16


def new_id(prefix: str) -> str:
    """A new name such as `dec_01k9…`: 48 bits of milliseconds and 80 of chance in Crockford's base 32 (ULID)."""
    return (
        f"{prefix}_{_digits(time.time_ns() // 1_000_000, _TIME_DIGITS)}{_digits(secrets.randbits(80), _CHANCE_DIGITS)}"
    )


def first_id(prefix: str, moment: datetime) -> str:
    """What every name given from a moment on comes after or equals: so that a query by time can use the names' order."""
    return f"{prefix}_{_digits(int(moment.timestamp() * 1000), _TIME_DIGITS)}"


def _digits(number: int, count: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))
