"""Choosing another password: by the old one, or by a link that the operator made."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rashin.errors import NotFound, PasswordLinkOver, PasswordWrong
from rashin.workspace.access.attempts import forgive, note_attempt
from rashin.workspace.access.secrets import new_token, password_fits, password_hash, token_hash
from rashin.workspace.access.visits import SignedIn, begin, sign_out_everywhere
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import PasswordLink, Person

LINK_LASTS = timedelta(days=1)


def change_password(database: Database, person: Person, old: str, new: str, place: str) -> SignedIn:
    """Give somebody another password. Every visit of theirs ends; the one that is returned begins.

    Raises:
        PasswordWrong: the old password is wrong, or there is none.
        TooManyAttempts: it was wrong too often lately.
        PasswordWeak: the new one is too weak.
    """
    with database.system() as session:
        noted = note_attempt(session, person.email, place)
    if not password_fits(old, person.password):
        raise PasswordWrong(field="current")
    hashed = password_hash(new)
    with database.system() as session:
        forgive(session, noted)
        return _replace(session, person.id, hashed)


def password_link(session: Session, person_id: str) -> str:
    """The token of a link by which somebody may choose a password without the old one, once, within a day.

    Raises:
        NotFound: there is no such person.
    """
    if session.get(Person, person_id) is None:
        raise NotFound(what=person_id)
    session.execute(delete(PasswordLink).where(PasswordLink.person_id == person_id))
    token = new_token()
    session.add(PasswordLink(token_hash=token_hash(token), person_id=person_id, expires_at=now() + LINK_LASTS))
    return token


def owner_of_link(session: Session, token: str) -> Person:
    """Whose password a link changes.

    Raises:
        PasswordLinkOver: it was used, is too old, or never was.
    """
    link = session.get(PasswordLink, token_hash(token), with_for_update=True)
    if link is None or link.expires_at <= now():
        raise PasswordLinkOver
    return session.get_one(Person, link.person_id)


def choose_password(session: Session, token: str, new: str) -> SignedIn:
    """Give somebody another password by a link. Every visit of theirs ends; the one that is returned begins.

    Raises:
        PasswordLinkOver: the link was used, is too old, or never was.
        PasswordWeak: the password is too weak.
    """
    return _replace(session, owner_of_link(session, token).id, password_hash(new))


def _replace(session: Session, person_id: str, hashed: str) -> SignedIn:
    person = session.get_one(Person, person_id)
    person.password = hashed
    session.execute(delete(PasswordLink).where(PasswordLink.person_id == person_id))
    sign_out_everywhere(session, person_id)
    return begin(session, person)
