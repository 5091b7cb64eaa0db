"""Bringing an installation back from a backup: all of it or nothing, and only where there is nothing yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, text

from rashin.errors import BackupNewer, BackupUnreadable, InstallationNotEmpty
from rashin.language import Text
from rashin.workspace.backup import rows
from rashin.workspace.backup.archive import BOOKS, Manifest, Reader, reading
from rashin.workspace.backup.books import inside, put_books
from rashin.workspace.database import Database, migrate, revision
from rashin.workspace.database.migrating import is_known
from rashin.workspace.files import Files
from rashin.workspace.jobs.hold import UNFINISHED

_TELLING = ("people", "organisations", "log_entries")
"""Tables in which there is something as soon as anything was done."""

_RECORDS = Text("表「{name}」", "the table “{name}”")
_FILES = Text("ファイル「{name}」", "the file “{name}”")
_TABLES = Text("表がそろっていません", "its tables are not complete")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored."""

    made_at: str
    version: str
    """Of the Rashin that wrote the backup."""
    rows: int
    files: int
    whole: bool
    """Whether files and the key were in it, or the tables alone."""
    waiting: int
    """Jobs that were not finished and will be begun again."""


def restore(database: Database, files: Files, key: Path, books: Path, path: Path) -> Restored:
    """Bring back everything that a backup holds. Where it fails, nothing has changed.

    Args:
        database: without records; tables that are there are made anew.
        files: without any, but for what an earlier attempt put there.
        key: where the log's private key is put.
        books: the folder in which the programmes' books are put; without any.
        path: the backup.

    Raises:
        FileMissing, FileLocked: the backup is not there, or cannot be opened.
        BackupUnreadable: it is no backup, or was damaged.
        BackupNewer: a newer Rashin wrote it.
        InstallationNotEmpty: there are records or files already.
        StorageFull, StorageAway: files could not be kept.
    """
    with reading(path) as reader:
        manifest = reader.manifest
        if not is_known(manifest.revision):
            raise BackupNewer(path=path, version=manifest.version)
        _check_empty(database, files, books, manifest)
        with _put_files(files, reader), put_books(books, reader), _put_key(key, reader):
            _put_rows(database, reader, path)
    migrate(database)
    return _restored(database, manifest)


def _check_empty(database: Database, files: Files, books: Path, manifest: Manifest) -> None:
    if manifest.whole and (found := next(inside(books), None)) is not None:
        raise InstallationNotEmpty(found=_FILES.filled(name=f"{BOOKS}/{found}"))
    if revision(database) is not None:
        with database.snapshot() as session:
            for name in _TELLING:
                if session.scalar(text(f"SELECT 1 FROM {name} LIMIT 1")):  # noqa: S608 (names of our own)
                    raise InstallationNotEmpty(found=_RECORDS.filled(name=name))
    ours = manifest.of("files")
    for key in list(files.keys()) if manifest.whole else ():
        if key not in ours or ours[key].sha256 != _digest(files, key):
            raise InstallationNotEmpty(found=_FILES.filled(name=key))


def _digest(files: Files, key: str) -> str:
    digest = hashlib.sha256()
    for piece in files.read(key):
        digest.update(piece)
    return digest.hexdigest()


@contextmanager
def _put_files(files: Files, reader: Reader) -> Iterator[None]:
    """Every file, until the block fails."""
    before = set(files.keys()) if reader.manifest.whole else set()
    put: list[str] = []
    try:
        for key in reader.manifest.of("files"):
            put.append(key)
            files.put(key, reader.file(key))
        yield
    except BaseException:
        for key in put:
            if key not in before:
                files.delete(key)
        raise


@contextmanager
def _put_key(key: Path, reader: Reader) -> Iterator[None]:
    """The key, until the block fails. One that is there has signed nothing yet."""
    if not reader.manifest.whole:
        yield
        return
    before = key.read_bytes() if key.exists() else None
    _write_key(key, reader.key())
    try:
        yield
    except BaseException:
        key.unlink()
        if before is not None:
            _write_key(key, before)
        raise


def _write_key(key: Path, content: bytes) -> None:
    key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = key.with_name(f".{key.name}.restored")
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.replace(key)


def _put_rows(database: Database, reader: Reader, path: Path) -> None:
    _drop_tables(database)
    try:
        migrate(database, reader.manifest.revision)
        with database.system() as session:
            for table in _tables(session.connection(), reader, path):
                rows.load(session.connection(), table, reader.rows(table.name))
    except BaseException:
        _drop_tables(database)
        raise


def _tables(connection: Connection, reader: Reader, path: Path) -> list[Table]:
    found = rows.tables(connection)
    if {table.name for table in found} != set(reader.manifest.of("tables")):
        raise BackupUnreadable(path=path, where=_TABLES)
    return found


def _drop_tables(database: Database) -> None:
    with database.engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)


def _restored(database: Database, manifest: Manifest) -> Restored:
    unfinished = text(f"SELECT count(*) FROM jobs WHERE state IN {UNFINISHED}")  # noqa: S608 (words of our own)
    with database.snapshot() as session:
        waiting = session.scalar(unfinished)
    held = len(manifest.of("files")) + len(manifest.of(BOOKS))
    counts = [part.rows for part in manifest.of("tables").values() if part.rows is not None]
    return Restored(manifest.made_at, manifest.version, sum(counts), held, manifest.whole, waiting)
