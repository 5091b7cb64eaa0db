"""One search, compiled: what is given, what bounds it, and the best answer so far."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rashin.engines.kernels import inner, leaf
from rashin.engines.tabular.counterfactuals.bounds import Bounds, measure
from rashin.engines.tabular.counterfactuals.candidates import Candidates, candidates
from rashin.engines.tabular.counterfactuals.grid import Grid, Integers

_NO_COST = 2**62


class Task(NamedTuple):
    """One search: what is given, what bounds it, and the best answer so far."""

    grid: Grid
    cells: Integers
    """The case's own coarse cells; shape (features,)."""
    need: int
    """What must come off the score, above nought."""
    taken: Integers
    """Sets of features that an answer must not contain, one per row, filled up with −1; shape (sets, most changes)."""
    found: Candidates
    bounds: Bounds
    cost: Integers
    """The packed cost of the best answer; shape (1,)."""
    picks: Integers
    """Its fine bins, ascending, −1 behind; shape (most changes,)."""
    nodes: Integers
    """How many sets of features and choices of moves were looked into; shape (1,)."""
    draft: Integers
    """Room for the bins of an offer; shape (most changes,)."""
    gains: Integers
    """Room for the gains of the last two members' moves, the others' picks being made; shape (2, bins)."""
    reach: Integers
    """Their running maxima; shape (2, bins)."""


@inner
def cells_of(grid: Grid, bins: NDArray[np.uint8]) -> Integers:
    """The coarse cell of each feature; shape (features,)."""
    cells = np.empty(len(bins), np.int64)
    for feature in range(len(bins)):
        cells[feature] = grid.bins[grid.features[feature].start + bins[feature]].cell
    return cells


@inner
def task_of(grid: Grid, bins: NDArray[np.uint8], need: int, most_changes: int, taken: Integers) -> Task:
    """The task, all answers of one change being tried."""
    cells = cells_of(grid, bins)
    found = candidates(grid, bins, cells, most_changes)
    cost, picks, draft = np.empty(1, np.int64), np.empty(most_changes, np.int64), np.empty(most_changes, np.int64)
    cost[0] = _NO_COST
    for n in range(most_changes):
        picks[n] = -1
    for feature in range(len(bins)):
        _try_one(found, feature, need, taken, cost, picks)
    cut(found, cost[0])
    return Task(
        grid,
        cells,
        need,
        taken,
        found,
        measure(grid, cells, found, need, most_changes),
        cost,
        picks,
        np.zeros(1, np.int64),
        draft,
        np.empty((2, 256), np.int64),
        np.empty((2, 256), np.int64),
    )


@leaf
def _try_one(found: Candidates, feature: int, need: int, taken: Integers, cost: Integers, picks: Integers) -> None:
    """Keep the feature's cheapest move that is enough alone, if it costs less than the best answer so far."""
    for row in range(len(taken)):
        if taken[row, 0] == feature and (taken.shape[1] == 1 or taken[row, 1] < 0):
            return
    for at in range(found.begin[feature], found.end[feature]):
        if found.moves[at].cost >= cost[0]:
            return
        if found.moves[at].gain >= need:
            cost[0], picks[0] = found.moves[at].cost, found.moves[at].bin


@leaf
def cut(found: Candidates, most: int) -> None:
    """Leave out the moves that cost more than `most` all alone."""
    for feature in range(len(found.end)):
        while found.end[feature] > found.begin[feature] and found.moves[found.end[feature] - 1].cost > most:
            found.end[feature] -= 1


@leaf
def offer(task: Task, picks: Integers, cost: int) -> None:
    """Keep the picked moves if they cost less than the best, or as much and come first in the order of features."""
    if cost > task.cost[0]:
        return
    bins = task.draft
    for n in range(len(picks)):
        at, bin_ = n, task.found.moves[picks[n]].bin
        while at > 0 and bins[at - 1] > bin_:
            bins[at] = bins[at - 1]
            at -= 1
        bins[at] = bin_
    at = 0
    while at < len(picks) - 1 and bins[at] == task.picks[at]:
        at += 1
    if cost < task.cost[0] or bins[at] < task.picks[at]:
        task.cost[0] = cost
        for n in range(len(task.picks)):
            task.picks[n] = bins[n] if n < len(picks) else -1
