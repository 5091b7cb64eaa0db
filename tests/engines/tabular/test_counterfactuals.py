from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.engines.tabular.additive_models import (
    ONE,
    Found,
    additive_models,
    cases,
    every_answer,
    features,
    large_cases,
    large_model,
    pick,
    scores,
)

from rashin.engines.contract import Change, FeatureRole
from rashin.engines.tabular.additive import Additive, Feature, Term
from rashin.engines.tabular.case import CaseReader
from rashin.engines.tabular.counterfactuals import (
    MOST_CHANGES,
    Answer,
    Search,
    SearchResult,
    display_value,
    explained,
    said,
)
from rashin.engines.tabular.table import Column, Kind
from rashin.language import Text, same


def as_found(result: SearchResult) -> list[Found]:
    return [(a.cost_units, len(a.moves), tuple((m.feature, m.bin) for m in a.moves)) for a in result.answers]


@settings(max_examples=300)
@given(data=st.data(), model=additive_models(), most_changes=st.integers(1, 4), alternatives=st.integers(0, 3))
def test_the_answers_are_the_cheapest_of_all(
    data: st.DataObject, model: Additive, most_changes: int, alternatives: int
) -> None:
    case = data.draw(cases(model))
    score = int(scores(model, case[None])[0])
    target = score - data.draw(st.integers(1, 6 * ONE) | st.sampled_from([ONE, 2 * ONE, 3 * ONE, 4 * ONE]))
    found = every_answer(model, case, target, most_changes)

    result = Search(model)(
        case.astype(np.uint8), target_units=target, most_changes=most_changes, alternatives=alternatives
    )

    assert as_found(result) == pick(found, alternatives)
    assert result.proven_none == (not found)
    assert result.needed
    for answer in result.answers:
        moved = case.copy()
        moved[list(answer.features)] = [move.bin for move in answer.moves]
        assert answer.score_units == scores(model, moved[None])[0] <= target


@pytest.mark.parametrize("seed", range(3))
def test_the_answers_are_the_cheapest_of_all_in_a_model_with_many_bins(seed: int) -> None:
    model = large_model(seed, features=7, bins=24, cells=8, pairs=9)
    search = Search(model)
    rows = large_cases(seed, model, 12)
    all_scores = scores(model, rows.astype(np.int64))
    for quantile, case, score in zip(np.linspace(0.001, 0.5, 12), rows, all_scores, strict=True):
        target = min(int(np.quantile(all_scores, quantile)), int(score) - 1)
        found = every_answer(model, case.astype(np.int64), target, 3)
        result = search(case, target_units=target, most_changes=3, alternatives=2)
        assert as_found(result) == pick(found, 2)


@given(data=st.data(), model=additive_models(), above=st.integers(0, 3 * ONE))
def test_nothing_is_needed_where_the_score_is_at_the_target(data: st.DataObject, model: Additive, above: int) -> None:
    case = data.draw(cases(model))
    result = Search(model)(case.astype(np.uint8), target_units=int(scores(model, case[None])[0]) + above)
    assert (result.needed, result.proven_none, result.answers) == (False, False, ())


@pytest.mark.parametrize("most_changes", [0, MOST_CHANGES + 1])
def test_a_number_of_changes_that_cannot_be_searched_is_refused(most_changes: int) -> None:
    with pytest.raises(ValueError, match="most_changes"):
        Search(Additive(0, (), ()))(np.empty(0, np.uint8), target_units=-1, most_changes=most_changes)


def test_a_model_without_features_has_no_answer() -> None:
    assert Search(Additive(0, (), ()))(np.empty(0, np.uint8), target_units=-1).proven_none


def number(change: Change = Change.EITHER, **more: object) -> Feature:
    feature = Feature(
        name="income",
        kind=Kind.NUMBER,
        role=FeatureRole(Text("年収", "Income"), Text("円", "yen"), change=change),
        edges=np.array([2_000_000.0, 4_000_000.0, 6_000_000.0]),
        levels=(),
        coarse=np.arange(6, dtype=np.uint8),
        low=500_000.0,
        high=9_000_000.0,
        counts=np.array([5, 10, 20, 50, 20, 0]),
        typical=np.empty(0),
    )
    return replace(feature, **more)  # type: ignore[arg-type]


def purpose() -> Feature:
    return Feature(
        name="purpose",
        kind=Kind.CATEGORY,
        role=FeatureRole(same("purpose")),
        edges=np.empty(0),
        levels=("car", "house", "trip"),
        coarse=np.arange(5, dtype=np.uint8),
        low=0.0,
        high=0.0,
        counts=np.array([0, 60, 30, 10, 0]),
        typical=np.empty(0),
    )


def main_only(*tables: tuple[Feature, list[int]]) -> Additive:
    terms = [Term((n,), np.array(units) * ONE, np.zeros(len(units))) for n, (_, units) in enumerate(tables)]
    return Additive(0, tuple(feature for feature, _ in tables), tuple(terms))


def only_answer(model: Additive, bins: list[int], target: int) -> Answer:
    (answer,) = Search(model)(np.array(bins, np.uint8), target_units=target * ONE).answers
    return answer


def test_a_number_costs_the_share_of_people_passed_over() -> None:
    answer = only_answer(main_only((number(), [0, 0, 0, 0, -1, 0])), [1], -1)
    # From the middle of the lowest 10 to the middle of the highest 20 among 100 with a value.
    assert answer.cost == pytest.approx((80 + 10 - 5) / 100, abs=1e-9)


def test_a_missing_number_costs_the_way_from_the_far_end() -> None:
    answer = only_answer(main_only((number(), [0, 0, -1, 0, 0, 0])), [0], -1)
    assert answer.cost == pytest.approx(1 - (10 + 10) / 100, abs=1e-9)


def test_a_category_costs_more_the_rarer_it_is() -> None:
    house = only_answer(main_only((purpose(), [0, 0, -1, 0, 0])), [1], -1)
    trip = only_answer(main_only((purpose(), [0, 0, 0, -1, 0])), [1], -1)
    assert house.cost == pytest.approx(1 - (0.6 + 0.3) / 2, abs=1e-9)
    assert trip.cost == pytest.approx(1 - (0.6 + 0.1) / 2, abs=1e-9)


def test_a_category_of_two_levels_costs_half() -> None:
    owner = replace(
        purpose(),
        kind=Kind.BOOLEAN,
        levels=("no", "yes"),
        coarse=np.arange(4, dtype=np.uint8),
        counts=np.array([0, 9, 1, 0]),
    )
    assert only_answer(main_only((owner, [0, 0, -1, 0])), [1], -1).cost == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize(
    ("change", "present", "found"),
    [
        (Change.UP, 2, True),
        (Change.DOWN, 2, False),
        (Change.NEVER, 2, False),
        (Change.UP, 0, False),
        (Change.EITHER, 0, True),
    ],
)
def test_a_feature_moves_only_as_its_role_permits(change: Change, present: int, *, found: bool) -> None:
    model = main_only((number(change), [0, 0, 0, 0, -1, -9]))
    result = Search(model)(np.array([present], np.uint8), target_units=-ONE)
    assert result.proven_none is not found
    assert all(move.bin == 4 for answer in result.answers for move in answer.moves)


@pytest.mark.parametrize("change", [Change.UP, Change.DOWN])
def test_a_category_has_no_up_or_down(change: Change) -> None:
    feature = replace(purpose(), role=FeatureRole(same("purpose"), change=change))
    assert Search(main_only((feature, [0, 0, -1, 0, 0])))(np.array([1], np.uint8), target_units=-ONE).proven_none


# --- values to aim for --------------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(feature=features(), data=st.data())
def test_the_value_shown_falls_in_the_very_bin(feature: Feature, data: st.DataObject) -> None:
    bin_ = data.draw(st.integers(1, feature.bins - 2))
    present = data.draw(st.none() | st.floats(allow_infinity=False) | st.sampled_from([*feature.edges.tolist(), 0.0]))
    value = display_value(feature, bin_, None if feature.kind.is_coded else present)
    assert CaseReader((feature,)).bins({feature.name: value})[0, 0] == bin_
    if not feature.kind.is_coded and (bin_ in (1, feature.bins - 2)) and value != present:
        assert feature.low <= float(value) <= feature.high


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=20, unique=True), st.sampled_from([1, 2, 4, 5, 10, 100]))
def test_where_bins_hold_one_value_each_that_value_is_shown(whole: list[int], parts: int) -> None:
    distinct = np.array(sorted(whole)) / parts
    middles = distinct[:-1] + (distinct[1:] - distinct[:-1]) / 2
    assume((middles > distinct[:-1]).all())
    feature = number(edges=middles, low=distinct[0], high=distinct[-1], single_valued=True, counts=shared(distinct, 5))
    shown = [display_value(feature, bin_, None) for bin_ in range(1, len(distinct) + 1)]
    assert shown == distinct.tolist()


def test_a_value_that_only_a_few_people_share_is_not_shown() -> None:
    distinct = np.array([1_000_321.0, 2_345_678.0, 3_123_456.0])
    feature = number(edges=(distinct[:-1] + distinct[1:]) / 2, low=distinct[0], high=distinct[-1], single_valued=True)
    assert display_value(replace(feature, counts=shared(distinct, 5)), 2, 1e6) == 2_345_678
    assert display_value(replace(feature, counts=shared(distinct, 4)), 2, 1e6) == 2_000_000


def shared(distinct: NDArray[np.float64], rows: int) -> NDArray[np.int64]:
    return np.array([0, *[rows] * len(distinct), 0])


@pytest.mark.parametrize(
    ("edges", "bin_", "present", "shown"),
    [
        ([10_500.0, 23_000.0], 2, 5_000.0, 11_000.0),
        ([10_500.0, 23_000.0], 2, 90_000.0, 20_000.0),
        ([10_012_345.0, 10_400_000.0], 2, 9_900_000.0, 10_100_000.0),
        ([-3.0, 0.0], 2, 7.5, -1.0),
        ([0.25, 12.0], 2, 0.0625, 1.0),
        ([0.25, 12.0], 2, None, 10.0),
        ([0.25, 12.0], 2, 3.5, 3.5),
        ([2.5, 3.5], 2, 1.0, 3.0),
        ([3.0, 4.0], 2, 7.0, 3.0),
    ],
)
def test_the_value_shown_is_round_and_near(edges: list[float], bin_: int, present: float | None, shown: float) -> None:
    feature = number(edges=np.array(edges), low=-1e9, high=1e9)
    assert display_value(feature, bin_, present) == shown


# --- in words -----------------------------------------------------------------------------------------------------


def columns_of(income: float, use: str) -> tuple[Column, ...]:
    return (
        Column("income", Kind.NUMBER, np.array([income])),
        Column("purpose", Kind.CATEGORY, np.array([purpose().levels.index(use)], np.int32), purpose().levels),
    )


def searched(
    income: float, use: str, target: int, alternatives: int = 0, highest: int = 1
) -> tuple[Additive, SearchResult]:
    model = main_only((number(), [3, 3, 2, 1, highest, 0]), (purpose(), [0, 0, 0, -1, 0]))
    bins = CaseReader(model.features).bins({"income": income, "purpose": use})[:, 0]
    return model, Search(model)(bins, target_units=target * ONE, alternatives=alternatives)


def test_an_answer_is_told_in_words_with_units_before_and_after() -> None:
    model, result = searched(1_500_000, "car", target=0)
    search = explained(model, columns_of(1_500_000, "car"), 0, result)
    assert search.found is not None
    income, use = search.found.changes
    assert (income.label.ja, income.before.ja, income.after.ja) == ("年収", "1,500,000円", "4,000,000円")
    assert (use.before.en, use.after.en) == ("“car”", "“trip”")
    assert search.found.cost == pytest.approx(income.cost + use.cost)
    assert search.found.probability == pytest.approx(0.5)
    assert (
        said(search).ja
        == "「年収」を1,500,000円から4,000,000円に、「purpose」を「car」から「trip」に変えると、通ります。"
    )
    assert said(search).en == (
        "It would be favourable with “Income” changed from 1,500,000 yen to 4,000,000 yen"
        " and “purpose” changed from “car” to “trip”."
    )


def test_alternatives_are_other_features() -> None:
    model, result = searched(4_500_000, "car", target=0, alternatives=5, highest=0)
    search = explained(model, columns_of(4_500_000, "car"), 0, result)
    assert search.found is not None
    ways = [search.found, *search.alternatives]
    assert [[change.feature for change in way.changes] for way in ways] == [["income"], ["purpose"]]
    assert ways[0].cost < ways[1].cost


def test_that_nothing_is_needed_or_nothing_helps_is_said() -> None:
    model, result = searched(1_500_000, "car", target=5)
    assert "必要はありません" in said(explained(model, columns_of(1_500_000, "car"), 0, result)).ja
    model, result = searched(1_500_000, "car", target=-5)
    search = explained(model, columns_of(1_500_000, "car"), 0, result)
    assert (search.found, search.proven_none, search.needed) == (None, True, True)
    assert said(search).en.startswith("No permitted change of up to 3 items")


def test_a_date_is_told_as_a_date() -> None:
    founded = number(
        kind=Kind.DATE, role=FeatureRole(same("founded")), edges=np.array([10_000.0, 15_000.0]), low=0.0, high=20_000.0
    )
    founded = replace(founded, coarse=np.arange(5, dtype=np.uint8), counts=np.array([0, 5, 5, 5, 0]))
    model = main_only((founded, [0, 1, 0, 0, 0]))
    result = Search(model)(np.array([1], np.uint8), target_units=0)
    search = explained(model, (Column("income", Kind.DATE, np.array([9_131.0])),), 0, result)
    assert search.found is not None
    (change,) = search.found.changes
    assert (change.before.ja, change.after.ja) == ("1995-01-01", "1997-05-19")
