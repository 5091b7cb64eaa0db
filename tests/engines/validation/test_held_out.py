from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock
from time import sleep

import numpy as np
import pytest
from numpy.typing import NDArray

from rashin.engines.validation import HeldOut, cross_validate, folds

Rows = NDArray[np.intp]
Array = NDArray[np.float64]
Fit = Callable[[Rows], Callable[[Rows], Array]]

Y = np.tile([0, 0, 1], 20)
X = np.random.default_rng(0).normal(size=60) + Y
SPLITS = folds(Y, repeats=2, seed=0)


def by_centres(train: Rows) -> Callable[[Rows], Array]:
    """Scores by the distance from the middle between the two outcomes' means."""
    middle = (X[train][Y[train] == 1].mean() + X[train][Y[train] == 0].mean()) / 2
    return lambda test: X[test] - middle


def test_each_row_is_scored_by_what_was_learned_without_it() -> None:
    held = cross_validate(by_centres, Y, SPLITS)
    for part, (train, test) in enumerate(SPLITS):
        assert np.array_equal(held.log_odds[held.part == part], by_centres(train)(test))
        assert np.array_equal(held.row[held.part == part], test)
    assert np.array_equal(held.adverse, Y[held.row])


def test_threads_change_nothing() -> None:
    alone, together = (cross_validate(by_centres, Y, SPLITS, threads=threads) for threads in (1, 2))
    assert np.array_equal(alone.log_odds, together.log_odds)
    assert np.array_equal(alone.row, together.row)
    assert np.array_equal(alone.part, together.part)


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_is_told_after_each_split(threads: int) -> None:
    told: list[tuple[int, int]] = []
    cross_validate(by_centres, Y, SPLITS, threads=threads, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 10) for done in range(1, 11)]


@pytest.mark.parametrize("threads", [1, 2])
def test_cancelling_drops_what_has_not_begun(threads: int) -> None:
    begun = []

    def fit(train: Rows) -> Callable[[Rows], Array]:
        begun.append(len(train))
        sleep(0.001)
        return by_centres(train)

    def cancel(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cross_validate(fit, Y, SPLITS * 200, threads=threads, progress=cancel)
    assert 0 < len(begun) < 2000


def test_what_still_runs_is_told_to_stop_before_it_is_waited_for() -> None:
    """The first split is learned at once; the others would go on until they are told."""
    first, stopped = Lock(), Event()

    def fit(train: Rows) -> Callable[[Rows], Array]:
        assert first.acquire(blocking=False) or stopped.wait(timeout=30), "nobody told"
        return by_centres(train)

    def cancel(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cross_validate(fit, Y, SPLITS, threads=2, progress=cancel, stop=stopped.set)
    assert stopped.is_set()


def test_nobody_is_told_to_stop_when_all_goes_well() -> None:
    stopped = Event()
    cross_validate(by_centres, Y, SPLITS, threads=2, stop=stopped.set)
    assert not stopped.is_set()


@pytest.mark.parametrize("threads", [1, 2])
def test_an_error_in_learning_comes_through(threads: int) -> None:
    def fit(train: Rows) -> Callable[[Rows], Array]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cross_validate(fit, Y, SPLITS, threads=threads)


@pytest.mark.parametrize("broken", [lambda test: np.full(len(test), np.nan), lambda _: np.zeros(1)])
def test_scores_that_are_no_scores_are_refused(broken: Callable[[Rows], Array]) -> None:
    with pytest.raises(ValueError, match="finite"):
        cross_validate(lambda _: broken, Y, SPLITS)


def test_each_row_counts_once_however_often_it_was_held_out() -> None:
    held = cross_validate(by_centres, Y, [*SPLITS, SPLITS[0]])
    assert held.weight.sum() == pytest.approx(1)
    assert np.bincount(held.row, held.weight) == pytest.approx(np.full(60, 1 / 60))
    assert np.array_equal(held.per_row.rows, np.arange(60))
    assert np.array_equal(held.per_row.adverse, Y == 1)
    assert held.per_row.probability[7] == pytest.approx(held.probability[held.row == 7].mean())


def test_probabilities_of_far_scores_do_not_overflow() -> None:
    held = HeldOut.at_once(np.array([0, 1]), np.array([-800.0, 800.0]))
    assert held.probability == pytest.approx([0, 1], abs=1e-300)
