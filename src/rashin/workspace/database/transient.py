"""Which database trouble passes by itself, so that trying again helps."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

_SQLITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

_POSTGRESQL = ("08", "40", "53300", "55P03", "57P")
"""Beginnings of SQLSTATE: connection lost, deadlock or serialisation, too many connections, lock taken, restarting.

Source: PostgreSQL documentation, appendix A.
"""


def is_transient(trouble: BaseException) -> bool:
    """Whether an error is of the database's present condition, not of what was asked of it."""
    if not isinstance(trouble, DBAPIError):
        return isinstance(trouble, PoolExhausted)
    if trouble.connection_invalidated:
        return True
    if isinstance(trouble.orig, sqlite3.Error):
        return getattr(trouble.orig, "sqlite_errorcode", None) in _SQLITE
    return _is_transient_in_postgresql(trouble.orig)


def _is_transient_in_postgresql(trouble: BaseException | None) -> bool:
    from psycopg import OperationalError

    state: str | None = getattr(trouble, "sqlstate", None)
    if state is None:
        return isinstance(trouble, OperationalError)  # the server could not be reached at all
    return state.startswith(_POSTGRESQL)
