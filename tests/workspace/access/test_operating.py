from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workspace.access.conftest import NewPerson

from rashin.errors import LastOperator, NotFound, QuotaWrong
from rashin.workspace.access.operating import (
    MOST,
    QUOTAS,
    _limit,
    everybody,
    make_operator,
    organisation,
    organisations,
    set_quotas,
)
from rashin.workspace.access.roles import Role
from rashin.workspace.database import Database


def test_organisations_are_listed_with_how_many_belong_to_them(
    database: Database, organisation: str, elsewhere: str, somebody: NewPerson
) -> None:
    for name in ("suzuki", "tanaka"):
        somebody(name, organisation, Role.READ)
    with database.system(reading=True) as session:
        assert {one.id: people for one, people in organisations(session).rows} == {organisation: 2, elsewhere: 0}
        assert [one.id for one, _ in organisations(session, "商工").rows] == [elsewhere]


def test_limits_are_kept_as_they_were_written(database: Database, organisation: str) -> None:
    written = {"decisions_per_month": "10,000", "learning_minutes_per_month": " ６０ ", "storage_mb": ""}
    with database.system() as session:
        set_quotas(session, organisation, written)
    assert quotas(database, organisation) == {"decisions_per_month": 10_000, "learning_minutes_per_month": 60}
    with database.system() as session:
        set_quotas(session, organisation, {"storage_mb": "0"})
    assert quotas(database, organisation) == {"storage_mb": 0}


def quotas(database: Database, organisation_id: str) -> dict[str, object]:
    with database.system(reading=True) as session:
        return organisation(session, organisation_id).quotas


def test_a_wrong_limit_names_its_field_and_changes_nothing(database: Database, organisation: str) -> None:
    with database.system() as session:
        set_quotas(session, organisation, {"storage_mb": "5"})
    with pytest.raises(QuotaWrong) as trouble, database.system() as session:
        set_quotas(session, organisation, {"decisions_per_month": "10", "storage_mb": "many"})
    assert trouble.value.facts["field"] == "storage_mb"
    assert quotas(database, organisation) == {"storage_mb": 5}


@given(st.integers(0, MOST))
def test_any_whole_number_can_be_a_limit(limit: int) -> None:
    assert _limit("storage_mb", str(limit)) == _limit("storage_mb", f"{limit:,}") == limit


@given(st.text(max_size=12) | st.sampled_from(["-1", "1.5", "1e3", "²", "9" * 5_000, str(MOST + 1)]))
def test_nothing_else_can(written: str) -> None:
    try:
        limit = _limit("storage_mb", written)
    except QuotaWrong:
        return
    assert limit is None or 0 <= limit <= MOST


def test_there_are_no_limits_of_nobody(database: Database) -> None:
    with pytest.raises(NotFound), database.system() as session:
        set_quotas(session, "org_nobody", {})


def test_every_limit_is_said_in_both_languages() -> None:
    assert all(quota.label.en.isascii() and quota.unit.en.isascii() for quota in QUOTAS)


def test_somebody_always_operates(database: Database, somebody: NewPerson) -> None:
    first, second = somebody("sato"), somebody("suzuki")
    with database.system() as session:
        make_operator(session, first.id, operates=True)
    with pytest.raises(LastOperator), database.system() as session:
        make_operator(session, first.id, operates=False)
    with database.system() as session:
        make_operator(session, second.id, operates=True)
        make_operator(session, first.id, operates=False)
    with database.system() as session:
        assert {person.name: person.operator for (person,) in everybody(session).rows} == {
            "sato": False,
            "suzuki": True,
        }
    with pytest.raises(NotFound), database.system() as session:
        make_operator(session, "per_nobody", operates=True)


def test_everybody_is_found_by_name_or_address(database: Database, somebody: NewPerson) -> None:
    somebody("sato")
    somebody("suzuki")
    with database.system(reading=True) as session:
        assert [person.name for (person,) in everybody(session, "SUZUKI@").rows] == ["suzuki"]
