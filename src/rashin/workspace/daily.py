"""What is done once a day, whoever works: storage is metered, deployments are watched, what is too old is forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import DecisionRecord, Deployment, Organisation, Setup
from rashin.workspace.files import Files
from rashin.workspace.ids import first_id
from rashin.workspace.jobs import Jobs
from rashin.workspace.measured import ask_monthly
from rashin.workspace.metering import use
from rashin.workspace.once import forget
from rashin.workspace.opinions.sending import forget_refused, forget_sendings
from rashin.workspace.storage import stored_bytes
from rashin.workspace.watch.job import ask_to_watch
from rashin.workspace.watch.reading import day_of

_NAME = "daily_duties_done_on"
_DECIDED_LATELY = timedelta(days=7)


class Daily:
    """The duties of a day, done by the first worker that comes to them."""

    def __init__(self, database: Database, files: Files, jobs: Jobs) -> None:
        """With these means."""
        self._database = database
        self._files = files
        self._jobs = jobs
        self._done_on = ""

    def __call__(self) -> None:
        """Do today's duties unless they are done; cheap to call often.

        Raises:
            StorageAway: the storage cannot be reached; nothing was done, so that another call may do it.
        """
        today = day_of(now()).isoformat()
        if self._done_on == today:
            return
        with self._database.system(reading=True) as session:
            done = _is_done(session, today)
            organisations = list(session.scalars(select(Organisation.id)))
        if not done:
            # Files are looked at before the transaction, which holds up whoever writes.
            stored = {organisation: stored_bytes(self._files, organisation) for organisation in organisations}
            self._files.forget_abandoned()
            self._do(today, stored)
        self._done_on = today

    def _do(self, today: str, stored: dict[str, int]) -> None:
        with self._database.system() as session:
            if not _claim(session, today):
                return
            for organisation, size in stored.items():
                use(session, organisation, byte_days=size)
            for deployment in session.scalars(_at_work()):
                ask_to_watch(session, self._jobs, deployment)
            ask_monthly(session, self._jobs)
            forget(session)
            forget_sendings(session)
            forget_refused(session)


def _is_done(session: Session, today: str) -> bool:
    return session.scalar(select(Setup.value).where(Setup.name == _NAME)) == today


def _claim(session: Session, today: str) -> bool:
    """Whether the day is ours: of workers that come at once, one changes the row and the others find it changed."""
    if session.get(Setup, _NAME) is None:
        session.add(Setup(name=_NAME, value=""))
        session.flush()
    changed = session.execute(update(Setup).where(Setup.name == _NAME, Setup.value != today).values(value=today))
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _at_work() -> Select[Deployment]:
    """The deployments that decided within the last days."""
    lately = first_id("dec", now() - _DECIDED_LATELY)
    decided = select(DecisionRecord.id).where(
        DecisionRecord.organisation_id == Deployment.organisation_id,
        DecisionRecord.deployment_id == Deployment.id,
        DecisionRecord.id >= lately,
    )
    return select(Deployment).where(decided.exists(), Deployment.closed_at.is_(None))
