"""When a form was handed out, told so that nobody can forge it: whoever sends it back at once is no person."""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rashin.errors import OpinionFormStale
from rashin.workspace.access.secrets import new_token
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Setup

SHORTEST, LONGEST = timedelta(seconds=4), timedelta(days=1)
"""Sooner than this nobody has read the form; later, its page is not the one that stands now."""
_KEY = "opinion_key"


@dataclass(frozen=True, slots=True)
class FormMark:
    """What a form carries hidden, and brings back."""

    text: str


def stamp_form(session: Session, organisation_id: str, before: FormMark | None = None) -> FormMark:
    """The mark of a form that is handed out; in a transaction of the installation.

    `before`: that of the same form handed out before; while it is good it stays, so that nobody must wait twice.
    """
    age = _age(session, organisation_id, before) if before else None
    if before is not None and age is not None and age <= LONGEST:
        return before
    at = str(int(now().timestamp()))
    return FormMark(f"{at}.{_mac(key_of(session), organisation_id, at)}")


def check_form(session: Session, organisation_id: str, mark: FormMark) -> None:
    """See that a form was handed out by us, and not just now nor long ago.

    Raises:
        OpinionFormStale: it was not.
    """
    age = _age(session, organisation_id, mark)
    if age is None or not SHORTEST <= age <= LONGEST:
        raise OpinionFormStale


def _age(session: Session, organisation_id: str, mark: FormMark) -> timedelta | None:
    """How long ago a form was handed out; None where it was not by us."""
    at, _, mac = mark.text.partition(".")
    expected = _mac(key_of(session), organisation_id, at)
    if not at.isascii() or not at.isdecimal() or not hmac.compare_digest(mac.encode(), expected.encode()):
        return None
    return now() - datetime.fromtimestamp(int(at), UTC)


def keyed(session: Session, words: str) -> str:
    """A hash of some words that says nothing without the key of this installation."""
    return blake2b(words.encode(), key=key_of(session), digest_size=32).hexdigest()


def key_of(session: Session) -> bytes:
    """The key; made when it is first needed."""
    kept = session.get(Setup, _KEY)
    if kept is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(Setup(name=_KEY, value=new_token()))
        kept = session.get_one(Setup, _KEY)
    return kept.value.encode()


def _mac(key: bytes, organisation_id: str, at: str) -> str:
    return blake2b(f"form {organisation_id} {at}".encode(), key=key, digest_size=16).hexdigest()
