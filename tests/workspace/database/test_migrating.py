"""Migrating makes the tables that the program works with, keeps what is in them, and gets in nobody's way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from tests.workspace.database.released import stored
from tests.workspace.filled import contents, fill

from rashin.errors import DatabaseBehind, DatabaseInUse, DatabaseNewer, DatabaseUnreachable
from rashin.workspace.backup import rows
from rashin.workspace.database import Database, check_newest, migrate, migrating, newest, revision
from rashin.workspace.database.tables import Base

RELEASED = stored()

Contents = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture
def fresh(database_url: str) -> Iterator[Database]:
    """An empty database, on SQLite and then on PostgreSQL."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def fresh_postgresql(postgresql_url: str) -> Iterator[Database]:
    database = Database(postgresql_url)
    yield database
    database.close()


def test_from_nothing_to_the_tables_of_the_program(fresh: Database) -> None:
    assert revision(fresh) is None
    with pytest.raises(DatabaseBehind):
        check_newest(fresh)
    migrate(fresh)
    assert revision(fresh) == newest()
    check_newest(fresh)
    with fresh.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    fill(database)
    before = contents(database)
    migrate(database)
    assert contents(database) == before


def test_the_rows_of_every_revision_are_stored() -> None:
    """After a new migration: python tests/workspace/database/released.py"""
    scripts = ScriptDirectory(str(migrating._HERE)).walk_revisions()
    assert {script.revision for script in scripts} == set(RELEASED)


@pytest.mark.parametrize("released", RELEASED)
def test_rows_of_a_released_revision_are_kept(fresh: Database, released: str) -> None:
    """Where a migration means to change a value, say so here."""
    migrate(fresh, released)
    with fresh.system() as session:
        for table in rows.tables(session.connection()):
            assert rows.load(session.connection(), table, RELEASED[released][table.name]) >= 2
    migrate(fresh)
    assert lost(RELEASED[released], contents(fresh)) == []


def lost(before: Contents, after: Contents) -> list[str]:
    """What of the rows is not there any more. New tables and columns are no loss, and neither are dropped ones."""
    found = []
    for name, some in before.items():
        there = after.get(name, ())
        columns = {column for row in there for column in row}
        for row in some:
            kept = {column: value for column, value in row.items() if column in columns}
            if name in after and not any(kept == {column: one.get(column) for column in kept} for one in there):
                found.append(f"{name}: {row}")
    return found


def test_a_lost_row_and_a_changed_value_would_be_noticed() -> None:
    before = {"a": [{"id": 1, "x": 1}, {"id": 2, "x": 2}]}
    assert lost(before, before) == []
    assert lost(before, {"a": [{"id": 1, "x": 1, "new": 0}, {"id": 2, "x": 2}], "b": []}) == []
    assert len(lost(before, {"a": [{"id": 1, "x": 1}]})) == 1
    assert len(lost(before, {"a": [{"id": 1, "x": 1}, {"id": 2, "x": 3}]})) == 1


def test_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    with database.engine.begin() as owner:
        owner.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for do in (migrate, check_newest):
        with pytest.raises(DatabaseNewer, match="9999"):
            do(database)
    assert revision(database) == "9999"


@pytest.mark.parametrize(
    "url", ["sqlite:////no/such/folder/rashin.db", "postgresql+psycopg://rashin:geheim@127.0.0.1:1/rashin"]
)
def test_a_database_that_is_away_is_told_without_its_password(url: str) -> None:
    database = Database(url)
    for do in (migrate, revision, check_newest):
        with pytest.raises(DatabaseUnreachable) as told:
            do(database)
        assert "geheim" not in str(told.value)


@pytest.mark.parametrize("kind", ["sqlite_url", "postgresql_url"])
def test_programs_that_migrate_at_once_do_it_one_after_another(request: pytest.FixtureRequest, kind: str) -> None:
    url = request.getfixturevalue(kind)
    code = "import sys; from rashin.workspace.database import Database, migrate; migrate(Database(sys.argv[1]))"

    def start(_: int) -> tuple[int, str]:
        done = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(start, range(3))) == [(0, "")] * 3
    database = Database(url)
    assert revision(database) == newest()
    database.close()


def test_a_migration_that_cannot_get_a_lock_gives_up_and_changes_nothing(
    fresh_postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "_LONGEST_WAIT", "200ms")
    with fresh_postgresql.engine.begin() as holding:
        holding.execute(text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"))
    with fresh_postgresql.engine.begin() as holding:
        holding.execute(text("LOCK TABLE alembic_version"))
        with pytest.raises(DatabaseInUse):
            migrate(fresh_postgresql)
    assert revision(fresh_postgresql) is None
    migrate(fresh_postgresql)
    assert revision(fresh_postgresql) == newest()
