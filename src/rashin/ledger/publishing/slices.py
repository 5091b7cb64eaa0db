"""A slice of a book: the entries of one scope, kept beside the book, so that a small correction need not read the whole again.

A slice is only a shortcut: it may be deleted at any time. It holds names as they were written, so it stays with the book.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from rashin.ledger.book.batches import Batch, digest_of
from rashin.ledger.book.book import Book
from rashin.ledger.book.engine import file_literal, literal, quoted
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.publishing.narrowing import NARROW, NEAR, named, standing
from rashin.ledger.publishing.since import since

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SCOPE = ("scope_programme", "scope_award")
_NAMED = ("organisation", "evidence")
"""What may be named anew although it came long before; these are read from the book itself."""
_ABOUT = "slice.json"
# Of nothing, NOT IN is true even of NULL.
_OUTSIDE = """SELECT count(*) FROM since
WHERE programme IS NOT NULL AND programme NOT IN (SELECT programme FROM {scope_programme})
OR award IS NOT NULL AND award NOT IN (SELECT award FROM {scope_award})"""


@dataclass(frozen=True, slots=True)
class Slice:
    """Where the slice of one rule is kept."""

    book: Book
    rule: str
    """Digest of the scope's rule."""

    @property
    def folder(self) -> Path:
        """Beside the batches."""
        return self.book.folder / "slices" / self.rule[:16]

    def open(self, connection: DuckDBPyConnection) -> bool:
        """Put the entries that can be in the scope now into the schema `near`, if the slice knows all of them.

        It does unless something came since that touches what was not in the scope before.

        Args:
            connection: from `Book.open`, lazily.

        Returns:
            Whether it did. If not, nothing was changed but temporary tables.
        """
        last = self._last()
        if last is None:
            return False
        files = {name: f"read_parquet({file_literal(self._file(name))})" for name in _SCOPE}
        connection.execute(f"CREATE OR REPLACE TEMP TABLE since AS {since(last)}")
        if connection.execute(_OUTSIDE.format(**files)).fetchall()[0][0]:
            return False
        connection.execute(f"CREATE SCHEMA {NEAR}")
        for kind in KINDS:
            if kind not in _NAMED:
                self._show(connection, kind, last)
        for kind in _NAMED:
            self._show_named(connection, kind)
        connection.execute(f"SET search_path = '{NEAR},main'")
        return True

    def keep(self, connection: DuckDBPyConnection, batches: Sequence[Batch]) -> None:
        """Keep what the connection narrowed to.

        Args:
            connection: with the schema `narrow`, before names are masked, and the tables of the scope.
            batches: those that the connection was opened with.
        """
        rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name in _SCOPE:
            self._write(connection, name, name)
        for kind in KINDS:
            self._write(connection, f"{NARROW}.{quoted(f'{kind}_entries')}", kind)
        about = {"batches": len(batches), "book": digest_of(batches)}
        (self.folder / _ABOUT).write_text(json.dumps(about) + "\n", encoding="utf-8")

    def _last(self) -> int | None:
        """The last batch that the slice knows; None if there is no slice of this book."""
        try:
            about = json.loads((self.folder / _ABOUT).read_bytes())
            known = int(about["batches"])
            return known if about["book"] == digest_of(self.book.batches()[:known]) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _show(self, connection: DuckDBPyConnection, kind: str, last: int) -> None:
        entries = f"{NEAR}.{quoted(f'{kind}_entries')}"
        later = f"SELECT * FROM main.{quoted(f'{kind}_entries')} WHERE batch > '{last:06}'"
        known = f"SELECT * FROM read_parquet({file_literal(self._file(kind))})"
        connection.execute(f"CREATE TABLE {entries} AS {known} UNION ALL BY NAME {later}")
        standing(connection, entries, f"{NEAR}.{quoted(kind)}")

    def _show_named(self, connection: DuckDBPyConnection, kind: str) -> None:
        own, entries = f"{NEAR}.{quoted(kind)}", quoted(f"{kind}_entries")
        chosen = f"SELECT * FROM main.{entries} WHERE id IN ({named(NEAR, kind)})"
        connection.execute(f"CREATE TABLE {NEAR}.{entries} AS {chosen}")
        standing(connection, f"{NEAR}.{entries}", own)

    def _write(self, connection: DuckDBPyConnection, table: str, name: str) -> None:
        path = literal(str(self._file(name)))
        connection.execute(f"COPY (SELECT * FROM {table}) TO {path} (FORMAT parquet, COMPRESSION lz4)")

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"
