"""Compiled kernels shared by every term: sixteen bags advance together, one in each SIMD lane.

The innermost loop always runs over the lanes of contiguous float32, which the compiler turns into vector
instructions, so that sixteen bags cost about as much as one.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from rashin.engines.kernels import exact, reordering

LANES = 16

F32 = NDArray[np.float32]
U16 = NDArray[np.uint16]

GRADIENT, HESSIAN = 0, 1
_HALF = np.float32(0.5)
_ONE = np.float32(1.0)


@njit(inline="always", fastmath=True, error_model="numpy")
def logistic(score: np.float32) -> np.float32:
    """Probability of a log-odds score, by a rational approximation of tanh accurate to float32.

    A library call would stop the loop over lanes from vectorising. Source: the minimax coefficients that Eigen's
    `ptanh` publishes.
    """
    t = min(max(score * _HALF, np.float32(-7.9)), np.float32(7.9))
    t2 = t * t
    p = np.float32(-2.76076847742355e-16) * t2 + np.float32(2.00018790482477e-13)
    p = p * t2 + np.float32(-8.60467152213735e-11)
    p = p * t2 + np.float32(5.12229709037114e-08)
    p = p * t2 + np.float32(1.48572235717979e-05)
    p = p * t2 + np.float32(6.37261928875436e-04)
    p = p * t2 + np.float32(4.89352455891786e-03)
    q = np.float32(1.19825839466702e-06) * t2 + np.float32(1.18534705686654e-04)
    q = q * t2 + np.float32(2.26843463243900e-03)
    q = q * t2 + np.float32(4.89352518554385e-03)
    return _HALF + _HALF * t * (p / q)


@reordering
def advance(before: U16, update: F32, after: U16, scores: F32, adverse: F32, weights: F32, sums: F32) -> None:
    """Apply the last term's update to all scores and gather the next term's gradient sums, in one pass over rows.

    Shapes: before, after (rows,) cell of each row in the last and the next term; update (cells, LANES);
    scores, weights (rows, LANES); adverse (rows,); sums (cells, 2, LANES), overwritten.
    """
    sums[:] = np.float32(0.0)
    for row in range(scores.shape[0]):
        old = before[row]
        new = after[row]
        truth = adverse[row]
        for lane in range(LANES):
            score = scores[row, lane] + update[old, lane]
            scores[row, lane] = score
            probability = logistic(score)
            weight = weights[row, lane]
            sums[new, GRADIENT, lane] += (truth - probability) * weight
            sums[new, HESSIAN, lane] += probability * (_ONE - probability) * weight


@exact
def held_out_losses(scores: F32, adverse: F32, weights: F32) -> NDArray[np.float64]:
    """Mean log-loss of each bag on the rows it was not trained on (weight nought); shape (LANES,)."""
    total = np.zeros(LANES)
    count = np.zeros(LANES)
    for row in range(scores.shape[0]):
        for lane in range(LANES):
            if weights[row, lane] == 0.0:
                margin = scores[row, lane] if adverse[row] > 0.0 else -scores[row, lane]
                total[lane] += np.log1p(np.exp(-abs(margin))) + max(-margin, 0.0)
                count[lane] += 1.0
    return total / np.maximum(count, 1.0)
