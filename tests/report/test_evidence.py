"""The figures that follow from what a model keeps, against counting case by case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from rashin.engines.contract import Costs
from rashin.engines.validation.costs import cost_curve
from rashin.report.evidence import fallen
from rashin.report.terms import cell_shares, pair_chart, points, weighed

cases = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=60)
yen = st.integers(1, 10_000_000)


def card_of(model: Any, drawn: list[tuple[bool, float]], costs: Costs, **more: Any) -> Any:
    adverse, probability = np.array([bad for bad, _ in drawn]), np.array([p for _, p in drawn])
    curve = cost_curve(adverse, probability, costs, **more)
    checked = replace(model.card.validation, rows=len(drawn), adverse=int(adverse.sum()), cost_curve=curve)
    return replace(model.card, costs=costs, validation=checked)


@given(drawn=cases, bad=yen, good=yen)
def test_how_cases_fell_is_counted_back_from_the_cost_curve(
    model: Any, drawn: list[tuple[bool, float]], bad: int, good: int
) -> None:
    costs = Costs(bad, good, 30, 70)
    assume(len({adverse for adverse, _ in drawn}) == 2)
    fell = fallen(card_of(model, drawn, costs))
    assert fell is not None
    refused = [(adverse, p > costs.threshold) for adverse, p in drawn]
    assert fell.adverse_refused == refused.count((True, True))
    assert fell.adverse_accepted == refused.count((True, False))
    assert fell.favourable_refused == refused.count((False, True))
    assert fell.favourable_accepted == refused.count((False, False))


@given(drawn=cases, bad=yen, good=yen)
def test_the_saving_is_the_mean_over_cases(model: Any, drawn: list[tuple[bool, float]], bad: int, good: int) -> None:
    costs = Costs(bad, good, 30, 70)
    assume(len({adverse for adverse, _ in drawn}) == 2)
    fell = fallen(card_of(model, drawn, costs))
    assert fell is not None
    spent = [
        bad * (adverse and p <= costs.threshold) + good * (not adverse and p > costs.threshold) for adverse, p in drawn
    ]
    alike = [bad * adverse for adverse, _ in drawn], [good * (not adverse) for adverse, _ in drawn]
    cheapest = min(alike, key=sum)
    gains = np.array(cheapest) - np.array(spent)
    saved = fell.saving(costs)
    assert abs(saved.value - gains.mean()) <= 1e-6 * (bad + good)
    assert abs((saved.high - saved.low) / 2 - 1.96 * gains.std() / np.sqrt(len(gains))) <= 1e-4 * (bad + good)
    assert saved.n == len(drawn)


def test_a_persons_part_hides_how_cases_fell(model: Any) -> None:
    drawn = [(True, 0.9), (False, 0.1), (False, 0.5), (True, 0.5)]
    handed = np.array([False, False, True, True])
    assert fallen(card_of(model, drawn, Costs(100, 100, 1, 1), handed_over=handed)) is None


def test_points_are_nought_on_average_and_weights_fall(model: Any) -> None:
    terms = weighed(model.additive)
    for one in terms:
        assert abs(float((points(one.term, one.features) * cell_shares(one.features)).sum())) < 1e-9
    weights = [one.weight for one in terms]
    assert weights == sorted(weights, reverse=True)


def test_twenty_points_double_the_odds(model: Any) -> None:
    one = next(one for one in weighed(model.additive) if one.features[0].name == "税金の滞納")
    no, yes = points(one.term, one.features)[1:3]
    log_odds = one.term.values[2] - one.term.values[1]
    assert abs(2 ** ((yes - no) / 20) - np.exp(log_odds)) < 1e-9


def test_a_pairs_grid_keeps_its_average(model: Any) -> None:
    for one in weighed(model.additive):
        if len(one.features) == 2:
            chart = pair_chart(one, model.card.wording.risk)
            assert len(chart.points) == len(chart.down_labels) <= 7
            assert all(len(row) == len(chart.across_labels) <= 7 for row in chart.points)
            values = [value for row in chart.points for value in row]
            whole = points(one.term, one.features)
            assert whole.min() - 1e-9 <= min(values) <= max(values) <= whole.max() + 1e-9
