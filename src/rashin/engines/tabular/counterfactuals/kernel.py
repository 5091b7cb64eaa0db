"""The compiled exact search: branch and bound over sets of features, then over the moves of a set.

The gain g of a move is what it takes off the score alone; two moves of a pair term gain w on top, so that a set of
moves gains exactly Σ g + Σ w. Moves of a set S of features that gain the needed R cost at least
λ (R − Σ the largest lift of each of S's pairs) + Σ min (cost − λ g), whatever price λ one puts on a unit of gain
(Lagrange's bound). Sets whose bound lies above the best answer known are left out. The others are searched move by
move, leaving out what the tariffs of the remaining features show to be too dear. Nothing is left out for any other
reason: the answer is the cheapest there is, and no answer means that there is none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rashin.engines.kernels import exact
from rashin.engines.tabular.counterfactuals.candidates import shift
from rashin.engines.tabular.counterfactuals.grid import Grid, Integers
from rashin.engines.tabular.counterfactuals.sets import search_sets
from rashin.engines.tabular.counterfactuals.task import cells_of, task_of


@exact
def score_units(grid: Grid, bins: NDArray[np.uint8]) -> int:
    """The exact score of a case, in units of 2⁻³²; `bins` of shape (features,)."""
    cells = cells_of(grid, bins)
    score = grid.intercept
    for feature in range(len(bins)):
        score += grid.bins[grid.features[feature].start + bins[feature]].main
    for link in range(len(grid.links) - 1):
        pair = grid.links[link]
        if pair.owner < pair.partner:
            score += grid.pair_units[pair.table + cells[pair.owner] * pair.width + cells[pair.partner]]
    return score


@exact
def shift_units(grid: Grid, feature: int, old: int, new: int) -> int:
    """What moving `feature` from bin `old` to bin `new` costs, in 2⁻³² of the population."""
    return shift(grid, feature, old, new)


@exact
def cheapest(
    grid: Grid, bins: NDArray[np.uint8], need: int, most_changes: int, taken: Integers
) -> tuple[Integers, int]:
    """The cheapest moves that take at least `need` off the score: their fine bins, ascending, and the nodes visited.

    −1 fills the bins up to `most_changes`; nothing but −1 means that every set of moves was ruled out.
    """
    task = task_of(grid, bins, need, most_changes, taken)
    if most_changes > 1:
        search_sets(task)
    return task.picks, task.nodes[0]
