"""The programmes' books in a backup, with what was published from them: every file as it lies, and back.

What only repeats other files is left out and made again: the latest release, the log as it is shown, and previews.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from shutil import rmtree

from rashin.errors import BackupUnreadable
from rashin.language import Text
from rashin.ledger.releases import LATEST, LOG, mirror, newest
from rashin.workspace.backup.archive import BOOKS, Reader
from rashin.workspace.programme.books import BOOK, PREVIEW, SAMPLE, SITE

_PIECE = 1 << 20
_MADE_AGAIN = {f"{SITE}/{LATEST}", f"{SITE}/{LOG}", PREVIEW}
_OUTSIDE = Text("「{name}」は外を指しています", "“{name}” points outside")


def inside(folder: Path) -> Iterator[str]:
    """The names of all files of the books; what is being made, or guards it, is hidden and left out.

    What was published comes before the books, so that each book's log holds whatever a release that is kept rests on.
    """
    for root, folders, names in os.walk(folder):
        here = Path(root).relative_to(folder)
        folders[:] = sorted((name for name in folders if _is_kept(here / name)), reverse=True)
        for name in sorted(names):
            if not name.startswith("."):
                yield (here / name).as_posix()


def _is_kept(place: Path) -> bool:
    """Whether a folder is kept, by where it lies below that of all books."""
    _, *within = place.parts
    within = within[1:] if within[:1] == [SAMPLE] else within
    return not place.name.startswith(".") and "/".join(within) not in _MADE_AGAIN


def kept(path: Path) -> Iterator[bytes] | None:
    """A file in pieces; None where it has gone meanwhile."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(_PIECE):
                yield piece

    return pieces()


@contextmanager
def put_books(folder: Path, reader: Reader) -> Iterator[None]:
    """Every file of the books, until the block fails; there was none before, unless the backup has none."""
    names = reader.manifest.of(BOOKS)
    if not names:
        yield
        return
    try:
        for name in names:
            _put(folder, name, reader)
        _make_again(folder)
        yield
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise


def _put(folder: Path, name: str, reader: Reader) -> None:
    plain = PurePosixPath(name)
    if plain.is_absolute() or ".." in plain.parts:
        raise BackupUnreadable(path=name, where=_OUTSIDE.filled(name=name))
    path = folder / plain
    path.parent.mkdir(parents=True, exist_ok=True)
    # A book's key signs in its name, so it is as private as when it was made.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if path.suffix == ".key" else 0o644)
    with os.fdopen(handle, "wb") as file:
        for piece in reader.book(name):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _make_again(folder: Path) -> None:
    """What was left out of the sites that were put back."""
    from rashin.ledger.publishing.log import publish_log

    for site in (*folder.glob(f"*/{SITE}"), *folder.glob(f"*/{SAMPLE}/{SITE}")):
        release, log = newest(site), site.parent / BOOK / LOG
        if release is not None:
            mirror(release, site / LATEST)
        if log.is_dir():
            publish_log(log, site / LOG)
