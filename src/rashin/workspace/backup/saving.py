"""Writing a backup, while the installation goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from rashin.errors import DatabaseBehind, DatabaseInUse, FileLocked, NotFound
from rashin.version import __version__
from rashin.workspace.backup import rows
from rashin.workspace.backup.archive import BOOKS, Manifest, Writer, writing
from rashin.workspace.backup.books import inside, kept
from rashin.workspace.clock import now, stamp
from rashin.workspace.database import Database, newest, revision
from rashin.workspace.files import Files

# In plain SQL, for the tables may be of an earlier revision than this program's.
_CHECKPOINT = text("SELECT checkpoint FROM log_head")


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved."""

    path: Path
    bytes: int
    rows: int
    files: int
    """Those of the programmes' books included."""


def save(database: Database, files: Files, key: Path, books: Path, path: Path) -> Saved:
    """Write everything of an installation to one file: every row as it is at one moment, every file, book, the log's key.

    What is deleted while it is being written may be missing from it, as it is meant to be.

    Args:
        database: read through one transaction.
        files: are listed once the rows are read, so that no row is without its file.
        key: the file of the log's private key. Whoever has the backup can sign in the log's name.
        books: the folder of the programmes' books. What is added or published meanwhile may be left out, but never in part.
        path: the file to write.

    Raises:
        BackupExists: there is a file of that name.
        CannotWrite: the folder is missing or read-only.
        StorageFull: there is no room.
        DatabaseBehind: the database has no tables yet.
        DatabaseInUse: it is being migrated just now.
        DatabaseUnreachable: it does not answer.
    """
    found = revision(database)
    if found is None:
        raise DatabaseBehind(found="–", wanted=newest())
    with writing(path) as writer, _unmigrated(database, found) as session:
        manifest = _save_rows(session, found, writer)
        for name in list(files.keys()):
            _save_file(files, name, writer)
        for name in inside(books):
            if (pieces := kept(books / name)) is not None:
                writer.book(name, pieces)
        writer.key(_read(key))
        writer.manifest(manifest)
    return _saved(path, manifest)


def save_before_migrating(database: Database, folder: Path) -> Saved | None:
    """Write the rows of a database that is about to be migrated to a new file in a folder; None if it is not.

    Files and the key are not in it: migrating does not touch them.

    Raises:
        CannotWrite: the folder is missing or read-only.
        StorageFull: there is no room.
    """
    found = revision(database)
    if found is None or found == newest():
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"before-{newest()}-{now():%Y%m%dT%H%M%S}.zip"
    with writing(path) as writer, _unmigrated(database, found) as session:
        manifest = _save_rows(session, found, writer)
        manifest.whole = False
        writer.manifest(manifest)
    return _saved(path, manifest)


@contextmanager
def _unmigrated(database: Database, found: str) -> Iterator[Session]:
    """The database at one moment, at which it was at this revision."""
    with database.snapshot() as session:
        if revision(database) != found:
            raise DatabaseInUse
        yield session


def _save_rows(session: Session, found: str, writer: Writer) -> Manifest:
    connection = session.connection()
    for table in rows.tables(connection):
        writer.rows(table.name, rows.read(connection, table))
    return Manifest(__version__, found, stamp(now()), session.scalar(_CHECKPOINT))


def _save_file(files: Files, name: str, writer: Writer) -> None:
    pieces = files.read(name)
    try:
        first = next(pieces, b"")
    except NotFound:
        return
    writer.file(name, _again(first, pieces))


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _read(key: Path) -> bytes:
    try:
        return key.read_bytes()
    except OSError:
        raise FileLocked(path=key) from None


def _saved(path: Path, manifest: Manifest) -> Saved:
    counts = [part.rows for part in manifest.parts.values() if part.rows is not None]
    return Saved(path, path.stat().st_size, sum(counts), len(manifest.of("files")) + len(manifest.of(BOOKS)))
