"""Files on S3-compatible storage, through obstore (extra `rashin[s3]`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rashin.errors import NotFound, StorageAway, StorageFull
from rashin.workspace.clock import now
from rashin.workspace.files.contract import ABANDONED, ARRIVING, Counted, Stored
from rashin.workspace.files.local import LocalFiles
from rashin.workspace.ids import new_id

if TYPE_CHECKING:
    from obstore.store import S3Store

_AT_ONCE = 8 << 20
"""Up to so many bytes are sent in one request, which the storage can be asked to refuse where the key exists."""
_PIECE = 1 << 20
_FULL = ("StorageFull", "QuotaExceeded", "507 Insufficient Storage")
"""How MinIO, Ceph and others say that there is no room; Amazon's S3 has no such answer."""


class S3Files:
    """Files in a bucket, below a prefix."""

    def __init__(self, store: S3Store) -> None:
        """Keep files in this store."""
        self._store = store

    def put(self, key: str, chunks: Iterable[bytes], *, at_most: int | None = None) -> Stored:
        """See `Files.put`."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        counted = Counted(chunks, at_most)
        rest = iter(counted)
        first = _up_to(_AT_ONCE, rest)
        with _in_our_words(), suppress(AlreadyExistsError):
            if counted.size <= _AT_ONCE:
                obstore.put(self._store, _checked(key), b"".join(first), mode="create", use_multipart=False)
            else:
                self._put_in_parts(_checked(key), chain(first, rest))
        return counted.stored(key)

    def _put_in_parts(self, key: str, chunks: Iterator[bytes]) -> None:
        """An upload in parts cannot be refused where the key exists, but a copy of it can."""
        import obstore

        partial = f"{ARRIVING}/{new_id('part')}"
        obstore.put(self._store, partial, chunks)
        try:
            obstore.copy(self._store, partial, key, overwrite=False)
        finally:
            obstore.delete(self._store, partial)

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """See `Files.local`."""
        with TemporaryDirectory(prefix="rashin-") as folder:
            copy = LocalFiles(Path(folder))
            name = key.rpartition("/")[2]
            copy.put(name, self.read(key))
            with copy.local(name) as path:
                yield path

    def read(self, key: str) -> Iterator[bytes]:
        """See `Files.read`."""
        import obstore

        with _in_our_words():
            try:
                stream = obstore.get(self._store, _checked(key)).stream(min_chunk_size=_PIECE)
            except FileNotFoundError:
                raise NotFound(what=key) from None
            for piece in stream:
                yield bytes(piece)

    def delete(self, key: str) -> None:
        """See `Files.delete`."""
        import obstore

        with _in_our_words(), suppress(FileNotFoundError):
            obstore.delete(self._store, _checked(key))

    def keys(self) -> Iterator[str]:
        """See `Files.keys`."""
        import obstore

        with _in_our_words():
            found = [one["path"] for some in obstore.list(self._store) for one in some]
        yield from sorted(key for key in found if not key.startswith(f"{ARRIVING}/"))

    def bytes_below(self, folder: str) -> int:
        """See `Files.bytes_below`."""
        import obstore

        with _in_our_words():
            return sum(one["size"] for some in obstore.list(self._store, prefix=_checked(folder)) for one in some)

    def forget_abandoned(self) -> None:
        """See `Files.forget_abandoned`."""
        import obstore

        late = now() - ABANDONED
        with _in_our_words():
            for some in obstore.list(self._store, prefix=ARRIVING):
                for one in some:
                    if one["last_modified"] < late:
                        obstore.delete(self._store, one["path"])


def _up_to(size: int, chunks: Iterator[bytes]) -> list[bytes]:
    """The chunks up to the first that brings them beyond so many bytes, with it."""
    taken: list[bytes] = []
    held = 0
    for chunk in chunks:
        taken.append(chunk)
        held += len(chunk)
        if held > size:
            break
    return taken


def _checked(key: str) -> str:
    """The key, unless it would lead out of the prefix, or to what is only arriving."""
    parts = key.split("/")
    if not all(parts) or {".", ".."} & set(parts) or parts[0] == ARRIVING:
        raise NotFound(what=key)
    return key


@contextmanager
def _in_our_words() -> Iterator[None]:
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, FileNotFoundError) as trouble:
        # What is not found, unless the caller knows better, is the bucket.
        if any(word in str(trouble) for word in _FULL):
            raise StorageFull from None
        raise StorageAway(found=type(trouble).__name__) from trouble
