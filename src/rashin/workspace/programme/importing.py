"""Importing a file into an organisation's book, as a job: whole or not at all, and once, whatever dies when.

The file is removed afterwards. What it said stands in the book under its digest; a second copy would keep what the book
leaves out, such as the name of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import ArchiveUnsound, NotFound, RashinError
from rashin.language import Text
from rashin.ledger.importing.format import Format
from rashin.ledger.importing.importing import ENTERING, FORMATS, LOOKING, READING, format_of, import_into
from rashin.settings import settings
from rashin.workspace.clock import now, stamp
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Job, Json
from rashin.workspace.files import Files
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import JobKind, Jobs, Work
from rashin.workspace.programme.books import book_of
from rashin.workspace.storage import MEGABYTE, put_within_quota

IMPORT = "import"
"""The name of the kind of job that imports."""

_LABEL = Text("帳簿への取り込み", "importing into the book")
_SHARES = {LOOKING: 0.05, READING: 0.2, ENTERING: 0.6}
"""How much of the whole is done once each stage begins."""
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_LONGEST_NAME = 80
"""Of a file; longer ones do not fit the file systems there are, in Japanese letters."""
_LARGEST_PART = 2_000_000_000
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to be imported."""

    format: str
    """A key of FORMATS."""
    name: str
    """Of the file, as its owner calls it."""
    by: str
    why: str = ""


def import_kind(data: Path, files: Files) -> JobKind:
    """The kind of job that imports; it is asked for by `ask_to_import`."""
    return JobKind(IMPORT, _LABEL, partial(_run, data, files))


def ask_to_import(
    database: Database,
    files: Files,
    jobs: Jobs,
    organisation_id: str,
    wish: Wish,
    chunks: Iterable[bytes],
    asked_by: str | None,
) -> str:
    """Keep a file until it is imported, and ask for that. The job's id.

    Raises:
        LedgerFormatUnknown: there is no such format.
        UploadTooLarge: it is larger than this installation takes.
        StorageQuotaReached, StorageFull: there is no room.
    """
    with brought(database, files, organisation_id, wish, chunks) as file, database.tenant(organisation_id) as session:
        return file.ask(session, jobs, asked_by)


@dataclass(slots=True)
class Brought:
    """A file that was brought, and is kept until it is imported."""

    organisation_id: str
    wish: Wish
    key: str
    name: str
    sha256: str
    asked: bool = False
    """Whether its import was asked for."""

    def ask(self, session: Session, jobs: Jobs, asked_by: str | None) -> str:
        """Ask for its import in the caller's transaction. The job's id."""
        wish = self.wish
        asked = {"file": self.key, "name": self.name, "format": format_of(wish.format).code, "by": wish.by}
        asked |= {"why": wish.why.strip(), "asked": stamp(now())}
        job = jobs.enqueue(session, self.organisation_id, IMPORT, asked, asked_by)
        self.asked = True
        return job


@contextmanager
def brought(
    database: Database, files: Files, organisation_id: str, wish: Wish, chunks: Iterable[bytes]
) -> Iterator[Brought]:
    """Keep a file for as long as it takes to ask for its import; if nobody does, it is gone afterwards.

    Raises:
        LedgerFormatUnknown, UploadTooLarge, StorageQuotaReached, StorageFull: as `ask_to_import`.
    """
    format_of(wish.format)
    name = _plain(wish.name)
    ending = PurePath(name).suffix.lower()
    key = f"{organisation_id}/imports/{new_id('imp')}{ending if _ENDING.fullmatch(ending) else ''}"
    kept = put_within_quota(database, files, organisation_id, key, chunks, at_most=settings().upload_mb * MEGABYTE)
    file = Brought(organisation_id, wish, key, name, kept.sha256)
    try:
        yield file
    except BaseException:
        file.asked = False
        raise
    finally:
        if not file.asked:
            files.delete(key)


def find_import(session: Session, job_id: str) -> Job:
    """An import.

    Raises:
        NotFound: the organisation has none of that name.
    """
    job = session.get(Job, job_id)
    if job is None or job.kind != IMPORT:
        raise NotFound(what=job_id)
    return job


def cancel_import(files: Files, jobs: Jobs, organisation_id: str, job_id: str) -> None:
    """End an import that is not over, and forget its file. A batch that is in the book already stays.

    Raises:
        NotFound: the organisation has no such job.
    """
    if jobs.cancel(organisation_id, job_id).state == "cancelled":
        with jobs.database.tenant(organisation_id, reading=True) as session:
            files.delete(find_import(session, job_id).arguments["file"])


def imports_under_way(session: Session, unfinished: Sequence[str]) -> Sequence[Job]:
    """The imports that have not ended, the newest first."""
    chosen = select(Job).where(Job.kind == IMPORT, Job.state.in_(unfinished)).order_by(Job.id.desc())
    return session.scalars(chosen.limit(10)).all()


def needs_archive(form: Format) -> bool:
    """Whether the format is a folder of files, which comes as one ZIP."""
    return bool(form.parts)


def _run(data: Path, files: Files, work: Work) -> Json:
    key = work.own(work.arguments["file"])
    done: Json | None = None
    try:
        done = _import(data, files, work, key)
    except NotFound:
        pass  # removed by a worker that died after it put on record what it did
    except RashinError:
        files.delete(key)
        raise
    kept = work.effect("imported", lambda _: done)
    if kept is None:
        raise NotFound(what=key)
    files.delete(key)
    return kept


def _import(data: Path, files: Files, work: Work, key: str) -> Json:
    asked = work.arguments
    form = FORMATS[asked["format"]]

    def tell(stage: Text) -> None:
        work.report(stage, _SHARES[stage])

    book = book_of(data, work.organisation_id)
    with files.local(key) as stored, _as_named(stored, asked["name"], form) as path:
        done = import_into(book, form.code, path, by=asked["by"], why=asked["why"], tell=tell)
    # A worker that died after the book was written and before that was known would find its own batch.
    again = done.again and stamp(done.batch.recorded) < asked["asked"]
    return {"batch": done.batch.number, "again": again, "rows": dict(done.batch.rows)}


@contextmanager
def _as_named(stored: Path, name: str, form: Format) -> Iterator[Path]:
    """The file under the name that its owner gave it, or the files that it packs in a folder of that name."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        if not needs_archive(form):
            path.symlink_to(stored)
            yield path
            return
        path = path.with_suffix("")
        path.mkdir()
        _unpack(stored, path, form.parts, name)
        yield path


def _unpack(stored: Path, folder: Path, parts: Sequence[str], name: str) -> None:
    """Put the files of a format into a folder; what else the archive holds is left in it."""
    try:
        with ZipFile(stored) as archive:
            for one in archive.infolist():
                inside = PurePath(one.filename).name
                if inside in parts and one.file_size <= _LARGEST_PART:
                    with archive.open(one) as packed, (folder / inside).open("wb") as target:
                        while piece := packed.read(_PIECE):
                            target.write(piece)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise ArchiveUnsound(path=name, parts=", ".join(parts)) from None


def _plain(name: str) -> str:
    """The name of a file without its folder, and short enough to be one."""
    bare = PurePath(name.replace("\\", "/").replace("\0", "")).name.strip(". ") or "file"
    ending = PurePath(bare).suffix[:9]
    return bare if len(bare) <= _LONGEST_NAME else bare[: _LONGEST_NAME - len(ending)] + ending
