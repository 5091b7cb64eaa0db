"""Workers as real processes: killed, paused, ended, and the database restarted under them."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.faults.jobs_worker import KINDS
from tests.workspace.jobs.workshop import OURS, THEIRS, Workshop, until
from tests.workspace.postgresql import PostgreSQL, binaries, running

from rashin.workspace.database import Database, migrate
from rashin.workspace.database.tables import Alarm, Job, Worker
from rashin.workspace.jobs import JobStatus


class Plant(Workshop):
    """A workshop whose workers are processes."""

    def __init__(self, database: Database, checkout: Path) -> None:
        super().__init__(database, {kind.name: kind for kind in KINDS})
        self.checkout = checkout
        self.processes = ExitStack()

    def start(self, name: str, lost_seconds: int = 2) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.faults.jobs_worker", self.database.url, name]
        environment = {**os.environ, "RASHIN_WORKER_LOST_SECONDS": str(lost_seconds)}
        process = subprocess.Popen(command, cwd=self.checkout, env=environment)
        self.processes.callback(_end, process)
        return process

    def pause(self, process: subprocess.Popen[bytes]) -> None:
        """Stop a process where it stands, but not amid a write: SQLite has one lock, and whoever sleeps with it stops everybody."""
        for _ in range(200):
            process.send_signal(signal.SIGSTOP)
            if not self._is_being_written():
                return
            process.send_signal(signal.SIGCONT)
            sleep(0.01)
        raise AssertionError("it never stopped writing")

    def _is_being_written(self) -> bool:
        path = self.database.url.partition("sqlite:///")[2]
        if not path:
            return False
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            connection.execute("ROLLBACK")
            return False

    def count(self, organisation_id: str = OURS, **arguments: Any) -> str:
        return self.ask("count", organisation_id, **arguments)

    def figures(self) -> list[dict[str, Any]]:
        with self.database.system(reading=True) as session:
            return list(session.scalars(select(Alarm.figures)))

    def states(self) -> Counter[str]:
        with self.database.system(reading=True) as session:
            return Counter(dict(session.execute(select(Job.state, func.count()).group_by(Job.state)).all()))

    def check_all_done_once(self, jobs: int, steps: int) -> None:
        """Nothing lost, nothing doubled, and each effect had the result of the step recorded before it."""
        until(lambda: self.states() == {"done": jobs}, "the end of all jobs")
        marks = Counter((figure["job"], figure["number"]) for figure in self.figures())
        assert len(marks) == jobs * steps
        assert set(marks.values()) == {1}

    def await_progress(self) -> None:
        before = len(self.figures())
        until(lambda: len(self.figures()) > before or set(self.states()) == {"done"}, "progress")

    def most_takings(self) -> int:
        with self.database.system(reading=True) as session:
            return session.scalar(select(func.max(Job.fence))) or 0

    def on_the_roll(self, name: str) -> bool:
        with self.database.system(reading=True) as session:
            return session.get(Worker, name) is not None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@contextmanager
def plant_on(database: Database, checkout: Path) -> Iterator[Plant]:
    plant = Plant(database, checkout)
    with plant.processes:
        yield plant


@pytest.fixture(params=["sqlite", pytest.param("on_postgresql", marks=pytest.mark.heavy)])
def plant(request: pytest.FixtureRequest, checkout: Path) -> Iterator[Plant]:
    with plant_on(request.getfixturevalue(request.param), checkout) as plant:
        yield plant


def kill_again_and_again(plant: Plant, times: int) -> None:
    """At moments of chance, so that over the times every pair of writes is torn apart."""
    chance = random.Random(times)  # noqa: S311 (moments, not secrets)
    for _ in range(times):
        worker = plant.start("killed")
        plant.await_progress()
        sleep(chance.uniform(0, 0.3))
        worker.kill()
        worker.wait()


def test_a_killed_worker_loses_and_doubles_nothing(plant: Plant) -> None:
    for number in range(20):
        plant.count((OURS, THEIRS)[number % 2], steps=10, seconds=0.02)
    kill_again_and_again(plant, 3)
    assert plant.states()["done"] < 20
    plant.start("killed")
    plant.check_all_done_once(jobs=20, steps=10)
    assert plant.most_takings() > 1


@pytest.mark.heavy
def test_a_worker_killed_fifty_times_loses_and_doubles_nothing(plant: Plant) -> None:
    for number in range(60):
        plant.count((OURS, THEIRS)[number % 2], steps=12, seconds=0.02)
    kill_again_and_again(plant, 50)
    assert plant.states()["done"] < 60, "the work was over before the killing was"
    plant.start("killed")
    plant.check_all_done_once(jobs=60, steps=12)
    assert plant.most_takings() > 1


@pytest.mark.heavy
def test_the_work_of_a_worker_lost_for_good_is_taken_over(plant: Plant) -> None:
    for _ in range(4):
        plant.count(steps=40, seconds=0.05)
    lost = plant.start("lost")
    until(plant.figures)
    plant.start("heir")
    lost.kill()
    plant.check_all_done_once(jobs=4, steps=40)
    until(lambda: not plant.on_the_roll("lost"))


def test_a_paused_worker_writes_nothing_once_its_job_was_taken_over(plant: Plant) -> None:
    job = plant.count(steps=50, seconds=0.1)
    paused = plant.start("paused")
    until(plant.figures)
    plant.pause(paused)
    heir = plant.start("heir")
    until(lambda: plant.row(job).worker_id == "heir", "taking over")
    until(lambda: not plant.on_the_roll("paused"))
    written = [figure for figure in plant.figures() if figure["process"] == paused.pid]
    paused.send_signal(signal.SIGCONT)
    until(lambda: plant.on_the_roll("paused"), "waking up")
    plant.check_all_done_once(jobs=1, steps=50)
    by = Counter(figure["process"] for figure in plant.figures())
    assert by == {paused.pid: len(written), heir.pid: 50 - len(written)}
    assert plant.row(job).fence == 2
    assert paused.poll() is None


@pytest.mark.heavy
def test_a_worker_that_is_asked_to_end_leaves_its_work_to_the_next(plant: Plant) -> None:
    plant.count(steps=40, seconds=0.05)
    for request in (signal.SIGTERM, signal.SIGINT):
        worker = plant.start(request.name, lost_seconds=1000)
        plant.await_progress()
        worker.send_signal(request)
        assert worker.wait(60) == 0
        assert plant.states() == {"running": 1}
    plant.start("last", lost_seconds=1000)
    plant.check_all_done_once(jobs=1, steps=40)


@pytest.mark.heavy
def test_a_job_in_another_process_is_cancelled(plant: Plant) -> None:
    job, other = plant.count(steps=1000, seconds=0.05), plant.count(THEIRS, steps=5)
    plant.start("worker")
    until(lambda: plant.status(job).done > 0)
    plant.jobs.cancel(OURS, job)
    marks = len(plant.figures())
    assert plant.end_of(other, THEIRS).state == "done"
    after = [figure for figure in plant.figures() if figure["job"] == job]
    assert len(after) <= marks
    assert plant.status(job).state == "cancelled"


@pytest.mark.heavy
def test_a_thousand_jobs_of_one_organisation_do_not_starve_another(plant: Plant) -> None:
    with plant.database.tenant(THEIRS) as session:
        many = [plant.jobs.enqueue(session, THEIRS, "count", {"steps": 1, "seconds": 0.05}) for _ in range(1000)]
    plant.start("worker")
    until(plant.figures)
    ours: JobStatus = plant.end_of(plant.count(OURS, steps=1))
    assert ours.state == "done"
    assert plant.status(many[-1], THEIRS).state == "waiting"


@pytest.mark.heavy
def test_jobs_outlive_a_restart_of_postgresql(checkout: Path) -> None:
    programs = binaries()
    if programs is None:
        pytest.skip("there is no PostgreSQL")
    with running(programs) as server:
        database = Database(server.create("restarted"))
        migrate(database)
        with plant_on(database, checkout) as plant:
            restart_in_the_middle(plant, server)
        database.close()


def restart_in_the_middle(plant: Plant, server: PostgreSQL) -> None:
    for _ in range(10):
        plant.count(steps=30, seconds=0.02)
    plant.start("worker")
    for mode in ("immediate", "fast"):
        plant.await_progress()
        server.stop(mode)
        sleep(1)
        server.start()
    assert plant.states()["done"] < 10
    plant.check_all_done_once(jobs=10, steps=30)
