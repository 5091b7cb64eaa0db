"""The rows of a database as JSON, whatever revision it is at, and whether it is SQLite or PostgreSQL.

A row is an object with a member for each column that is not NULL. Bytes are base64, and JSON stands as it is.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, LargeBinary, MetaData, Table, Text, cast, event, select

_AT_ONCE = 500
_REVISION = "alembic_version"

Json = dict[str, Any]


def tables(connection: Connection) -> list[Table]:
    """The tables that are there, each after those that it refers to."""
    found = MetaData()
    event.listen(found, "column_reflect", _tell_null_apart)
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _REVISION]


def read(connection: Connection, table: Table) -> Iterator[Json]:
    """The rows of a table, in the order of its key."""
    chosen = select(*map(_as_read, table.columns)).order_by(*table.primary_key.columns)
    written: list[tuple[str, Callable[[Any], Any]]] = [(column.name, _written(column)) for column in table.columns]
    for row in connection.execute(chosen.execution_options(yield_per=_AT_ONCE)):
        yield {name: write(value) for (name, write), value in zip(written, row, strict=True) if value is not None}


def load(connection: Connection, table: Table, rows: Iterable[Json]) -> int:
    """Put rows into a table; how many there were."""
    loaders = {column.name: _loaded(column) for column in table.columns}
    count, rest = 0, iter(rows)
    while some := list(islice(rest, _AT_ONCE)):
        connection.execute(table.insert(), [_filled(row, loaders) for row in some])
        count += len(some)
    return count


def _tell_null_apart(_inspector: Any, _table: Any, column: Any) -> None:
    """JSON has a null of its own, which is not that of SQL."""
    if isinstance(column["type"], JSON):
        column["type"] = JSON(none_as_null=True)


def _as_read(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _written(column: ColumnElement[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, LargeBinary):
        return lambda value: b64encode(value).decode()
    return json.loads if isinstance(column.type, JSON) else _same


def _loaded(column: ColumnElement[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, LargeBinary):
        return b64decode
    return _with_null if isinstance(column.type, JSON) else _same


def _same(value: Any) -> Any:
    return value


def _with_null(value: Any) -> Any:
    return JSON.NULL if value is None else value


def _filled(row: Json, loaders: dict[str, Callable[[Any], Any]]) -> Json:
    """Every column of a row, since rows that are loaded together must name the same ones.

    Raises:
        KeyError: the row has a member that is no column.
    """
    return dict.fromkeys(loaders) | {name: loaders[name](value) for name, value in row.items()}
