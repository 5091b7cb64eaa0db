from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.tabular.additive_models import ONE, Card, scores
from tests.engines.tabular.loans import INPUTS, LATE, SALES, Loans, changed, first, terms_of

from rashin.engines import contract
from rashin.engines.tabular.model import AdditiveModel, load
from rashin.engines.tabular.reading import read
from rashin.engines.tabular.reasons import Reference, logistic

Model = AdditiveModel[Card]


def test_it_is_a_model_and_its_decisions_are_decisions(model: Model, new: Loans) -> None:
    assert isinstance(model, contract.Model)
    assert isinstance(model.decide(new.cells), contract.Decisions)


def test_terms_are_named_in_the_order_of_contributions(model: Model) -> None:
    assert model.terms[: len(INPUTS)] == INPUTS
    assert model.terms == tuple(" × ".join(names) for names in terms_of(model.additive))
    assert all(len(names) == 2 for names in terms_of(model.additive)[len(INPUTS) :])


def test_intercept_and_contributions_are_the_score_to_the_last_bit(model: Model, new: Loans) -> None:
    contributions, score = model.contributions(new.cells), model.score(new.cells)
    assert contributions.dtype == score.dtype == np.float64
    assert contributions.shape == (300, len(model.terms))
    for order in (slice(None), slice(None, None, -1)):
        np.testing.assert_array_equal(contributions[:, order].sum(axis=1) + model.intercept, score)
    np.testing.assert_array_equal(model.decide(new.cells).score, score)


def test_what_is_compiled_and_what_was_learned_agree_to_the_last_bit(model: Model, new: Loans) -> None:
    rows = model.encode(new.cells).bins.T.astype(np.int64)
    np.testing.assert_array_equal(model.score(new.cells) * ONE, scores(model.additive, rows))


def test_a_table_read_once_is_decided_as_the_cells_are(model: Model, new: Loans) -> None:
    np.testing.assert_array_equal(model.score(read(new.cells)), model.score(new.cells))


@given(st.floats(0.0001, 0.9999))
def test_the_line_of_the_outcome_is_a_whole_number_of_units(model: Model, threshold: float) -> None:
    drawn = replace(model, card=replace(model.card, threshold=threshold))
    assert (drawn.threshold_score * ONE).is_integer()
    assert logistic(drawn.threshold_score) <= threshold * (1 + 1e-12)
    assert logistic(drawn.threshold_score + 2 / ONE) > threshold * (1 - 1e-12)


def test_the_digest_names_the_model_and_nothing_else_does(model: Model, past: Loans) -> None:
    assert past.model.digest == model.digest
    assert len(bytes.fromhex(model.digest)) == 32
    other_reference = replace(model, reference=Reference(model.reference.half_units + 1))
    other_card = replace(model, card=replace(model.card, threshold=0.4))
    assert len({model.digest, other_reference.digest, other_card.digest}) == 3


def test_a_loaded_model_decides_and_explains_as_the_saved_one(model: Model, new: Loans, tmp_path: Path) -> None:
    model.save(tmp_path / "loan.rashin")
    again = load(tmp_path / "loan.rashin", Card)
    some = first(new.cells, 20)
    assert list(again.decide(some)) == list(model.decide(some))
    assert again.digest == model.digest


def test_the_change_that_is_proposed_gives_the_favourable_outcome_without_a_person(model: Model, new: Loans) -> None:
    before = model.decide(new.cells)
    searched = {
        row: model.counterfactuals(new.cells, row=row).found for row in np.flatnonzero(before.adverse)[:20].tolist()
    }
    proposed = {row: found for row, found in searched.items() if found is not None}
    assert len(proposed) > 5
    for row, found in proposed.items():
        after = changed(new.cells, row, **{change.feature: _cell(change.after.ja) for change in found.changes})
        decision = model.decide(after)[row]
        assert decision.outcome is contract.Outcome.FAVOURABLE
        assert not decision.handed_over
        assert decision.probability == found.probability


def _cell(said: str) -> str:
    return said.strip("「」").removesuffix("円").removesuffix("か月")


def test_an_outcome_that_is_favourable_needs_no_change(model: Model, new: Loans) -> None:
    well = int(np.flatnonzero(~model.decide(new.cells).handed_over & ~model.decide(new.cells).adverse)[0])
    search = model.counterfactuals(new.cells, row=well)
    assert (search.needed, search.found) == (False, None)


def test_what_cannot_be_changed_is_not_proposed(model: Model, new: Loans) -> None:
    refused = np.flatnonzero(model.decide(new.cells).adverse)[:20]
    for row in refused.tolist():
        found = model.counterfactuals(new.cells, row=row, most_changes=4).found
        assert found is None or LATE not in {change.feature for change in found.changes}


def test_what_would_change_it_in_one_sentence(model: Model, new: Loans) -> None:
    row = int(np.flatnonzero(model.decide(new.cells).adverse)[0])
    said = model.said_change(model.encode(new.cells), row)
    assert said.ja
    assert said.en


def test_more_sales_never_raise_the_risk_and_more_late_payments_never_lower_it(model: Model, new: Loans) -> None:
    for name, values, sign in ((SALES, np.geomspace(1e5, 1e9, 200), -1), (LATE, np.arange(5), 1)):
        for row in range(0, 300, 31):
            cells = {other: [column[row]] * len(values) for other, column in new.cells.items()}
            steps = np.diff(model.score({**cells, name: values.tolist()})) * ONE
            assert (sign * steps >= 0).all()


@pytest.mark.parametrize("row", [0, 299])
def test_one_row_of_many_and_a_single_case_agree(model: Model, new: Loans, row: int) -> None:
    case = {name: values[row] for name, values in new.cells.items()}
    assert model.score_case(case)[0] == model.decide(new.cells)[row].score
