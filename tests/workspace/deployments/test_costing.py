"""Costs as people write them, and what they come to on held-out cases."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.engines.certainty import Certainty
from rashin.engines.contract import Costs
from rashin.errors import CostWrong
from rashin.workspace.deployments import COST_FIELDS, HeldOut, cost_out, costs_from

YEN = st.integers(1, 10**12)
CERTAIN = Certainty(0.1, 0.2, 0.6, ())
"""A person decides from 0.2 to 0.6, and around the line."""


def written(costs: Costs) -> dict[str, str]:
    return {name: f"{value:,}" for name, value in asdict(costs).items()}


@given(YEN, YEN, st.integers(0, 10_000), st.integers(0, 10**6))
def test_what_is_shown_in_the_form_is_read_back(bad: int, good: int, minutes: int, rate: int) -> None:
    costs = Costs(bad, good, minutes, rate)
    assert costs_from(written(costs)) == costs


@pytest.mark.parametrize(
    ("text", "yen"),
    [("350万", 3_500_000), ("３，５００，０００円", 3_500_000), (" 1.2億 ", 120_000_000), ("¥600,000", 600_000)],
)
def test_yen_may_be_written_as_people_do(text: str, yen: int) -> None:
    assert costs_from({**written(Costs(1, 1, 0, 0)), "adverse_accepted": text}).adverse_accepted == yen


@pytest.mark.parametrize("text", ["", " ", "約350万", "0", "-1", "1.5", "nan", "∞", "1e999", str(10**13)])
@pytest.mark.parametrize("name", ["adverse_accepted", "favourable_refused"])
def test_what_is_no_whole_cost_is_refused_with_its_field(name: str, text: str) -> None:
    with pytest.raises(CostWrong) as refused:
        costs_from({**written(Costs(1, 1, 0, 0)), name: text})
    assert refused.value.facts["field"] == name
    assert COST_FIELDS[name].label.ja in refused.value.message("ja")


def test_a_field_that_was_not_sent_is_refused() -> None:
    with pytest.raises(CostWrong):
        costs_from({})


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60),
    st.builds(Costs, YEN, YEN, st.integers(0, 600), st.integers(0, 1_000)),
)
def test_every_case_goes_one_way_and_every_yen_is_counted(cases: list[tuple[float, bool]], costs: Costs) -> None:
    probability, adverse = (np.array(column) for column in zip(*cases, strict=True))
    costed = cost_out(HeldOut(adverse, probability, np.arange(len(cases))), CERTAIN, costs)
    assert costed.cases_granted + costed.cases_refused + costed.cases_handed_over == len(cases)
    by_hand = sum(
        costs.review
        if (p >= 0.2 or p > 0.6 if p <= costs.threshold else p <= 0.6 or p < 0.2)
        else (costs.adverse_accepted if bad else 0)
        if p <= costs.threshold
        else (0 if bad else costs.favourable_refused)
        for p, bad in cases
    )
    assert costed.yen == pytest.approx(by_hand)
    assert costed.per_case.low <= costed.per_case.value <= costed.per_case.high
    assert costed.all_granted.value * len(cases) == pytest.approx(int(adverse.sum()) * costs.adverse_accepted)
    assert costed.point.threshold == costs.threshold
