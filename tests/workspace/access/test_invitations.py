from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.workspace.access.conftest import PASSWORD, NewPerson, grow_older

from rashin.errors import AlreadyMember, EmailTaken, InvitationOver, NameUnusable, NotFound, PasswordWeak, RolesMissing
from rashin.workspace.access.invitations import (
    INVITATION_LASTS,
    invitation,
    invite,
    inviting,
    join,
    open_invitations,
    withdraw,
)
from rashin.workspace.access.people import Newcomer, belongings, members
from rashin.workspace.access.roles import Role
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Invitation, Person

TANAKA = Newcomer("田中 務", "tanaka@example.jp", PASSWORD, "en")


@pytest.fixture
def approver(organisation: str, somebody: NewPerson) -> Person:
    return somebody("suzuki", organisation, Role.APPROVE)


@pytest.fixture
def token(database: Database, organisation: str, approver: Person) -> str:
    with database.system() as session:
        return invite(session, organisation, approver, "田中", [Role.DECIDE])


def names(database: Database, organisation: str) -> set[str]:
    with database.system(reading=True) as session:
        return {person.name for person, _ in members(session, organisation).rows}


def test_somebody_new_joins_with_the_roles_of_the_invitation(database: Database, organisation: str, token: str) -> None:
    with database.system() as session:
        person = join(session, token, TANAKA)
    with database.system() as session:
        (only,) = belongings(session, person)
        assert (only.organisation.id, only.roles) == (organisation, (Role.DECIDE,))
        assert (person.name, person.email, person.language) == ("田中 務", "tanaka@example.jp", "en")
        assert not person.operator


def test_somebody_who_is_here_joins_a_second_organisation(
    database: Database, elsewhere: str, token: str, somebody: NewPerson
) -> None:
    person = somebody("watanabe", elsewhere, Role.APPROVE)
    with database.system() as session:
        assert join(session, token, person).id == person.id
        assert len(belongings(session, person)) == 2


def test_it_says_who_invites_whereto(database: Database, organisation: str, approver: Person, token: str) -> None:
    with database.system(reading=True) as session:
        invited, whereto, by = inviting(session, token)
        assert (invited.name, whereto.id, by.id) == ("田中", organisation, approver.id)


def test_it_works_once(database: Database, token: str) -> None:
    with database.system() as session:
        join(session, token, TANAKA)
    with pytest.raises(InvitationOver), database.system() as session:
        join(session, token, Newcomer("悪人", "evil@example.jp", PASSWORD))


def test_of_many_who_take_it_up_at_once_one_joins(database: Database, organisation: str, token: str) -> None:
    def attempt(number: int) -> bool:
        try:
            with database.system() as session:
                join(session, token, Newcomer("田中", f"tanaka{number}@example.jp", PASSWORD))
        except InvitationOver:
            return False
        return True

    with ThreadPoolExecutor(4) as crowd:
        assert sum(crowd.map(attempt, range(4))) == 1
    assert names(database, organisation) == {"suzuki", "田中"}


def test_it_ends_after_two_weeks(database: Database, token: str) -> None:
    grow_older(database, Invitation, INVITATION_LASTS - timedelta(minutes=1))
    with database.system(reading=True) as session:
        invitation(session, token)
    grow_older(database, Invitation, timedelta(minutes=1))
    with pytest.raises(InvitationOver), database.system() as session:
        join(session, token, TANAKA)


def test_an_invented_token_invites_nobody(database: Database, token: str) -> None:
    for other in ("", token[:-1], token.swapcase()):
        with pytest.raises(InvitationOver), database.system() as session:
            invitation(session, other)


def test_it_can_be_withdrawn(database: Database, organisation: str, approver: Person, token: str) -> None:
    with database.system() as session:
        ((one, by),) = open_invitations(session, organisation)
        assert by.id == approver.id
        withdraw(session, organisation, one.id)
        assert open_invitations(session, organisation) == []
    with pytest.raises(InvitationOver), database.system() as session:
        join(session, token, TANAKA)


def test_nobody_sees_or_withdraws_invitations_of_another_organisation(
    database: Database, organisation: str, elsewhere: str, token: str
) -> None:
    with database.system() as session:
        ((one, _),) = open_invitations(session, organisation)
        assert open_invitations(session, elsewhere) == []
        with pytest.raises(NotFound):
            withdraw(session, elsewhere, one.id)
        invitation(session, token)


def test_an_invitation_that_was_taken_up_cannot_be_withdrawn(database: Database, organisation: str, token: str) -> None:
    with database.system() as session:
        ((one, _),) = open_invitations(session, organisation)
        join(session, token, TANAKA)
        assert open_invitations(session, organisation) == []
        with pytest.raises(NotFound):
            withdraw(session, organisation, one.id)


def test_a_member_gains_nothing_by_it_and_leaves_it_for_somebody_else(
    database: Database, organisation: str, approver: Person, token: str
) -> None:
    with pytest.raises(AlreadyMember), database.system() as session:
        join(session, token, approver)
    with database.system() as session:
        assert belongings(session, approver)[0].roles == (Role.APPROVE,)
        join(session, token, TANAKA)


def test_what_was_filled_in_wrongly_does_not_use_it_up(database: Database, token: str, somebody: NewPerson) -> None:
    somebody("sato")
    for newcomer, trouble in [
        (Newcomer("", "tanaka@example.jp", PASSWORD), NameUnusable),
        (Newcomer("田中", "tanaka@example.jp", "short"), PasswordWeak),
        (Newcomer("田中", "SATO@example.jp", PASSWORD), EmailTaken),
    ]:
        with pytest.raises(trouble), database.system() as session:
            join(session, token, newcomer)
    with database.system() as session:
        join(session, token, TANAKA)


def test_nobody_is_invited_to_nothing(database: Database, organisation: str, approver: Person) -> None:
    with pytest.raises(RolesMissing), database.system() as session:
        invite(session, organisation, approver, "田中", [])
