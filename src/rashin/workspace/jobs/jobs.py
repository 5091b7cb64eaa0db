"""Asking for long work, and looking how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rashin.errors import NotFound
from rashin.language import Text
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Job, Json
from rashin.workspace.ids import new_id
from rashin.workspace.jobs.hold import UNFINISHED
from rashin.workspace.jobs.kinds import JobKind

_LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How far a job is."""

    id: str
    kind: str
    state: str
    """waiting, running, done, failed or cancelled."""
    stage: Text | None
    """What is being done; None before it says so."""
    done: float
    """0 to 1."""
    seconds_left: float | None
    """None while nothing can be said yet."""
    error: Json | None
    """A problem body (RFC 9457) where it failed."""
    result: Json | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing about it will change any more."""
        return self.state not in UNFINISHED


class Jobs:
    """The jobs of one workspace."""

    def __init__(self, database: Database, kinds: Iterable[JobKind]) -> None:
        self.database = database
        self.kinds = {kind.name: kind for kind in kinds}
        self.daily: Callable[[], None] | None = None
        """What every worker calls now and then; it does the duties of a day once."""

    def enqueue(
        self,
        session: Session,
        organisation_id: str,
        kind: str,
        arguments: Json,
        requested_by: str | None = None,
    ) -> str:
        """Ask for a job, in the caller's transaction: it is done if, and only if, that is committed. The job's id.

        Raises:
            KeyError: there is no such kind.
        """
        job = Job(
            id=new_id("job"),
            organisation_id=organisation_id,
            kind=self.kinds[kind].name,
            arguments=arguments,
            requested_by=requested_by,
        )
        session.add(job)
        return job.id

    def cancel(self, organisation_id: str, job_id: str) -> JobStatus:
        """End a job that is not over; from now on it writes nothing, and stops at its next report.

        Raises:
            NotFound: the organisation has no such job.
        """
        with self.database.tenant(organisation_id) as session:
            return _status(cancel(session, job_id), job_id)

    def status(self, organisation_id: str, job_id: str) -> JobStatus:
        """How far a job is.

        Raises:
            NotFound: the organisation has no such job.
        """
        with self.database.tenant(organisation_id, reading=True) as session:
            return _status(session.get(Job, job_id), job_id)

    async def watch(self, organisation_id: str, job_id: str) -> AsyncIterator[JobStatus]:
        """How far a job is, now and at each change, until it is over.

        Raises:
            NotFound: the organisation has no such job.
        """
        told: JobStatus | None = None
        while told is None or not told.is_over:
            status = await asyncio.to_thread(self.status, organisation_id, job_id)
            if status != told:
                yield status
                told = status
            else:
                await asyncio.sleep(_LOOK_EVERY_SECONDS)


def cancel(session: Session, job_id: str) -> Job:
    """End a job, in the caller's transaction of its organisation; see `Jobs.cancel`.

    Raises:
        NotFound: the organisation has no such job.
    """
    job = session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound(what=job_id)
    if job.state in UNFINISHED:
        job.state, job.seconds_left, job.finished_at = "cancelled", None, now()
    return job


def _status(job: Job | None, job_id: str) -> JobStatus:
    if job is None:
        raise NotFound(what=job_id)
    return JobStatus(
        id=job.id,
        kind=job.kind,
        state=job.state,
        stage=None if job.stage is None else Text(job.stage["ja"], job.stage["en"]),
        done=job.done,
        seconds_left=job.seconds_left,
        error=job.error,
        result=job.result,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )
