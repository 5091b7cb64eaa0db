"""Corporate numbers that nobody has."""

from __future__ import annotations

from rashin.ledger.payees.numbers import check_digit

FICTIONAL = "999999"
"""How the twelve digits after the check digit begin. A number that was given begins there with the office of registration
and the kind of body, and there is no office 9999.

Source: 国税庁「法人番号の構成」 (registered companies: 会社法人等番号, the office's four digits, two of the kind, six more).
"""


def fictional(place: int) -> str:
    """The number of so many in the range that is never given; its check digit is right.

    Raises:
        ValueError: it is not from 0 to 999,999.
    """
    if not 0 <= place < 10**6:
        raise ValueError(place)
    body = f"{FICTIONAL}{place:06}"
    return f"{check_digit(body)}{body}"


def is_fictional(number: str) -> bool:
    """Whether it is out of that range."""
    return number[1:].startswith(FICTIONAL)
