"""Files in a folder of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path

from rashin.errors import NotFound, StorageFull
from rashin.workspace.clock import now
from rashin.workspace.files.contract import ABANDONED, ARRIVING, Counted, Stored
from rashin.workspace.ids import new_id

_PIECE = 1 << 20


class LocalFiles:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        """Keep files under this folder."""
        self._folder = folder
        self._arriving = folder / ARRIVING

    def put(self, key: str, chunks: Iterable[bytes], *, at_most: int | None = None) -> Stored:
        """See `Files.put`."""
        counted, target, partial = Counted(chunks, at_most), self._path(key), self._arriving / new_id("part")
        with _in_our_words():
            try:
                _write(partial, counted)
                target.parent.mkdir(parents=True, exist_ok=True)
                # A link that exists is refused, so two writers of one key cannot both win.
                with suppress(FileExistsError):
                    target.hardlink_to(partial)
                _sync(target.parent)
            finally:
                partial.unlink(missing_ok=True)
        return counted.stored(key)

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """See `Files.local`."""
        path = self._path(key)
        if not path.is_file():
            raise NotFound(what=key)
        yield path

    def read(self, key: str) -> Iterator[bytes]:
        """See `Files.read`."""
        try:
            file = self._path(key).open("rb")
        except OSError:
            raise NotFound(what=key) from None
        with file:
            while piece := file.read(_PIECE):
                yield piece

    def delete(self, key: str) -> None:
        """See `Files.delete`."""
        self._path(key).unlink(missing_ok=True)

    def keys(self) -> Iterator[str]:
        """See `Files.keys`."""
        found = (path.relative_to(self._folder).as_posix() for path in self._folder.rglob("*") if path.is_file())
        yield from sorted(key for key in found if not key.startswith(f"{ARRIVING}/"))

    def bytes_below(self, folder: str) -> int:
        """See `Files.bytes_below`."""
        return sum(path.stat().st_size for path in self._path(folder).rglob("*") if path.is_file())

    def forget_abandoned(self) -> None:
        """See `Files.forget_abandoned`."""
        late = (now() - ABANDONED).timestamp()
        for path in self._arriving.glob("*"):
            # Another process may remove it at the same moment.
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < late:
                    path.unlink()

    def _path(self, key: str) -> Path:
        path = (self._folder / key).resolve()
        if not path.is_relative_to(self._folder.resolve()) or path.is_relative_to(self._arriving.resolve()):
            raise NotFound(what=key)
        return path


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        if trouble.errno in (ENOSPC, EDQUOT):
            raise StorageFull from None
        raise
