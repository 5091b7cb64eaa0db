"""A job that was cut short goes on where it was, and does nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from dbos import DBOSPortableJSONSerializer
from dbos._serialization import DBOSDefaultSerializer, deserialize_value
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session
from tests.workspace.jobs.workshop import STAGE, Workshop, leave_mark, until

from rashin.errors import RashinError, TargetOneClass
from rashin.workspace.jobs import Work


def cut_short(workshop: Workshop, job: str) -> None:
    """Let a worker begin a job, and end in the middle of it."""
    with workshop.worker():
        until(lambda: workshop.status(job).stage == STAGE, "the middle of the job")
    assert workshop.status(job).state == "running"
    workshop.let_go.set()


def finish(workshop: Workshop, job: str) -> None:
    with workshop.worker():
        assert workshop.end_of(job).state == "done"


def test_a_step_that_has_ended_is_not_run_again(workshop: Workshop) -> None:
    ran: list[str] = []

    def note(name: str) -> str:
        ran.append(name)
        return name

    def two_steps(work: Work) -> dict[str, object]:
        first = work.step("first", lambda: (note("first"), len(ran)))
        workshop.wait(work)
        second = work.step("second", lambda: note("second"))
        return {"first": first, "second": second}

    job = workshop.ask(workshop.kind(two_steps))
    cut_short(workshop, job)
    finish(workshop, job)
    assert ran == ["first", "second"]
    assert workshop.status(job).result == {"first": ["first", 1], "second": "second"}
    assert workshop.row(job).fence == 2


def test_a_step_that_was_cut_short_is_run_again(workshop: Workshop) -> None:
    ran = []

    def long_step(work: Work) -> None:
        def wait() -> None:
            ran.append(1)
            workshop.wait(work)

        work.step("long", wait)

    job = workshop.ask(workshop.kind(long_step))
    cut_short(workshop, job)
    finish(workshop, job)
    assert len(ran) == 2


def test_a_step_that_raised_is_run_again_and_raises_what_it_raised(workshop: Workshop) -> None:
    caught = []

    def refuse() -> None:
        raise TargetOneClass(column="結果", values="完済")

    def careful(work: Work) -> None:
        try:
            work.step("refuse", refuse)
        except RashinError as error:
            caught.append(error.as_problem())
        workshop.wait(work)

    job = workshop.ask(workshop.kind(careful))
    cut_short(workshop, job)
    finish(workshop, job)
    assert len(caught) == 2
    assert caught[0] == caught[1]


def test_an_effect_is_done_once_and_its_result_remembered(workshop: Workshop) -> None:
    results = []

    def mark(work: Work) -> None:
        results.append(work.effect("mark", leave_mark))
        workshop.wait(work)

    job = workshop.ask(workshop.kind(mark))
    cut_short(workshop, job)
    finish(workshop, job)
    assert workshop.marks() == 1
    assert len(results) == 2
    assert results[0] == results[1]


def test_an_effect_that_fails_leaves_nothing(workshop: Workshop) -> None:
    tried = []

    def leave_and_stumble(work: Work) -> None:
        def act(session: Session) -> None:
            tried.append(leave_mark(session))
            if len(tried) == 1:
                raise ZeroDivisionError

        try:
            work.effect("act", act)
        except ZeroDivisionError:
            workshop.wait(work)

    job = workshop.ask(workshop.kind(leave_and_stumble))
    cut_short(workshop, job)
    assert workshop.marks() == 0
    finish(workshop, job)
    assert len(tried) == 2
    assert workshop.marks() == 1


def test_two_effects_of_one_name_are_a_defect(workshop: Workshop) -> None:
    def twice(work: Work) -> None:
        work.effect("mark", leave_mark)
        work.effect("mark", leave_mark)

    job = workshop.ask(workshop.kind(twice))
    with workshop.worker():
        assert workshop.end_of(job).state == "failed"
    assert workshop.marks() == 1


def test_a_job_handed_over_twice_runs_once(workshop: Workshop) -> None:
    """As after a crash between handing it to the queue and writing that down."""
    ran = []

    def note(work: Work) -> None:
        ran.append(1)
        workshop.wait(work)

    job = workshop.ask(workshop.kind(note))
    with workshop.worker():
        until(lambda: workshop.status(job).stage)
        workshop.change(job, handed_at=None)
        until(lambda: workshop.row(job).handed_at)
        workshop.let_go.set()
        assert workshop.end_of(job).state == "done"
        workshop.change(job, state="waiting", handed_at=None)
        until(lambda: workshop.row(job).handed_at)
    assert ran == [1]


def test_a_lost_queue_loses_no_job_and_doubles_no_effect(workshop: Workshop) -> None:
    """As after restoring a backup: what DBOS keeps is not part of it."""

    def mark(work: Work) -> None:
        work.effect("mark", leave_mark)
        workshop.wait(work)

    begun, waiting = workshop.ask(workshop.kind(mark)), workshop.ask(workshop.kind(mark))
    cut_short(workshop, begun)
    lose_queue(workshop)
    finish(workshop, begun)
    finish(workshop, waiting)
    assert workshop.marks() == 2


def lose_queue(workshop: Workshop) -> None:
    if workshop.database.is_postgresql:
        with workshop.database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA rashin_jobs CASCADE"))
    else:
        ours = Path(make_url(workshop.database.url).database or "")
        for file in ours.parent.glob("rashin-jobs.db*"):
            file.unlink()


def test_a_job_that_the_queue_thinks_ended_is_begun_anew(workshop: Workshop) -> None:
    """As after restoring only the workspace's part, from before the job ended."""

    def mark(work: Work) -> None:
        work.effect("mark", leave_mark)

    job = workshop.ask(workshop.kind(mark))
    finish(workshop, job)
    workshop.change(job, state="running", done=0.5)
    finish(workshop, job)
    assert workshop.marks() == 2


def test_a_release_that_does_other_steps_does_not_go_on(workshop: Workshop) -> None:
    def learn(work: Work) -> None:
        work.step("old way", lambda: 1)
        workshop.wait(work)

    job = workshop.ask(workshop.kind(learn))
    cut_short(workshop, job)

    def renewed(work: Work) -> None:
        work.step("new way", lambda: 1)

    renewed.__name__ = "learn"
    workshop.kind(renewed)
    with workshop.worker():
        ended = workshop.end_of(job)
    assert ended.error is not None
    assert ended.error["type"] == "urn:rashin:problem:job-outdated"


def test_a_job_begun_a_hundred_times_is_given_up(workshop: Workshop) -> None:
    ran = []
    job = workshop.ask(workshop.kind(lambda work: ran.append(work)))  # noqa: PLW0108 (a function of its own)
    workshop.change(job, fence=100)
    with workshop.worker():
        ended = workshop.end_of(job)
    assert ended.error is not None
    assert ended.error["type"] == "urn:rashin:problem:job-given-up"
    assert ran == []


def test_a_job_goes_on_when_the_database_was_busy_or_away(workshop: Workshop) -> None:
    tried = []

    def meet_trouble(work: Work) -> None:
        tried.append(1)
        if len(tried) == 1:
            work.effect("trouble", lambda session: trouble(workshop, session))
        work.effect("mark", leave_mark)

    job = workshop.ask(workshop.kind(meet_trouble))
    finish(workshop, job)
    assert len(tried) == 2
    assert workshop.marks() == 1


def trouble(workshop: Workshop, session: Session) -> None:
    """What really happens: the server ends the connection, or somebody else holds SQLite's lock (we do)."""
    if workshop.database.is_postgresql:
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        with workshop.database.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:backend)"), {"backend": backend})
        session.execute(text("SELECT 1"))
    else:
        impatient = create_engine(workshop.database.url, connect_args={"timeout": 0})
        try:
            with impatient.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            impatient.dispose()


def test_a_pickle_is_never_read(workshop: Workshop) -> None:
    finish(workshop, workshop.ask(workshop.kind(lambda _: None)))
    pickled = DBOSDefaultSerializer.serialize({"harmless": True})
    with pytest.raises(ValueError, match="never read"):
        deserialize_value(pickled, "py_pickle", DBOSPortableJSONSerializer())
