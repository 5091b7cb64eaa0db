"""Signing in and out, and who a browser belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rashin.errors import SignInFailed
from rashin.workspace.access.attempts import forgive, note_attempt
from rashin.workspace.access.people import plain_email
from rashin.workspace.access.secrets import derived, new_token, password_fits, token_hash
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Person, Visit

LASTS = timedelta(hours=12)
"""How long a visit lasts without anything being done."""
AT_MOST = timedelta(days=7)
"""How long a visit lasts whatever is done."""
_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new visit: the token goes to the browser and is kept nowhere."""

    person: Person
    token: str


def sign_in(database: Database, email: str, password: str, place: str) -> SignedIn:
    """Begin a visit. `place` is the network address that the attempt comes from.

    Nothing is locked while the password is looked at, which takes long on purpose.

    Raises:
        EmailUnusable: the address cannot be one.
        SignInFailed: the address or the password is wrong; it is not said which.
        TooManyAttempts: too many have failed lately.
    """
    email = plain_email(email)
    with database.system() as session:
        noted = note_attempt(session, email, place)
    with database.system(reading=True) as session:
        person = session.scalar(select(Person).where(Person.email == email))
    if not password_fits(password, person.password if person else None) or person is None:
        raise SignInFailed
    with database.system() as session:
        forgive(session, noted)
        return begin(session, person)


def begin(session: Session, person: Person) -> SignedIn:
    """Begin a visit of somebody who has proved who they are."""
    token = new_token()
    session.execute(delete(Visit).where(Visit.expires_at < now()))
    session.add(Visit(token_hash=token_hash(token), person_id=person.id, expires_at=now() + LASTS))
    return SignedIn(person, token)


def visit_of(session: Session, token: str) -> tuple[Visit, Person] | None:
    """The visit that a token belongs to; None where it is over or never was."""
    visit = session.get(Visit, token_hash(token))
    if visit is None or visit.expires_at <= now():
        return None
    return visit, session.get_one(Person, visit.person_id)


def form_mark(token: str) -> str:
    """The mark that every form of a visit carries; no page of somebody else's can know it."""
    return derived(token, "form")


def fading(visit: Visit) -> bool:
    """Whether it is time to note that the visit goes on."""
    return visit.seen_at < now() - _NOTED_EVERY


def keep_alive(session: Session, token: str) -> None:
    """Note that a visit goes on."""
    visit = session.get(Visit, token_hash(token))
    if visit is not None:
        visit.seen_at, visit.expires_at = now(), min(now() + LASTS, visit.created_at + AT_MOST)


def sign_out(session: Session, token: str) -> None:
    """End a visit."""
    session.execute(delete(Visit).where(Visit.token_hash == token_hash(token)))


def sign_out_everywhere(session: Session, person_id: str) -> None:
    """End every visit of a person."""
    session.execute(delete(Visit).where(Visit.person_id == person_id))
