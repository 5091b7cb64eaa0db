"""People and organisations, and who belongs to which."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rashin.errors import (
    EmailTaken,
    EmailUnusable,
    LastApprover,
    NameUnusable,
    NotFound,
    RolesMissing,
    SetupOver,
)
from rashin.language import Language
from rashin.workspace.access.roles import Role, in_order
from rashin.workspace.access.secrets import new_token, password_hash, token_hash
from rashin.workspace.database.tables import Membership, Organisation, Person, Setup
from rashin.workspace.ids import new_id
from rashin.workspace.listing import Listing, listed

LONGEST_NAME, LONGEST_EMAIL = 100, 254
_SETUP = "setup_token_hash"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody who joins says of themselves."""

    name: str
    email: str
    password: str
    language: Language = "ja"


@dataclass(frozen=True, slots=True)
class Belonging:
    """An organisation and what a person is in it."""

    organisation: Organisation
    roles: tuple[Role, ...]


def setup_link_token(session: Session) -> str | None:
    """A fresh token for the one-time setup link; None once somebody has set the installation up."""
    if session.scalar(select(func.count()).select_from(Person)):
        return None
    token = new_token()
    session.merge(Setup(name=_SETUP, value=token_hash(token)))
    return token


def setup_open(session: Session, token: str) -> bool:
    """Whether this token still opens the setup."""
    kept = session.get(Setup, _SETUP, with_for_update=True)
    return kept is not None and kept.value == token_hash(token)


def set_up(session: Session, token: str, newcomer: Newcomer, organisation: str) -> tuple[Person, Organisation]:
    """The first person: operator of the installation and approver of its first organisation.

    Raises:
        SetupOver: the link was used already, or is not ours.
        NameUnusable, EmailUnusable, PasswordWeak: what was filled in cannot be used.
    """
    if not setup_open(session, token):
        raise SetupOver
    session.delete(session.get_one(Setup, _SETUP))
    founded = found(session, organisation)
    person = new_person(session, newcomer)
    person.operator = True
    belong(session, founded.id, person, (Role.DECIDE, Role.APPROVE))
    return person, founded


def found(session: Session, name: str, founder: Person | None = None) -> Organisation:
    """A new organisation, with its founder as case worker and approver.

    Raises:
        NameUnusable: the name is empty or too long.
    """
    organisation = Organisation(id=new_id("org"), name=plain_name(name, "organisation"))
    session.add(organisation)
    session.flush()
    if founder is not None:
        belong(session, organisation.id, founder, (Role.DECIDE, Role.APPROVE))
    return organisation


def belong(session: Session, organisation_id: str, person: Person, roles: Sequence[Role]) -> None:
    """Make somebody a member."""
    kept = in_order(roles)
    session.add(Membership(id=new_id("mem"), organisation_id=organisation_id, person_id=person.id, roles=kept))
    session.flush()


def belongings(session: Session, person: Person) -> list[Belonging]:
    """The organisations that a person belongs to, by name."""
    rows = session.execute(
        select(Organisation, Membership)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id == person.id)
        .order_by(Organisation.name, Organisation.id)
    )
    return [Belonging(organisation, tuple(map(Role, membership.roles))) for organisation, membership in rows]


def members(
    session: Session, organisation_id: str, words: str = "", page: int = 1
) -> Listing[tuple[Person, Membership]]:
    """The people of an organisation by name; only those whose name or address of mail holds the words, if any."""
    chosen = (
        select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation_id, called(words))
        .order_by(Person.name, Person.id)
    )
    return listed(session, chosen, page)


def called(words: str) -> ColumnElement[bool]:
    """The condition that a person's name or address of mail holds these words."""
    wanted = words.strip()
    return Person.name.icontains(wanted, autoescape=True) | Person.email.icontains(wanted, autoescape=True)


def member(session: Session, organisation_id: str, membership_id: str) -> tuple[Person, Membership]:
    """One member.

    Raises:
        NotFound: no such member of this organisation.
    """
    membership = session.get(Membership, membership_id)
    if membership is None or membership.organisation_id != organisation_id:
        raise NotFound(what=membership_id)
    return session.get_one(Person, membership.person_id), membership


def change_roles(session: Session, organisation_id: str, membership_id: str, roles: Sequence[Role]) -> None:
    """Give a member other roles.

    Raises:
        NotFound: no such member of this organisation.
        RolesMissing: there are none; see `remove`.
        LastApprover: nobody would be left to approve.
    """
    _, membership = member(session, organisation_id, membership_id)
    _some(roles)
    if Role.APPROVE not in roles:
        _keep_an_approver(session, membership)
    membership.roles = in_order(roles)


def remove(session: Session, organisation_id: str, membership_id: str) -> None:
    """Make somebody a member no more, at once.

    Raises:
        NotFound: no such member of this organisation.
        LastApprover: nobody would be left to approve.
    """
    _, membership = member(session, organisation_id, membership_id)
    _keep_an_approver(session, membership)
    session.delete(membership)


def new_person(session: Session, newcomer: Newcomer, *, subject: str | None = None) -> Person:
    """Somebody who is new here. With a `subject` they sign in elsewhere and have no password.

    Raises:
        NameUnusable, EmailUnusable, PasswordWeak: what they said of themselves cannot be used.
        EmailTaken: the address belongs to somebody who is here.
    """
    person = Person(
        id=new_id("per"),
        email=plain_email(newcomer.email),
        name=plain_name(newcomer.name, "name"),
        password=None if subject else password_hash(newcomer.password),
        subject=subject,
        language=newcomer.language,
    )
    if session.scalar(select(Person.id).where(Person.email == person.email)):
        raise EmailTaken(field="email")
    session.add(person)
    try:
        session.flush()
    except IntegrityError:  # somebody else was faster, on another connection
        raise EmailTaken(field="email") from None
    return person


def plain_name(name: str, field: str) -> str:
    """A name as it is kept: composed, on one line. `field` is the field of the form that it came from.

    Raises:
        NameUnusable: it is empty, too long, or holds signs that cannot be shown.
    """
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise NameUnusable(longest=LONGEST_NAME, field=field)
    return plain


def plain_email(email: str) -> str:
    """An address of mail as it is kept and compared: half-width, small letters.

    Raises:
        EmailUnusable: it cannot be one.
    """
    plain = unicodedata.normalize("NFKC", email).strip().casefold()
    local, at, host = plain.rpartition("@")
    whole = local and at and host and plain.isprintable() and not any(map(str.isspace, plain))
    if not whole or len(plain) > LONGEST_EMAIL:
        raise EmailUnusable(field="email")
    return plain


def _some(roles: Sequence[object]) -> None:
    if not roles:
        raise RolesMissing(field="roles")


def _keep_an_approver(session: Session, leaving: Membership) -> None:
    # Locked, so that the last two approvers cannot both leave at once.
    session.get_one(Organisation, leaving.organisation_id, with_for_update=True)
    others = select(Membership.roles).where(
        Membership.organisation_id == leaving.organisation_id, Membership.id != leaving.id
    )
    if Role.APPROVE in leaving.roles and not any(Role.APPROVE in roles for roles in session.scalars(others)):
        raise LastApprover(field="roles")
