"""People confirm or overrule; each review is on record, the newest stands, and nothing is taken back."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from tests.workspace.desk import Desk

from rashin.engines.contract import Outcome
from rashin.errors import AnswerTooLong, NotFound, ReviewedMeanwhile, WhyNeeded
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Opening, Person, Review
from rashin.workspace.log import LogReader
from rashin.workspace.reviews import open_case, review
from rashin.workspace.reviews.opening import FORGOTTEN

YES, NO = Outcome.FAVOURABLE, Outcome.ADVERSE


def decides(desk: Desk, decision: str, who: Person, outcome: Outcome, reason: str = "", seen: str = "") -> Review:
    return desk.writing(lambda session: review(session, desk.company.log, decision, who, outcome, reason, seen=seen))


def reviews(desk: Desk, decision: str) -> list[Review]:
    chosen = select(Review).where(Review.decision_id == decision).order_by(Review.log_index)
    return desk.reading(lambda session: list(session.scalars(chosen)))


@pytest.mark.parametrize("handed_over", [True, False])
def test_who_agrees_need_not_say_why(anywhere: Desk, handed_over: bool) -> None:
    decision = anywhere.one(handed_over=handed_over)
    assert anywhere.record(decision).waiting == handed_over
    made = decides(anywhere, decision, anywhere.hanako, YES)
    record = anywhere.record(decision)
    assert (record.waiting, record.standing, made.overruled) == (False, "favourable", False)
    assert anywhere.account(decision).last is not None
    anywhere.check_log()


def test_who_overrules_says_why(anywhere: Desk) -> None:
    decision = anywhere.one(handed_over=True)
    for reason in ("", "  \n "):
        with pytest.raises(WhyNeeded):
            decides(anywhere, decision, anywhere.hanako, NO, reason)
    assert anywhere.record(decision).waiting
    made = decides(anywhere, decision, anywhere.hanako, NO, " 担保の評価が古いため \n")
    assert made.overruled
    (told,) = anywhere.account(decision).reviews
    assert (told.who, told.outcome, told.reason) == ("花子", NO, "担保の評価が古いため")
    assert anywhere.record(decision).standing == "adverse"
    anywhere.check_log()


def test_a_reason_without_end_is_refused(desk: Desk) -> None:
    with pytest.raises(AnswerTooLong):
        decides(desk, desk.one(handed_over=True), desk.hanako, NO, "あ" * 2_001)


def test_a_later_review_stands_and_both_stay(anywhere: Desk) -> None:
    decision = anywhere.one(handed_over=True)
    first = decides(anywhere, decision, anywhere.hanako, YES)
    with pytest.raises(WhyNeeded):
        decides(anywhere, decision, anywhere.jiro, YES, seen=first.id)
    second = decides(anywhere, decision, anywhere.jiro, NO, "決算書が届いたため", seen=first.id)
    third = decides(anywhere, decision, anywhere.hanako, YES, "説明を聞いたため", seen=second.id)
    assert [one.id for one in reviews(anywhere, decision)] == [first.id, second.id, third.id]
    assert anywhere.record(decision).standing == "favourable"
    payloads = [json.loads(one.payload or b"") for one in reviews(anywhere, decision)]
    assert [one["instead_of"] for one in payloads] == [None, first.id, second.id]
    found = anywhere.account(decision)
    assert found.last is not None
    assert found.last.review.id == third.id
    assert [one.review.id for one in found.reviews] == [third.id, second.id, first.id]
    anywhere.check_log()


def test_every_review_has_a_receipt(desk: Desk) -> None:
    decision = desk.one(handed_over=True)
    decides(desk, decision, desk.hanako, NO, "担保の評価が古いため")
    receipt = desk.reading(lambda session: LogReader(session).receipt(session.scalars(select(Review)).one())).to_json()
    assert verify(Receipt.from_json(receipt.encode()), [VerifierKey.parse(desk.company.log.key)]).holds
    assert "担保の評価が古いため" in receipt


def test_who_was_slower_is_told_and_nothing_of_theirs_is_written(anywhere: Desk) -> None:
    decision = anywhere.one(handed_over=True)
    first = decides(anywhere, decision, anywhere.hanako, NO, "担保の評価が古いため")
    with pytest.raises(ReviewedMeanwhile) as told:
        decides(anywhere, decision, anywhere.jiro, YES, "よい会社なので")
    assert "花子" in told.value.what_happened.ja
    assert "見送る" in told.value.what_happened.ja
    assert [one.id for one in reviews(anywhere, decision)] == [first.id]
    decides(anywhere, decision, anywhere.jiro, YES, "よい会社なので", seen=first.id)
    assert anywhere.record(decision).standing == "favourable"


def test_of_many_at_the_same_moment_one_is_first(anywhere: Desk) -> None:
    decision = anywhere.one(handed_over=True)

    def attempt(number: int) -> bool:
        try:
            decides(anywhere, decision, (anywhere.hanako, anywhere.jiro)[number % 2], NO, "同時に")
        except ReviewedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(8))) == 1
    assert len(reviews(anywhere, decision)) == 1
    anywhere.check_log()


def test_nobody_reviews_what_is_not_theirs(anywhere: Desk) -> None:
    decision = anywhere.one(handed_over=True)
    stranger = anywhere.company.neighbour("org_stranger")
    with pytest.raises(NotFound), anywhere.company.database.tenant(stranger) as session:
        review(session, anywhere.company.log, decision, anywhere.hanako, YES)
    with pytest.raises(NotFound), anywhere.company.database.tenant(stranger) as session:
        open_case(session, decision, anywhere.hanako.id)
    assert anywhere.record(decision).waiting


def opened(desk: Desk, decision: str, who: Person) -> list[str]:
    """Open a case: who else has it open."""
    return [name for name, _ in desk.writing(lambda session: open_case(session, decision, who.id)).others]


def earlier(desk: Desk, decision: str, who: Person, by: timedelta) -> None:
    mine = (Opening.decision_id == decision) & (Opening.person_id == who.id)
    desk.writing(lambda session: session.execute(update(Opening).where(mine).values(at=now() - by)))


def test_the_second_to_open_a_case_is_told_of_the_first(anywhere: Desk) -> None:
    decision = anywhere.one(handed_over=True)
    assert opened(anywhere, decision, anywhere.hanako) == []
    assert opened(anywhere, decision, anywhere.jiro) == ["花子"]
    assert opened(anywhere, decision, anywhere.hanako) == ["次郎"]
    earlier(anywhere, decision, anywhere.hanako, FORGOTTEN + timedelta(seconds=1))
    assert opened(anywhere, decision, anywhere.jiro) == [], "she has left it lying"
    decides(anywhere, decision, anywhere.jiro, YES)
    assert opened(anywhere, decision, anywhere.hanako) == []


def test_the_time_is_that_from_opening_to_deciding(desk: Desk) -> None:
    decision = desk.one(handed_over=True)
    opened(desk, decision, desk.hanako)
    earlier(desk, decision, desk.hanako, timedelta(seconds=90))
    opened(desk, decision, desk.hanako)
    made = decides(desk, decision, desk.hanako, YES)
    assert made.seconds is not None
    assert 90 <= made.seconds < 150, "looking again does not begin anew"
    assert json.loads(made.payload or b"")["milliseconds"] == round(1000 * made.seconds)


def test_a_case_that_was_left_lying_begins_anew(desk: Desk) -> None:
    decision = desk.one(handed_over=True)
    opened(desk, decision, desk.hanako)
    earlier(desk, decision, desk.hanako, timedelta(days=3))
    opened(desk, decision, desk.hanako)
    made = decides(desk, decision, desk.hanako, YES)
    assert made.seconds is not None
    assert made.seconds < 60


def test_where_nobody_opened_it_no_time_is_made_up(desk: Desk) -> None:
    assert decides(desk, desk.one(handed_over=True), desk.hanako, YES).seconds is None
