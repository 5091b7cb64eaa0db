"""A worker's hold on a job, which the fence ends: every write of a job goes through here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Effect, Job, Json
from rashin.workspace.jobs.halting import Cancelled, Fenced

UNFINISHED = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Hold:
    """That one worker took one job; valid until the next worker takes it."""

    database: Database
    organisation_id: str
    job_id: str
    kind: str
    arguments: Json
    fence: int
    """How many times the job has been taken, this time included."""

    @contextmanager
    def writing(self) -> Iterator[tuple[Session, Job]]:
        """A transaction of the job's organisation, in which nobody can take or cancel the job.

        Raises:
            Cancelled: a person cancelled it.
            Fenced: another worker has it now.
        """
        with self.database.tenant(self.organisation_id) as session:
            job = session.get(Job, self.job_id, with_for_update=True)
            if job is None or job.fence != self.fence:
                raise Fenced
            if job.state != "running":
                raise Cancelled if job.state == "cancelled" else Fenced
            yield session, job

    def finish(self, result: Json | None) -> None:
        """The job is done."""
        with self.writing() as (session, job):
            job.done, job.result = 1.0, result
            _end(session, job, "done")

    def fail(self, problem: Json) -> None:
        """The job cannot be done."""
        with self.writing() as (session, job):
            job.error = problem
            _end(session, job, "failed")


def take(database: Database, organisation_id: str, job_id: str, worker_id: str) -> Hold | None:
    """Take a job for a worker and raise its fence, so that whoever held it before can write no more.

    None where nothing is left to do: it is done, failed or cancelled.
    """
    with database.tenant(organisation_id) as session:
        job = session.get(Job, job_id, with_for_update=True)
        if job is None or job.state not in UNFINISHED:
            return None
        job.fence += 1
        job.state, job.worker_id = "running", worker_id
        job.started_at = job.started_at or now()
        return Hold(database, organisation_id, job_id, job.kind, job.arguments, job.fence)


def _end(session: Session, job: Job, state: str) -> None:
    job.state, job.seconds_left, job.finished_at = state, None, now()
    # Nothing will run this job again, so nothing need be remembered against running it twice.
    session.execute(delete(Effect).where(Effect.job_id == job.id))
