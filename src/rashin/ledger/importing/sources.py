"""Where imported entries come from, and by what it is known again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from rashin.errors import FileLocked, FileMissing
from rashin.ledger.book.batches import file_sha256
from rashin.ledger.book.draft import Source


def source_of(path: Path, parts: Sequence[str] = ()) -> Source:
    """The source and its digest: of a file its sha256, of a folder that of the names and digests of the files read.

    Raises:
        FileMissing: it is not there.
        FileLocked: it may not be read.
    """
    if not path.exists():
        raise FileMissing(path=path)
    try:
        if not parts:
            return Source(path.name, file_sha256(path))
        listed = "".join(f"{file_sha256(path / name)}  {name}\n" for name in sorted(parts) if (path / name).is_file())
    except OSError:
        raise FileLocked(path=path) from None
    return Source(path.resolve().name, sha256(listed.encode()).hexdigest())
