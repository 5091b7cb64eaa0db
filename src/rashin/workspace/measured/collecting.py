"""Collecting: counts are put on record in the company's log, and their receipt and figures into the programme's book.

Each collection goes on where the last one ended, so that no decision is counted twice, and none of fewer than ten flows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import LinkEnded
from rashin.language import Text
from rashin.settings import settings
from rashin.trust.receipts.entries import Kind
from rashin.workspace.clock import now
from rashin.workspace.database.programme_tables import Measurement, Sharing
from rashin.workspace.database.tables import Deployment, Json
from rashin.workspace.files import Files
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import JobKind, Jobs, Work
from rashin.workspace.log import Log, LogReader
from rashin.workspace.measured.baseline import Baseline
from rashin.workspace.measured.counts import LEAST, count
from rashin.workspace.measured.entering import Collected, enter
from rashin.workspace.measured.figures import measured
from rashin.workspace.measured.linking import find_sharing, measurements_of
from rashin.workspace.metering import month_of
from rashin.workspace.watch.reading import day_of

KIND = "measure"
_LABEL = Text("成果の測定", "measuring results")
_COUNTING = Text("判断の件数を数えています", "Counting decisions")
_ENTERING = Text(
    "数字と受領証を、事業の帳簿に入れています", "Entering figures and their receipt into the programme's book"
)
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Window:
    """What the next collection will count."""

    from_index: int
    first: str
    """The day from which it counts."""


def measure_kind(files: Files, log: Log, data: Path) -> JobKind:
    """The kind of job that collects by one link; it is asked for by `ask_to_collect`.

    Args:
        files: where receipts are kept for the programme.
        log: where counts get their leaf.
        data: the folder of the installation, where books are.
    """
    return JobKind(KIND, _LABEL, partial(_run, files, log, data))


def ask_to_collect(session: Session, jobs: Jobs, sharing: Sharing, by: str | None = None) -> str:
    """Ask for a collection. The job's id.

    Raises:
        LinkEnded: the link has ended.
    """
    if sharing.ended_at is not None:
        raise LinkEnded
    job = jobs.enqueue(session, sharing.organisation_id, KIND, {"sharing": sharing.id}, by)
    sharing.job_id, sharing.asked_month = job, month_of(now())
    return job


def ask_monthly(session: Session, jobs: Jobs) -> None:
    """Ask for every link that nobody has asked for this month; in a transaction of the installation."""
    due = select(Sharing).where(Sharing.ended_at.is_(None), Sharing.asked_month != month_of(now()))
    for sharing in session.scalars(due):
        ask_to_collect(session, jobs, sharing)


def window_of(session: Session, sharing: Sharing) -> Window:
    """From where the next collection by a link counts."""
    last = next(iter(measurements_of(session, sharing.id)), None)
    if last is None:
        return Window(sharing.from_index, day_of(sharing.from_at).isoformat())
    return Window(last.to_index, day_of(last.at).isoformat())


def _run(files: Files, log: Log, data: Path, work: Work) -> Json | None:
    work.report(_COUNTING, 0.0)
    found = work.effect("count", partial(_put_on_record, work, log)) or {}
    if "receipt" not in found:
        return found
    work.report(_ENTERING, _HALF)
    with work.reading() as session:
        sharing = find_sharing(session, work.arguments["sharing"])
        deployment = session.get_one(Deployment, sharing.deployment_id)
        decided = sum(one.decisions for one in measurements_of(session, sharing.id))
    if sharing.ended_at is not None:  # it may have ended while this job waited for a worker
        return {"ended": True}
    enter(files, data, sharing, Collected(deployment.service, decided, found["receipt"].encode()))
    return {"measurement": found["measurement"], "decisions": found["decisions"]}


def _put_on_record(work: Work, log: Log, session: Session) -> Json:
    sharing = find_sharing(session, work.arguments["sharing"], to_change=True)
    if sharing.ended_at is not None:
        return {"ended": True}
    window, to_index = window_of(session, sharing), LogReader(session).size
    counts = count(session, sharing.deployment_id, window.from_index, to_index)
    if counts.decisions < LEAST:
        return {"too_few": counts.decisions}
    identifier, at, watts = new_id("mea"), now(), settings().watts_per_core
    baseline = Baseline.of(sharing.baseline)
    payload = {
        "id": identifier,
        "organisation": sharing.organisation_id,
        "deployment": sharing.deployment_id,
        "programme": sharing.programme_id,
        "award": sharing.award,
        "first": window.first,
        "last": day_of(at).isoformat(),
        "log": {"from": window.from_index, "to": to_index},
        "counts": counts.as_json(),
        "baseline": baseline.told(),
        "watts_per_core": watts,
        "figures": [one.told() for one in measured(counts, baseline, watts)],
    }
    sealing = log.seal(session, Kind.MEASUREMENT, at, payload)
    row = Measurement(
        id=identifier,
        organisation_id=sharing.organisation_id,
        sharing_id=sharing.id,
        deployment_id=sharing.deployment_id,
        from_index=window.from_index,
        to_index=to_index,
        decisions=counts.decisions,
        at=at,
        payload=sealing.payload,
        salt=sealing.salt,
        log_index=sealing.log_index,
    )
    session.add(row)
    session.flush()
    # Made here and kept with the effect, so that whoever goes on with the job enters the same file.
    receipt = LogReader(session).receipt(row).to_json()
    return {"measurement": identifier, "decisions": counts.decisions, "receipt": receipt}
