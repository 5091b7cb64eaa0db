"""Bags: which rows each of the sixteen keeps aside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.learning.lanes import F32, LANES


def bag_weights(adverse: NDArray[np.uint8], held_out: float, seed: int) -> F32:
    """Training weights (rows, LANES): nought on a stratified share `held_out` of the rows of each bag, else one."""
    generator = np.random.default_rng(seed)
    weights = np.ones((len(adverse), LANES), np.float32)
    for outcome in (0, 1):
        rows = np.flatnonzero(adverse == outcome)
        aside = max(1, round(len(rows) * held_out))
        for lane in range(LANES):
            weights[generator.permutation(rows)[:aside], lane] = 0.0
    return weights
