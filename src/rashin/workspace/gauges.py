"""What an operator watches about a whole installation: counts, never anything of one organisation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rashin.settings import settings
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Job, LogHead, Organisation, Usage, Worker
from rashin.workspace.workspace import Workspace

_ORGANISATIONS = select(func.count()).select_from(Organisation)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure, or one for each of several labels."""

    name: str
    what: str
    values: Sequence[tuple[dict[str, str], float]]
    counts_up: bool = False
    """Whether it only ever rises."""


def gauges(workspace: Workspace) -> Iterator[Gauge]:
    """Every figure, as it is now."""
    with workspace.database.system(reading=True) as session:
        yield from _of_jobs(session)
        yield _one("rashin_workers", "Workers heard of lately.", _workers(session))
        yield _one("rashin_log_entries", "Entries of the transparency log.", session.scalar(select(LogHead.size)) or 0)
        yield _one("rashin_organisations", "Organisations.", session.scalar(_ORGANISATIONS) or 0)
        yield _sum(session, "rashin_decisions_total", "Decisions made.", Usage.decisions)
        yield _sum(session, "rashin_deciding_seconds_total", "Processor seconds of deciding.", Usage.processor_seconds)
        yield _sum(session, "rashin_learning_seconds_total", "Seconds of learning.", Usage.learning_seconds)
    yield _one("rashin_data_free_bytes", "Room left where the data folder is.", shutil.disk_usage(workspace.data).free)


def workers_heard_of(session: Session) -> list[Worker]:
    """The workers that are at work, as far as anybody can tell."""
    lately = now() - timedelta(seconds=settings().worker_lost_seconds)
    return list(session.scalars(select(Worker).where(Worker.gone.is_(False), Worker.heard_at >= lately)))


def waited_longest(session: Session) -> float:
    """How many seconds the job that waits longest has waited; 0 where none does."""
    oldest = session.scalar(select(func.min(Job.created_at)).where(Job.state == "waiting"))
    return 0.0 if oldest is None else (now() - oldest).total_seconds()


def _of_jobs(session: Session) -> Iterator[Gauge]:
    rows = session.execute(select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state)).all()
    counts = [({"kind": kind, "state": state}, float(count)) for kind, state, count in sorted(rows, key=tuple)]
    yield Gauge("rashin_jobs", "Jobs by kind and state.", counts)
    waited = waited_longest(session)
    yield _one("rashin_jobs_waited_seconds", "How long the job that waits longest has waited.", waited)


def _workers(session: Session) -> int:
    return len(workers_heard_of(session))


def _sum(session: Session, name: str, what: str, column: InstrumentedAttribute[Any]) -> Gauge:
    return Gauge(name, what, [({}, float(session.scalar(select(func.sum(column))) or 0))], counts_up=True)


def _one(name: str, what: str, value: float) -> Gauge:
    return Gauge(name, what, [({}, value)])
