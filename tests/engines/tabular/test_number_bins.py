from __future__ import annotations

from collections.abc import Sequence
from math import inf, nextafter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from rashin.engines.contract import FeatureRole
from rashin.engines.tabular.additive import Feature
from rashin.engines.tabular.number_bins import NumberBins
from rashin.engines.tabular.table import Kind
from rashin.language import same

Floats = NDArray[np.float64]
LARGE = 300
"""Rows from which the compiled search is certainly in use."""
TINY, HUGE = 5e-324, 1.7e308


def feature_of(edges: Sequence[float], low: float = -np.inf, high: float = np.inf) -> Feature:
    cuts = np.array(edges, dtype=np.float64)
    bins = len(cuts) + 3
    return Feature(
        name="x",
        kind=Kind.NUMBER,
        role=FeatureRole(same("x")),
        edges=cuts,
        levels=(),
        coarse=np.arange(bins).astype(np.uint8),
        low=low,
        high=high,
        counts=np.ones(bins, dtype=np.int64),
        typical=np.empty(0),
    )


def expected(values: Floats, edges: Sequence[float]) -> list[int]:
    """What every bin is by definition, found by comparing one by one."""

    def bin_of(value: float) -> int:
        if np.isnan(value):
            return 0
        return len(edges) + 2 if np.isinf(value) else 1 + sum(edge <= value for edge in edges)

    return [bin_of(value) for value in values.tolist()]


def written(feature: Feature, values: Floats) -> tuple[list[int], list[int]]:
    bins, doubts = np.full(len(values), 99, np.uint8), np.zeros(len(values), np.uint8)
    NumberBins.of(feature).write(values, bins, doubts, 2)
    return bins.tolist(), doubts.tolist()


def assert_found(edges: Sequence[float], values: Floats) -> None:
    """The same bins whether the rows are few or many."""
    feature, sought = feature_of(edges), expected(values, edges)
    assert written(feature, values)[0] == sought
    times = LARGE // max(len(values), 1) + 1
    assert written(feature, np.tile(values, times))[0] == sought * times


def around(edges: Sequence[float]) -> list[float]:
    """The edges and their next neighbours."""
    return [value for edge in edges for value in (edge, nextafter(edge, -inf), nextafter(edge, inf))]


ANY_EDGES = st.lists(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9).map(float) | st.sampled_from([TINY, -TINY]),
    max_size=12,
    unique_by=lambda edge: edge + 0.0,
).map(sorted)


@given(ANY_EDGES, arrays.arrays(np.float64, st.integers(0, 40), elements=st.floats()))
@example([], np.array([0.0, np.nan, np.inf, -np.inf, HUGE]))
@example([TINY], np.array([0.0, -0.0, TINY, -TINY]))
@example([-HUGE, TINY, 2 * TINY, 3 * TINY, HUGE], np.array([HUGE, -HUGE, 0.0, 2 * TINY]))
@example([-1e300, 1e-300, 1e-299, 1e-298, 1e300], np.array([1e300, 1e-299, -1e300]))
def test_every_number_finds_its_bin(edges: list[float], values: Floats) -> None:
    assert_found(edges, np.concatenate([values, around(edges)]))


@given(st.lists(st.floats(1e-9, 1e9), min_size=1, max_size=20, unique=True).map(sorted))
def test_edges_alike_on_both_sides_of_nought(sizes: list[float]) -> None:
    edges = [-size for size in reversed(sizes)] + sizes
    assert_found(edges, np.array([0.0, -0.0, *around(edges)]))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e12])
def test_as_many_edges_as_a_feature_can_have(seed: int, scale: float) -> None:
    random = np.random.default_rng(seed)
    edges = np.unique(random.standard_cauchy(253) * scale)
    values = np.concatenate([random.standard_cauchy(5_000) * scale, around(edges.tolist()), [np.nan, np.inf, -np.inf]])
    bins, _ = written(feature_of(edges.tolist()), values)
    finite = np.isfinite(values)
    np.testing.assert_array_equal(np.array(bins)[finite], np.searchsorted(edges, values[finite], side="right") + 1)
    assert np.array(bins)[~finite].tolist() == [0, len(edges) + 2, len(edges) + 2]


@given(arrays.arrays(np.float64, st.integers(1, 30), elements=st.floats()), st.booleans())
def test_what_lies_outside_the_range_learned_from_is_marked_and_nothing_else(values: Floats, many: bool) -> None:
    low, high = -2.5, 40.0
    sample = np.tile(np.concatenate([values, [low, high, nextafter(low, -9), nextafter(high, 99)]]), 70 * many + 1)
    _, marks = written(feature_of([0.0, 1.0], low, high), sample)
    assert marks == [2 if value < low or value > high else 0 for value in sample.tolist()]
