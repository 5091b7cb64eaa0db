"""Long work: how far it is, and ending it."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import NotFound
from rashin.web.api.answering import Cursor, Limit, Page, Words, answered_once, made, paged, single, when
from rashin.web.api.caller import DecideKey, ReadKey
from rashin.web.api.document import ROOT, UNCHANGED, fails, said
from rashin.web.api.sending import Key
from rashin.web.asking import Here
from rashin.workspace.clock import stamp
from rashin.workspace.database.tables import Job
from rashin.workspace.jobs.jobs import cancel
from rashin.workspace.once import Answer

router = APIRouter(prefix=ROOT, tags=["jobs"])


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobShown(BaseModel):
    """Long work such as learning."""

    id: str = Field(examples=["job_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    kind: str = Field(examples=["learn"])
    state: JobState
    stage: Words | None = Field(description="What is being done; null before it says so.")
    done: float = Field(ge=0, le=1)
    seconds_left: float | None = Field(description="Null while nothing can be said yet.")
    result: dict[str, Any] | None = Field(description="What came of it.", examples=[{"model": "mod_01k9example"}])
    error: dict[str, Any] | None = Field(description="The problem (RFC 9457), where it failed.")
    created_at: str
    started_at: str | None
    finished_at: str | None

    @classmethod
    def of(cls, job: Job) -> JobShown:
        """A job as it stands."""
        return cls(
            id=job.id,
            kind=job.kind,
            state=JobState(job.state),
            stage=None if job.stage is None else Words(ja=job.stage["ja"], en=job.stage["en"]),
            done=job.done,
            seconds_left=job.seconds_left,
            result=job.result,
            error=job.error,
            created_at=stamp(job.created_at),
            started_at=when(job.started_at),
            finished_at=when(job.finished_at),
        )


@router.get("/jobs", summary="List jobs", response_model=Page[JobShown], openapi_extra=said("作業の一覧"))
def list_jobs(
    here: Here,
    key: ReadKey,
    kind: Annotated[str | None, Query(max_length=40, examples=["learn"])] = None,
    state: JobState | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """The organisation's jobs, the newest first."""
    chosen = select(Job)
    if kind is not None:
        chosen = chosen.where(Job.kind == kind)
    if state is not None:
        chosen = chosen.where(Job.state == state)
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return paged(session, chosen, Job.id, lambda row: JobShown.of(row[0]), cursor=cursor, limit=limit)


@router.get(
    "/jobs/{job}",
    summary="Show a job",
    response_model=JobShown,
    responses=UNCHANGED | fails(NotFound(what="job_01k9example")),
    openapi_extra=said("作業を見る"),
)
def show(request: Request, here: Here, key: ReadKey, job: str) -> Response:
    """How far a job is. Ask again with `If-None-Match` to hear only of changes."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return single(request, JobShown.of(_find(session, job)))


@router.post(
    "/jobs/{job}/cancel",
    summary="Cancel a job",
    response_model=JobShown,
    responses=fails(NotFound(what="job_01k9example")),
    openapi_extra=said("作業を中止する"),
)
def end(request: Request, here: Here, key: DecideKey, job: str, once: Key) -> Response:
    """End a job that is not over. What is over stays as it is."""

    def make(session: Session) -> Answer:
        return made(JobShown.of(cancel(session, job)), f"{ROOT}/jobs/{job}", HTTPStatus.OK)

    return answered_once(request, here, key, once, make)


def _find(session: Session, job_id: str) -> Job:
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound(what=job_id)
    return job
