"""Drift is told where there is some, and hardly ever where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from rashin.workspace.watch.drift import score_shift, shift

COUNTS = arrays(np.int64, st.integers(2, 12), elements=st.integers(0, 3_000))


def test_the_index_is_siddiqis() -> None:
    """The example of Siddiqi's book, in tenths, up to the half case in each cell."""
    before, now = np.array([1000, 2000, 3000, 4000]), np.array([1500, 2500, 3000, 3000])
    found = shift(before, now)
    assert found is not None
    p, q = before / before.sum(), now / now.sum()
    assert found.psi == pytest.approx(float(((q - p) * np.log(q / p)).sum()), rel=2e-3)
    assert (found.before, found.now) == (10_000, 10_000)


@given(COUNTS)
def test_a_sample_has_not_moved_against_itself(counts: np.ndarray) -> None:
    found = shift(counts, counts)
    if found is not None:
        assert found.psi == pytest.approx(0, abs=1e-12)
        assert found.low == 0
        assert found.p == pytest.approx(1)


@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_cells_does_not_matter_and_the_interval_holds_the_index(
    counts: np.ndarray, random: object
) -> None:
    now = np.roll(counts, 1)
    found = shift(counts, now)
    turned = shift(counts[::-1], now[::-1])
    assert (found is None) == (turned is None)
    if found is not None and turned is not None:
        assert found.psi == pytest.approx(turned.psi)
        assert found.p == pytest.approx(turned.p, rel=1e-6, abs=1e-12)
        assert 0 <= found.low <= found.psi <= found.high


def test_the_test_is_pearsons_where_cells_are_full() -> None:
    before, now = np.array([120, 300, 80]), np.array([90, 140, 70])
    found = shift(before, now)
    assert found is not None
    expected = stats.chi2_contingency(np.stack([before, now]), correction=False)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-9)


def test_without_a_shift_chance_is_exceeded_one_time_in_twenty() -> None:
    random = np.random.default_rng(0)
    shares = random.dirichlet(np.full(10, 5.0))
    found = [shift(random.multinomial(2_000, shares), random.multinomial(500, shares)) for _ in range(400)]
    beyond = np.mean([one.psi > one.by_chance for one in found if one is not None])
    held = np.mean([one.low == 0 for one in found if one is not None])
    assert 0.02 < beyond < 0.09
    assert held > 0.93


def test_nothing_is_told_from_nothing() -> None:
    assert shift(np.array([5, 0]), np.array([3, 0])) is None
    assert shift(np.array([5, 5]), np.array([0, 0])) is None
    assert score_shift(np.array([]), np.array([0.5])) is None


def test_probabilities_that_rose_are_seen() -> None:
    random = np.random.default_rng(0)
    before, now = random.beta(2, 8, 3_000), random.beta(4, 6, 1_000)
    moved, still = score_shift(before, now), score_shift(before, random.beta(2, 8, 1_000))
    assert moved is not None
    assert still is not None
    assert moved.psi > 0.25 > still.psi
    assert moved.p < 1e-9 < still.p
