"""A job is asked for, done, watched and cancelled, and fails in words."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import pairwise

import pytest
from tests.workspace.jobs.workshop import OURS, STAGE, THEIRS, Workshop, leave_mark, until

from rashin.errors import NotFound, TargetOneClass
from rashin.language import Text
from rashin.workspace.jobs import Halted, JobStatus, Work

SOMEBODY = "山田太郎"
WATCHERS = 3


def count(work: Work) -> dict[str, int]:
    work.report(STAGE, 0.25)
    return {"twice": 2 * work.arguments["number"]}


def test_a_job_is_done_and_keeps_its_result(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(count), number=21)
    assert workshop.status(job).state == "waiting"
    with workshop.worker():
        ended = workshop.end_of(job)
    assert (ended.state, ended.done, ended.result, ended.error) == ("done", 1.0, {"twice": 42}, None)
    assert ended.stage == STAGE
    assert ended.started_at is not None
    assert ended.finished_at is not None
    assert ended.created_at <= ended.started_at <= ended.finished_at


def test_what_is_not_committed_was_not_asked_for(workshop: Workshop) -> None:
    kind = workshop.kind(count)
    with suppress(ZeroDivisionError), workshop.database.tenant(OURS) as session:
        undone = workshop.jobs.enqueue(session, OURS, kind, {"number": 1})
        session.flush()
        raise ZeroDivisionError
    with workshop.worker():
        workshop.end_of(workshop.ask(kind, number=2))
    with pytest.raises(NotFound):
        workshop.status(undone)


def test_nobody_sees_or_cancels_the_job_of_another_organisation(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(count), THEIRS, number=1)
    for act in (workshop.jobs.status, workshop.jobs.cancel):
        with pytest.raises(NotFound):
            act(OURS, job)
    assert workshop.status(job, THEIRS).state == "waiting"


def test_a_job_works_as_its_own_organisation(workshop: Workshop) -> None:
    def look(work: Work) -> dict[str, object]:
        return {"found": work.effect("look", lambda session: {"organisation": session.info["organisation"]})}

    kind = workshop.kind(look)
    ours, theirs = workshop.ask(kind, OURS), workshop.ask(kind, THEIRS)
    with workshop.worker():
        assert workshop.end_of(ours).result == {"found": {"organisation": OURS}}
        assert workshop.end_of(theirs, THEIRS).result == {"found": {"organisation": THEIRS}}


def test_several_watchers_follow_a_job_to_its_end(workshop: Workshop) -> None:
    def stages(work: Work) -> None:
        work.report(Text("一", "one"), 0.1)
        workshop.wait(work)
        work.report(Text("二", "two"), 0.9)

    job = workshop.ask(workshop.kind(stages))

    seen_in_the_middle = []

    async def follow() -> list[JobStatus]:
        seen = []
        async for status in workshop.jobs.watch(OURS, job):
            seen.append(status)
            if status.stage == STAGE:
                seen_in_the_middle.append(status)
            if len(seen_in_the_middle) == WATCHERS:
                workshop.let_go.set()
        return seen

    async def follow_all() -> list[list[JobStatus]]:
        return await asyncio.gather(*(follow() for _ in range(WATCHERS)))

    with workshop.worker():
        watched = asyncio.run(follow_all())
    for seen in watched:
        assert seen[-1].state == "done"
        assert [status.is_over for status in seen].count(True) == 1
        assert all(one != other for one, other in pairwise(seen))


def test_a_job_that_runs_halts_when_cancelled_and_writes_nothing_more(workshop: Workshop) -> None:
    halted = []

    def write_in_the_end(work: Work) -> None:
        try:
            workshop.wait(work)
        except Halted as halt:
            halted.append(type(halt).__name__)
        work.effect("too late", leave_mark)

    job = workshop.ask(workshop.kind(write_in_the_end))
    with workshop.worker():
        until(lambda: workshop.status(job).stage)
        assert workshop.jobs.cancel(OURS, job).state == "cancelled"
        until(lambda: halted)
        workshop.end_of(workshop.ask(workshop.kind(count), number=1))
    assert halted == ["Cancelled"]
    assert workshop.status(job).state == "cancelled"
    assert workshop.marks() == 0


def test_a_job_cancelled_while_it_waits_never_runs(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(count), number=1)
    workshop.jobs.cancel(OURS, job)
    with workshop.worker():
        workshop.end_of(workshop.ask(workshop.kind(count), number=1))
    assert workshop.row(job).fence == 0


def test_a_job_that_is_over_stays_as_it_is_when_cancelled(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(count), number=1)
    with workshop.worker():
        done = workshop.end_of(job)
    assert workshop.jobs.cancel(OURS, job) == done


def test_an_error_of_ours_becomes_the_problem_it_is(workshop: Workshop) -> None:
    error = TargetOneClass(column="結果", values="完済")

    def refuse(work: Work) -> None:
        raise error

    job = workshop.ask(workshop.kind(refuse))
    with workshop.worker():
        ended = workshop.end_of(job)
    assert (ended.state, ended.error) == ("failed", error.as_problem())


def test_a_defect_is_told_without_anybodys_data(workshop: Workshop, caplog: pytest.LogCaptureFixture) -> None:
    def stumble(work: Work) -> None:
        work.step("stumble", lambda: int(SOMEBODY))

    job = workshop.ask(workshop.kind(stumble))
    with workshop.worker():
        ended = workshop.end_of(job)
    assert ended.error is not None
    assert ended.error["type"] == "urn:rashin:problem:job-broken"
    assert job in ended.error["detail"]
    assert "stumble" in caplog.text
    assert "ValueError" in caplog.text
    assert SOMEBODY not in caplog.text + str(ended.error)


@pytest.mark.parametrize("result", [{"set": {1, 2}}, {"none": float("nan")}], ids=["set", "nan"])
def test_a_result_that_is_no_json_is_a_defect(workshop: Workshop, result: dict[str, object]) -> None:
    def odd(work: Work) -> dict[str, object]:
        return {"step": work.step("odd", lambda: result)}

    job = workshop.ask(workshop.kind(odd))
    with workshop.worker():
        ended = workshop.end_of(job)
    assert ended.error is not None
    assert ended.error["type"] == "urn:rashin:problem:job-broken"


def test_a_kind_that_this_release_does_not_know_is_told(workshop: Workshop) -> None:
    job = workshop.ask(workshop.kind(count), number=1)
    workshop.change(job, kind="gone")
    with workshop.worker():
        ended = workshop.end_of(job)
    assert ended.error is not None
    assert ended.error["type"] == "urn:rashin:problem:job-outdated"
    with pytest.raises(KeyError), workshop.database.tenant(OURS) as session:
        workshop.jobs.enqueue(session, OURS, "gone", {})
