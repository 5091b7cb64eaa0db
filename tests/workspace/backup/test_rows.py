"""Rows survive the way out of one database and into another, whatever is in them and whichever databases they are."""

from __future__ import annotations

import json
from itertools import count

import pytest
from sqlalchemy import text
from tests.workspace.filled import contents, fill
from tests.workspace.postgresql import PostgreSQL

from rashin.workspace.backup import rows
from rashin.workspace.database import Database

_numbers = count()


def other(request: pytest.FixtureRequest, kind: str) -> Database:
    """A second database with its tables, of another kind or of the same."""
    made = _made(request, kind)
    request.addfinalizer(made.close)
    return made


def _made(request: pytest.FixtureRequest, kind: str) -> Database:
    if kind == "sqlite":
        path = request.getfixturevalue("tmp_path") / "other.db"
        path.write_bytes(request.getfixturevalue("migrated_file").read_bytes())
        return Database(f"sqlite:///{path}")
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return Database(server.create(f"other_{next(_numbers)}", like=request.getfixturevalue("migrated_template")))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_rows_are_the_same_in_another_database(request: pytest.FixtureRequest, database: Database, kind: str) -> None:
    fill(database)
    there = other(request, kind)
    written = {name: [json.dumps(row) for row in some] for name, some in contents(database).items()}
    with there.system() as session:
        for table in rows.tables(session.connection()):
            found = map(json.loads, written[table.name])
            assert rows.load(session.connection(), table, found) == 2
    assert contents(there) == contents(database)


def test_null_and_the_null_of_json_are_told_apart(database: Database) -> None:
    fill(database)
    first, second = sorted(contents(database)["jobs"], key=lambda row: bool("result" not in row))
    assert first["result"] is not None
    assert "result" not in second
    assert second["arguments"] is None
    with database.system(reading=True) as session:
        told = "SELECT count(*) FROM jobs WHERE {}"
        assert session.scalar(text(told.format("result IS NULL"))) == 1
        assert session.scalar(text(told.format("arguments IS NULL"))) == 0


def test_tables_come_after_those_that_they_refer_to(database: Database) -> None:
    with database.system(reading=True) as session:
        order = [table.name for table in rows.tables(session.connection())]
        found = rows.tables(session.connection())
    assert "alembic_version" not in order
    for table in found:
        for key in table.foreign_keys:
            assert order.index(key.column.table.name) < order.index(table.name)
