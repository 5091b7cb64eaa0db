from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete
from tests.workspace.jobs.workshop import Workshop
from tests.workspace.postgresql import PostgreSQL

from rashin.workspace.database import Database
from rashin.workspace.database.tables import Worker
from rashin.workspace.jobs import Jobs, WorkerLoop


@pytest.fixture(scope="session")
def migrated_file(migrated_file: Path) -> Path:
    """With the queue beside it, which a worker's first start takes a second to make."""
    _make_queue(f"sqlite:///{migrated_file}")
    return migrated_file


@pytest.fixture(scope="session")
def migrated_template(postgresql: PostgreSQL, migrated_template: str) -> str:
    """With the queue in it."""
    _make_queue(postgresql.create("with_queue", like=migrated_template))
    return "with_queue"


@pytest.fixture
def workshop(database: Database) -> Iterator[Workshop]:
    """A workspace with two organisations, on SQLite and then on PostgreSQL."""
    workshop = Workshop(database)
    yield workshop
    workshop.let_go.set()


def _make_queue(url: str) -> None:
    database = Database(url)
    with WorkerLoop(Jobs(database, [])):
        pass
    with database.system() as session:
        session.execute(delete(Worker))
    database.close()
