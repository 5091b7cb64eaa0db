"""The recorder decides for many at once, answers each, and ends cleanly."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, wait
from threading import Event, Thread

import pytest
from sqlalchemy import func, select
from tests.workspace.desk import Desk

from rashin.errors import CaseIncomplete, NotApproved, NotFound, Stopping
from rashin.workspace.database.tables import DecisionRecord, LearnedModel
from rashin.workspace.decisions import Decided, Recorder, Wanted
from rashin.workspace.models import Models
from rashin.workspace.once import Once

SOON = 60


@pytest.fixture
def recorder(desk: Desk) -> Iterator[Recorder]:
    started = Recorder(desk.company.database, desk.company.log, desk.company.models)
    started.start()
    yield started
    started.stop()


def decided(answers: list[Future[list[Decided]]]) -> list[list[Decided]]:
    assert not wait(answers, SOON).not_done
    return [answer.result() for answer in answers]


def on_record(desk: Desk) -> int:
    return desk.reading(lambda session: session.scalar(select(func.count()).select_from(DecisionRecord)) or 0)


def test_everybody_who_asks_at_once_is_answered(desk: Desk, recorder: Recorder) -> None:
    cases, answers = desk.cases(40), dict[int, Future[list[Decided]]]()
    begin = Event()

    def ask(place: int) -> None:
        begin.wait()
        answers[place] = recorder.decide(desk.wanted([cases[place]], references=[str(place)]))

    threads = [Thread(target=ask, args=(place,)) for place in range(40)]
    for thread in threads:
        thread.start()
    begin.set()
    for thread in threads:
        thread.join()
    for place, (one,) in enumerate(decided([answers[place] for place in range(40)])):
        assert desk.record(one.id).reference == str(place), "each got their own"
    assert on_record(desk) == 40
    desk.check_log()


def test_groups_may_grow_and_shrink(desk: Desk, recorder: Recorder) -> None:
    cases = desk.cases(10)
    for askers in (10, 10, 3, 1, 10):
        decided([recorder.decide(desk.wanted([case])) for case in cases[:askers]])
    assert on_record(desk) == 34
    desk.check_log()


def test_a_key_sent_a_hundred_times_at_once_has_one_effect(desk: Desk, recorder: Recorder) -> None:
    wanted = desk.wanted(desk.cases(1), once=Once("key", "a" * 64))
    answers = decided([recorder.decide(wanted) for _ in range(100)])
    assert len({one.answer for (one,) in answers}) == 1
    assert on_record(desk) == 1


def test_two_servers_that_are_asked_the_same_at_once_have_one_effect(anywhere: Desk) -> None:
    company = anywhere.company
    servers = [Recorder(company.database, company.log, company.models) for _ in range(2)]
    wanted = anywhere.wanted(anywhere.cases(1), once=Once("key", "a" * 64))
    for server in servers:
        server.start()
    answers = decided([server.decide(wanted) for _ in range(20) for server in servers])
    for server in servers:
        server.stop()
    assert len({one.answer for (one,) in answers}) == 1
    assert on_record(anywhere) == 1
    anywhere.check_log()


def test_who_asks_wrongly_hears_why_and_the_others_are_decided(desk: Desk, recorder: Recorder) -> None:
    cases = desk.cases(2)
    answers = [
        recorder.decide(desk.wanted([cases[0]])),
        recorder.decide(desk.wanted([{}])),
        recorder.decide(Wanted("org_nobody", desk.deployment, [cases[0]], [""])),
        recorder.decide(desk.wanted([cases[1]])),
    ]
    wait(answers, SOON)
    assert [type(answer.exception()) for answer in answers] == [type(None), CaseIncomplete, NotApproved, type(None)]


def test_a_model_whose_file_is_gone_stops_only_its_own_deployment(desk: Desk, model_file: bytes) -> None:
    from tests.workspace.desk import put_model

    from rashin.workspace.deployments import approve

    company = desk.company
    other = company.deployment("別の導入")
    row = put_model(company, other, model_file)
    desk.writing(lambda session: approve(session, company.log, company.models, row.id, desk.taro))
    company.files.delete(desk.reading(lambda session: session.get_one(LearnedModel, row.id).file_key))
    recorder = Recorder(company.database, company.log, Models(company.files))
    case = desk.cases(1)[0]
    answers = [
        recorder.decide(Wanted(company.id, other, [case], [""])),
        recorder.decide(desk.wanted([case])),
    ]
    recorder.start()
    wait(answers, SOON)
    recorder.stop()
    assert isinstance(answers[0].exception(), NotFound)
    assert answers[1].exception() is None


def test_whoever_goes_away_before_their_turn_disturbs_nobody(desk: Desk) -> None:
    recorder = Recorder(desk.company.database, desk.company.log, desk.company.models)
    gone, stays = recorder.decide(desk.wanted(desk.cases(1))), recorder.decide(desk.wanted(desk.cases(1)))
    assert gone.cancel()
    recorder.start()
    decided([stays])
    recorder.stop()
    assert on_record(desk) == 1


def test_what_was_asked_before_the_end_is_decided_and_nothing_after_it(desk: Desk) -> None:
    recorder = Recorder(desk.company.database, desk.company.log, desk.company.models)
    asked = [recorder.decide(desk.wanted([case])) for case in desk.cases(30)]
    recorder.start()
    recorder.stop()
    assert all(answer.done() for answer in asked)
    assert on_record(desk) == 30
    with pytest.raises(Stopping):
        recorder.decide(desk.wanted(desk.cases(1)))
