from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.tabular.additive_models import ONE, Card, additive_models, cases, models
from tests.engines.tabular.loans import INPUTS, LATE, SALES, TRADE, Loans, changed

from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.model import AdditiveModel
from rashin.engines.tabular.reasons import POINTS_PER_LOG_ODDS, Reference, by_feature, logistic

Model = AdditiveModel[Card]
HALF_UNITS = 2 * ONE
"""Half units in a log-odds of 1."""


def in_half_units(log_odds: float) -> Fraction:
    return Fraction(log_odds) * HALF_UNITS


@given(models(), st.data())
def test_reasons_add_up_to_the_score_minus_the_reference_score_to_the_last_bit(
    model: Model, data: st.DataObject
) -> None:
    case = data.draw(cases(model.additive)).astype(np.uint8)
    scores, contributions = model.tables.contributions(case[:, None])
    parts = (by_feature(model.additive, contributions) - model.reference.means)[0].tolist()
    reference = in_half_units(model.intercept) + sum(model.reference.half_units.tolist())
    assert sum(map(in_half_units, parts)) == in_half_units(float(scores[0])) - reference
    in_any_order = data.draw(st.permutations(parts))
    total = 0.0
    for part in in_any_order:
        total += part
    assert in_half_units(total) == in_half_units(float(scores[0])) - reference


@given(additive_models().filter(lambda model: model.terms), st.data())
def test_a_pair_belongs_half_to_each_of_its_features(model: Additive, data: st.DataObject) -> None:
    contributions = np.array([[data.draw(st.integers(-ONE, ONE)) / ONE for _ in model.terms]])
    whole = by_feature(model, contributions)[0]
    for f in range(len(model.features)):
        own = [contributions[0, t] / len(term.features) for t, term in enumerate(model.terms) if f in term.features]
        assert whole[f] == sum(own)


def test_the_reference_of_all_who_were_learned_from_is_their_mean(model: Model, past: Loans) -> None:
    parts = model.decide(past.cells).by_feature
    np.testing.assert_allclose(parts.mean(axis=0), 0, atol=1e-9)
    assert model.reference.half_units.dtype == np.int64


def test_the_reference_of_one_case_is_that_case(model: Model, past: Loans) -> None:
    contributions = model.contributions(past.cells)[:1]
    own = by_feature(model.additive, contributions)
    np.testing.assert_array_equal(Reference.of(own).means, own[0])


def test_reasons_are_told_weightiest_first_in_log_odds_points_and_probability(model: Model, new: Loans) -> None:
    decisions = model.decide(new.cells)
    for row in range(20):
        decision = decisions[row]
        sizes = [abs(reason.log_odds) for reason in decision.reasons]
        assert sizes == sorted(sizes, reverse=True)
        assert {reason.feature for reason in decision.reasons} == set(INPUTS)
        for reason in decision.reasons:
            assert reason.points == reason.log_odds * POINTS_PER_LOG_ODDS
            without = float(logistic(decision.score - reason.log_odds))
            assert reason.probability == pytest.approx(decision.probability - without, abs=1e-12)
            assert np.sign(reason.probability) == np.sign(reason.log_odds)


def test_twenty_points_double_the_odds() -> None:
    assert np.exp(20 / POINTS_PER_LOG_ODDS) == pytest.approx(2)


def test_the_sentence_says_the_value_the_direction_and_what_is_typical(model: Model, new: Loans) -> None:
    often = model.decide(changed(new.cells, 0, **{LATE: 4, SALES: None, TRADE: "IT"}))[0]
    said = {reason.feature: reason for reason in often.reasons}
    assert said[LATE].sentence.ja == "延滞回数は4回です。滞る見込みを高めます（半数は0回〜2回）。"
    assert (
        said[LATE].sentence.en
        == "Late payments: 4 times. This raises the risk (half of all cases lie within 0 times to 2 times)."
    )
    assert said[SALES].value.ja == "空欄"
    assert said[TRADE].sentence.ja.startswith("業種は「IT」です。")
    never = model.decide(changed(new.cells, 0, **{LATE: 0}))[0]
    assert "低くします" in next(reason.sentence.ja for reason in never.reasons if reason.feature == LATE)


def test_a_reason_that_hardly_matters_is_said_so(model: Model, new: Loans) -> None:
    own = by_feature(model.additive, model.contributions(new.cells)[:1])
    compared_with_itself = replace(model, reference=Reference.of(own)).decide(new.cells)[0]
    for reason in compared_with_itself.reasons:
        assert reason.log_odds == 0
        assert "ほとんど変わりません" in reason.sentence.ja
        assert "hardly changes" in reason.sentence.en


@given(st.floats(-700, 700))
def test_the_probability_is_the_logistic_of_the_score(score: float) -> None:
    assert float(logistic(score)) == pytest.approx(1 / (1 + np.exp(-score)), rel=1e-13)


@given(st.floats())
def test_a_probability_is_a_probability_whatever_the_score(score: float) -> None:
    assert np.isnan(score) or 0 <= float(logistic(score)) <= 1
