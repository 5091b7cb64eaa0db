"""Passwords and tokens: only hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rashin.errors import PasswordWeak

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1_000

# Each hash takes 19 MiB: many sign-ins at once must not take the machine's memory.
_few_at_once = BoundedSemaphore(4)


def new_token() -> str:
    """A token that cannot be guessed: 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token. A token has so much chance in it that a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived(token: str, purpose: str) -> str:
    """Another token, made from this one for one purpose, from which this one cannot be found."""
    return hashlib.blake2b(purpose.encode(), key=hashlib.sha256(token.encode()).digest(), digest_size=32).hexdigest()


def password_hash(password: str) -> str:
    """What is kept of a password (argon2id, RFC 9106).

    Raises:
        PasswordWeak: it is too short or all alike.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or len(set(password)) < 4:
        raise PasswordWeak(shortest=SHORTEST_PASSWORD, field="password")
    with _few_at_once:
        return _hasher().hash(_composed(password))


def password_fits(password: str, kept: str | None) -> bool:
    """Whether this is the password. Takes as long where there is nobody, so that nobody can ask who is here."""
    try:
        with _few_at_once:
            _hasher().verify(kept or _nobodys(), _composed(password[:LONGEST_PASSWORD]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def _composed(password: str) -> str:
    """The password as one machine and another write it alike (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> PasswordHasher:
    # OWASP's parameters for argon2id: 19 MiB, two passes, one lane; about 20 ms.
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash(new_token())
