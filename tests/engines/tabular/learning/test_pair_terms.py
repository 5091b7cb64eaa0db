from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rashin.engines.tabular.learning.lanes import GRADIENT, HESSIAN, LANES
from rashin.engines.tabular.learning.pair_terms import pair_gains, quadrant_step

Floats = NDArray[np.float64]
RATE, RIDGE, LEAST = np.float32(0.2), np.float32(0.3), np.float32(0.3)


def quadrants(grid: Floats, a: int, b: int) -> list[Floats]:
    """Sums over (low, low), (low, high), (high, low), (high, high) when cut after row a and column b."""
    return [
        part.reshape(-1, *grid.shape[2:]).sum(axis=0)
        for half in (grid[: a + 1], grid[a + 1 :])
        for part in (half[:, : b + 1], half[:, b + 1 :])
    ]


def average_cross(grid: Floats, along_a: int, along_b: int) -> Floats:
    """What `quadrant_step` gives one bag, written down as its docstring says it; grid (across, down, 2)."""
    total, weight = np.zeros(grid.shape[:2]), 0.0
    across, down, _ = grid.shape
    for a in range(across - 1):
        for b in range(down - 1):
            sums = quadrants(grid, a, b)
            low, high = [g / (h + RIDGE) for g, h in sums][:2], [g / (h + RIDGE) for g, h in sums][2:]
            rising = [(high[i] - low[i]) * along_a for i in (0, 1)] + [(v[1] - v[0]) * along_b for v in (low, high)]
            if min(h for _, h in sums) < LEAST or min(rising) < 0:
                continue
            gain = sum(g * g / (h + RIDGE) for g, h in sums)
            step = np.empty_like(total)
            step[: a + 1, : b + 1], step[: a + 1, b + 1 :] = low
            step[a + 1 :, : b + 1], step[a + 1 :, b + 1 :] = high
            total += gain * step
            weight += gain
    return RATE * total / weight if weight else total


@pytest.mark.parametrize(("along_a", "along_b"), [(0, 0), (1, 0), (0, -1), (1, 1), (-1, 1)])
@given(across=st.integers(1, 6), down=st.integers(1, 6), seed=st.integers(0, 999))
def test_a_step_over_the_grid_is_the_average_of_all_crosses_of_the_right_signs(
    along_a: int, along_b: int, across: int, down: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    sums = np.empty((across * down, 2, LANES), np.float32)
    sums[:, GRADIENT] = random.normal(size=(across * down, LANES))
    sums[:, HESSIAN] = random.random((across * down, LANES))
    update = np.zeros((across * down, LANES), np.float32)
    quadrant_step(sums, across, down, np.float32(along_a), np.float32(along_b), RATE, RIDGE, LEAST, update)
    grid = update.reshape(across, down, LANES)
    for lane in range(LANES):
        parts = sums[:, :, lane].astype(np.float64).reshape(across, down, 2)
        np.testing.assert_allclose(grid[:, :, lane], average_cross(parts, along_a, along_b), atol=2e-4)


@given(features=st.integers(2, 4), rows=st.integers(1, 60), seed=st.integers(0, 999))
def test_the_gain_of_a_pair_is_that_of_its_best_cross(features: int, rows: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 6, features).astype(np.int32)
    coarse = np.stack([random.integers(0, size, rows) for size in sizes]).astype(np.uint8)
    gradient, hessian = random.normal(size=rows).astype(np.float32), random.random(rows).astype(np.float32)
    gains = pair_gains(coarse, sizes, gradient, hessian, 0.3)
    for a, b in combinations(range(features), 2):
        grid = np.zeros((sizes[a], sizes[b], 2))
        np.add.at(grid, (coarse[a], coarse[b]), np.stack([gradient, hessian], axis=1))
        every = [
            sum(g * g / (h + 0.3) for g, h in quadrants(grid, cut_a, cut_b))
            for cut_a in range(sizes[a] - 1)
            for cut_b in range(sizes[b] - 1)
        ]
        assert gains[a, b] == pytest.approx(max(every, default=0.0), rel=1e-6, abs=1e-9)
    assert (gains[np.tril_indices(features)] == 0).all()
