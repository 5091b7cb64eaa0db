"""Bringing a database to the present shape of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DBAPIError

from rashin.errors import DatabaseBehind, DatabaseInUse, DatabaseNewer, DatabaseUnreachable
from rashin.version import __version__
from rashin.workspace.database.connection import Database
from rashin.workspace.database.full import told_when_full

_HERE = Path(__file__).parent / "migrations"
_NONE_YET = "–"
_OUR_TURN = 0x7261_7368_696E
"""Of PostgreSQL's advisory locks, the one that programs which migrate wait for."""
_LOCK_NOT_AVAILABLE, _NOT_ALLOWED = "55P03", "42501"
_LONGEST_WAIT = "10s"


def migrate(database: Database, to: str = "head") -> None:
    """Bring the tables up to a revision, all of it or nothing. Programs that do it at once do it one after another.

    Raises:
        DatabaseUnreachable: the database does not answer.
        DatabaseNewer: it was brought further by a newer Rashin.
        DatabaseInUse: another program keeps using a table that must be changed.
    """
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    with _in_our_words(database), told_when_full(), database.engine.begin() as connection:
        if database.is_postgresql:
            _wait_for_our_turn(connection)
        _check_known(MigrationContext.configure(connection).get_current_revision())
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def revision(database: Database) -> str | None:
    """The revision that the tables have; None where there are none yet.

    Raises:
        DatabaseUnreachable: the database does not answer.
    """
    with _in_our_words(database), database.engine.connect() as connection:
        return MigrationContext.configure(connection.execution_options(reading=True)).get_current_revision()


def newest() -> str:
    """The revision that this Rashin works with."""
    return str(_scripts().get_current_head())


def check_newest(database: Database) -> None:
    """See that the database has the tables that this Rashin works with.

    Raises:
        DatabaseUnreachable: the database does not answer.
        DatabaseBehind: it must be migrated first.
        DatabaseNewer: it was brought further by a newer Rashin.
    """
    found = revision(database)
    _check_known(found)
    if found != newest():
        raise DatabaseBehind(found=found or _NONE_YET, wanted=newest())


def _wait_for_our_turn(connection: Connection) -> None:
    """On PostgreSQL only: a transaction of SQLite waits for any other that writes anyway."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_OUR_TURN})")
    # A migration that cannot get a table's lock soon would hold up everybody who queues behind it.
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LONGEST_WAIT}'")


def is_known(name: str) -> bool:
    """Whether this Rashin knows a revision."""
    return name in {script.revision for script in _scripts().walk_revisions()}


def _check_known(found: str | None) -> None:
    if found is not None and not is_known(found):
        raise DatabaseNewer(found=found, version=__version__)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_HERE))


@contextmanager
def _in_our_words(database: Database) -> Iterator[None]:
    try:
        yield
    except DBAPIError as trouble:
        state = getattr(trouble.orig, "sqlstate", None)
        if state == _LOCK_NOT_AVAILABLE:
            raise DatabaseInUse from trouble
        if trouble.connection_invalidated or trouble.statement is None or state == _NOT_ALLOWED:
            raise _unreachable(database, trouble) from trouble
        raise


def _unreachable(database: Database, trouble: DBAPIError) -> DatabaseUnreachable:
    return DatabaseUnreachable(
        where=make_url(database.url).render_as_string(), why=str(trouble.orig).partition("\n")[0]
    )
