"""Deciding in a group: each asker gets their own answer, and every decision its leaf."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from tests.workspace.desk import Case, Desk, put_model

from rashin.errors import CaseIncomplete, KeyReused, NotApproved, QuotaReached, RashinError
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.verify import verify
from rashin.workspace.clock import now
from rashin.workspace.database.tables import DecisionRecord, Organisation, Usage
from rashin.workspace.decisions import Decided, Wanted
from rashin.workspace.deployments import approve
from rashin.workspace.metering import month_of
from rashin.workspace.once import Once


def count(desk: Desk) -> int:
    return desk.reading(lambda session: session.scalar(select(func.count()).select_from(DecisionRecord)) or 0)


def good(answer: list[Decided] | RashinError) -> list[Decided]:
    assert not isinstance(answer, RashinError), answer
    return answer


def test_each_decision_is_on_record_as_the_model_gives_it(anywhere: Desk) -> None:
    cases = anywhere.cases(30)
    made, expected = anywhere.decide(cases), anywhere.model.decide_cases(cases)
    for place, one in enumerate(made):
        record, decision = anywhere.record(one.id), expected[place]
        assert record.outcome == decision.outcome
        assert record.waiting == record.handed_over == decision.handed_over
        assert record.standing == (None if decision.handed_over else decision.outcome)
        assert json.loads(record.case or b"") == cases[place]
        assert record.reference == f"K-{place + 1}"
        assert record.model_id == anywhere.row.id
    anywhere.check_log()


def test_every_receipt_verifies(desk: Desk) -> None:
    made = desk.decide(desk.cases(20))
    key = VerifierKey.parse(desk.company.log.key)
    assert all(verify(desk.receipt(one.id), [key]).holds for one in made)


def test_what_is_wrong_with_one_asker_does_not_keep_the_others(anywhere: Desk) -> None:
    stranger, bare = anywhere.company.neighbour("org_stranger"), anywhere.company.deployment("まだ学んでいない")
    cases = anywhere.cases(4)
    incomplete: Case = dict(list(cases[0].items())[1:])
    asked = [
        anywhere.wanted([cases[0]]),
        anywhere.wanted([incomplete]),
        Wanted(stranger, anywhere.deployment, [cases[1]], [""]),
        Wanted(anywhere.company.id, bare, [cases[2]], [""]),
        anywhere.wanted([cases[3], cases[2]]),
    ]
    first, lacking, foreign, unlearned, last = anywhere.answers(asked)
    assert len(good(first)) == 1
    assert isinstance(lacking, CaseIncomplete)
    assert isinstance(foreign, NotApproved), "a deployment of somebody else is as if it were not there"
    assert isinstance(unlearned, NotApproved)
    assert len(good(last)) == 2
    assert count(anywhere) == 3
    anywhere.check_log()


def test_the_same_key_decides_once_and_is_answered_the_same(anywhere: Desk) -> None:
    once, cases = Once("key-1", "a" * 64), anywhere.cases(1)
    answers = [good(one) for one in anywhere.answers([anywhere.wanted(cases, once=once) for _ in range(100)])]
    answers += [anywhere.decide(cases, once=once) for _ in range(3)]
    assert len({tuple(one.answer for one in answer) for answer in answers}) == 1
    assert count(anywhere) == 1


def test_a_key_used_for_something_else_is_refused(desk: Desk) -> None:
    desk.decide(desk.cases(1), once=Once("key-1", "a" * 64))
    (answer,) = desk.answers([desk.wanted(desk.cases(2), once=Once("key-1", "b" * 64))])
    assert isinstance(answer, KeyReused)
    assert count(desk) == 1


def quota(desk: Desk, most: int) -> None:
    with desk.company.database.system() as session:
        session.get_one(Organisation, desk.company.id).quotas = {"decisions_per_month": most}


def test_no_more_is_decided_than_the_operator_allows(anywhere: Desk) -> None:
    quota(anywhere, 5)
    first, second, third = anywhere.answers([anywhere.wanted(anywhere.cases(n)) for n in (3, 3, 2)])
    assert len(good(first)) == 3
    assert isinstance(second, QuotaReached), "all or none of what one asks for"
    assert len(good(third)) == 2
    assert count(anywhere) == 5
    (after,) = anywhere.answers([anywhere.wanted(anywhere.cases(1))])
    assert isinstance(after, QuotaReached)


def test_what_is_decided_is_metered(desk: Desk) -> None:
    desk.decide(desk.cases(7))
    desk.decide(desk.cases(2))
    with desk.company.database.system(reading=True) as session:
        used = session.scalars(select(Usage)).one()
    assert (used.decisions, used.month) == (9, month_of(now()))
    assert used.processor_seconds > 0


def test_the_model_approved_last_decides(anywhere: Desk, model_file: bytes) -> None:
    before = anywhere.decide(anywhere.cases(1))[0]
    newer = put_model(anywhere.company, anywhere.deployment, model_file)
    anywhere.writing(
        lambda session: approve(session, anywhere.company.log, anywhere.company.models, newer.id, anywhere.taro)
    )
    after = anywhere.decide(anywhere.cases(1))[0]
    assert anywhere.record(before.id).model_id == anywhere.row.id
    assert anywhere.record(after.id).model_id == newer.id
    assert not anywhere.account(before.id).in_use
    assert anywhere.account(before.id).approval.model_id == anywhere.row.id
    assert anywhere.account(after.id).in_use


DIRTY: list[tuple[str, Callable[[object], object]]] = [
    ("blank", lambda _: ""),
    ("none", lambda _: None),
    ("not a number", lambda _: "約3千万"),
    ("not finite", lambda _: float("inf")),
    ("no number at all", lambda _: float("nan")),
    ("yes", lambda _: True),
    ("huge", lambda _: 10**40),
    ("half a character", lambda _: "\ud800"),
    ("nested", lambda _: [1, 2]),
    ("long", lambda _: "あ" * 100_000),
]


@pytest.mark.parametrize(("what", "spoil"), DIRTY, ids=[name for name, _ in DIRTY])
def test_whatever_is_in_one_case_the_others_are_decided(
    desk: Desk, what: str, spoil: Callable[[object], object]
) -> None:
    cases = desk.cases(3)
    cases[1] = {name: spoil(value) for name, value in cases[1].items()}
    first, spoilt, last = desk.answers([desk.wanted([case]) for case in cases])
    assert len(good(first)) == len(good(last)) == 1
    if not isinstance(spoilt, RashinError):
        assert desk.record(spoilt[0].id).handed_over, f"{what}: a person looks at it"
    desk.check_log()
