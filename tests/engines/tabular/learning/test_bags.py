from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.engines.tabular.learning.bags import bag_weights
from rashin.engines.tabular.learning.lanes import LANES


@given(st.integers(2, 200), st.integers(2, 200), st.floats(0.05, 0.5), st.integers(0, 99))
def test_each_bag_keeps_the_same_share_of_each_outcome_aside(bad: int, good: int, share: float, seed: int) -> None:
    adverse = np.repeat([1, 0], [bad, good]).astype(np.uint8)
    weights = bag_weights(adverse, share, seed)
    assert weights.shape == (bad + good, LANES)
    assert weights.dtype == np.float32
    assert set(np.unique(weights).tolist()) == {0.0, 1.0}
    for outcome, rows in ((1, bad), (0, good)):
        aside = (weights[adverse == outcome] == 0).sum(axis=0)
        assert set(aside.tolist()) == {max(1, round(rows * share))}


def test_bags_keep_different_rows_aside_and_a_seed_keeps_the_same() -> None:
    adverse = np.tile(np.array([0, 1], np.uint8), 50)
    weights = bag_weights(adverse, 0.15, 7)
    assert len({column.tobytes() for column in weights.T}) == LANES
    np.testing.assert_array_equal(bag_weights(adverse, 0.15, 7), weights)
    assert (bag_weights(adverse, 0.15, 8) != weights).any()


@pytest.mark.parametrize("rows", [0, 1])
def test_the_only_case_of_an_outcome_is_kept_aside(rows: int) -> None:
    adverse = np.repeat([1, 0], [1, 9]).astype(np.uint8)
    assert (bag_weights(adverse, 0.15, rows)[0] == 0).all()
