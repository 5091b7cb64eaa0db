from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rashin.engines.tabular.learning.lanes import GRADIENT, HESSIAN, LANES
from rashin.engines.tabular.learning.mains import cell_step, ordered_step

F32 = NDArray[np.float32]
RATE, RIDGE, LEAST = np.float32(0.2), np.float32(1.0), np.float32(1.5)


def some_sums(bins: int, seed: int) -> F32:
    random = np.random.default_rng(seed)
    sums = np.empty((bins, 2, LANES), np.float32)
    sums[:, GRADIENT] = random.normal(size=(bins, LANES))
    sums[:, HESSIAN] = random.random((bins, LANES)) * 3
    return sums


def average_step(gradient: NDArray[np.float64], hessian: NDArray[np.float64], direction: float) -> NDArray[np.float64]:
    """What `ordered_step` gives one bag, written down as its docstring says it: each cut, weighted by its gain."""
    total, weight = np.zeros(len(gradient)), 0.0
    for cut in range(1, len(gradient)):
        (lg, rg), (lh, rh) = ((part[:cut].sum(), part[cut:].sum()) for part in (gradient, hessian))
        below, above = lg / (lh + RIDGE), rg / (rh + RIDGE)
        if min(lh, rh) < LEAST or (above - below) * direction < 0:
            continue
        gain = lg * below + rg * above
        total += gain * np.where(np.arange(len(gradient)) < cut, below, above)
        weight += gain
    return RATE * total / weight if weight else total


@pytest.mark.parametrize("direction", [0, 1, -1])
@given(last=st.integers(1, 12), seed=st.integers(0, 999))
def test_an_ordered_step_is_the_average_of_all_cuts_of_the_right_sign(direction: int, last: int, seed: int) -> None:
    sums, update = some_sums(last + 2, seed), np.zeros((last + 2, LANES), np.float32)
    ordered_step(sums, last, np.float32(direction), RATE, RIDGE, LEAST, update)
    for lane in range(LANES):
        parts = sums[1 : last + 1, :, lane].astype(np.float64)
        np.testing.assert_allclose(
            update[1 : last + 1, lane], average_step(parts[:, GRADIENT], parts[:, HESSIAN], direction), atol=2e-4
        )
    assert (update[[0, last + 1]] == 0).all(), "missing and unseen bins stand aside"
    if direction:
        assert (np.diff(update[1 : last + 1], axis=0) * direction >= 0).all()


@given(first=st.integers(0, 2), count=st.integers(1, 6), seed=st.integers(0, 999))
def test_a_cell_step_moves_each_cell_by_its_own_shrunken_newton_step(first: int, count: int, seed: int) -> None:
    sums = some_sums(10, seed)
    update = np.ones((10, LANES), np.float32)
    last = first + count - 1
    gain = cell_step(sums, first, last, RATE, RIDGE, update)
    inside = slice(first, last + 1)
    steps = sums[inside, GRADIENT] / (sums[inside, HESSIAN] + RIDGE)
    np.testing.assert_allclose(update[inside], 1 + RATE * steps, rtol=1e-5)
    assert gain == pytest.approx(float((sums[inside, GRADIENT] * steps).sum()), rel=1e-4)
    assert (np.delete(update, np.arange(10)[inside], axis=0) == 1).all()
