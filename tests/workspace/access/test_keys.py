from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workspace.access.conftest import NewPerson, grow_older

from rashin.errors import NameUnusable, NotFound, RolesMissing
from rashin.workspace.access.keys import holder_of, keys, make_key, note_use, revoke
from rashin.workspace.access.roles import Permission, Role
from rashin.workspace.database import Database
from rashin.workspace.database.tables import ApiKey, Person


@pytest.fixture
def approver(organisation: str, somebody: NewPerson) -> Person:
    return somebody("suzuki", organisation, Role.APPROVE)


def made(database: Database, organisation: str, approver: Person, *scopes: Permission) -> tuple[str, str]:
    with database.tenant(organisation) as session:
        key, plain = make_key(session, organisation, approver, "融資システム", scopes)
        return key.id, plain


@pytest.mark.parametrize("scopes", [(Permission.READ,), (Permission.DECIDE, Permission.READ), tuple(Permission)])
def test_a_key_speaks_for_its_organisation_with_its_scopes_and_no_more(
    database: Database, organisation: str, approver: Person, scopes: tuple[Permission, ...]
) -> None:
    key, plain = made(database, organisation, approver, *scopes)
    with database.system() as session:
        holder = holder_of(session, plain)
    assert holder is not None
    assert (holder.key_id, holder.organisation_id, holder.scopes) == (key, organisation, frozenset(scopes))


def test_it_begins_with_a_mark_by_which_it_is_known(database: Database, organisation: str, approver: Person) -> None:
    _, plain = made(database, organisation, approver, Permission.READ)
    with database.system(reading=True) as session:
        ((kept, by),) = keys(session, organisation)
    assert plain.startswith(f"{kept.prefix}_")
    assert kept.prefix.startswith("rashin_")
    assert by.id == approver.id


def test_no_other_key_opens_anything(database: Database, organisation: str, approver: Person) -> None:
    _, plain = made(database, organisation, approver, Permission.READ)
    with database.system() as session:
        for other in ("", "rashin_", plain[:-1], plain.upper(), plain.removeprefix("rashin_"), f" {plain}"):
            assert holder_of(session, other) is None


@given(st.text())
def test_an_invented_key_opens_nothing_and_asks_nobody(plain: str) -> None:
    if not plain.startswith("rashin_"):
        assert holder_of(None, plain) is None  # type: ignore[arg-type]


def test_a_revoked_key_opens_nothing_and_is_not_listed(database: Database, organisation: str, approver: Person) -> None:
    key, plain = made(database, organisation, approver, Permission.READ)
    other, _ = made(database, organisation, approver, Permission.READ)
    with database.tenant(organisation) as session:
        revoke(session, organisation, key)
        revoke(session, organisation, key)
    with database.system() as session:
        assert holder_of(session, plain) is None
        assert [one.id for one, _ in keys(session, organisation)] == [other]


def test_nobody_sees_or_revokes_keys_of_another_organisation(
    database: Database, organisation: str, elsewhere: str, approver: Person
) -> None:
    key, plain = made(database, organisation, approver, Permission.READ)
    with database.system() as session:
        assert keys(session, elsewhere) == []
    for connection in (database.system(), database.tenant(elsewhere)):
        with pytest.raises(NotFound), connection as session:
            revoke(session, elsewhere, key)
    with database.system() as session:
        assert holder_of(session, plain) is not None


def test_it_is_noted_when_a_key_was_last_used_but_not_each_time(
    database: Database, organisation: str, approver: Person
) -> None:
    key, plain = made(database, organisation, approver, Permission.READ)

    def is_due() -> bool:
        with database.system(reading=True) as session:
            found = holder_of(session, plain)
        assert found is not None
        return found.use_due

    def last_used() -> object:
        with database.system(reading=True) as session:
            return keys(session, organisation)[0][0].last_used_at

    assert is_due()
    assert last_used() is None
    with database.system() as session:
        note_use(session, key)
    first = last_used()
    assert first is not None
    assert not is_due()
    grow_older(database, ApiKey, timedelta(minutes=2))
    assert is_due()
    with database.system() as session:
        note_use(session, key)
    assert last_used() >= first  # type: ignore[operator]


def test_a_key_has_a_name_and_something_to_do(database: Database, organisation: str, approver: Person) -> None:
    with database.tenant(organisation) as session:
        with pytest.raises(RolesMissing):
            make_key(session, organisation, approver, "融資システム", [])
        with pytest.raises(NameUnusable):
            make_key(session, organisation, approver, " ", [Permission.READ])
