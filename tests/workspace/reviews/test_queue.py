"""The queue: the oldest first, each with why it is there, and no two people sent to the same case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from tests.workspace.desk import Desk, put_model

from rashin.engines.contract import Outcome
from rashin.errors import Erased, WhyNeeded
from rashin.estimates import wilson
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Opening, Person
from rashin.workspace.decisions import Wanted
from rashin.workspace.decisions.erasing import erase
from rashin.workspace.deployments import approve
from rashin.workspace.reviews import ask_for_review, next_case, open_case, queue, rates, review, waiting_in
from rashin.workspace.reviews.opening import FORGOTTEN
from rashin.workspace.reviews.queue import PER_PAGE


def handed_over(desk: Desk, count: int) -> list[str]:
    """So many decisions that wait, the oldest first."""
    case = next(case for case in desk.cases(5) if isinstance(case["業種"], str))
    return [one.id for one in desk.decide([{**case, "業種": f"新しい業種{n}"} for n in range(count)])]


def following(desk: Desk, who: Person, *, deployment: str | None = None, but: str | None = None) -> str | None:
    found = desk.reading(lambda session: next_case(session, who.id, deployment, but=but))
    return found.id if found else None


def test_the_oldest_comes_first_and_says_why(anywhere: Desk) -> None:
    waiting = handed_over(anywhere, 5)
    anywhere.decide([anywhere.cases(1)[0]])
    found = anywhere.reading(queue)
    assert [one.record.id for one in found.rows][:5] == waiting
    assert found.rows[0].deployment == "融資の審査"
    assert "新しい業種0" in found.rows[0].why[0].ja
    assert found.total == anywhere.reading(waiting_in)


def test_pages_hold_each_once(desk: Desk) -> None:
    waiting = handed_over(desk, PER_PAGE + 3)
    first = desk.reading(queue)
    assert first.after is not None
    beyond = first.after
    second = desk.reading(lambda session: queue(session, after=beyond))
    assert [one.record.id for one in (*first.rows, *second.rows)] == waiting
    assert (first.total, second.after) == (PER_PAGE + 3, None)


def test_whoever_was_decided_about_gets_a_person_to_look(anywhere: Desk) -> None:
    log, sure = anywhere.company.log, anywhere.one(handed_over=False)
    anywhere.writing(lambda session: ask_for_review(session, sure))
    (waiting,) = anywhere.reading(queue).rows
    assert (waiting.record.id, waiting.why[0].ja) == (sure, "本人が見直しを求めています。")
    done = anywhere.writing(lambda session: review(session, log, sure, anywhere.hanako, Outcome.FAVOURABLE)).id
    assert anywhere.reading(waiting_in) == 0
    anywhere.writing(lambda session: ask_for_review(session, sure))
    assert anywhere.account(sure).last is not None, "what was decided stands until somebody looks again"
    with pytest.raises(WhyNeeded):
        anywhere.writing(lambda session: review(session, log, sure, anywhere.jiro, Outcome.FAVOURABLE, seen=done))
    anywhere.check_log()


def test_of_an_erased_decision_there_is_nothing_to_review(desk: Desk) -> None:
    (gone,) = handed_over(desk, 1)
    desk.writing(lambda session: erase(session, desk.company.log, gone, desk.taro, "本人の求め"))
    with pytest.raises(Erased):
        desk.writing(lambda session: ask_for_review(session, gone))


def test_what_is_decided_or_erased_waits_no_more(anywhere: Desk) -> None:
    first, second, third = handed_over(anywhere, 3)
    log = anywhere.company.log
    anywhere.writing(lambda session: review(session, log, first, anywhere.hanako, Outcome.ADVERSE, "書類の不足"))
    anywhere.writing(lambda session: erase(session, log, second, anywhere.taro, "本人の求め"))
    assert [one.record.id for one in anywhere.reading(queue).rows] == [third]


def test_one_deployment_at_a_time(desk: Desk, model_file: bytes) -> None:
    company, other = desk.company, desk.company.deployment("別の店")
    row = put_model(company, other, model_file)
    desk.writing(lambda session: approve(session, company.log, company.models, row.id, desk.taro))
    (here,) = handed_over(desk, 1)
    (answer,) = desk.answers([Wanted(company.id, other, [{**desk.cases(1)[0], "業種": "別"}], [""])])
    assert isinstance(answer, list)
    there = answer[0].id
    assert [one.record.id for one in desk.reading(lambda session: queue(session, other)).rows] == [there]
    assert following(desk, desk.hanako, deployment=other) == there
    assert following(desk, desk.hanako) == here
    assert desk.reading(lambda session: waiting_in(session, other)) == 1


def test_two_people_are_sent_to_different_cases(anywhere: Desk) -> None:
    first, second = handed_over(anywhere, 2)
    assert following(anywhere, anywhere.hanako) == first
    anywhere.writing(lambda session: open_case(session, first, anywhere.hanako.id))
    assert following(anywhere, anywhere.hanako) == first, "her own case is hers"
    assert following(anywhere, anywhere.jiro) == second
    anywhere.writing(lambda session: open_case(session, second, anywhere.jiro.id))
    assert following(anywhere, anywhere.taro) == first, "better the oldest than none"
    stale = now() - FORGOTTEN - timedelta(seconds=1)
    anywhere.writing(lambda session: session.execute(update(Opening).values(at=stale)))
    assert following(anywhere, anywhere.jiro) == first


def test_what_is_left_for_later_comes_round_again(desk: Desk) -> None:
    first, second, third = handed_over(desk, 3)
    assert following(desk, desk.hanako, but=first) == second
    assert following(desk, desk.hanako, but=second) == third
    assert following(desk, desk.hanako, but=third) == first
    assert following(desk, desk.hanako, but="dec_unknown") == first


def test_the_only_case_is_not_offered_instead_of_itself(desk: Desk) -> None:
    (only,) = handed_over(desk, 1)
    assert following(desk, desk.hanako, but=only) is None
    assert following(desk, desk.hanako) == only


def test_of_another_organisation_nothing_waits(anywhere: Desk) -> None:
    handed_over(anywhere, 2)
    stranger = anywhere.company.neighbour("org_stranger")
    with anywhere.company.database.tenant(stranger, reading=True) as session:
        assert queue(session).rows == ()
        assert waiting_in(session) == 0
        assert next_case(session, anywhere.hanako.id) is None
        assert rates(session).reviews == 0


def test_without_reviews_there_are_no_rates(desk: Desk) -> None:
    found = desk.reading(rates)
    assert (found.reviews, found.overruled, found.seconds, found.timed) == (0, None, None, 0)


def opened_ago(desk: Desk, decision: str, seconds: float) -> None:
    """Hanako has had a case open for so long."""
    desk.writing(lambda session: open_case(session, decision, desk.hanako.id))
    since = update(Opening).where(Opening.decision_id == decision).values(at=now() - timedelta(seconds=seconds))
    desk.writing(lambda session: session.execute(since))


def decides(desk: Desk, decision: str, who: Person, outcome: Outcome, seen: str = "") -> str:
    log, why = desk.company.log, "書類を見たため"
    return desk.writing(lambda session: review(session, log, decision, who, outcome, why, seen=seen)).id


def test_rates_count_the_review_that_stands_of_each_decision(anywhere: Desk) -> None:
    waiting = handed_over(anywhere, 4)
    suggested = [Outcome(anywhere.record(decision).outcome) for decision in waiting]
    other = Outcome.ADVERSE if suggested[0] is Outcome.FAVOURABLE else Outcome.FAVOURABLE
    for place in range(3):
        opened_ago(anywhere, waiting[place], 60 * (place + 1))
    first = decides(anywhere, waiting[0], anywhere.hanako, other)
    for place in (1, 2, 3):
        decides(anywhere, waiting[place], anywhere.hanako, suggested[place])
    decides(anywhere, waiting[0], anywhere.jiro, suggested[0], seen=first)
    found = anywhere.reading(lambda session: rates(session, anywhere.deployment))
    assert found.reviews == 4
    assert found.overruled is not None
    assert (found.overruled.value, found.overruled.n) == (0.0, 4), "the overruling was itself reviewed"
    assert (found.overruled.low, found.overruled.high) == wilson(0.0, 4)
    assert found.timed == 2, "of the first decision the later review stands, which nobody opened; nor was the fourth"
    assert found.seconds == pytest.approx(150, abs=30)
