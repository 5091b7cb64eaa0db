from __future__ import annotations

from datetime import timedelta

import pytest
from tests.workspace.access.conftest import PASSWORD, NewPerson, grow_older

from rashin.errors import NotFound, PasswordLinkOver, PasswordWeak, PasswordWrong, SignInFailed, TooManyAttempts
from rashin.workspace.access.attempts import MOST_OF_ONE
from rashin.workspace.access.passwords import LINK_LASTS, change_password, choose_password, owner_of_link, password_link
from rashin.workspace.access.visits import SignedIn, begin, sign_in, visit_of
from rashin.workspace.database import Database
from rashin.workspace.database.tables import PasswordLink, Person

HERE = "192.0.2.1"
NEW = "鎌倉の大仏もたいへん大きい"


@pytest.fixture
def person(somebody: NewPerson) -> Person:
    return somebody("suzuki")


def open_visits(database: Database, *tokens: str) -> list[bool]:
    with database.system(reading=True) as session:
        return [visit_of(session, token) is not None for token in tokens]


def visiting(database: Database, person: Person) -> str:
    with database.system() as session:
        return begin(session, person).token


def test_the_new_one_takes_the_place_of_the_old_one(database: Database, person: Person) -> None:
    change_password(database, person, PASSWORD, NEW, HERE)
    assert sign_in(database, person.email, NEW, HERE).person.id == person.id
    with pytest.raises(SignInFailed):
        sign_in(database, person.email, PASSWORD, HERE)


def test_every_other_visit_ends_and_the_new_one_begins(database: Database, person: Person, somebody: NewPerson) -> None:
    before, anothers = visiting(database, person), visiting(database, somebody("tanaka"))
    after: SignedIn = change_password(database, person, PASSWORD, NEW, HERE)
    assert open_visits(database, before, anothers, after.token) == [False, True, True]


@pytest.mark.parametrize("new", ["short", "aaaaaaaaaaaaaa"])
def test_a_weak_one_changes_nothing(database: Database, person: Person, new: str) -> None:
    before = visiting(database, person)
    with pytest.raises(PasswordWeak):
        change_password(database, person, PASSWORD, new, HERE)
    assert open_visits(database, before) == [True]
    sign_in(database, person.email, PASSWORD, HERE)


def test_the_old_one_must_be_right_and_cannot_be_guessed(database: Database, person: Person) -> None:
    for _ in range(MOST_OF_ONE):
        with pytest.raises(PasswordWrong):
            change_password(database, person, "wrong wrong", NEW, HERE)
    with pytest.raises(TooManyAttempts):
        change_password(database, person, PASSWORD, NEW, HERE)


def test_who_has_none_cannot_change_it(database: Database, person: Person) -> None:
    person.password = None
    with pytest.raises(PasswordWrong):
        change_password(database, person, "", NEW, HERE)


def link(database: Database, person: Person) -> str:
    with database.system() as session:
        return password_link(session, person.id)


def test_a_link_lets_its_owner_choose_another_once(database: Database, person: Person) -> None:
    before, token = visiting(database, person), link(database, person)
    with database.system() as session:
        assert owner_of_link(session, token).id == person.id
        visit = choose_password(session, token, NEW)
    assert open_visits(database, before, visit.token) == [False, True]
    sign_in(database, person.email, NEW, HERE)
    with pytest.raises(PasswordLinkOver), database.system() as session:
        choose_password(session, token, PASSWORD)


def test_only_the_newest_link_works_and_only_for_a_day(database: Database, person: Person) -> None:
    older, token = link(database, person), link(database, person)
    for other in (older, "", token[:-1]):
        with pytest.raises(PasswordLinkOver), database.system() as session:
            owner_of_link(session, other)
    grow_older(database, PasswordLink, LINK_LASTS - timedelta(minutes=1))
    with database.system() as session:
        owner_of_link(session, token)
    grow_older(database, PasswordLink, timedelta(minutes=1))
    with pytest.raises(PasswordLinkOver), database.system() as session:
        choose_password(session, token, NEW)


def test_a_link_is_over_once_the_password_changed_in_another_way(database: Database, person: Person) -> None:
    token = link(database, person)
    change_password(database, person, PASSWORD, NEW, HERE)
    with pytest.raises(PasswordLinkOver), database.system() as session:
        owner_of_link(session, token)


def test_a_weak_choice_leaves_the_link_good(database: Database, person: Person) -> None:
    token = link(database, person)
    with pytest.raises(PasswordWeak), database.system() as session:
        choose_password(session, token, "short")
    with database.system() as session:
        choose_password(session, token, NEW)


def test_there_is_no_link_for_nobody(database: Database) -> None:
    with pytest.raises(NotFound), database.system() as session:
        password_link(session, "per_nobody")
