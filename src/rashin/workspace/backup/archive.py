"""The file of a backup: a ZIP with tables as JSON lines, files, the log's key, and last a manifest with digests."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from errno import EDQUOT, ENOSPC
from pathlib import Path
from tempfile import mkstemp
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from rashin.errors import BackupExists, BackupUnreadable, CannotWrite, FileLocked, FileMissing, RashinError, StorageFull
from rashin.language import Text

FORMAT = "rashin-backup/1"
KEY = "log.key"
BOOKS = "programmes"
"""The folder of the archive for the programmes' books and what was published from them."""

_MANIFEST = "manifest.json"
_PIECE = 1 << 20
_FASTEST = 1

_FORM = Text("形が違います", "it has another form")
_CUT = Text("途中で切れているか、壊れています", "it was cut short or damaged")
_MISSING = Text("「{name}」がありません", "“{name}” is missing")
_CHANGED = Text("「{name}」が書かれたときと違います", "“{name}” is not what was written")


@dataclass(frozen=True, slots=True)
class Part:
    """One table, file or key, as it was written."""

    size: int
    """Bytes; of a file as it was stored, of a table as JSON lines."""
    sha256: str
    rows: int | None = None


@dataclass
class Manifest:
    """What a backup holds, and where it comes from."""

    version: str
    """Of the Rashin that wrote it."""
    revision: str
    """Of the tables."""
    made_at: str
    checkpoint: str | None
    """The log's, at that moment; None before the first entry."""
    whole: bool = True
    """Whether files and the key are in it, or the tables alone."""
    format: str = FORMAT
    parts: dict[str, Part] = field(default_factory=dict)

    def of(self, folder: str) -> dict[str, Part]:
        """The parts in a folder of the archive, by their names in it."""
        begin = f"{folder}/"
        return {name.removeprefix(begin): part for name, part in self.parts.items() if name.startswith(begin)}


class Writer:
    """Writes the parts of an archive."""

    def __init__(self, archive: ZipFile) -> None:
        """Into this ZIP."""
        self._archive = archive
        self.parts: dict[str, Part] = {}

    def rows(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """A table."""
        count = 0

        def lines() -> Iterator[bytes]:
            nonlocal count
            for row in rows:
                count += 1
                yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

        part = self._add(f"tables/{table}", lines())
        self.parts[f"tables/{table}"] = Part(part.size, part.sha256, count)

    def file(self, key: str, chunks: Iterable[bytes]) -> None:
        """A file."""
        self.parts[f"files/{key}"] = self._add(f"files/{key}", chunks)

    def book(self, name: str, chunks: Iterable[bytes]) -> None:
        """A file of a programme's book, or of what was published from it."""
        self.parts[f"{BOOKS}/{name}"] = self._add(f"{BOOKS}/{name}", chunks)

    def key(self, content: bytes) -> None:
        """The log's private key."""
        self.parts[KEY] = self._add(KEY, [content])

    def manifest(self, manifest: Manifest) -> None:
        """What was written; comes last."""
        manifest.parts = self.parts
        self._archive.writestr(_MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))

    def _add(self, name: str, chunks: Iterable[bytes]) -> Part:
        digest, size = hashlib.sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        return Part(size, digest.hexdigest())


class Reader:
    """Reads the parts of an archive, and sees that each is as it was written."""

    def __init__(self, path: Path, archive: ZipFile) -> None:
        """From this ZIP.

        Raises:
            BackupUnreadable: it is no backup.
        """
        self._path = path
        self._archive = archive
        self.manifest = self._manifest()

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table; raises BackupUnreadable, at the latest at the end."""
        name = f"tables/{table}"
        for line in _lines(self._pieces(name)):
            try:
                yield json.loads(line)
            except ValueError:
                raise self._wrong(_CHANGED.filled(name=name)) from None

    def file(self, key: str) -> Iterator[bytes]:
        """A file in pieces; raises BackupUnreadable, at the latest at the end."""
        return self._pieces(f"files/{key}")

    def book(self, name: str) -> Iterator[bytes]:
        """A file of a programme's book in pieces; raises BackupUnreadable, at the latest at the end."""
        return self._pieces(f"{BOOKS}/{name}")

    def key(self) -> bytes:
        """The log's private key.

        Raises:
            BackupUnreadable: it is not as it was written.
        """
        return b"".join(self._pieces(KEY))

    def _pieces(self, name: str) -> Iterator[bytes]:
        part, digest = self.manifest.parts.get(name), hashlib.sha256()
        if part is None or name not in self._archive.NameToInfo:
            raise self._wrong(_MISSING.filled(name=name))
        with self._damage_told(), self._archive.open(name) as member:
            while piece := member.read(_PIECE):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != part.sha256:
            raise self._wrong(_CHANGED.filled(name=name))

    def _manifest(self) -> Manifest:
        with self._damage_told():
            try:
                return _parsed(json.loads(self._archive.read(_MANIFEST)))
            except (KeyError, TypeError, ValueError):
                raise self._wrong(_FORM) from None

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            yield
        except RashinError:
            raise
        except Exception as trouble:
            # A damaged ZIP raises whatever the damage looks like: another method, encryption, a number too large.
            raise self._wrong(_CUT) from trouble

    def _wrong(self, where: Text) -> BackupUnreadable:
        return BackupUnreadable(path=self._path, where=where)


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write an archive; the file appears whole or not at all, and its owner alone may read it.

    Raises:
        BackupExists: there is a file of that name.
        CannotWrite: the folder is missing or read-only.
        StorageFull: there is no room.
    """
    if path.exists():
        raise BackupExists(path=path)
    try:
        handle, partial = mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    except OSError:
        raise CannotWrite(path=path) from None
    try:
        with os.fdopen(handle, "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_FASTEST) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(partial)
    except FileExistsError:
        raise BackupExists(path=path) from None
    except OSError as trouble:
        raise StorageFull() if trouble.errno in (ENOSPC, EDQUOT) else CannotWrite(path=path) from None
    finally:
        Path(partial).unlink(missing_ok=True)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Read an archive.

    Raises:
        FileMissing, FileLocked: it is not there, or cannot be opened.
        BackupUnreadable: it is no backup.
    """
    try:
        archive = ZipFile(path)
    except FileNotFoundError:
        raise FileMissing(path=path) from None
    except PermissionError:
        raise FileLocked(path=path) from None
    except Exception as trouble:
        raise BackupUnreadable(path=path, where=_CUT) from trouble
    with archive:
        yield Reader(path, archive)


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _parsed(told: dict[str, Any]) -> Manifest:
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    parts = {name: Part(**part) for name, part in told.pop("parts").items()}
    return Manifest(**told, parts=parts)
