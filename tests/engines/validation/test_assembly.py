from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter

from rashin.engines.contract import Costs
from rashin.engines.validation import HeldOut, PairChoice, Validation, auc, cross_validate, folds, log_loss, validate

COSTS = Costs(900_000, 100_000, 30, 60)
RNG = np.random.default_rng(0)
SCORES = RNG.normal(size=300)
Y = (RNG.random(300) < 1 / (1 + np.exp(-SCORES))).astype(int)
TIME = RNG.random(300)


def held(**how: object) -> HeldOut:
    return cross_validate(lambda _: lambda test: SCORES[test], Y, folds(Y, seed=0, **how))  # type: ignore[arg-type]


def test_a_validation_holds_the_figures_of_its_parts() -> None:
    scores = held(repeats=2)
    choice = PairChoice(1, log_loss(scores), chosen=True)
    handed = scores.per_row.probability > 0.6
    found = validate(scores, COSTS, folds=5, repeats=2, handed_over=handed, pair_choices=(choice,))
    assert (found.rows, found.adverse, found.folds, found.repeats) == (300, Y.sum(), 5, 2)
    assert found.auc == auc(scores)
    assert found.pair_choices == (choice,)
    assert {point.handed_over for point in found.cost_curve} == {handed.sum()}


def test_a_validation_survives_the_model_file() -> None:
    found = validate(held(), COSTS, folds=5)
    adapter = TypeAdapter(Validation)
    assert adapter.validate_json(adapter.dump_json(found)) == found


@pytest.mark.parametrize(
    ("options", "ja", "en"),
    [
        ({}, "5つに分け、", "Each of 5 parts"),
        ({"repeats": 3}, "3度", "3 times in all"),
        ({"grouped": True}, "同じまとまりの行は分けていません", "Rows of one group were kept together"),
        ({"timed": True}, "（1回）", "(1 times)"),
    ],
)
def test_the_scheme_is_told_in_both_languages(options: dict[str, object], ja: str, en: str) -> None:
    scheme = validate(HeldOut.at_once(Y, SCORES), COSTS, folds=5, **options).scheme  # type: ignore[arg-type]
    assert ja in scheme.ja
    assert en in scheme.en


def test_in_order_of_time_the_parts_there_were_are_told() -> None:
    scores = held(time=np.where(TIME < 0.5, 0.0, TIME))
    found = validate(scores, COSTS, folds=5, repeats=4, timed=True)
    assert (found.folds, found.repeats) == (scores.part.max() + 1, 1)
    assert found.folds < 5
    assert found.rows < 300
