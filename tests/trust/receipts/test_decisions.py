"""Decisions of a real engine in receipts: in whole units that add up, and refused where they do not."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.tabular.additive_models import Card
from tests.engines.tabular.loans import loans
from tests.trust.logs import PUBLIC, Log, decision

from rashin.engines.contract import Decision
from rashin.engines.tabular.model import AdditiveModel
from rashin.errors import ReasonsUnequal, ReceiptUnreadable
from rashin.trust.canonical import LARGEST
from rashin.trust.receipts.decisions import adds_up, check_form, decision_payload, follows_from_score, probability_fits
from rashin.trust.receipts.entries import Kind
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify

PAST = loans()


@pytest.fixture(scope="module")
def model() -> AdditiveModel[Card]:
    return PAST.model


@pytest.fixture(scope="module")
def decisions(model: AdditiveModel[Card]) -> list[Decision]:
    return [*model.decide(PAST.cells)]


def payload(model: AdditiveModel[Card], made: Decision, **changes: Any) -> dict[str, Any]:
    given = {
        "decision_id": "d-1",
        "organisation": "o-1",
        "deployment": "u-1",
        "service": "lending",
        "reference": "",
        "reference_score": model.intercept + float(model.reference.means.sum()),
        "threshold_score": model.threshold_score,
        **changes,
    }
    return decision_payload(made, **given)


def test_every_decision_of_the_engine_has_a_receipt_that_holds(
    model: AdditiveModel[Card], decisions: list[Decision]
) -> None:
    log = Log()
    for made in decisions[:100]:
        receipt = log.receipt(Kind.DECISION, payload(model, made))
        assert verify(Receipt.from_json(receipt.to_json().encode()), PUBLIC).holds
    assert {made.outcome for made in decisions[:100]} == {"favourable", "adverse"}
    assert {made.handed_over for made in decisions[:100]} == {True, False}


def test_it_tells_what_the_decision_told(model: AdditiveModel[Card], decisions: list[Decision]) -> None:
    for made in decisions[:50]:
        told = payload(model, made)["decision"]
        assert told["score"] * 2.0**-33 == made.score
        assert [one["part"] * 2.0**-33 for one in told["reasons"]] == [one.log_odds for one in made.reasons]
        assert (told["words"]["ja"], told["words"]["en"]) == (made.words.ja, made.words.en)
        assert told["probability"] == f"{made.probability:.6f}"
        assert told["outcome"] == made.outcome
        assert told["possible"] == [*made.possible]
        assert [why["ja"] for why in told["why_handed_over"]] == [why.ja for why in made.why_handed_over]
        check_form({**decision(), "decision": told})


def test_reasons_that_do_not_add_up_get_no_receipt(model: AdditiveModel[Card], decisions: list[Decision]) -> None:
    made = decisions[0]
    for wrong in (
        {"made": replace(made, reasons=made.reasons[1:])},
        {"made": replace(made, score=made.score + 2.0**-33)},
        {"made": made, "reference_score": 0.25},
        {"made": replace(made, score=made.score + 2.0**-40)},
    ):
        with pytest.raises(ReasonsUnequal):
            payload(model, **wrong)


def test_a_line_that_nothing_or_everything_is_above_is_told_as_the_largest_number(
    model: AdditiveModel[Card], decisions: list[Decision]
) -> None:
    assert payload(model, decisions[0], threshold_score=inf)["decision"]["threshold"] == LARGEST
    assert payload(model, decisions[0], threshold_score=-inf)["decision"]["threshold"] == -LARGEST


def told(**changes: Any) -> Any:
    return decision(**changes)["decision"]


def test_one_unit_more_or_less_is_found() -> None:
    assert adds_up(told())
    for name in ("score", "reference_score"):
        for step in (-1, 1):
            assert not adds_up(told(**{name: told()[name] + step}))
    assert not adds_up(told(reasons=told()["reasons"][:1]))


@given(st.lists(st.integers(-(2**40), 2**40)), st.integers(-(2**40), 2**40))
def test_sums_are_exact_at_any_size(parts: list[int], reference: int) -> None:
    reasons = [{"part": part} for part in parts]
    assert adds_up({"reference_score": reference, "reasons": reasons, "score": reference + sum(parts)})


@pytest.mark.parametrize(("score", "outcome"), [(-6, "favourable"), (-5, "favourable"), (-4, "adverse")])
def test_the_outcome_is_adverse_above_the_line_alone(score: int, outcome: str) -> None:
    other = {"favourable": "adverse", "adverse": "favourable"}[outcome]
    assert follows_from_score(told(score=score, threshold=-5, outcome=outcome))
    assert not follows_from_score(told(score=score, threshold=-5, outcome=other))


def test_a_probability_fits_its_score_to_its_last_digit() -> None:
    for given_, holds in (
        ("0.7310585786", None), ("0.731058579", True), ("0.731059", True), ("0.7311", True), ("0.7", True),
        ("0.731058", False), ("0.73106", True), ("0.731060", False), ("0.8", False), ("1.0", False),
    ):  # fmt: skip
        if holds is None:
            with pytest.raises(ReceiptUnreadable):
                check_form({**decision(probability=given_)})
        else:
            assert probability_fits(told(probability=given_)) is holds


@given(st.integers(-LARGEST, LARGEST))
def test_every_score_has_a_probability_and_it_fits(score: int) -> None:
    from rashin.engines.tabular.reasons import logistic

    assert probability_fits({"score": score, "probability": f"{float(logistic(score / 2**33)):.6f}"})


WRONG: list[dict[str, Any]] = [
    {"outcome": "maybe"}, {"outcome": ["adverse"]}, {"handed_over": 1}, {"words": {"ja": "x"}}, {"words": "x"},
    {"possible": "adverse"}, {"possible": [1]}, {"why_handed_over": [{}]}, {"probability": 0}, {"probability": "2.0"},
    {"probability": "0,5"}, {"probability": "0.1234567890"}, {"units": "2^-32"}, {"score": "1"}, {"score": True},
    {"threshold": None}, {"reference_score": False}, {"reasons": {}}, {"reasons": [[]]},
    {"reasons": [{**told()["reasons"][0], "part": True}]}, {"reasons": [{**told()["reasons"][0], "label": "x"}]},
]  # fmt: skip


@pytest.mark.parametrize("changes", WRONG, ids=str)
def test_a_decision_of_another_form_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ReceiptUnreadable):
        check_form(decision(**changes))


@pytest.mark.parametrize("name", [*decision()])
def test_nothing_may_be_missing(name: str) -> None:
    check_form(decision())
    with pytest.raises(ReceiptUnreadable):
        check_form({other: value for other, value in decision().items() if other != name})
    for inner in told():
        rest = {other: value for other, value in told().items() if other != inner}
        with pytest.raises(ReceiptUnreadable):
            check_form({**decision(), "decision": rest})
