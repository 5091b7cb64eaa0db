"""What every place for files does, and how what arrives is counted on its way there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from rashin.errors import UploadTooLarge

ARRIVING = ".arriving"
"""Where files lie until they are whole; no key begins so."""
ABANDONED = timedelta(days=1)
"""After so long without a byte more, a file that is not whole will never be."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored."""

    key: str
    size: int
    sha256: str


class Files(Protocol):
    """Where files are kept: a local folder, or S3-compatible storage."""

    def put(self, key: str, chunks: Iterable[bytes], *, at_most: int | None = None) -> Stored:
        """Store a file; it appears whole or not at all. A key that exists keeps what it holds.

        Raises:
            StorageFull: there is no room.
            StorageAway: the storage cannot be reached.
            UploadTooLarge: it has more than `at_most` bytes.
        """

    def local(self, key: str) -> AbstractContextManager[Path]:
        """The file as a path on this machine, while the block runs. Its name is the last part of the key.

        Raises:
            NotFound: there is no such file.
            StorageAway: the storage cannot be reached.
        """

    def read(self, key: str) -> Iterator[bytes]:
        """The file in pieces.

        Raises:
            NotFound: there is no such file.
            StorageAway: the storage cannot be reached.
        """

    def delete(self, key: str) -> None:
        """Remove a file; nothing happens where there is none.

        Raises:
            StorageAway: the storage cannot be reached.
        """

    def keys(self) -> Iterator[str]:
        """Every key, in order.

        Raises:
            StorageAway: the storage cannot be reached.
        """

    def bytes_below(self, folder: str) -> int:
        """How many bytes the files have whose keys begin with this folder's name and a stroke.

        Raises:
            StorageAway: the storage cannot be reached.
        """

    def forget_abandoned(self) -> None:
        """Remove what uploads left that were cut off more than a day ago."""


class Counted:
    """Chunks on their way, counted and hashed."""

    def __init__(self, chunks: Iterable[bytes], at_most: int | None) -> None:
        """Of these chunks, at most so many bytes."""
        self._chunks = chunks
        self._at_most = at_most
        self._digest = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        """The chunks.

        Raises:
            UploadTooLarge: they are more than was allowed.
        """
        for chunk in self._chunks:
            self.size += len(chunk)
            if self._at_most is not None and self.size > self._at_most:
                raise UploadTooLarge(most=f"{self._at_most // 1_000_000:,} MB")
            self._digest.update(chunk)
            yield chunk

    def stored(self, key: str) -> Stored:
        """What went through, once it has."""
        return Stored(key, self.size, self._digest.hexdigest())
