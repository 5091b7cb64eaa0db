from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import TypeAdapter
from scipy.stats.contingency import relative_risk

from rashin.trust.fairness import CROSS, UNKNOWN, Fairness, Gap, bands, measure


def gap(found: Fairness, attribute: str, rate: str = "favourable") -> Gap:
    return next(gap for gap in found.gaps if (gap.attribute, gap.rate) == (attribute, rate))


def two_groups(a: int, m: int, b: int, n: int) -> Fairness:
    """Two groups of m and n people, a and b of whom got the favourable outcome."""
    favourable = np.r_[np.arange(m) < a, np.arange(n) < b]
    return measure(favourable, None, None, {"group": ["a"] * m + ["b"] * n})


def lending(folder: Path, name: str, protected: dict[str, str]) -> tuple[pd.DataFrame, dict[str, list[str | None]]]:
    frame = pd.read_csv(folder / "lending" / name / f"{name}.csv")
    groups: dict[str, list[str | None]] = {}
    for column, kind in protected.items():
        groups[column] = (
            bands(frame[column].to_numpy(float)) if kind == "number" else frame[column].astype(str).tolist()
        )
    return frame, groups


SETS = {
    "hmda_boston": ({"afam": "category", "single": "category"}, "hirat"),
    "south_german_credit": (
        {"age": "number", "personal_status_sex": "category", "foreign_worker": "category"},
        "duration",
    ),
}


@pytest.mark.parametrize("name", SETS)
def test_rates_and_gaps_are_fairlearns(shared_data: Path, name: str) -> None:
    protected, scored_by = SETS[name]
    frame, groups = lending(shared_data, name, protected)
    favourable = (frame[scored_by] <= frame[scored_by].quantile(0.7)).to_numpy()
    good = 1 - frame["target"].to_numpy()
    found = measure(favourable, frame["target"].to_numpy(), None, groups)
    metrics = {
        "favourable": selection_rate,
        "favourable_of_good": true_positive_rate,
        "favourable_of_bad": false_positive_rate,
    }
    for attribute, labels in groups.items():
        theirs = MetricFrame(metrics=metrics, y_true=good, y_pred=favourable, sensitive_features=labels)
        ours = {group.group: group for group in found.groups if group.attribute == attribute}
        assert set(ours) == set(theirs.by_group.index)
        for group, rates in theirs.by_group.iterrows():
            for rate in metrics:
                assert getattr(ours[str(group)], rate).value == pytest.approx(rates[rate], abs=1e-12)
        widest = gap(found, attribute)
        assert widest.difference.value == pytest.approx(theirs.difference()["favourable"], abs=1e-12)
        assert widest.ratio.value == pytest.approx(theirs.ratio()["favourable"], abs=1e-12)


def test_intersections_are_fairlearns(shared_data: Path) -> None:
    frame, groups = lending(shared_data, "hmda_boston", {"afam": "category", "single": "category"})
    refused = frame["target"].to_numpy()
    found = measure(refused == 0, None, None, groups)
    theirs = MetricFrame(
        metrics=selection_rate, y_true=refused, y_pred=1 - refused, sensitive_features=frame[["afam", "single"]]
    )
    ours = {group.group: group.favourable for group in found.groups if group.attribute == f"afam{CROSS}single"}
    assert len(ours) == 4
    for both, rate in theirs.by_group.items():
        assert ours[CROSS.join(both)].value == pytest.approx(rate, abs=1e-12)


def test_the_boston_gap_shows(shared_data: Path) -> None:
    frame, groups = lending(shared_data, "hmda_boston", {"afam": "category"})
    widest = gap(measure(frame["target"] == 0, None, None, groups), "afam")
    assert (widest.lowest_group, widest.highest_group) == ("yes", "no")
    assert widest.difference.low is not None
    assert widest.difference.low > 0.1


def test_the_difference_has_newcombes_interval() -> None:
    """Newcombe (1998), table II, method 10, 56/70 against 48/80."""
    difference = gap(two_groups(48, 80, 56, 70), "group").difference
    assert (difference.value, difference.low, difference.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert difference.n == 150


def test_the_ratio_has_katzs_interval() -> None:
    ratio = gap(two_groups(48, 80, 56, 70), "group").ratio
    theirs = relative_risk(48, 80, 56, 70)
    interval = theirs.confidence_interval()
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((theirs.relative_risk, interval.low, interval.high))


@given(m=st.integers(30, 60), n=st.integers(30, 60), data=st.data())
def test_gaps_lie_within_their_intervals(m: int, n: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, m)), data.draw(st.integers(0, n))
    widest = gap(two_groups(a, m, b, n), "group")
    assert widest.difference.value == pytest.approx(abs(a / m - b / n))
    for rate in (widest.difference, widest.ratio):
        if rate.value is None:
            assert a == b == 0
        else:
            assert rate.low is not None
            assert rate.high is not None
            assert np.isfinite([rate.low, rate.high]).all()
            assert rate.low <= rate.value <= rate.high
            assert rate.high > rate.low


@given(seed=st.integers(0, 999))
def test_the_order_of_people_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    favourable, adverse, probability = rng.random(200) < 0.6, rng.random(200) < 0.3, rng.random(200).round(2)
    sex, age = (rng.choice(np.array(names, dtype=object), 200) for names in (("f", "m", None), ("20", "30")))

    def measured(order: NDArray[np.int64]) -> Fairness:
        attributes = {"sex": sex[order].tolist(), "age": age[order].tolist()}
        return measure(favourable[order], adverse[order], (probability[order] * 64).round() / 64, attributes)

    ours, shuffled = measured(np.arange(200)), measured(rng.permutation(200))
    assert [g.favourable for g in ours.groups] == [g.favourable for g in shuffled.groups]
    assert [g.mean_probability.value for g in ours.groups] == [g.mean_probability.value for g in shuffled.groups]
    assert ours.gaps == shuffled.gaps


def test_small_groups_are_marked_and_not_compared() -> None:
    found = measure(np.arange(129) % 2 == 0, None, None, {"sex": ["f"] * 60 + ["m"] * 40 + ["x"] * 29})
    assert {group.group: group.too_small for group in found.groups} == {"f": False, "m": False, "x": True}
    assert "x" not in {gap(found, "sex").lowest_group, gap(found, "sex").highest_group}
    assert "sex x" in found.notes[0].ja


def test_a_rate_that_few_people_count_for_is_not_compared() -> None:
    adverse = np.r_[np.zeros(50), np.ones(10), np.zeros(30), np.ones(30)]
    found = measure(np.arange(120) % 3 == 0, adverse, None, {"sex": ["f"] * 60 + ["m"] * 60})
    assert {gap.rate for gap in found.gaps} == {"favourable", "favourable_of_good", "adverse"}


def test_people_of_unknown_group_are_shown_and_not_compared() -> None:
    found = measure(np.arange(150) < 100, None, None, {"sex": ["f"] * 50 + ["m"] * 50 + [None] * 50})
    assert [group.group for group in found.groups] == ["f", "m", UNKNOWN]
    assert found.groups[-1].favourable.value == 0
    assert gap(found, "sex").difference.value == 0
    assert "50人" in found.notes[0].ja


def test_an_intersection_needs_enough_people_with_both_known() -> None:
    sex = ["f"] * 60 + ["m"] * 60
    age = [*["20"] * 30, *["30"] * 30, *["20"] * 29, *["30"] * 30, None]
    found = measure(np.ones(120), None, None, {"sex": sex, "age": age})
    both = [group.group for group in found.groups if group.attribute == f"sex{CROSS}age"]
    assert both == [f"f{CROSS}20", f"f{CROSS}30", f"m{CROSS}30"]
    assert found.attributes == ("sex", "age")


def test_calibration_is_what_came_less_what_was_expected() -> None:
    rng = np.random.default_rng(0)
    probability = rng.beta(2, 3, 20_000)
    sex = rng.choice(["f", "m"], 20_000)
    chance = probability + 0.05 * (sex == "f")
    found = measure(probability < 0.5, rng.random(20_000) < chance, probability, {"sex": sex.tolist()})
    right = {group.group: group.calibration for group in found.groups}
    assert right["f"].low is not None
    assert right["f"].low > 0.02
    assert right["m"].low is not None
    assert right["m"].high is not None
    assert right["m"].low < 0 < right["m"].high


def test_without_outcomes_only_decisions_are_told() -> None:
    (group,) = measure(np.ones(40), None, None, {"sex": ["f"] * 40}).groups
    assert group.favourable.value == 1
    assert group.adverse.value is None
    assert group.favourable_of_good.n == 0
    assert group.calibration.value is None


def test_nobody_protected_is_nothing_to_tell() -> None:
    assert measure(np.ones(3), None, None, {}) == Fairness((), (), ())


def test_fairness_survives_the_model_file() -> None:
    rng = np.random.default_rng(0)
    sex = [*rng.choice(["f", "m"], 299).tolist(), None]
    found = measure(rng.random(300) < 0.5, rng.random(300) < 0.5, rng.random(300), {"sex": sex, "one": ["x"] * 300})
    adapter = TypeAdapter(Fairness)
    assert adapter.validate_json(adapter.dump_json(found)) == found
