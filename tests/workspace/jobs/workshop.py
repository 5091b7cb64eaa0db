"""A workspace in which a test says what the kinds of jobs do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from time import monotonic, sleep
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from rashin.language import Text
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Alarm, Deployment, Job, Json, Organisation
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import JobKind, Jobs, JobStatus, Work, WorkerLoop

OURS, THEIRS = "org_ours", "org_theirs"
STAGE = Text("数えています", "Counting")


def until(condition: Callable[[], Any], what: str = "it") -> Any:
    """What a condition gives once it holds. A minute is for the slowest machine, and for a defect."""
    end = monotonic() + 60
    while not (found := condition()):
        assert monotonic() < end, f"{what} did not come about"
        sleep(0.01)
    return found


@dataclass
class Workshop:
    database: Database
    kinds: dict[str, JobKind] = field(default_factory=dict)
    let_go: Event = field(default_factory=Event)
    """Set by the test to let jobs that `wait` go on."""

    def __post_init__(self) -> None:
        with self.database.system() as session:
            session.add_all([Organisation(id=OURS, name="われわれ"), Organisation(id=THEIRS, name="よそ")])
            session.flush()
            session.add_all(
                Deployment(id=f"dep_{organisation}", organisation_id=organisation, service="lending", name="")
                for organisation in (OURS, THEIRS)
            )

    @property
    def jobs(self) -> Jobs:
        return Jobs(self.database, self.kinds.values())

    def kind(self, run: Callable[[Work], Json | None]) -> str:
        """A kind of job, named after the function that does it."""
        name = run.__name__
        self.kinds[name] = JobKind(name, Text(name, name), run)
        return name

    def ask(self, kind: str, organisation_id: str = OURS, **arguments: Any) -> str:
        with self.database.tenant(organisation_id) as session:
            return self.jobs.enqueue(session, organisation_id, kind, arguments)

    def status(self, job_id: str, organisation_id: str = OURS) -> JobStatus:
        return self.jobs.status(organisation_id, job_id)

    def end_of(self, job_id: str, organisation_id: str = OURS) -> JobStatus:
        until(lambda: self.status(job_id, organisation_id).is_over, "the end of the job")
        return self.status(job_id, organisation_id)

    def worker(self, **how: Any) -> WorkerLoop:
        return WorkerLoop(self.jobs, **{"poll_seconds": 0.02, "lost_seconds": 0.3, **how})

    def wait(self, work: Work) -> None:
        """Inside a job: go on reporting until the test lets go."""
        while not self.let_go.wait(0.02):
            work.report(STAGE, 0.5)

    def row(self, job_id: str) -> Job:
        with self.database.system(reading=True) as session:
            return session.get_one(Job, job_id)

    def change(self, job_id: str, **values: Any) -> None:
        with self.database.system() as session:
            session.execute(update(Job).where(Job.id == job_id).values(**values))

    def marks(self) -> int:
        """How many marks have been left."""
        with self.database.system(reading=True) as session:
            return session.scalar(select(func.count()).select_from(Alarm)) or 0


def leave_mark(session: Session) -> Json:
    """An effect that can be counted."""
    organisation = session.info["organisation"]
    mark = Alarm(
        id=new_id("alm"), organisation_id=organisation, deployment_id=f"dep_{organisation}", kind="", figures={}
    )
    session.add(mark)
    return {"mark": mark.id}
