"""Batches: what was entered at one time, as Parquet files in a folder that is never changed again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from rashin.errors import BookDamaged
from rashin.trust.canonical import canonical

ABOUT = "batch.json"
_UNDER_WAY = ".adding-"


@dataclass(frozen=True, slots=True)
class Batch:
    """What was entered at one time: who, when, why, from what, and how many entries of each kind."""

    number: int
    digest: str
    """sha256 of all else in `batch.json` in its canonical form, which holds the sha256 of every file of the batch."""
    format: str
    source_name: str
    source_sha256: str | None
    currency: str
    recorded: datetime
    recorded_by: str
    why: str
    rows: Mapping[str, int]
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.number:06}-{self.digest[:16]}"


def read_batches(folder: Path) -> tuple[Batch, ...]:
    """The batches in a folder, the oldest first.

    Raises:
        BookDamaged: one is missing or says something else than its digest.
    """
    named = sorted(path for path in folder.glob("[0-9]*-*") if path.is_dir())
    batches = []
    for number, path in enumerate(named, start=1):
        batch = _read(path, number)
        if batch is None or batch.number != number or batch.name != path.name:
            raise BookDamaged(batch=number)
        batches.append(batch)
    return tuple(batches)


def digest_of(batches: Sequence[Batch]) -> str:
    """Of a book of these batches: SHA-256, in hexadecimal digits, over their digests, a line each."""
    return sha256("".join(f"{batch.digest}\n" for batch in batches).encode()).hexdigest()


def check_files(folder: Path, batch: Batch) -> None:
    """See that the batch's files are as they were written.

    Raises:
        BookDamaged: they are not.
    """
    for name, digest in batch.files.items():
        path = folder / batch.name / name
        if not path.is_file() or file_sha256(path) != digest:
            raise BookDamaged(batch=batch.number)


def file_sha256(path: Path) -> str:
    """Of the bytes of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else adds to the book in the meantime; what somebody who was stopped left behind is cleared away."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.glob(f"{_UNDER_WAY}*"):
            rmtree(left)
        yield


@contextmanager
def under_way(folder: Path) -> Iterator[Path]:
    """A folder beside the batches in which one is made; it is gone afterwards, unless it became a batch."""
    made = Path(mkdtemp(prefix=_UNDER_WAY, dir=folder))
    try:
        yield made
    finally:
        rmtree(made, ignore_errors=True)


def complete(folder: Path, made: Path, about: dict[str, Any]) -> Batch:
    """Turn a folder of files into a batch, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    files = {path.name: file_sha256(path) for path in sorted(made.iterdir())}
    facts = about | {"files": files}
    facts["digest"] = _digest(facts)
    (made / ABOUT).write_bytes(json.dumps(facts, ensure_ascii=False, indent=1).encode())
    made.chmod(0o755)
    for path in (*made.iterdir(), made):
        _sync(path)
    batch = _batch(facts)
    made.rename(folder / batch.name)
    _sync(folder)
    return batch


def _read(path: Path, number: int) -> Batch | None:
    try:
        facts = json.loads((path / ABOUT).read_bytes())
        return _batch(facts) if facts["digest"] == _digest(facts) else None
    except (OSError, ValueError, KeyError, TypeError):
        raise BookDamaged(batch=number) from None


def _digest(facts: Mapping[str, Any]) -> str:
    return sha256(canonical({name: fact for name, fact in facts.items() if name != "digest"})).hexdigest()


def _batch(facts: Mapping[str, Any]) -> Batch:
    recorded = datetime.fromisoformat(facts["recorded"]).replace(tzinfo=UTC)
    return Batch(**{**facts, "recorded": recorded})


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
