"""Watching as a job, asked for once a day for every deployment that decides."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from rashin.language import Text
from rashin.settings import settings
from rashin.workspace.database.tables import Deployment, Json
from rashin.workspace.deployments.deployments import find
from rashin.workspace.files import Files
from rashin.workspace.jobs import JobKind, Jobs, Work
from rashin.workspace.models import Models
from rashin.workspace.watch.alarms import Finding, findings, raise_alarms
from rashin.workspace.watch.figures import watched

KIND = "watch"
_LABEL = Text("見守り", "watching")
_LOOKING = Text("このごろの判断を、学習のときと比べています", "Comparing recent decisions with learning")


def watch_kind(files: Files, models: Models) -> JobKind:
    """The kind of job that watches one deployment and raises alarms; it is asked for by `ask_to_watch`."""
    return JobKind(KIND, _LABEL, partial(_run, files, models))


def ask_to_watch(session: Session, jobs: Jobs, deployment: Deployment, by: str | None = None) -> str:
    """Ask for a deployment to be watched. The job's id."""
    return jobs.enqueue(session, deployment.organisation_id, KIND, {"deployment": deployment.id}, by)


def _run(files: Files, models: Models, work: Work) -> Json | None:
    work.report(_LOOKING, 0.0)
    limits, deployment_id = settings(), work.arguments["deployment"]
    with work.reading() as session:
        find(session, deployment_id)
        found = findings(watched(session, models, files, deployment_id, limits.watch_days), limits)
    return work.effect("raise", partial(_raise, work, found, limits.watch_days))


def _raise(work: Work, found: list[Finding], days: int, session: Session) -> Json:
    new = raise_alarms(session, work.organisation_id, work.arguments["deployment"], found, days)
    return {"beyond_limits": len(found), "new_alarms": new}
