"""Entries that are ready for the book, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rashin.ledger.book.currency import YEN
from rashin.ledger.book.engine import connect, quoted
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.book.schema import columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Value = str | int | float | bool | None
Entry = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Source:
    """What entries were read from."""

    name: str
    sha256: str | None = None
    """Of its bytes: the same source is entered once. None for what people enter by hand, which may be entered again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Entries that are ready for the book.

    The connection holds a table or view for each of `kinds`, named after it, with an `id` and any of the kind's columns,
    `source_row` and `withdrawn`; what it lacks is empty. Where a column `assumed` is true, the entry counts only if nothing
    stands under its id: it was made up from what others say, such as an organisation from the name of a payee.
    """

    connection: DuckDBPyConnection
    format: str
    source: Source
    kinds: tuple[str, ...]
    currency: str = YEN


def draft_of(entries: Mapping[str, Sequence[Entry]], format_code: str = "form", source: str = "") -> Draft:
    """A draft of a few entries of each kind, as a form or a program gives them.

    Args:
        entries: for each kind its entries: names of columns and their values; dates as ISO 8601 texts.
        format_code: how they came.
        source: what they came from, in words.
    """
    connection = connect()
    entered = {kind: rows for kind, rows in entries.items() if rows}
    for kind, rows in entered.items():
        described = dict(columns(KINDS[kind]))
        names = [name for name in described if any(name in row for row in rows)]
        made = ", ".join(f"{quoted(name)} {described[name]}" for name in names)
        connection.execute(f"CREATE TABLE {quoted(kind)} ({made})")
        marks = ", ".join("?" * len(names))
        into = f"INSERT INTO {quoted(kind)} VALUES ({marks})"
        connection.executemany(into, [[row.get(name) for name in names] for row in rows])
    return Draft(connection, format_code, Source(source), tuple(entered))
