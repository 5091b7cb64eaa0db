from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rashin.engines.validation import folds
from rashin.errors import TooFewGroups, TooFewTimes, TooFewToValidate

sizes = st.tuples(st.integers(4, 60), st.integers(4, 60), st.integers(0, 2**32))


def outcomes(bad: int, good: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).permutation(np.r_[np.ones(bad, dtype=np.int64), np.zeros(good, dtype=np.int64)])


@given(size=sizes, parts=st.integers(2, 6), repeats=st.integers(1, 3))
def test_each_repeat_holds_every_row_out_once_with_outcomes_spread_evenly(
    size: tuple[int, int, int], parts: int, repeats: int
) -> None:
    y = outcomes(*size)
    splits = folds(y, folds=parts, repeats=repeats, seed=size[2])
    assert len(splits) == parts * repeats
    for train, test in splits:
        assert np.array_equal(np.sort(np.r_[train, test]), np.arange(len(y)))
        assert abs(y[test].sum() - y.sum() / parts) < 1
        assert abs(len(test) - len(y) / parts) < 1
    for repeat in range(repeats):
        tests = [test for _, test in splits[repeat * parts : (repeat + 1) * parts]]
        assert np.array_equal(np.sort(np.concatenate(tests)), np.arange(len(y)))


def test_the_seed_decides_and_repeats_differ() -> None:
    y = outcomes(30, 70, 0)
    first, again, other = (folds(y, repeats=2, seed=seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a[1], b[1]) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0][1], other[0][1])
    assert not np.array_equal(first[0][1], first[5][1])


@given(size=sizes, groups=st.integers(8, 40), time=st.booleans())
def test_no_group_is_on_both_sides(size: tuple[int, int, int], groups: int, time: bool) -> None:
    y = outcomes(*size)
    rng = np.random.default_rng(size[2])
    group = rng.integers(0, groups, len(y))
    try:
        splits = folds(y, groups=group, time=rng.random(len(y)) if time else None, seed=0)
    except (TooFewGroups, TooFewTimes):
        assume(False)
    for train, test in splits:
        assert not set(group[train]) & set(group[test])
        assert 2 <= y[train].sum() <= len(train) - 2
    if not time:
        assert np.array_equal(np.sort(np.concatenate([test for _, test in splits])), np.arange(len(y)))


def test_groups_are_stratified_as_far_as_they_can_be() -> None:
    rng = np.random.default_rng(3)
    group = rng.integers(0, 300, 2000)
    y = (rng.random(2000) < 0.2).astype(int)
    shares = [y[test].mean() for _, test in folds(y, groups=group, seed=0)]
    lengths = [len(test) for _, test in folds(y, groups=group, seed=0)]
    assert max(shares) - min(shares) < 0.01
    assert max(lengths) - min(lengths) < 20


@pytest.mark.parametrize(
    "labels",
    [
        ["a", None, "a", None] * 20,
        np.array([0, -1, 0, -1] * 20, dtype=np.int32),
        np.array([1.5, np.nan, 1.5, np.nan] * 20),
    ],
    ids=["words", "codes", "numbers"],
)
def test_a_row_without_a_group_stands_alone(labels: list[str | None]) -> None:
    y = np.array([0, 0, 1, 1] * 20)
    parts = np.empty(80, dtype=int)
    for k, (_, test) in enumerate(folds(y, folds=4, groups=labels, seed=0)):
        parts[test] = k
    assert len(set(parts[::2])) == 1
    assert len(set(parts[1::2])) == 3


@given(size=sizes, moments=st.integers(1, 80), parts=st.integers(2, 6))
def test_in_order_of_time_only_earlier_rows_are_learned_from(
    size: tuple[int, int, int], moments: int, parts: int
) -> None:
    y = outcomes(*size)
    rng = np.random.default_rng(size[2])
    time = rng.integers(0, moments, len(y)).astype(float)
    time[rng.random(len(y)) < 0.1] = np.nan
    try:
        splits = folds(y, folds=parts, time=time, seed=0)
    except TooFewTimes:
        assume(False)
    assert 1 <= len(splits) <= parts
    for train, test in splits:
        assert time[train].max() < time[test].min()
        assert np.array_equal(train, np.flatnonzero(time < time[test].min()))
        assert 2 <= y[train].sum() <= len(train) - 2
    tested = np.concatenate([test for _, test in splits])
    assert len(set(tested)) == len(tested)
    assert np.array_equal(np.sort(tested), np.flatnonzero(time >= time[splits[0][1]].min()))


def test_windows_are_of_about_equal_numbers_when_times_differ() -> None:
    y = outcomes(100, 500, 0)
    lengths = [len(test) for _, test in folds(y, time=np.random.default_rng(0).random(600), seed=0)]
    assert lengths == [100] * 5


@pytest.mark.parametrize("bad", [0, 1, 2])
def test_too_few_of_an_outcome_is_said(bad: int) -> None:
    with pytest.raises(TooFewToValidate, match=f"{bad}件"):
        folds(outcomes(bad, 50, 0), seed=0)


def test_three_of_an_outcome_are_enough_for_five_parts_but_not_for_two() -> None:
    assert len(folds(outcomes(3, 50, 0), seed=0)) == 5
    with pytest.raises(TooFewToValidate):
        folds(outcomes(3, 50, 0), folds=2, seed=0)


def test_too_few_groups_is_said() -> None:
    y = outcomes(30, 50, 0)
    with pytest.raises(TooFewGroups, match="まとまりの数が3"):
        folds(y, groups=np.arange(80) % 3, seed=0)


def test_an_outcome_within_one_group_is_said() -> None:
    y = np.r_[np.ones(20), np.zeros(80)]
    with pytest.raises(TooFewGroups):
        folds(y, groups=np.r_[np.zeros(20, dtype=int), np.arange(80)], seed=0)


@pytest.mark.parametrize("time", [np.zeros(80), np.full(80, np.nan), np.r_[np.zeros(40), np.ones(40)]])
def test_times_that_cannot_be_cut_are_said(time: NDArray[np.float64]) -> None:
    y = np.r_[np.zeros(40), np.ones(20), np.zeros(20)]
    with pytest.raises(TooFewTimes):
        folds(y, time=time, seed=0)
