from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.engines.contract import Costs
from rashin.engines.validation import cost_curve

COSTS = Costs(adverse_accepted=900_000, favourable_refused=100_000, review_minutes=30, yen_per_minute=60)


def test_the_yen_are_those_of_the_mistakes_and_the_reviews() -> None:
    y = np.array([1, 1, 0, 0, 0, 1])
    probability = np.array([0.9, 0.1, 0.8, 0.2, 0.5, 0.5])
    handed = np.array([False, False, False, False, True, True])
    (point,) = cost_curve(y, probability, COSTS, handed_over=handed, thresholds=[0.5])
    assert (point.accepted, point.refused, point.handed_over) == (2, 2, 2)
    assert point.yen == 900_000 + 100_000 + 2 * 1_800


def test_who_is_handed_over_may_depend_on_the_threshold() -> None:
    probability = np.linspace(0, 1, 11)
    curve = cost_curve(
        np.zeros(11), probability, COSTS, handed_over=lambda at: np.abs(probability - at) < 0.15, thresholds=[0.0, 0.5]
    )
    assert [point.handed_over for point in curve] == [2, 3]


@given(seed=st.integers(0, 99), handed=st.booleans())
def test_everybody_is_accepted_refused_or_handed_over(seed: int, handed: bool) -> None:
    rng = np.random.default_rng(seed)
    mask = rng.random(50) < 0.2
    curve = cost_curve(rng.random(50) < 0.3, rng.random(50), COSTS, handed_over=mask if handed else None)
    assert all(point.accepted + point.refused + point.handed_over == 50 for point in curve)
    accepted = [point.accepted for point in curve]
    assert accepted == sorted(accepted)
    assert COSTS.threshold in [point.threshold for point in curve]


@pytest.mark.parametrize("accepted", [100_000, 300_000, 900_000])
def test_the_threshold_from_costs_is_the_cheapest_where_probabilities_are_right(accepted: int) -> None:
    rng = np.random.default_rng(0)
    probability = rng.beta(1, 3, 200_000)
    costs = Costs(accepted, 100_000, 30, 60)
    curve = cost_curve(rng.random(200_000) < probability, probability, costs)
    cheapest = min(curve, key=lambda point: point.yen)
    (own,) = (point for point in curve if point.threshold == costs.threshold)
    assert cheapest.threshold == pytest.approx(costs.threshold, abs=0.05)
    assert own.yen <= cheapest.yen * 1.002


def test_a_probability_right_at_the_threshold_is_accepted() -> None:
    (point,) = cost_curve(np.zeros(1), np.array([0.5]), COSTS, thresholds=[0.5])
    assert (point.accepted, point.refused) == (1, 0)
