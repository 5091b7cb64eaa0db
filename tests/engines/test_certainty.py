from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import TypeAdapter

from rashin.engines.certainty import Certainty, fewest_cases, hand_over, measure_certainty, possible_outcomes
from rashin.estimates import wilson

Array = NDArray[np.float64]


def cases(rng: np.random.Generator, n: int) -> tuple[Array, Array, list[str | None]]:
    """Outcomes, probabilities and a group: the model knows less about "b", and nothing of whose group is unknown."""
    group = rng.choice(np.array(["a", "b", None], dtype=object), n, p=[0.7, 0.25, 0.05])
    true = -1 + 2 * rng.normal(size=n)
    y = (rng.random(n) < 1 / (1 + np.exp(-true))).astype(float)
    seen = np.where(group == "b", 0.3 * true, true) - 2.5 * (group == "b")
    return y, 1 / (1 + np.exp(-seen)), group.tolist()


def coverage(y: Array, probability: Array, certainty: Certainty) -> NDArray[np.bool_]:
    possible = possible_outcomes(probability, certainty)
    return np.where(y == 1, possible.adverse, possible.favourable)


@pytest.mark.parametrize("error_rate", [0.05, 0.1, 0.2])
def test_each_outcome_and_the_worst_group_keep_the_promise_on_new_cases(error_rate: float) -> None:
    rng = np.random.default_rng(0)
    y, probability, group = cases(rng, 4000)
    plain = measure_certainty(y, probability, error_rate=error_rate)
    by_group = measure_certainty(y, probability, error_rate=error_rate, protected={"group": group})
    new_y, new_probability, new_group = cases(rng, 4000)
    held = coverage(new_y, new_probability, plain)
    for rows in (new_y == 1, new_y == 0):
        low, high = wilson(float(held[rows].mean()), int(rows.sum()), 3)
        assert low <= 1 - error_rate <= high
    held_by_group = coverage(new_y, new_probability, by_group)
    for name in ("a", "b"):
        for truth in (0, 1):
            rows = (np.array(new_group, dtype=object) == name) & (new_y == truth)
            assert wilson(float(held_by_group[rows].mean()), int(rows.sum()), 3)[1] >= 1 - error_rate
    wanting = (np.array(new_group, dtype=object) == "b") & (new_y == 1)
    assert held[wanting].mean() < held_by_group[wanting].mean()


def test_the_promise_is_kept_on_average_over_small_samples() -> None:
    """The mean coverage over draws of n cases is ⌈(n + 1)(1 − α)⌉ / (n + 1), which no other rank gives."""
    rng = np.random.default_rng(1)
    found = []
    for _ in range(400):
        y, probability = np.repeat([0.0, 1.0], 25), rng.random(50)
        certainty = measure_certainty(y, probability, error_rate=0.2)
        found.append([1 - certainty.adverse_from, certainty.favourable_to])
    assert np.mean(found, axis=0) == pytest.approx([21 / 26, 21 / 26], abs=0.012)


@given(n=st.integers(1, 60), rate=st.sampled_from([0.01, 0.05, 0.1, 0.2, 0.3]), seed=st.integers(0, 99))
def test_thresholds_leave_out_as_many_cases_as_the_rate_allows(n: int, rate: float, seed: int) -> None:
    probability = np.random.default_rng(seed).random(2 * n)
    y = np.repeat([0, 1], n)
    certainty = measure_certainty(y, probability, error_rate=rate)
    allowed = int((n + 1) * rate + 1e-9)
    lost_adverse = (probability[y == 1] < certainty.adverse_from).sum()
    lost_favourable = (probability[y == 0] > certainty.favourable_to).sum()
    assert lost_adverse == lost_favourable == max(allowed - 1, 0)
    assert (allowed >= 1) == (n >= fewest_cases(rate)) == (certainty.adverse_from > 0) == (certainty.favourable_to < 1)


def test_with_too_few_cases_nothing_is_excluded_and_it_is_said() -> None:
    y = np.r_[np.ones(8), np.zeros(200)]
    certainty = measure_certainty(y, np.linspace(0.9, 0.1, 208), error_rate=0.1)
    assert certainty.adverse_from == 0
    assert certainty.favourable_to < 1
    (note,) = certainty.notes
    assert "結果が悪かった例は8件しかなく、誤り率10%" in note.ja
    assert "only 8 cases that turned out badly" in note.en
    assert possible_outcomes(np.array([0.0]), certainty).adverse.all()


def test_a_group_with_too_few_cases_sets_no_threshold_and_it_is_said() -> None:
    y, probability, _ = cases(np.random.default_rng(2), 1000)
    rare: list[str | None] = ["rare" if k % 50 == 0 else "common" for k in range(1000)]
    certainty = measure_certainty(y, probability, error_rate=0.1, protected={"group": rare})
    common = np.array(rare, dtype=object) == "common"
    alone, without = (measure_certainty(y[r], probability[r], error_rate=0.1) for r in (common, np.full(1000, True)))
    assert certainty.adverse_from == min(alone.adverse_from, without.adverse_from)
    assert len(certainty.notes) == 2
    assert all("「group」の「rare」" in note.ja for note in certainty.notes)


def test_measured_coverage_is_of_cases_that_set_no_threshold() -> None:
    """The extreme case of each outcome sets the threshold and so is never lost; left aside, it is."""
    y = np.r_[np.ones(25), np.zeros(25)]
    probability = np.linspace(0.99, 0.01, 50)
    certainty = measure_certainty(y, probability, error_rate=0.048)
    assert coverage(y, probability, certainty).all()
    assert certainty.coverage[0].coverage.value == pytest.approx(48 / 50)


def test_coverage_is_told_for_everybody_and_each_group_with_its_numbers() -> None:
    y, probability, group = cases(np.random.default_rng(3), 3000)
    certainty = measure_certainty(y, probability, error_rate=0.1, protected={"group": group})
    assert [(part.attribute, part.group) for part in certainty.coverage] == [("", ""), ("group", "a"), ("group", "b")]
    everybody, a, b = certainty.coverage
    assert everybody.coverage.n == 3000
    assert a.coverage.n + b.coverage.n == 3000 - group.count(None)
    assert b.coverage_adverse is not None
    assert b.coverage_adverse.n == sum(of == "b" and bad == 1 for of, bad in zip(group, y, strict=True))
    for part in certainty.coverage:
        for share in (part.coverage_adverse, part.coverage_favourable):
            assert share is not None
            assert share.high >= 0.9
        assert part.decided.value < 1


def test_in_order_of_time_coverage_is_of_later_cases() -> None:
    """Scores that lose their meaning half-way: earlier thresholds cannot keep the promise later, and it shows."""
    rng = np.random.default_rng(4)
    y = (rng.random(2000) < 0.4).astype(float)
    probability = np.clip(
        np.where(np.arange(2000) < 1000, 0.25 + 0.5 * y, 0.75 - 0.5 * y) + 0.1 * rng.normal(size=2000), 0, 1
    )
    shuffled, ordered = (
        measure_certainty(y, probability, error_rate=0.1, time=time).coverage[0].coverage
        for time in (None, np.arange(2000.0))
    )
    assert shuffled.value == pytest.approx(0.9, abs=0.03)
    assert ordered.high < 0.9


def test_rows_of_one_group_count_for_less() -> None:
    y, probability, _ = cases(np.random.default_rng(5), 400)
    y, probability = np.repeat(y, 3), np.repeat(probability, 3)
    alone = measure_certainty(y, probability, error_rate=0.1).coverage[0].coverage
    grouped = measure_certainty(y, probability, error_rate=0.1, groups=np.arange(1200) // 3).coverage[0].coverage
    assert grouped.high - grouped.low > 1.4 * (alone.high - alone.low)


def test_coverage_that_cannot_be_measured_is_not_told_but_said() -> None:
    y = np.r_[np.ones(40), np.zeros(40)]
    certainty = measure_certainty(y, np.linspace(0.9, 0.1, 80), error_rate=0.1, groups=np.arange(80) % 2)
    assert certainty.coverage == ()
    assert "測っていません" in certainty.notes[-1].ja


def test_a_person_decides_unless_the_outcome_is_the_only_possible_one() -> None:
    certainty = Certainty(0.1, adverse_from=0.2, favourable_to=0.6, coverage=())
    probability = np.array([0.1, 0.1, 0.2, 0.6, 0.7, 0.7])
    adverse = np.array([False, True, False, True, True, False])
    assert hand_over(probability, adverse, certainty).tolist() == [False, True, True, True, False, True]


def test_a_person_decides_where_nothing_is_possible() -> None:
    certainty = Certainty(0.4, adverse_from=0.7, favourable_to=0.3, coverage=())
    possible = possible_outcomes(np.array([0.5]), certainty)
    assert not possible.adverse[0]
    assert not possible.favourable[0]
    assert hand_over(np.array([0.5, 0.5]), np.array([True, False]), certainty).all()


def test_a_certainty_survives_the_model_file() -> None:
    y, probability, group = cases(np.random.default_rng(6), 500)
    found = measure_certainty(y, probability, error_rate=0.1, protected={"group": group})
    adapter = TypeAdapter(Certainty)
    assert adapter.validate_json(adapter.dump_json(found)) == found
