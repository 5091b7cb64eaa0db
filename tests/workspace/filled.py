"""Rows for every table of a database, whatever its revision: one with every column filled, one with as few as may be."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Connection, Float, Integer, LargeBinary, Table

from rashin.workspace.backup import rows
from rashin.workspace.database import Database

Json = dict[str, Any]

HARD_JSON = {"名": ["x", None, 1.5e-7, {"深": {"い": True}}], "empty": {}, "big": 2**60, "text": "行\n終\t\"'\\"}


def fill(database: Database) -> None:
    """Put two rows into every table."""
    with database.system() as session:
        for table in rows.tables(session.connection()):
            rows.load(session.connection(), table, [row(table, 1), row(table, 2)])


def contents(database: Database) -> dict[str, list[Json]]:
    """Every row of every table, as a backup writes it."""
    with database.snapshot() as session:
        connection: Connection = session.connection()
        return {table.name: list(rows.read(connection, table)) for table in rows.tables(connection)}


def row(table: Table, number: int) -> Json:
    """The first row has everything, the second only what must be there."""
    return {
        column.name: _value(table, column, number)
        for column in table.columns
        if number == 1 or not column.nullable or column.primary_key
    }


def _value(table: Table, column: Column[Any], number: int) -> Any:
    for key in column.foreign_keys:
        return _value(key.column.table, key.column, number)
    if isinstance(column.type, JSON):
        return HARD_JSON if number == 1 else None  # JSON's own null, which is not that of SQL
    if isinstance(column.type, LargeBinary):
        return "AP/+gA==" if number == 1 else ""
    if isinstance(column.type, Boolean):
        return number == 1
    if isinstance(column.type, Float):
        return 0.1 + number
    if isinstance(column.type, Integer):
        return number + (1_795_428_000_000 if isinstance(column.type, BigInteger) and number == 1 else 0)
    written = f"{number}{'絵文字😀' if number == 1 else ''}{table.name}.{column.name}"
    return written[: getattr(column.type, "length", None)]
