"""Compiled kernels for one-feature terms: a small step of each bag, and one cycle over all features."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rashin.engines.kernels import reordering
from rashin.engines.tabular.learning.lanes import F32, GRADIENT, HESSIAN, LANES, U16, advance

NOMINAL, ORDERED, SINGLE_VALUED = 0, 1, 2
_ZERO = np.float32(0.0)


@reordering
def ordered_step(
    sums: F32, last: int, direction: np.float32, rate: np.float32, ridge: np.float32, least: np.float32, update: F32
) -> np.float32:
    """Write a step over bins 1..last into `update` (cells, LANES) and return its summed gain.

    The step is the average of all two-leaf steps, each weighted by its gain, rather than the best one alone: a single
    cut jumps at a place that chance chose, the average bends smoothly. `direction` is ±1 for a monotone feature (only
    cuts of that sign take part, so every step is monotone), else 0.
    """
    whole = np.zeros((2, LANES), np.float32)
    for cell in range(1, last + 1):
        for lane in range(LANES):
            whole[0, lane] += sums[cell, GRADIENT, lane]
            whole[1, lane] += sums[cell, HESSIAN, lane]
    left = np.zeros((2, LANES), np.float32)
    jumps = np.zeros((last + 1, LANES), np.float32)
    level = np.zeros(LANES, np.float32)
    mass = np.zeros(LANES, np.float32)
    gains = np.zeros(LANES, np.float32)
    for cell in range(1, last):
        for lane in range(LANES):
            lg = left[0, lane] + sums[cell, GRADIENT, lane]
            lh = left[1, lane] + sums[cell, HESSIAN, lane]
            left[0, lane] = lg
            left[1, lane] = lh
            rg = whole[0, lane] - lg
            rh = whole[1, lane] - lh
            below = lg / (lh + ridge)
            above = rg / (rh + ridge)
            allowed = (lh >= least) & (rh >= least) & ((above - below) * direction >= _ZERO)
            gain = lg * below + rg * above if allowed else _ZERO
            mass[lane] += gain
            gains[lane] += gain * gain
            level[lane] += gain * below
            jumps[cell, lane] = gain * (above - below)
    total = np.float32(0.0)
    for lane in range(LANES):
        share = np.float32(1.0) / mass[lane] if mass[lane] > _ZERO else _ZERO
        total += gains[lane] * share
        mass[lane] = rate * share
    for cell in range(1, last + 1):
        for lane in range(LANES):
            update[cell, lane] = level[lane] * mass[lane]
            level[lane] += jumps[cell, lane]
    return total


@reordering
def cell_step(sums: F32, first: int, last: int, rate: np.float32, ridge: np.float32, update: F32) -> np.float32:
    """Add a shrunken step for each cell of its own (first ≤ cell ≤ last); the summed gain is returned."""
    total = np.float32(0.0)
    for cell in range(first, last + 1):
        for lane in range(LANES):
            gradient = sums[cell, GRADIENT, lane]
            step = gradient / (sums[cell, HESSIAN, lane] + ridge)
            update[cell, lane] += rate * step
            total += gradient * step
    return total


@reordering
def mains_cycle(
    cells: U16,
    shapes: NDArray[np.int32],
    directions: F32,
    turn: NDArray[np.int32],
    rate: np.float32,
    ridge: np.float32,
    cell_ridge: np.float32,
    spike_rate: np.float32,
    spike_ridge: np.float32,
    least: np.float32,
    scores: F32,
    adverse: F32,
    weights: F32,
    tables: F32,
    gains: NDArray[np.float64],
    sums: F32,
) -> None:
    """One boosting step for each feature in `turn`, for all bags at once.

    Shapes: cells (features, rows); shapes (features, 2) number of bins and one of NOMINAL, ORDERED, SINGLE_VALUED;
    directions (features,); scores, weights (rows, LANES); adverse (rows,); tables (features, bins, LANES);
    gains (features,); sums (bins, 2, LANES) is scratch.
    """
    update = np.zeros((tables.shape[1], LANES), np.float32)
    before = cells[turn[0]]
    for feature in turn:
        advance(before, update, cells[feature], scores, adverse, weights, sums)
        update[:] = _ZERO
        last = shapes[feature, 0] - 2
        gain = cell_step(sums, 0, 0, rate, cell_ridge, update)
        if shapes[feature, 1] == NOMINAL:
            # The last bin too: where there were too many levels, it holds the rows of the rarest.
            gain += cell_step(sums, 1, last + 1, rate, cell_ridge, update)
        else:
            gain += ordered_step(sums, last, directions[feature], rate, ridge, least, update)
            if shapes[feature, 1] == SINGLE_VALUED and directions[feature] == _ZERO and spike_rate > _ZERO:
                cell_step(sums, 1, last, spike_rate, spike_ridge, update)
        gains[feature] = gain
        for cell in range(shapes[feature, 0]):
            for lane in range(LANES):
                tables[feature, cell, lane] += update[cell, lane]
        before = cells[feature]
    for row in range(scores.shape[0]):
        for lane in range(LANES):
            scores[row, lane] += update[before[row], lane]
