"""Workers take turns, take over from one another, and a worker thought lost writes nothing more."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from sqlite3 import OperationalError
from threading import Lock

import pytest
from sqlalchemy import make_url, select, update
from tests.workspace.jobs.workshop import OURS, STAGE, THEIRS, Workshop, leave_mark, until

from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Worker
from rashin.workspace.jobs import Cancelled, Work
from rashin.workspace.jobs.halting import Fenced
from rashin.workspace.jobs.hold import take
from rashin.workspace.jobs.roll import Roll


def test_another_worker_takes_over_at_once_from_one_that_said_goodbye(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(workshop.wait))
    with workshop.worker(worker_id="first"):
        until(lambda: workshop.status(job).stage)
    with workshop.worker(worker_id="second", lost_seconds=1000):
        workshop.let_go.set()
        assert workshop.end_of(job).state == "done"
    assert workshop.row(job).worker_id == "second"


def test_another_worker_takes_over_from_one_that_fell_silent(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(workshop.wait))
    with workshop.worker(worker_id="first"):
        until(lambda: workshop.status(job).stage)
    workshop.let_go.set()
    with workshop.database.system() as session:
        session.execute(update(Worker).values(gone=False))
    with workshop.worker(worker_id="second"):
        assert workshop.end_of(job).state == "done"
        until(lambda: set(workers(workshop)) == {"second"})


def test_a_job_of_a_worker_that_nobody_knows_is_taken_over(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(workshop.wait))
    with workshop.worker(worker_id="first"):
        until(lambda: workshop.status(job).stage)
    workshop.let_go.set()
    with workshop.database.system() as session:
        session.delete(session.get_one(Worker, "first"))
    with workshop.worker(worker_id="second"):
        assert workshop.end_of(job).state == "done"


def test_a_worker_that_starts_again_goes_on_with_its_jobs(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(workshop.wait))
    for _ in range(3):
        with workshop.worker(worker_id="same"):
            until(lambda: workshop.status(job).state == "running")
    workshop.let_go.set()
    with workshop.worker(worker_id="same", lost_seconds=1000):
        assert workshop.end_of(job).state == "done"


def workers(workshop: Workshop) -> list[str]:
    with workshop.database.system(reading=True) as session:
        return list(session.scalars(select(Worker.id)))


def test_who_held_a_job_before_can_write_no_more(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(workshop.wait))
    before = take(workshop.database, OURS, job, "first")
    after = take(workshop.database, OURS, job, "second")
    assert before is not None
    assert after is not None
    with pytest.raises(Fenced), before.writing() as (session, _):
        leave_mark(session)
    with pytest.raises(Fenced):
        before.finish({})
    with pytest.raises(Fenced):
        before.fail({})
    with after.writing() as (session, _):
        leave_mark(session)
    after.finish({"by": "second"})
    assert workshop.marks() == 1
    assert workshop.status(job).result == {"by": "second"}
    assert take(workshop.database, OURS, job, "third") is None


def test_nobody_writes_for_a_cancelled_job(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(workshop.wait))
    hold = take(workshop.database, OURS, job, "first")
    assert hold is not None
    workshop.jobs.cancel(OURS, job)
    with pytest.raises(Cancelled), hold.writing():
        pass
    assert take(workshop.database, OURS, job, "second") is None


@pytest.mark.parametrize("skew", [timedelta(days=-1), timedelta(days=1)], ids=["slow", "fast"])
def test_clocks_of_two_machines_need_not_agree(workshop: Workshop, skew: timedelta) -> None:
    roll = Roll(workshop.database, "here", lost_seconds=0.2)
    for beat in range(10):
        with workshop.database.system() as session:
            session.merge(Worker(id="elsewhere", heard_at=now() + skew + timedelta(seconds=beat)))
        assert roll.lost([]) == []
    assert until(lambda: roll.lost([])) == ["elsewhere"]


def test_a_lost_worker_that_is_heard_of_again_is_not_struck_out(workshop: Workshop) -> None:
    here, elsewhere = (Roll(workshop.database, name, lost_seconds=0.1) for name in ("here", "elsewhere"))
    elsewhere.sign()
    until(lambda: here.lost([]))
    elsewhere.sign()
    here.strike_out("elsewhere", lambda: pytest.fail("taken over from the living"))
    assert workers(workshop) == ["elsewhere"]


def test_a_long_queue_of_one_organisation_is_not_in_the_way_of_another(workshop: Workshop) -> None:
    def short(work: Work) -> None:
        work.effect("mark", leave_mark)

    kind = workshop.kind(short)
    with workshop.database.tenant(THEIRS) as session:
        many = [workshop.jobs.enqueue(session, THEIRS, kind, {}) for _ in range(1000)]
    with workshop.worker(at_once=3):
        until(lambda: workshop.marks() > 3)
        workshop.end_of(workshop.ask(kind, OURS))
        assert workshop.status(many[-1], THEIRS).state == "waiting"


def test_long_jobs_of_one_organisation_leave_a_place_for_another(workshop: Workshop) -> None:
    running: Counter[str] = Counter()
    most: Counter[str] = Counter()
    lock = Lock()

    def crowd(work: Work) -> None:
        with lock:
            running.update([work.organisation_id, "all"])
            most.update({name: max(0, running[name] - most[name]) for name in running})
        workshop.wait(work)
        with lock:
            running.subtract([work.organisation_id, "all"])

    kind = workshop.kind(crowd)
    jobs = [(workshop.ask(kind, THEIRS), THEIRS) for _ in range(6)]
    with workshop.worker(at_once=3):
        until(lambda: running[THEIRS] == 2)
        jobs += [(workshop.ask(kind, OURS), OURS) for _ in range(3)]
        until(lambda: running[OURS] == 1)
        workshop.let_go.set()
        for job, organisation in jobs:
            assert workshop.end_of(job, organisation).state == "done"
    assert most["all"] <= 3
    assert most[THEIRS] <= 2
    assert most[OURS] <= 2


def test_a_worker_that_stops_says_whether_its_jobs_halted(workshop: Workshop) -> None:
    def deaf(work: Work) -> None:
        work.report(STAGE, 0.5)
        workshop.let_go.wait()

    job = workshop.ask(workshop.kind(deaf))
    worker = workshop.worker()
    worker.start()
    until(lambda: workshop.status(job).stage)
    assert not worker.stop(within_seconds=0.1)
    assert workshop.status(job).state == "running"
    workshop.let_go.set()
    with workshop.worker():
        assert workshop.end_of(job).state == "done"


def test_a_process_has_one_worker(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(workshop.wait))
    workshop.let_go.set()
    with workshop.worker():
        with pytest.raises(RuntimeError, match="already"):
            workshop.worker().start()
        assert workshop.end_of(job).state == "done"
    with workshop.worker():
        pass


def test_a_worker_that_could_not_start_starts_once_it_can(sqlite: Database) -> None:
    """As when the queue's database could not be reached at first."""
    workshop = Workshop(sqlite)
    job = workshop.ask(workshop.kind(workshop.wait))
    workshop.let_go.set()
    queue = Path(str(make_url(sqlite.url).database)).with_name("rashin-jobs.db")
    kept = queue.rename(queue.with_name("kept"))
    queue.mkdir()
    worker = workshop.worker()
    with pytest.raises(OperationalError):
        worker.start()
    queue.rmdir()
    kept.rename(queue)
    with worker:
        assert workshop.end_of(job).state == "done"
