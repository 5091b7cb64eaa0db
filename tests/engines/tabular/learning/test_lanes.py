from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from numpy.typing import NDArray

from rashin.engines.tabular.learning.lanes import GRADIENT, HESSIAN, LANES, advance, held_out_losses, logistic

F32 = NDArray[np.float32]


@njit
def logistics(scores: F32) -> F32:
    out = np.empty_like(scores)
    for i in range(len(scores)):
        out[i] = logistic(scores[i])
    return out


def sigmoid(scores: F32) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-scores.astype(np.float64))))


def test_the_quick_logistic_is_the_logistic() -> None:
    scores = np.linspace(-60, 60, 200_001, dtype=np.float32)
    found = logistics(scores)
    np.testing.assert_allclose(found, sigmoid(scores), atol=5e-7)
    assert found.min() >= 0
    assert found.max() <= 1
    np.testing.assert_allclose(logistics(scores) + logistics(-scores), 1, atol=1e-6)


@given(st.integers(1, 80), st.integers(0, 999))
def test_advancing_applies_the_last_update_and_sums_the_gradients_of_each_cell(rows: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    before, after = random.integers(0, 5, (2, rows)).astype(np.uint16)
    update, scores = (
        random.normal(size=(5, LANES)).astype(np.float32),
        random.normal(size=(rows, LANES)).astype(np.float32),
    )
    adverse, weights = (
        random.integers(0, 2, rows).astype(np.float32),
        random.integers(0, 2, (rows, LANES)).astype(np.float32),
    )
    sums = np.full((5, 2, LANES), 9, np.float32)
    expected_scores = scores + update[before]
    p = sigmoid(expected_scores)
    gradient, hessian = (adverse[:, None] - p) * weights, p * (1 - p) * weights

    advance(before, update, after, scores, adverse, weights, sums)

    np.testing.assert_allclose(scores, expected_scores, atol=1e-6)
    for cell in range(5):
        np.testing.assert_allclose(sums[cell, GRADIENT], gradient[after == cell].sum(axis=0), atol=1e-4)
        np.testing.assert_allclose(sums[cell, HESSIAN], hessian[after == cell].sum(axis=0), atol=1e-4)


@given(st.integers(1, 60), st.integers(0, 999))
def test_the_held_out_loss_is_the_mean_log_loss_of_the_rows_aside(rows: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = (50 * random.normal(size=(rows, LANES))).astype(np.float32)
    adverse, weights = (
        random.integers(0, 2, rows).astype(np.float32),
        random.integers(0, 2, (rows, LANES)).astype(np.float32),
    )
    losses = np.logaddexp(0, np.where(adverse[:, None] > 0, -1, 1) * scores.astype(np.float64))
    aside = weights == 0
    expected = (losses * aside).sum(axis=0) / np.maximum(aside.sum(axis=0), 1)
    np.testing.assert_allclose(held_out_losses(scores, adverse, weights), expected, rtol=1e-5, atol=1e-12)
