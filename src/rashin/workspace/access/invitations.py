"""Links by which people join an organisation. There is no mailer: whoever invites passes the link on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rashin.errors import AlreadyMember, InvitationOver, NotFound, RolesMissing
from rashin.workspace.access.people import Newcomer, belong, new_person, plain_name
from rashin.workspace.access.roles import Role, in_order
from rashin.workspace.access.secrets import new_token, token_hash
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Invitation, Membership, Organisation, Person
from rashin.workspace.ids import new_id

INVITATION_LASTS = timedelta(days=14)


def invite(session: Session, organisation_id: str, by: Person, name: str, roles: Sequence[Role]) -> str:
    """The token of a link by which one person may join, once.

    Raises:
        NameUnusable: the name, by which the invitation is known, is empty or too long.
        RolesMissing: there are no roles.
    """
    if not roles:
        raise RolesMissing(field="roles")
    token = new_token()
    session.add(
        Invitation(
            id=new_id("inv"),
            organisation_id=organisation_id,
            token_hash=token_hash(token),
            name=plain_name(name, "name"),
            roles=in_order(roles),
            invited_by=by.id,
            expires_at=now() + INVITATION_LASTS,
        )
    )
    session.flush()
    return token


def open_invitations(session: Session, organisation_id: str) -> list[tuple[Invitation, Person]]:
    """Invitations that may still be taken up, the newest first, and who made them."""
    rows = session.execute(
        select(Invitation, Person)
        .join(Person, Person.id == Invitation.invited_by)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.id.desc())
    )
    return [(one, by) for one, by in rows]


def withdraw(session: Session, organisation_id: str, invitation_id: str) -> None:
    """Make an invitation useless.

    Raises:
        NotFound: no such invitation of this organisation.
    """
    gone = session.execute(
        delete(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.organisation_id == organisation_id,
            Invitation.used_at.is_(None),
        )
        .returning(Invitation.id)
    )
    if gone.first() is None:
        raise NotFound(what=invitation_id)


def invitation(session: Session, token: str) -> Invitation:
    """The invitation that a token belongs to; nobody else can take it up until the transaction ends.

    Raises:
        InvitationOver: it was used, is too old, or never was.
    """
    chosen = select(Invitation).where(Invitation.token_hash == token_hash(token)).with_for_update()
    found = session.scalar(chosen)
    if found is None or found.used_at is not None or found.expires_at <= now():
        raise InvitationOver
    return found


def inviting(session: Session, token: str) -> tuple[Invitation, Organisation, Person]:
    """An invitation with the organisation that it is to, and who made it.

    Raises:
        InvitationOver: it was used, is too old, or never was.
    """
    found = invitation(session, token)
    return found, session.get_one(Organisation, found.organisation_id), session.get_one(Person, found.invited_by)


def join(session: Session, token: str, who: Newcomer | Person, *, subject: str | None = None) -> Person:
    """Somebody new, or somebody who is here already, takes up an invitation.

    With a `subject` the newcomer signs in elsewhere (see `new_person`).

    Raises:
        InvitationOver: it was used, is too old, or never was.
        AlreadyMember: they belong to the organisation; the invitation stays for somebody else.
        EmailTaken: that address belongs to somebody, who must sign in first.
        NameUnusable, EmailUnusable, PasswordWeak: what they said of themselves cannot be used.
    """
    invited = invitation(session, token)
    person = who if isinstance(who, Person) else new_person(session, who, subject=subject)
    if session.scalar(
        select(Membership.id).where(
            Membership.organisation_id == invited.organisation_id, Membership.person_id == person.id
        )
    ):
        raise AlreadyMember
    invited.used_at = now()
    belong(session, invited.organisation_id, person, tuple(map(Role, invited.roles)))
    return person
