"""The few lines that stand for SciPy agree with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rashin.workspace.watch.chi_square import critical, noncentrality, survival

FREEDOM = st.integers(1, 60)


@given(st.floats(0, 500), FREEDOM)
def test_the_chance_of_a_chi_square_is_scipys(x: float, freedom: int) -> None:
    assert survival(x, freedom) == pytest.approx(stats.chi2.sf(x, freedom), rel=1e-9, abs=1e-13)


@given(st.floats(1e-6, 0.99), FREEDOM)
def test_the_critical_value_is_scipys(chance: float, freedom: int) -> None:
    assert critical(chance, freedom) == pytest.approx(stats.chi2.isf(chance, freedom), rel=1e-6, abs=1e-6)


@given(st.floats(0.01, 5_000), st.integers(2, 20))
def test_the_interval_of_the_noncentrality_holds_95_of_100(x: float, freedom: int) -> None:
    low, high = noncentrality(x, freedom)
    assert 0 <= low <= high
    # Where an end is nought, even the central distribution lies on that side.
    assert low == 0 or stats.ncx2.sf(x, freedom, low) == pytest.approx(0.025, abs=0.006)
    assert high == 0 or stats.ncx2.cdf(x, freedom, high) == pytest.approx(0.025, abs=0.03)
