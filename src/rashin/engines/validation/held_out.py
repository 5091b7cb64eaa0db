"""Scores of rows by models that did not learn from them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from rashin.engines.validation.splits import Labels, Split, group_codes
from rashin.estimates import Bools, Floats, Rows

Predict = Callable[[Rows], Floats]
"""Row numbers → their log-odds of the adverse outcome, shape (rows,)."""

Fit = Callable[[Rows], Predict]
"""Row numbers to learn from → what predicts. Called from several threads at once when more than one is asked for."""

Progress = Callable[[int, int], None]
"""Told how many parts are done, and of how many."""


_HEARD_WITHIN = 0.2
"""Seconds within which Ctrl-C is heard: not every system interrupts a wait without end."""


class PerRow(NamedTuple):
    """One line per held-out row, in order of the rows."""

    rows: Rows
    adverse: Bools
    probability: Floats
    """Mean over the times that the row was held out."""
    cluster: Rows


@dataclass(frozen=True)
class HeldOut:
    """Held-out scores, one entry for each time that a row was held out; all arrays have shape (entries,)."""

    row: Rows
    part: Rows
    """Which test part the entry belongs to; scores are ranked against each other within a part only."""
    adverse: Bools
    log_odds: Floats
    cluster: Rows
    """Entries of one cluster depend on each other: the same row, or rows of one group."""

    @classmethod
    def at_once(cls, y: NDArray[Any], log_odds: NDArray[Any], groups: Labels | None = None) -> Self:
        """A single test set scored by one model; row i of it is row i."""
        rows = np.arange(len(y))
        return cls._of(np.asarray(y), [rows], [np.asarray(log_odds, dtype=np.float64)], groups)

    @classmethod
    def _of(cls, y: NDArray[Any], tests: Sequence[Rows], scores: Sequence[Floats], groups: Labels | None) -> Self:
        row = np.concatenate(tests)
        part = np.repeat(np.arange(len(tests)), [len(test) for test in tests])
        cluster = row if groups is None else group_codes(groups)[row]
        return cls(row, part, y[row].astype(bool), np.concatenate(scores), cluster)

    @cached_property
    def probability(self) -> Floats:
        """Probability of the adverse outcome, shape (entries,)."""
        return np.asarray(np.exp(-np.logaddexp(0.0, -self.log_odds)))

    @cached_property
    def weight(self) -> Floats:
        """What each entry counts, so that every row counts the same however often it was held out; sums to 1."""
        _, inverse, times = np.unique(self.row, return_inverse=True, return_counts=True)
        return np.asarray(1.0 / (times[inverse] * len(times)))

    @cached_property
    def per_row(self) -> PerRow:
        """Each held-out row once."""
        rows, first, inverse, times = np.unique(self.row, return_index=True, return_inverse=True, return_counts=True)
        mean = np.bincount(inverse, self.probability) / times
        return PerRow(rows, self.adverse[first], mean, self.cluster[first])


def cross_validate(
    fit: Fit,
    y: NDArray[Any],
    splits: Sequence[Split],
    *,
    groups: Labels | None = None,
    threads: int = 1,
    progress: Progress | None = None,
    stop: Callable[[], None] = lambda: None,
) -> HeldOut:
    """Learn and score each split; the result does not depend on the number of threads.

    If `fit`, `progress` or Ctrl-C raises, splits not yet begun are dropped, those running are told to stop and waited
    for, and the exception goes on.

    Args:
        fit: learns from row numbers and gives what scores others.
        y: 0/1 or boolean, shape (rows,), 1 = adverse.
        splits: from `folds`.
        groups: rows of one group are taken to depend on each other in every interval.
        threads: how many splits are learned at a time.
        progress: called in the calling thread after each split.
        stop: called when an exception ends it, to make those `fit` that still run raise at their next chance.

    Raises:
        ValueError: `fit` gave scores that are not finite, or not one per row.
    """
    scores: dict[int, Floats] = {}
    with closing(_scored(fit, splits, threads, stop)) as scored:
        for k, score in scored:
            scores[k] = score
            if progress is not None:
                progress(len(scores), len(splits))
    tests = [test for _, test in splits]
    return HeldOut._of(np.asarray(y), tests, [scores[k] for k in range(len(splits))], groups)  # noqa: SLF001


def _scored(fit: Fit, splits: Sequence[Split], threads: int, stop: Callable[[], None]) -> Generator[tuple[int, Floats]]:
    if threads == 1:
        yield from ((k, _score(fit, split)) for k, split in enumerate(splits))
        return
    pool = ThreadPoolExecutor(threads)
    try:
        waiting = {pool.submit(_score, fit, split): k for k, split in enumerate(splits)}
        while waiting:
            done, _ = wait(waiting, timeout=_HEARD_WITHIN, return_when=FIRST_COMPLETED)
            for score in done:
                yield waiting.pop(score), score.result()
    except BaseException:
        stop()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _score(fit: Fit, split: Split) -> Floats:
    train, test = split
    scores = np.asarray(fit(train)(test), dtype=np.float64)
    if scores.shape != test.shape or not np.isfinite(scores).all():
        raise ValueError("a fit gave scores that are not finite, or not one for each row")
    return scores
