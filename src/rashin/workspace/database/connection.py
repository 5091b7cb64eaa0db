"""Connections that see what they may: the whole installation, or one organisation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker, with_loader_criteria

from rashin.workspace.database.full import told_when_full
from rashin.workspace.database.tables import Owned

TENANT_ROLE, SYSTEM_ROLE = "rashin_tenant", "rashin_system"
_ORGANISATION = "rashin.organisation"

_SQLITE = (
    "PRAGMA journal_mode = WAL",
    # WAL with NORMAL may lose the last commits on power loss; a decision is answered only once it is kept.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 30000",
)


class ForeignOrganisation(AssertionError):
    """A program error: something of another organisation was about to be written."""


class Database:
    """The workspace's database: SQLite in a file, or PostgreSQL."""

    def __init__(self, url: str) -> None:
        """Prepare connections to a SQLAlchemy URL; nothing is opened yet."""
        self.url = url
        self.engine = _engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_postgresql(self) -> bool:
        """Whether this is PostgreSQL, with many processes on many machines, rather than SQLite."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def system(self, *, reading: bool = False) -> Iterator[Session]:
        """One transaction for the installation's own work; sees every organisation.

        `reading`: nothing will be written, so on SQLite nobody who writes has to wait.
        """
        with self._begin(reading=reading) as session:
            if self.is_postgresql:
                session.execute(text(f"SET LOCAL ROLE {SYSTEM_ROLE}"))
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """One transaction that reads the whole installation as it is at one moment, whatever is written meanwhile."""
        isolation = {"isolation_level": "REPEATABLE READ"} if self.is_postgresql else {}
        with self._begin(reading=True, **isolation) as session:
            if self.is_postgresql:
                session.execute(text(f"SET LOCAL ROLE {SYSTEM_ROLE}"))
            yield session

    @contextmanager
    def tenant(self, organisation_id: str, *, reading: bool = False) -> Iterator[Session]:
        """One transaction that sees, and writes, only what belongs to one organisation.

        On PostgreSQL the server itself refuses the rest (row-level security); everywhere every ORM statement carries
        the condition as well.

        Raises:
            ForeignOrganisation: something of another organisation would be written.
        """
        with self._begin(reading=reading) as session:
            session.info["organisation"] = organisation_id
            if self.is_postgresql:
                session.execute(text(f"SET LOCAL ROLE {TENANT_ROLE}"))
                session.execute(text(f"SELECT set_config('{_ORGANISATION}', :id, true)"), {"id": organisation_id})
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _begin(self, **options: Any) -> Iterator[Session]:
        with told_when_full(), self._sessions.begin() as session:
            session.connection(execution_options=options)
            yield session


@contextmanager
def as_system(session: Session) -> Iterator[None]:
    """Within a tenant's transaction, reach what belongs to the installation, such as the log."""
    tenant = session.info.get("organisation") is not None and session.get_bind().dialect.name == "postgresql"
    if tenant:
        session.flush()
        session.execute(text(f"SET LOCAL ROLE {SYSTEM_ROLE}"))
    yield
    if tenant:
        session.flush()
        session.execute(text(f"SET LOCAL ROLE {TENANT_ROLE}"))


def _engine(url: str) -> Engine:
    # What was asked of the database holds personal data; messages about it go to logs.
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=10, hide_parameters=True)
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_at_once)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Python's driver would begin by itself, and only at the first write; we say when.
    connection.isolation_level = None
    for pragma in _SQLITE:
        connection.execute(pragma)


def _begin_at_once(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@event.listens_for(Session, "do_orm_execute")
def _only_own_rows(state: ORMExecuteState) -> None:
    organisation = state.session.info.get("organisation")
    if organisation is None or state.is_column_load:
        return
    state.statement = state.statement.options(
        with_loader_criteria(Owned, lambda table: table.organisation_id == organisation, include_aliases=True)
    )


@event.listens_for(Session, "before_flush")
def _write_only_own_rows(session: Session, _context: Any, _instances: Any) -> None:
    organisation = session.info.get("organisation")
    if organisation is None:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Owned) and row.organisation_id != organisation:
            raise ForeignOrganisation(type(row).__name__)
