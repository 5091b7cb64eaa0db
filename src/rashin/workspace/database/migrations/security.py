"""Row-level security on PostgreSQL: the server itself keeps organisations apart. On SQLite there is none."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from rashin.workspace.database.connection import SYSTEM_ROLE, TENANT_ROLE

_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} NOLOGIN; END IF;
  EXECUTE 'GRANT {role} TO ' || quote_ident(current_user);
END $$
"""
_MINE = "organisation_id = current_setting('rashin.organisation', true)"


def secure(connection: Connection, *, owned: Iterable[str], shared: Iterable[str]) -> None:
    """Let tenants see their own rows of the owned tables and nothing of the shared ones; the system role sees all.

    FORCE makes this hold for the tables' owner too, and the application never works as the owner.
    """
    if connection.dialect.name != "postgresql":
        return
    for role in (TENANT_ROLE, SYSTEM_ROLE):
        connection.exec_driver_sql(_ROLE.format(role=role))
    for table in owned:
        _force(connection, table)
        connection.exec_driver_sql(
            f"CREATE POLICY tenant ON {table} TO {TENANT_ROLE} USING ({_MINE}) WITH CHECK ({_MINE})"
        )
        connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {TENANT_ROLE}")
    for table in shared:
        _force(connection, table)


def _force(connection: Connection, table: str) -> None:
    connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    connection.exec_driver_sql(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    connection.exec_driver_sql(f"CREATE POLICY system ON {table} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)")
    connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SYSTEM_ROLE}")
