"""Evidence: a file that somebody keeps beside the book, known by its sha256, and the entry that says what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import BinaryIO

from rashin.errors import NotFound, UploadTooLarge
from rashin.settings import settings
from rashin.workspace.database import Database
from rashin.workspace.files import Files
from rashin.workspace.storage import MEGABYTE, put_within_quota

_PIECE = 1 << 20
_LONGEST_NAME = 200
_SCHEME = "sha256:"


def keep_evidence(database: Database, files: Files, organisation_id: str, chunks: Iterable[bytes]) -> str:
    """Keep a file under its digest; the same file is kept once. The digest, as entries say it (`sha256:…`).

    Raises:
        UploadTooLarge: it is larger than this installation takes.
        StorageQuotaReached, StorageFull: there is no room.
    """
    most = settings().upload_mb * MEGABYTE
    with TemporaryFile() as held:
        digest = _held(held, chunks, most)
        held.seek(0)
        pieces = iter(lambda: held.read(_PIECE), b"")
        put_within_quota(database, files, organisation_id, evidence_key(organisation_id, digest), pieces, at_most=most)
    return f"{_SCHEME}{digest}"


def evidence_file(files: Files, organisation_id: str, digest: str | None) -> Iterator[bytes]:
    """The file with this digest, in pieces.

    Raises:
        NotFound: the organisation keeps no such file.
    """
    bare = (digest or "").removeprefix(_SCHEME)
    if len(bare) != sha256().digest_size * 2 or not set(bare) <= set("0123456789abcdef"):
        raise NotFound(what=digest or "")
    pieces = files.read(evidence_key(organisation_id, bare))
    first = next(pieces, b"")
    return _again(first, pieces)


def is_kept(files: Files, organisation_id: str, digest: str | None) -> bool:
    """Whether the organisation keeps the file with this digest."""
    try:
        evidence_file(files, organisation_id, digest)
    except NotFound:
        return False
    return True


def plain_name(name: str) -> str:
    """What a file is called, without the folder that it came from."""
    return PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:]


def _held(held: BinaryIO, chunks: Iterable[bytes], most: int) -> str:
    digest, size = sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise UploadTooLarge(most=f"{most // MEGABYTE:,} MB")
        digest.update(chunk)
        held.write(chunk)
    return digest.hexdigest()


def evidence_key(organisation_id: str, digest: str) -> str:
    """Where the file with this digest (64 hexadecimal digits) is kept."""
    return f"{organisation_id}/evidence/{digest}"


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
