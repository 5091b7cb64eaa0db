from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from tests.workspace.access.conftest import PASSWORD, NewPerson

from rashin.errors import (
    EmailTaken,
    EmailUnusable,
    LastApprover,
    NameUnusable,
    NotFound,
    PasswordWeak,
    RashinError,
    RolesMissing,
    SetupOver,
)
from rashin.workspace.access.people import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    Newcomer,
    belongings,
    change_roles,
    found,
    member,
    members,
    new_person,
    plain_email,
    plain_name,
    remove,
    set_up,
    setup_link_token,
    setup_open,
)
from rashin.workspace.access.roles import Role
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Organisation, Person

FIRST = Newcomer("佐藤 運子", "sato@example.jp", PASSWORD)


def setup_token(database: Database) -> str:
    with database.system() as session:
        token = setup_link_token(session)
        assert token is not None
        return token


def membership_of(database: Database, organisation: str, person: Person) -> str:
    with database.system(reading=True) as session:
        return next(one.id for who, one in members(session, organisation).rows if who.id == person.id)


def test_the_first_person_operates_and_approves(database: Database) -> None:
    token = setup_token(database)
    with database.system() as session:
        person, organisation = set_up(session, token, FIRST, "羅針信用組合")
        assert person.operator
        (only,) = belongings(session, person)
        assert only.organisation.id == organisation.id
        assert only.roles == (Role.DECIDE, Role.APPROVE)


def test_the_setup_link_works_once_and_the_newest_only(database: Database) -> None:
    older, token = setup_token(database), setup_token(database)
    with database.system() as session:
        assert not setup_open(session, older)
        assert not setup_open(session, "")
        assert setup_open(session, token)
        with pytest.raises(SetupOver):
            set_up(session, older, FIRST, "羅針信用組合")
        set_up(session, token, FIRST, "羅針信用組合")
    with database.system() as session:
        assert not setup_open(session, token)
        assert setup_link_token(session) is None
        with pytest.raises(SetupOver):
            set_up(session, token, Newcomer("悪人", "evil@example.jp", PASSWORD), "別の組織")


@pytest.mark.parametrize(
    ("newcomer", "organisation", "trouble"),
    [
        (Newcomer(" ", "sato@example.jp", PASSWORD), "羅針信用組合", NameUnusable),
        (Newcomer("佐藤", "sato", PASSWORD), "羅針信用組合", EmailUnusable),
        (Newcomer("佐藤", "sato@example.jp", "short"), "羅針信用組合", PasswordWeak),
        (FIRST, "", NameUnusable),
    ],
)
def test_the_link_stays_good_where_something_was_filled_in_wrongly(
    database: Database, newcomer: Newcomer, organisation: str, trouble: type[RashinError]
) -> None:
    token = setup_token(database)
    with pytest.raises(trouble), database.system() as session:
        set_up(session, token, newcomer, organisation)
    with database.system() as session:
        assert session.scalars(select(Organisation)).all() == []
        set_up(session, token, FIRST, "羅針信用組合")


def test_two_who_set_up_at_once_are_one(database: Database) -> None:
    token = setup_token(database)

    def attempt(number: int) -> bool:
        try:
            with database.system() as session:
                set_up(session, token, Newcomer("佐藤", f"sato{number}@example.jp", PASSWORD), "羅針信用組合")
        except SetupOver:
            return False
        return True

    with ThreadPoolExecutor(4) as crowd:
        assert sum(crowd.map(attempt, range(4))) == 1
    with database.system() as session:
        assert len(session.scalars(select(Person)).all()) == 1


def test_an_address_of_mail_belongs_to_one_person(database: Database, somebody: NewPerson) -> None:
    somebody("suzuki")
    with pytest.raises(EmailTaken), database.system() as session:
        new_person(session, Newcomer("鈴木", "SUZUKI@example.jp", PASSWORD))


def test_two_who_register_one_address_at_once_are_one(database: Database) -> None:
    def attempt(_: int) -> bool:
        try:
            with database.system() as session:
                new_person(session, Newcomer("鈴木", "suzuki@example.jp", PASSWORD))
        except EmailTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as crowd:
        assert sum(crowd.map(attempt, range(4))) == 1


def test_members_are_those_of_the_organisation_by_name(
    database: Database, organisation: str, elsewhere: str, somebody: NewPerson
) -> None:
    somebody("watanabe", elsewhere, Role.APPROVE)
    for name in ("tanaka", "suzuki", "ito"):
        somebody(name, organisation, Role.DECIDE)
    with database.system(reading=True) as session:
        assert [person.name for person, _ in members(session, organisation).rows] == ["ito", "suzuki", "tanaka"]


@pytest.mark.parametrize(
    ("words", "names"),
    [("SUZ", ["suzuki"]), (" a@ex", ["tanaka"]), ("%", []), ("_", []), ("\\", []), ("", ["suzuki", "tanaka"])],
)
def test_members_are_found_by_what_their_name_or_address_holds(
    database: Database, organisation: str, somebody: NewPerson, words: str, names: list[str]
) -> None:
    for name in ("tanaka", "suzuki"):
        somebody(name, organisation, Role.DECIDE)
    with database.system(reading=True) as session:
        assert [person.name for person, _ in members(session, organisation, words).rows] == names


def test_roles_change_and_people_leave(database: Database, organisation: str, somebody: NewPerson) -> None:
    somebody("suzuki", organisation, Role.APPROVE)
    person = somebody("tanaka", organisation, Role.DECIDE)
    membership = membership_of(database, organisation, person)
    with database.system() as session:
        change_roles(session, organisation, membership, [Role.READ, Role.APPROVE, Role.READ])
        assert member(session, organisation, membership)[1].roles == ["approve", "read"]
        with pytest.raises(RolesMissing):
            change_roles(session, organisation, membership, [])
        remove(session, organisation, membership)
    with database.system() as session:
        assert belongings(session, person) == []


def test_nobody_changes_another_organisation(
    database: Database, organisation: str, elsewhere: str, somebody: NewPerson
) -> None:
    somebody("suzuki", elsewhere, Role.APPROVE)
    person = somebody("tanaka", elsewhere, Role.DECIDE)
    foreign = membership_of(database, elsewhere, person)
    with database.system() as session:
        for change in (
            lambda: member(session, organisation, foreign),
            lambda: change_roles(session, organisation, foreign, [Role.READ]),
            lambda: remove(session, organisation, foreign),
        ):
            with pytest.raises(NotFound):
                change()
        assert belongings(session, person)[0].roles == (Role.DECIDE,)


def test_somebody_who_approves_always_stays(database: Database, organisation: str, somebody: NewPerson) -> None:
    first = membership_of(database, organisation, somebody("suzuki", organisation, Role.APPROVE))
    somebody("tanaka", organisation, Role.DECIDE)
    for leave in (change_roles, remove):
        with pytest.raises(LastApprover), database.system() as session:
            leave(session, organisation, first, *([[Role.READ]] if leave is change_roles else []))
    somebody("sato", organisation, Role.APPROVE)
    with database.system() as session:
        remove(session, organisation, first)


def test_the_last_two_approvers_cannot_both_leave_at_once(database: Database, somebody: NewPerson) -> None:
    def leave(organisation: str, membership: str) -> bool:
        try:
            with database.system() as session:
                change_roles(session, organisation, membership, [Role.READ])
        except LastApprover:
            return False
        return True

    for number in range(5):
        with database.system() as session:
            organisation = found(session, "羅針信用組合").id
        both = [
            membership_of(database, organisation, somebody(f"{name}{number}", organisation, Role.APPROVE))
            for name in ("suzuki", "sato")
        ]
        with ThreadPoolExecutor(2) as pair:
            assert sum(pair.map(leave, [organisation] * 2, both)) == 1


@given(st.text(max_size=120))
def test_a_name_is_kept_in_one_way_or_refused(written: str) -> None:
    try:
        kept = plain_name(written, "name")
    except NameUnusable:
        return
    assert kept == plain_name(kept, "name")
    assert kept == plain_name(f"　{kept}\n", "name")
    assert kept.isprintable()
    assert 0 < len(kept) <= LONGEST_NAME


@pytest.mark.parametrize("name", ["", "　", "\u202eevil", "a\x00b", "名" * (LONGEST_NAME + 1)])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(NameUnusable):
        plain_name(name, "name")


@given(st.text(max_size=20), st.text(max_size=20))
def test_an_address_is_kept_in_one_way_or_refused(local: str, host: str) -> None:
    try:
        kept = plain_email(f"{local}@{host}")
    except EmailUnusable:
        return
    assert kept == plain_email(kept) == plain_email(f" {kept} ")
    assert "@" in kept[1:-1]
    assert not any(map(str.isspace, kept))


@pytest.mark.parametrize("email", ["", "@", "a@", "@b", "ab", "a b@c", "a@b\nc", "a" * LONGEST_EMAIL + "@b.jp"])
def test_what_cannot_be_an_address_is_refused(email: str) -> None:
    with pytest.raises(EmailUnusable):
        plain_email(email)


def test_a_founder_is_a_member_at_once(database: Database, somebody: NewPerson) -> None:
    person = somebody("suzuki")
    with database.system() as session:
        founded = found(session, " 羅針　信用組合 ", person)
        assert founded.name == "羅針 信用組合"
        assert [one.organisation.id for one in belongings(session, person)] == [founded.id]
