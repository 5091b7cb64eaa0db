"""Compiled kernels for pair terms: a four-quadrant step of each bag on the coarse grid, and the ranking of pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rashin.engines.kernels import reordering
from rashin.engines.tabular.learning.lanes import F32, LANES, U16, advance

_ZERO = np.float32(0.0)


@reordering
def _running_sums(grid: F32) -> None:
    """Turn every cell of the grid (across, down, parts, LANES) into the sum of all cells up to and including it."""
    across, down, parts, _ = grid.shape
    for a in range(across):
        for b in range(down):
            for part in range(parts):
                for lane in range(LANES):
                    value = grid[a, b, part, lane]
                    if a > 0:
                        value += grid[a - 1, b, part, lane]
                    if b > 0:
                        value += grid[a, b - 1, part, lane]
                    if a > 0 and b > 0:
                        value -= grid[a - 1, b - 1, part, lane]
                    grid[a, b, part, lane] = value


@reordering
def quadrant_step(
    sums: F32,
    across: int,
    down: int,
    along_a: np.float32,
    along_b: np.float32,
    rate: np.float32,
    ridge: np.float32,
    least: np.float32,
    update: F32,
) -> np.float32:
    """Write a step over the grid into `update` (cells, LANES) and return its summed gain.

    The step is the average of all four-leaf crosses, weighted by gain. `along_a` and `along_b` are ±1 where the
    feature is monotone, else 0: only crosses whose leaves rise that way take part, so a sum of steps is monotone too.
    """
    grid = sums[: across * down].copy().reshape(across, down, 2, LANES)
    _running_sums(grid)
    whole = grid[across - 1, down - 1]
    mass = np.zeros(LANES, np.float32)
    gains = np.zeros(LANES, np.float32)
    # Corner differences of the weighted leaves; their running sums are the averaged step.
    corners = np.zeros((across, down, 1, LANES), np.float32)
    for a in range(across - 1):
        for b in range(down - 1):
            for lane in range(LANES):
                g00, h00 = grid[a, b, 0, lane], grid[a, b, 1, lane]
                g01, h01 = grid[a, down - 1, 0, lane] - g00, grid[a, down - 1, 1, lane] - h00
                g10, h10 = grid[across - 1, b, 0, lane] - g00, grid[across - 1, b, 1, lane] - h00
                g11, h11 = whole[0, lane] - g00 - g01 - g10, whole[1, lane] - h00 - h01 - h10
                v00, v01 = g00 / (h00 + ridge), g01 / (h01 + ridge)
                v10, v11 = g10 / (h10 + ridge), g11 / (h11 + ridge)
                rises_a = min((v10 - v00) * along_a, (v11 - v01) * along_a) >= _ZERO
                rises_b = min((v01 - v00) * along_b, (v11 - v10) * along_b) >= _ZERO
                populated = min(h00, h01, h10, h11) >= least
                gain = g00 * v00 + g01 * v01 + g10 * v10 + g11 * v11 if populated & rises_a & rises_b else _ZERO
                mass[lane] += gain
                gains[lane] += gain * gain
                corners[0, 0, 0, lane] += gain * v00
                corners[0, b + 1, 0, lane] += gain * (v01 - v00)
                corners[a + 1, 0, 0, lane] += gain * (v10 - v00)
                corners[a + 1, b + 1, 0, lane] += gain * (v11 - v10 - v01 + v00)
    _running_sums(corners)
    total = np.float32(0.0)
    for lane in range(LANES):
        share = np.float32(1.0) / mass[lane] if mass[lane] > _ZERO else _ZERO
        total += gains[lane] * share
        mass[lane] = rate * share
    for a in range(across):
        for b in range(down):
            for lane in range(LANES):
                update[a * down + b, lane] = corners[a, b, 0, lane] * mass[lane]
    return total


@reordering
def pairs_cycle(
    cells: U16,
    grids: NDArray[np.int32],
    directions: F32,
    turn: NDArray[np.int32],
    rate: np.float32,
    ridge: np.float32,
    least: np.float32,
    scores: F32,
    adverse: F32,
    weights: F32,
    tables: F32,
    gains: NDArray[np.float64],
    sums: F32,
) -> None:
    """One boosting step for each pair in `turn`, for all bags at once.

    Shapes: cells (pairs, rows); grids (pairs, 2) coarse bins of each side; directions (pairs, 2); tables (pairs,
    cells, LANES); gains (pairs,); the others as in `mains_cycle`.
    """
    update = np.zeros((tables.shape[1], LANES), np.float32)
    before = cells[turn[0]]
    for pair in turn:
        advance(before, update, cells[pair], scores, adverse, weights, sums)
        across, down = grids[pair]
        update[:] = _ZERO
        gains[pair] = quadrant_step(
            sums, across, down, directions[pair, 0], directions[pair, 1], rate, ridge, least, update
        )
        for cell in range(across * down):
            for lane in range(LANES):
                tables[pair, cell, lane] += update[cell, lane]
        before = cells[pair]
    for row in range(scores.shape[0]):
        for lane in range(LANES):
            scores[row, lane] += update[before[row], lane]


@reordering
def pair_gains(
    coarse: NDArray[np.uint8], sizes: NDArray[np.int32], gradient: F32, hessian: F32, ridge: float
) -> NDArray[np.float64]:
    """For every pair of features the gain of its best four-quadrant step on the residual; (features, features).

    Shapes: coarse (features, rows); sizes (features,); gradient, hessian (rows,). Source: FAST, Lou, Caruana, Gehrke
    and Hooker (2013), Accurate Intelligible Models with Pairwise Interactions.
    """
    features = coarse.shape[0]
    gains = np.zeros((features, features))
    for a in range(features):
        for b in range(a + 1, features):
            sums = np.zeros((sizes[a], sizes[b], 2))
            for row in range(coarse.shape[1]):
                sums[coarse[a, row], coarse[b, row], 0] += gradient[row]
                sums[coarse[a, row], coarse[b, row], 1] += hessian[row]
            gains[a, b] = _best_cross(sums, ridge)
    return gains


@reordering
def _best_cross(grid: NDArray[np.float64], ridge: float) -> float:
    across, down, _ = grid.shape
    for a in range(1, across):
        grid[a] += grid[a - 1]
    for b in range(1, down):
        grid[:, b] += grid[:, b - 1]
    whole = grid[across - 1, down - 1]
    best = 0.0
    for a in range(across - 1):
        for b in range(down - 1):
            q00 = grid[a, b]
            q01 = grid[a, down - 1] - q00
            q10 = grid[across - 1, b] - q00
            q11 = whole - q00 - q01 - q10
            gain = 0.0
            for q in (q00, q01, q10, q11):
                gain += q[0] * q[0] / (q[1] + ridge)
            best = max(best, gain)
    return best
