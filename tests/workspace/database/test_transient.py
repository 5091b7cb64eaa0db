"""Trouble that passes is told from trouble that stays, by real errors of both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from rashin.workspace.database import Database
from rashin.workspace.database.transient import is_transient


def test_a_wrong_statement_stays_wrong(database: Database) -> None:
    for statement in ("SELECT * FROM nothing", "SELEKT 1", "INSERT INTO setup (name) VALUES (NULL)"):
        with pytest.raises(DBAPIError) as trouble, database.system() as session:
            session.execute(text(statement))
        assert not is_transient(trouble.value)
    assert not is_transient(ValueError())


def test_a_lock_of_somebody_else_passes(sqlite: Database) -> None:
    impatient = create_engine(sqlite.url, connect_args={"timeout": 0})
    with sqlite.system(), impatient.connect() as other, pytest.raises(DBAPIError) as trouble:
        other.exec_driver_sql("BEGIN IMMEDIATE")
    impatient.dispose()
    assert is_transient(trouble.value)


def test_a_server_that_cannot_be_reached_passes() -> None:
    engine = create_engine("postgresql+psycopg://nobody@/nothing?host=/nowhere")
    with pytest.raises(DBAPIError) as trouble:
        engine.connect()
    assert is_transient(trouble.value)


def test_a_connection_that_the_server_ends_passes(on_postgresql: Database) -> None:
    with on_postgresql.engine.connect() as ended, on_postgresql.engine.connect() as other:
        backend = ended.scalar(text("SELECT pg_backend_pid()"))
        other.execute(text("SELECT pg_terminate_backend(:backend)"), {"backend": backend})
        with pytest.raises(DBAPIError) as trouble:
            ended.execute(text("SELECT 1"))
    assert is_transient(trouble.value)


def test_a_lock_time_out_of_the_server_passes(on_postgresql: Database) -> None:
    with on_postgresql.engine.connect() as holder, on_postgresql.engine.connect() as other:
        holder.execute(text("LOCK TABLE setup"))
        other.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(DBAPIError) as trouble:
            other.execute(text("LOCK TABLE setup"))
    assert is_transient(trouble.value)
