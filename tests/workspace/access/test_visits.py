from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from tests.workspace.access.conftest import PASSWORD, NewPerson, grow_older

from rashin.workspace.access.secrets import token_hash
from rashin.workspace.access.visits import (
    AT_MOST,
    LASTS,
    begin,
    fading,
    form_mark,
    keep_alive,
    sign_in,
    sign_out,
    sign_out_everywhere,
    visit_of,
)
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Person, Visit


@pytest.fixture
def person(somebody: NewPerson) -> Person:
    return somebody("suzuki")


def visitor(database: Database, token: str) -> str | None:
    with database.system(reading=True) as session:
        found = visit_of(session, token)
        return found[1].email if found else None


def start(database: Database, person: Person) -> str:
    with database.system() as session:
        return begin(session, person).token


def test_a_token_belongs_to_who_signed_in_and_no_other_does(database: Database, person: Person) -> None:
    token = sign_in(database, " Suzuki@Example.jp", PASSWORD, "192.0.2.1").token
    assert visitor(database, token) == "suzuki@example.jp"
    for other in ("", token[:-1], token + "x", token_hash(token)):
        assert visitor(database, other) is None


def test_every_visit_has_another_token_and_another_mark(database: Database, person: Person) -> None:
    tokens = [start(database, person) for _ in range(20)]
    assert len(set(tokens)) == len(set(map(form_mark, tokens))) == 20


def test_the_mark_of_its_forms_does_not_open_a_visit(database: Database, person: Person) -> None:
    assert visitor(database, form_mark(start(database, person))) is None


def test_it_ends_when_nothing_is_done(database: Database, person: Person) -> None:
    token = start(database, person)
    grow_older(database, Visit, LASTS - timedelta(minutes=1))
    assert visitor(database, token)
    grow_older(database, Visit, timedelta(minutes=1))
    assert visitor(database, token) is None


def test_it_goes_on_while_something_is_done(database: Database, person: Person) -> None:
    token = start(database, person)
    for _ in range(3):
        grow_older(database, Visit, LASTS - timedelta(hours=1))
        with database.system() as session:
            visit = session.scalars(select(Visit)).one()
            assert fading(visit)
            keep_alive(session, token)
            assert not fading(visit)
    assert visitor(database, token)


def test_it_ends_one_day_whatever_is_done(database: Database, person: Person) -> None:
    token = start(database, person)
    grow_older(database, Visit, LASTS)
    with database.system() as session:
        session.execute(update(Visit).values(created_at=now() - AT_MOST + timedelta(hours=1)))
        keep_alive(session, token)
    assert visitor(database, token)
    grow_older(database, Visit, timedelta(hours=1))
    assert visitor(database, token) is None


def test_signing_out_ends_this_visit_only(database: Database, person: Person) -> None:
    here, there = start(database, person), start(database, person)
    with database.system() as session:
        sign_out(session, here)
    assert visitor(database, here) is None
    assert visitor(database, there)


def test_signing_out_everywhere_ends_all_of_ones_own(database: Database, person: Person, somebody: NewPerson) -> None:
    own, anothers = [start(database, person) for _ in range(3)], start(database, somebody("tanaka"))
    with database.system() as session:
        sign_out_everywhere(session, person.id)
    assert [visitor(database, token) for token in own] == [None] * 3
    assert visitor(database, anothers)


def test_visits_that_are_over_are_swept_away(database: Database, person: Person) -> None:
    start(database, person)
    grow_older(database, Visit, LASTS + timedelta(seconds=1))
    start(database, person)
    with database.system() as session:
        assert len(session.scalars(select(Visit)).all()) == 1
