"""How often somebody may fail to prove who they are."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from ipaddress import AddressValueError, IPv6Address
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rashin.errors import TooManyAttempts
from rashin.workspace.access.secrets import new_token
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Attempt, Setup
from rashin.workspace.ids import new_id

WINDOW = timedelta(minutes=15)
MOST_OF_ONE = 10
"""Failures for one address of mail from one place, within the window."""
MOST_OF_MANY = 50
"""Failures for one address of mail from anywhere, and from one place for any: an office may share one place, and
nobody should be able to lock somebody else out by a handful of wrong passwords."""

_KEY = "attempt_key"


@dataclass(frozen=True, slots=True)
class Noted:
    """An attempt that was counted before it was known how it ends."""

    ids: tuple[str, ...]
    pair: str


def note_attempt(session: Session, email: str, place: str) -> Noted:
    """Count an attempt before the password is looked at, so that many at once cannot all slip through.

    `email` is as `plain_email` writes it; `place` is the network address that the attempt comes from.

    Raises:
        TooManyAttempts: too many have failed lately.
    """
    session.execute(delete(Attempt).where(Attempt.at < now() - WINDOW))
    tracks = _tracks(_key(session), email, place)
    for who, most in tracks.items():
        _refuse(session, who, most)
    attempts = [Attempt(id=new_id("att"), who=who) for who in tracks]
    session.add_all(attempts)
    session.flush()
    return Noted(tuple(one.id for one in attempts), attempts[0].who)


def forgive(session: Session, noted: Noted) -> None:
    """Forget an attempt that succeeded, and the failures of the same person at the same place before it."""
    session.execute(delete(Attempt).where(Attempt.id.in_(noted.ids) | (Attempt.who == noted.pair)))


def _refuse(session: Session, who: str, most: int) -> None:
    latest = select(Attempt.at).where(Attempt.who == who).order_by(Attempt.at.desc())
    decisive = session.scalar(latest.offset(most - 1).limit(1))
    if decisive is not None:
        raise TooManyAttempts(minutes=max(1, ceil((decisive + WINDOW - now()) / timedelta(minutes=1))))


def _tracks(key: bytes, email: str, place: str) -> dict[str, int]:
    here = _network(place)
    kinds = {f"pair {email} {here}": MOST_OF_ONE, f"mail {email}": MOST_OF_MANY, f"place {here}": MOST_OF_MANY}
    return {blake2b(kind.encode(), key=key, digest_size=32).hexdigest(): most for kind, most in kinds.items()}


def _network(place: str) -> str:
    """The place, or the /64 that one customer of IPv6 has as a whole."""
    try:
        return str(IPv6Address(int(IPv6Address(place)) >> 64 << 64))
    except AddressValueError:
        return place


def _key(session: Session) -> bytes:
    """So that the hashes alone do not tell whose they are: addresses can be guessed one by one.

    Locked, so that attempts are counted one after the other.
    """
    kept = session.get(Setup, _KEY, with_for_update=True)
    if kept is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(Setup(name=_KEY, value=new_token()))
        kept = session.get_one(Setup, _KEY, with_for_update=True)
    return kept.value.encode()
