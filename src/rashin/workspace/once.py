"""Asking twice and being answered once: what `Idempotency-Key` promises.

What is asked under a key is done in the same transaction in which it is remembered, so it is done once however often,
and however simultaneously, it is asked. Where two come at once, the database lets one of them write; the other fails,
and on trying again finds what the first was answered.

Source: draft-ietf-httpapi-idempotency-key-header
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rashin.errors import KeyReused
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Answered
from rashin.workspace.ids import new_id

REMEMBERED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Once:
    """A request that must have one effect, however often it is sent."""

    key: str
    request_hash: str
    """SHA-256 of what is asked; the same key for something else is a mistake."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered."""

    status: int
    body: bytes
    """JSON."""
    location: str | None = None
    """Where to find what was made."""


def answered(session: Session, organisation_id: str, once: Once) -> list[str] | None:
    """The decisions that were made when this was asked before; None the first time.

    Raises:
        KeyReused: the key was used for another request.
    """
    found = _before(session, organisation_id, once)
    if found is None:
        return None
    made: list[str] = json.loads(found.body or b"[]")
    return made


def remember(session: Session, organisation_id: str, once: Once, made: Sequence[str]) -> None:
    """Keep which decisions were made, in the transaction that makes them."""
    keep_answer(session, organisation_id, once, Answer(0, json.dumps(list(made)).encode()))


def answer_once(
    database: Database, organisation_id: str, once: Once | None, make: Callable[[Session], Answer]
) -> Answer:
    """What a request is answered: made now, in one transaction of the organisation, or given again.

    Raises:
        KeyReused: the key was used for another request.
        RashinError: what `make` raises; nothing is kept, and asking again tries again.
    """
    try:
        return _answer(database, organisation_id, once, make)
    except IntegrityError:
        if once is None:
            raise
        # Somebody else asked the same at the same moment and was quicker.
        return _answer(database, organisation_id, once, make)


def answer_before(session: Session, organisation_id: str, once: Once) -> Answer | None:
    """What this was answered before; None the first time.

    Raises:
        KeyReused: the key was used for another request.
    """
    found = _before(session, organisation_id, once)
    return None if found is None else Answer(found.status or 0, found.body or b"", found.location)


def keep_answer(session: Session, organisation_id: str, once: Once, answer: Answer) -> Answered:
    """Keep what is answered, in the transaction that makes it.

    Raises:
        IntegrityError: somebody else who asked the same at the same moment was quicker.
    """
    kept = Answered(
        id=new_id("ans"),
        organisation_id=organisation_id,
        key=once.key,
        request_hash=once.request_hash,
        status=answer.status,
        location=answer.location,
        body=answer.body,
    )
    session.add(kept)
    session.flush()
    return kept


def forget(session: Session) -> None:
    """Drop what is too old to be asked again."""
    session.execute(delete(Answered).where(Answered.at < now() - REMEMBERED_FOR))


def _answer(database: Database, organisation_id: str, once: Once | None, make: Callable[[Session], Answer]) -> Answer:
    with database.tenant(organisation_id) as session:
        if once is None:
            return make(session)
        before = answer_before(session, organisation_id, once)
        if before is not None:
            return before
        # First, so that whoever asks the same meanwhile waits here, before they find it done and take that for a refusal.
        kept = keep_answer(session, organisation_id, once, Answer(0, b""))
        answer = make(session)
        kept.status, kept.location, kept.body = answer.status, answer.location, answer.body
        return answer


def _before(session: Session, organisation_id: str, once: Once) -> Answered | None:
    found = session.scalar(
        select(Answered).where(Answered.organisation_id == organisation_id, Answered.key == once.key)
    )
    if found is not None and found.request_hash != once.request_hash:
        raise KeyReused(key=once.key)
    return found
