from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from tests.workspace import s3server
from tests.workspace.postgresql import PostgreSQL, binaries, running

from rashin.workspace.database import Database, migrate

_numbers = count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One server for the whole run."""
    programs = binaries()
    if programs is None:
        pytest.skip("there is no PostgreSQL: neither the wheel of the test lock nor /usr/lib/postgresql")
    with running(programs) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> Iterator[str]:
    """A fresh, empty database; its tables' owner is no superuser."""
    name = f"rashin_{next(_numbers)}"
    yield postgresql.create(name)
    postgresql.drop(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A database that is not there yet."""
    return f"sqlite:///{tmp_path}/rashin.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, empty database, on SQLite and then on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with its tables, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "rashin.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_template(postgresql: PostgreSQL) -> str:
    """A PostgreSQL database with its tables, to be copied."""
    _migrate(postgresql.create("migrated"))
    return "migrated"


@pytest.fixture
def sqlite(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database with its tables."""
    for file in migrated_file.parent.glob("*.db"):
        shutil.copy(file, tmp_path)
    database = Database(f"sqlite:///{tmp_path}/{migrated_file.name}")
    yield database
    database.close()


@pytest.fixture
def on_postgresql(postgresql: PostgreSQL, migrated_template: str) -> Iterator[Database]:
    """A fresh PostgreSQL database with its tables."""
    name = f"rashin_{next(_numbers)}"
    database = Database(postgresql.create(name, like=migrated_template))
    yield database
    database.close()
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "on_postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh database with its tables, on SQLite and then on PostgreSQL."""
    made: Database = request.getfixturevalue(request.param)
    return made


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[s3server.S3Server]:
    """S3-compatible storage for the whole run; heavy, for its environment is made the first time."""
    with s3server.running(tmp_path_factory.mktemp("s3") / "log") as server:
        yield server


def _migrate(url: str) -> None:
    database = Database(url)
    migrate(database)
    database.close()
