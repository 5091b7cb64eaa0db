"""Bringing a table: its file first, whole or not at all, then its row together with the job that checks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import NotFound
from rashin.learning.samples import write_sample
from rashin.services.contract import Service
from rashin.settings import settings
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Dataset
from rashin.workspace.datasets.checking import arguments
from rashin.workspace.datasets.corrections import Corrections
from rashin.workspace.files import Files, Stored
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import Jobs
from rashin.workspace.storage import MEGABYTE, put_within_quota

LEARN = "learn"
"""The purpose of tables of past cases with their outcomes."""

_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_LONGEST_NAME = 200


def bring(  # noqa: D417 (what keeps it needs no words)
    database: Database,
    files: Files,
    jobs: Jobs,
    organisation_id: str,
    *,
    service: Service,
    name: str,
    chunks: Iterable[bytes],
    by: str | None,
    also: Callable[[Session, Dataset], None] | None = None,
) -> Dataset:
    """Keep a table of past cases and ask for its check.

    Args:
        service: that it is for.
        name: of the file, as its owner calls it.
        chunks: its bytes.
        by: the person who brings it.
        also: what is to be done in the same transaction; where it raises, nothing is kept.

    Raises:
        UploadTooLarge: it is larger than this installation takes.
        StorageQuotaReached: it is larger than the organisation's room.
        StorageFull: there is no room.
    """
    identifier, plain = new_id("dat"), PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:]
    ending = PurePath(plain).suffix.lower()
    key = f"{organisation_id}/datasets/{identifier}{ending if _ENDING.fullmatch(ending) else ''}"
    most = settings().upload_mb * MEGABYTE
    stored = put_within_quota(database, files, organisation_id, key, chunks, at_most=most)
    dataset = _row(organisation_id, identifier, service, plain, stored, by)
    try:
        with database.tenant(organisation_id) as session:
            session.add(dataset)
            _ask_for_check(session, jobs, dataset, by)
            if also is not None:
                also(session, dataset)
    except BaseException:
        files.delete(key)
        raise
    return dataset


def bring_sample(
    database: Database,
    files: Files,
    jobs: Jobs,
    organisation_id: str,
    *,
    service: Service,
    name: str,
    by: str | None,
) -> Dataset:
    """Keep the packaged sample of a service as though its owner had brought it, and ask for its check."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.csv"
        write_sample(service, path)
        chunks = [path.read_bytes()]
    return bring(database, files, jobs, organisation_id, service=service, name=name, chunks=chunks, by=by)


def check_again(session: Session, jobs: Jobs, dataset: Dataset, corrections: Corrections, by: str | None) -> None:
    """Keep what people corrected and ask for another check, whose result takes the place of the last."""
    dataset.declared, dataset.report = corrections.as_json(), None
    _ask_for_check(session, jobs, dataset, by)


def find(session: Session, dataset_id: str) -> Dataset:
    """A table of past cases.

    Raises:
        NotFound: the organisation has no such table.
    """
    dataset = session.get(Dataset, dataset_id)
    if dataset is None or dataset.purpose != LEARN:
        raise NotFound(what=dataset_id)
    return dataset


def datasets(session: Session, service: str, most: int = 20) -> Sequence[Dataset]:
    """The newest tables of past cases that were brought for a service."""
    chosen = select(Dataset).where(Dataset.service == service, Dataset.purpose == LEARN)
    return session.scalars(chosen.order_by(Dataset.id.desc()).limit(most)).all()


def _row(organisation_id: str, identifier: str, service: Service, name: str, stored: Stored, by: str | None) -> Dataset:
    return Dataset(
        id=identifier,
        organisation_id=organisation_id,
        service=service.name,
        purpose=LEARN,
        name=name,
        file_key=stored.key,
        size=stored.size,
        sha256=stored.sha256,
        declared=Corrections().as_json(),
        created_by=by,
    )


def _ask_for_check(session: Session, jobs: Jobs, dataset: Dataset, by: str | None) -> None:
    dataset.job_id = jobs.enqueue(session, dataset.organisation_id, "check", arguments(dataset), by)
