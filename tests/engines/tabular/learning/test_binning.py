from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from tests.engines.tabular.loans import role

from rashin.engines.contract import Monotone
from rashin.engines.tabular.learning.binning import bin_feature, coarse_limit, number_bins, quantile_edges
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.table import Column, Kind

Floats = NDArray[np.float64]
OPTIONS = LearningOptions()
FINITE = st.floats(-1e300, 1e300) | st.integers(-5, 5).map(float) | st.sampled_from([5e-324, -5e-324, 1e-310])


def some_adverse(rows: int) -> NDArray[np.uint8]:
    return (np.arange(rows) % 3 == 0).astype(np.uint8)


@given(arrays.arrays(np.float64, st.integers(1, 60), elements=FINITE), st.integers(2, 20))
def test_edges_rise_and_part_distinct_values(values: Floats, most: int) -> None:
    edges = quantile_edges(values, most)
    distinct = np.unique(values)
    assert len(edges) <= most - 1
    assert (np.diff(edges) > 0).all()
    bins = np.searchsorted(edges, distinct, side="right")
    assert (np.diff(bins) >= 0).all()
    assert len(set(bins.tolist())) == len(edges) + 1, "no bin is empty"
    if len(distinct) <= most:
        assert bins.tolist() == list(range(len(distinct)))


def test_many_values_share_out_evenly() -> None:
    values = np.random.default_rng(0).exponential(size=20_000)
    bins = number_bins(values, quantile_edges(values, 254))
    counts = np.bincount(bins)[1:]
    assert len(counts) == 254
    assert counts.min() > 0.9 * len(values) / 254
    assert counts.max() < 1.1 * len(values) / 254


def test_a_value_that_most_rows_share_does_not_starve_the_others() -> None:
    values = np.concatenate([np.zeros(9_000), np.arange(1.0, 1001.0)])
    edges = quantile_edges(values, 50)
    assert edges[0] == 0.5
    assert 3 <= len(edges) < 50


@given(arrays.arrays(np.float64, st.integers(1, 40), elements=FINITE | st.just(np.nan) | st.just(np.inf)))
def test_numbers_are_counted_in_the_bins_they_fall_in(values: Floats) -> None:
    feature, bins = bin_feature(Column("x", Kind.NUMBER, values), role(), some_adverse(len(values)), OPTIONS)
    np.testing.assert_array_equal(np.bincount(bins, minlength=feature.bins), feature.counts)
    assert ((bins == 0) == np.isnan(values)).all()
    assert ((bins == feature.unseen_bin) == np.isinf(values)).all()
    seen = values[np.isfinite(values)]
    if len(seen):
        assert (feature.low, feature.high) == (seen.min(), seen.max())
        assert feature.single_valued == (len(np.unique(seen)) == feature.bins - 2)
    assert np.isfinite(feature.typical).all()


def test_levels_keep_their_place_and_blanks_have_a_bin_of_their_own() -> None:
    codes = np.array([2, 0, -1, 2, 1, 2], np.int32)
    column = Column("x", Kind.CATEGORY, codes, ("a", "b", "c", "never"))
    feature, bins = bin_feature(column, role(), some_adverse(6), OPTIONS)
    assert feature.levels == ("a", "b", "c")
    assert bins.tolist() == [3, 1, 0, 3, 2, 3]
    assert feature.counts.tolist() == [1, 1, 1, 3, 0]


def test_of_too_many_levels_the_commonest_stay_and_the_rest_count_as_unseen() -> None:
    random = np.random.default_rng(0)
    codes = np.concatenate([np.arange(300), random.integers(0, 250, 3_000)]).astype(np.int32)
    column = Column("x", Kind.CATEGORY, codes, tuple(f"level {n}" for n in range(300)))
    feature, bins = bin_feature(column, role(), some_adverse(len(codes)), OPTIONS)
    assert len(feature.levels) == 254
    assert feature.bins == 256
    assert feature.counts[feature.unseen_bin] == 46
    assert set(feature.levels) >= {f"level {n}" for n in range(250)}
    assert (bins[codes >= 260] == feature.unseen_bin).sum() >= 36


@pytest.mark.parametrize(
    ("kind", "monotone", "in_order"),
    [
        (Kind.CATEGORY, Monotone.FREE, False),
        (Kind.BOOLEAN, Monotone.FREE, False),
        (Kind.ORDERED, Monotone.FREE, True),
        (Kind.BOOLEAN, Monotone.RAISES, True),
        (Kind.CATEGORY, Monotone.LOWERS, True),
    ],
)
def test_the_coarse_grid_keeps_an_order_that_is_there_and_else_goes_by_share(
    kind: Kind, monotone: Monotone, in_order: bool
) -> None:
    """The first level turns out worst, so that by share it comes last."""
    codes = np.repeat([0, 1], 50).astype(np.int32)
    adverse = (codes == 0).astype(np.uint8)
    feature, _ = bin_feature(Column("x", kind, codes, ("no", "yes")), role(monotone), adverse, OPTIONS)
    assert feature.coarse.tolist() == ([0, 1, 2, 3] if in_order else [0, 2, 1, 3])


@given(st.integers(1, 400), st.integers(100, 4_000), st.integers(0, 9))
def test_the_coarse_grid_of_numbers_rises_and_is_shared_out_evenly(distinct: int, rows: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, distinct, rows).astype(np.float64)
    feature, bins = bin_feature(Column("x", Kind.NUMBER, values), role(), some_adverse(rows), OPTIONS)
    inner = feature.coarse[1:-1].astype(int)
    assert feature.coarse[0] == 0
    assert feature.coarse[-1] == inner[-1] + 1
    assert set(np.diff(inner).tolist()) <= {0, 1}
    assert feature.coarse_bins - 2 <= coarse_limit(rows, OPTIONS)
    heaviest = np.bincount(feature.coarse[bins]).max()
    assert heaviest <= rows / min(coarse_limit(rows, OPTIONS), len(inner)) + np.bincount(bins).max()


@pytest.mark.parametrize(("rows", "limit"), [(35, 4), (400, 4), (1_500, 15), (2_800, 28), (10**6, 28)])
def test_more_rows_allow_a_finer_grid(rows: int, limit: int) -> None:
    assert coarse_limit(rows, OPTIONS) == limit


@pytest.mark.parametrize(
    "column",
    [
        Column("x", Kind.NUMBER, np.full(40, np.nan)),
        Column("x", Kind.NUMBER, np.full(40, 7.0)),
        Column("x", Kind.CATEGORY, np.full(40, -1, np.int32), ("a",)),
        Column("x", Kind.CATEGORY, np.full(40, -1, np.int32)),
    ],
    ids=["no number", "one number", "no level used", "no level"],
)
def test_a_column_that_says_nothing_still_has_bins(column: Column) -> None:
    feature, bins = bin_feature(column, role(), some_adverse(40), OPTIONS)
    assert len(feature.coarse) == len(feature.counts) == feature.bins >= 2
    assert feature.counts.sum() == 40
    assert bins.max() < feature.bins
