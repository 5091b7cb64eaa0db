from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from rashin.workspace.access.people import Newcomer, belong, found, new_person
from rashin.workspace.access.roles import Role
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Base, Person
from rashin.workspace.database.types import Moment

PASSWORD = "奈良の大仏はたいへん大きい"  # noqa: S105 (of nobody)

NewPerson = Callable[..., Person]


@pytest.fixture
def organisation(database: Database) -> str:
    with database.system() as session:
        return found(session, "羅針信用組合").id


@pytest.fixture
def elsewhere(database: Database) -> str:
    with database.system() as session:
        return found(session, "隣町商工会").id


@pytest.fixture
def somebody(database: Database) -> NewPerson:
    """Make people: `somebody("suzuki", organisation, Role.APPROVE)`."""

    def make(name: str, organisation: str | None = None, *roles: Role) -> Person:
        with database.system() as session:
            person = new_person(session, Newcomer(name, f"{name}@example.jp", PASSWORD))
            if organisation is not None:
                belong(session, organisation, person, roles)
            return person

    return make


def grow_older(database: Database, table: type[Base], by: timedelta) -> None:
    """Put every moment of a table further into the past."""
    moments = [column.name for column in table.__table__.columns if isinstance(column.type, Moment)]
    with database.system() as session:
        for row in session.scalars(select(table)):
            for name in moments:
                at = getattr(row, name)
                setattr(row, name, None if at is None else at - by)
