"""Tables whose rows are never changed nor removed: the database itself refuses, whoever asks.

A later migration that copies such a table (Alembic's batch mode does, on SQLite) loses the triggers and must ask again.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

_SQLITE = """
CREATE TRIGGER {table}_never_{done} BEFORE {change} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never {done}'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION rashin_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are never changed nor removed'; END $$
"""
_POSTGRESQL = "CREATE TRIGGER {table}_never_{done} BEFORE {change} ON {table} {scope} EXECUTE FUNCTION rashin_refuse()"
_CHANGES = (("UPDATE", "changed"), ("DELETE", "removed"))


def append_only(connection: Connection, tables: Iterable[str]) -> None:
    """Let rows of these tables be added and read, and nothing else."""
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.exec_driver_sql(_FUNCTION)
    for table in tables:
        for change, done in _CHANGES:
            words = {"table": table, "change": change, "done": done, "scope": "FOR EACH ROW"}
            connection.exec_driver_sql((_POSTGRESQL if postgresql else _SQLITE).format(**words))
        if postgresql:
            words = {"table": table, "change": "TRUNCATE", "done": "emptied", "scope": "FOR EACH STATEMENT"}
            connection.exec_driver_sql(_POSTGRESQL.format(**words))
