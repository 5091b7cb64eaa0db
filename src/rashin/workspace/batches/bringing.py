"""Bringing a file of cases: the file first, whole or not at all, then its row together with the job that decides it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import NotApproved, NotFound
from rashin.settings import settings
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Batch, Dataset, Deployment
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.deployments import in_use, refuse_closed
from rashin.workspace.files import Files, Stored
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import Jobs
from rashin.workspace.storage import MEGABYTE, put_within_quota

DECIDE = "decide"
"""The purpose of tables of cases that are to be decided; also the name of the kind of job that does."""

_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_LONGEST_NAME = 200


def bring(
    database: Database,
    files: Files,
    jobs: Jobs,
    deployment: Deployment,
    *,
    name: str,
    chunks: Iterable[bytes],
    by: str | None,
    label: str = "",
) -> Batch:
    """Keep a file of cases until they are decided, and ask for that.

    Args:
        database: where it is noted.
        files: where it is kept.
        jobs: who decides it.
        deployment: whose model decides.
        name: of the file, as its owner calls it.
        chunks: its bytes.
        by: the person who brings it.
        label: the column that tells cases apart; the one that the service knows unless given.

    Raises:
        DeploymentClosed: the deployment is closed.
        NotApproved: it has no model in use.
        UploadTooLarge, StorageQuotaReached: the file is larger than is allowed.
        StorageFull: there is no room.
    """
    whose = deployment.organisation_id
    with database.tenant(whose, reading=True) as session:
        refuse_closed(find_deployment(session, deployment.id))
        approval = in_use(session, deployment.id)
    if approval is None:
        raise NotApproved
    identifier, plain = new_id("bat"), PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:]
    ending = PurePath(plain).suffix.lower()
    key = f"{whose}/batches/{identifier}{ending if _ENDING.fullmatch(ending) else ''}"
    stored = put_within_quota(database, files, whose, key, chunks, at_most=settings().upload_mb * MEGABYTE)
    dataset = _dataset(deployment, plain, stored, by)
    batch = Batch(
        id=identifier,
        organisation_id=whose,
        deployment_id=deployment.id,
        dataset_id=dataset.id,
        model_id=approval.model_id,
        created_by=by,
    )
    try:
        with database.tenant(whose) as session:
            session.add(dataset)
            session.flush()
            asked = {"batch": identifier, "deployment": deployment.id, "name": plain, "file_key": key, "label": label}
            batch.job_id = jobs.enqueue(session, whose, DECIDE, asked, by)
            session.add(batch)
    except BaseException:
        files.delete(key)
        raise
    return batch


def find(session: Session, batch_id: str) -> tuple[Batch, Dataset]:
    """A file of cases.

    Raises:
        NotFound: the organisation has no such batch.
    """
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(what=batch_id)
    return batch, session.get_one(Dataset, batch.dataset_id)


def batches(session: Session, deployment_id: str, most: int = 10) -> Sequence[tuple[Batch, Dataset]]:
    """The newest files of cases of a deployment."""
    chosen = select(Batch, Dataset).join(Dataset, Dataset.id == Batch.dataset_id)
    chosen = chosen.where(Batch.deployment_id == deployment_id).order_by(Batch.id.desc()).limit(most)
    return [(batch, dataset) for batch, dataset in session.execute(chosen)]


def cancel(database: Database, files: Files, jobs: Jobs, organisation_id: str, batch_id: str) -> None:
    """Decide no more of a file. What was decided stays; the file goes.

    Raises:
        NotFound: the organisation has no such batch.
    """
    with database.tenant(organisation_id, reading=True) as session:
        batch, _ = find(session, batch_id)
    if batch.job_id is not None:
        jobs.cancel(organisation_id, batch.job_id)
    forget_file(database, files, jobs, organisation_id, batch_id)


def forget_file(database: Database, files: Files, jobs: Jobs, organisation_id: str, batch_id: str) -> None:
    """Remove a file that nothing more will be decided of, if it is still there; a job that runs does so at its end.

    Raises:
        NotFound: the organisation has no such batch.
    """
    with database.tenant(organisation_id, reading=True) as session:
        batch, dataset = find(session, batch_id)
    if batch.job_id is None or jobs.status(organisation_id, batch.job_id).is_over:
        files.delete(dataset.file_key)


def _dataset(deployment: Deployment, name: str, stored: Stored, by: str | None) -> Dataset:
    return Dataset(
        id=new_id("dat"),
        organisation_id=deployment.organisation_id,
        service=deployment.service,
        purpose=DECIDE,
        name=name,
        file_key=stored.key,
        size=stored.size,
        sha256=stored.sha256,
        created_by=by,
    )
