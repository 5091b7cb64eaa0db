"""When the database has no room left, whoever wrote is told so in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from rashin.errors import StorageFull

_SQLITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
_POSTGRESQL = "53100"
"""disk_full. Source: PostgreSQL documentation, appendix A."""


@contextmanager
def told_when_full() -> Iterator[None]:
    """See to it that a full disk is told as one.

    Raises:
        StorageFull: the database could not write because there is no room. What was begun is undone.
    """
    try:
        yield
    except DBAPIError as trouble:
        if _is_full(trouble.orig):
            raise StorageFull from trouble
        raise


def _is_full(trouble: BaseException | None) -> bool:
    if isinstance(trouble, sqlite3.Error):
        return getattr(trouble, "sqlite_errorcode", None) in _SQLITE
    return getattr(trouble, "sqlstate", None) == _POSTGRESQL
