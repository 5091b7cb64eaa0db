"""Erasing removes whoever a decision is about, and leaves every proof as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text
from tests.workspace.desk import Desk

from rashin.engines.contract import Outcome
from rashin.errors import Erased, ErasureUnexplained, NotFound
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.verify import verify
from rashin.workspace.database.tables import Erasure, Review
from rashin.workspace.decisions.account import account
from rashin.workspace.decisions.erasing import erase
from rashin.workspace.decisions.searching import State, state_of
from rashin.workspace.reviews import open_case, review

SECRET_REFERENCE, SECRET_REASON, SECRET_TRADE = "山田商店-0042", "山田さんの話では来月入金がある", "山田流の商い"


def erased(desk: Desk, decision: str, why: str = "本人の求め") -> Erasure:
    return desk.writing(lambda session: erase(session, desk.company.log, decision, desk.taro, why))


def personal(desk: Desk) -> str:
    """A reviewed decision that says a lot about somebody."""
    case = {**desk.cases(1)[0], "業種": SECRET_TRADE}
    decision = desk.decide([case], references=[SECRET_REFERENCE])[0].id
    desk.writing(lambda session: open_case(session, decision, desk.hanako.id))
    desk.writing(
        lambda session: review(session, desk.company.log, decision, desk.hanako, Outcome.ADVERSE, SECRET_REASON)
    )
    return decision


def everything(desk: Desk) -> str:
    """Every cell of every table."""
    found: list[Any] = []
    with desk.company.database.system(reading=True) as session:
        for table in ("decisions", "reviews", "openings", "erasures", "log_entries", "answered", "true_outcomes"):
            found += session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608 (names of ours)
    cells = [cell for row in found for cell in row]
    return "\n".join(
        bytes(one).decode(errors="replace") if isinstance(one, (bytes, memoryview)) else str(one) for one in cells
    )


def test_nothing_that_identifies_is_left(anywhere: Desk) -> None:
    decision = personal(anywhere)
    before = everything(anywhere)
    assert all(secret in before for secret in (SECRET_REFERENCE, SECRET_REASON, SECRET_TRADE))
    probability = anywhere.record(decision).probability
    erased(anywhere, decision)
    after = everything(anywhere)
    assert not any(secret in after for secret in (SECRET_REFERENCE, SECRET_REASON, SECRET_TRADE))
    record = anywhere.record(decision)
    assert (record.payload, record.salt, record.case, record.bins, record.row) == (None, None, None, b"", None)
    assert record.probability != probability, "all its digits would tell which case it was"
    anywhere.check_log()


def test_what_was_done_can_still_be_counted(desk: Desk) -> None:
    decision = personal(desk)
    before = desk.record(decision)
    erased(desk, decision)
    record, found = desk.record(decision), desk.account(decision)
    assert (record.outcome, record.at, record.model_id, record.standing) == (
        before.outcome,
        before.at,
        before.model_id,
        "adverse",
    )
    assert state_of(record) is State.ERASED
    assert found.told is None
    assert (found.values, found.flags, found.change) == ((), (), None)
    assert [(one.who, one.outcome, one.reason) for one in found.reviews] == [("花子", Outcome.ADVERSE, None)]
    assert found.erasure is not None
    assert (found.erased_by, found.erasure.why) == ("太郎", "本人の求め")


def test_every_other_receipt_verifies_after_an_erasure(desk: Desk) -> None:
    made = [one.id for one in desk.decide(desk.cases(40))]
    key = VerifierKey.parse(desk.company.log.key)
    for victim in made[::3]:
        erased(desk, victim)
    for place, decision in enumerate(made):
        if place % 3 == 0:
            with pytest.raises(Erased):
                desk.receipt(decision)
        else:
            assert verify(desk.receipt(decision), [key]).holds
    desk.check_log()


def test_a_receipt_given_out_before_still_verifies(desk: Desk) -> None:
    decision = desk.decide(desk.cases(1))[0].id
    receipt = desk.receipt(decision)
    erased(desk, decision)
    assert verify(receipt, [VerifierKey.parse(desk.company.log.key)]).holds


def test_the_erasure_itself_is_on_record(desk: Desk) -> None:
    decision = desk.decide(desk.cases(1))[0].id
    made = erased(desk, decision, "  保存の期限  ")
    row = desk.reading(lambda session: session.get_one(Erasure, made.id))
    payload = json.loads(row.payload or b"")
    assert payload["kind"] == "erasure"
    assert (payload["decision"], payload["why"], payload["erased_by"]["id"]) == (decision, "保存の期限", desk.taro.id)


def test_it_is_done_once_and_with_a_reason(desk: Desk) -> None:
    decision = desk.decide(desk.cases(1))[0].id
    with pytest.raises(ErasureUnexplained):
        erased(desk, decision, "  ")
    erased(desk, decision)
    with pytest.raises(Erased):
        erased(desk, decision)


def test_an_erased_case_is_not_reviewed_any_more(desk: Desk) -> None:
    decision = desk.one(handed_over=True)
    erased(desk, decision)
    assert not desk.record(decision).waiting
    with pytest.raises(Erased):
        desk.writing(
            lambda session: review(session, desk.company.log, decision, desk.hanako, Outcome.ADVERSE, "遅れて")
        )
    assert desk.reading(lambda session: session.query(Review).count()) == 0


def test_nobody_erases_what_is_not_theirs(anywhere: Desk) -> None:
    decision = anywhere.decide(anywhere.cases(1))[0].id
    stranger = anywhere.company.neighbour("org_stranger")
    with pytest.raises(NotFound), anywhere.company.database.tenant(stranger) as session:
        erase(session, anywhere.company.log, decision, anywhere.taro, "よその人")
    with pytest.raises(NotFound), anywhere.company.database.tenant(stranger, reading=True) as session:
        account(session, anywhere.company.models, decision)
    assert anywhere.record(decision).payload is not None
