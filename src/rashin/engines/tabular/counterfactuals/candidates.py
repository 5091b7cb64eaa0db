"""Which changes of single features are worth trying, compiled: permitted, cheapest first, none dominated."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rashin.engines.kernels import inner, leaf
from rashin.engines.tabular.counterfactuals.grid import (
    DOWN,
    EITHER,
    NEVER,
    UP,
    WHOLE_POPULATION,
    Grid,
    Integers,
    Records,
)

COUNT_BITS = 4
"""A packed cost is `cost << COUNT_BITS | changes`: one integer that orders by cost, then by fewer changes."""

MOVE = np.dtype([("bin", "i8"), ("cell", "i8"), ("cost", "i8"), ("gain", "i8"), ("reach", "i8")])


class Candidates(NamedTuple):
    """Moves of single features, feature by feature, cheapest first (the lower bin first among equals)."""

    begin: Integers
    """Each feature's first entry in `moves`; shape (features,)."""
    end: Integers
    """Behind each feature's last entry; shape (features,)."""
    moves: Records
    """bin: the fine bin moved to, as an index over all features' bins; cell: its coarse cell; cost: packed; gain: what
    the move alone takes off the score; reach: the largest gain of the feature's moves up to this one."""


@inner
def candidates(grid: Grid, bins: NDArray[np.uint8], cells: Integers, most_changes: int) -> Candidates:
    """The candidates of a case with these bins and coarse cells; both of shape (features,)."""
    features = len(bins)
    moves = np.empty(len(grid.bins), MOVE)
    found = Candidates(np.zeros(features, np.int64), np.zeros(features, np.int64), moves)
    proposals = np.empty(256, np.int64)
    effects = np.empty(256, np.int64)
    spare = np.empty(most_changes, np.int64)
    n = np.int64(0)
    for feature in range(features):
        found.begin[feature] = n
        count = _propose(grid, feature, np.int64(bins[feature]), proposals)
        if count > 0:
            _pair_effects(grid, feature, cells, effects)
            n = _append(grid, feature, bins, cells, proposals, count, effects, spare, moves, n)
        found.end[feature] = n
    return found


@leaf
def is_known(grid: Grid, feature: int, bin_: int) -> bool:
    """Whether the bin is neither the missing nor the unseen one."""
    return 0 < bin_ < grid.features[feature + 1].start - grid.features[feature].start - 1


@leaf
def shift(grid: Grid, feature: int, old: int, new: int) -> int:
    """What moving `feature` from bin `old` to bin `new` costs, in 2⁻³² of the population."""
    start = grid.features[feature].start
    place = grid.bins[start + new].place
    if grid.features[feature].ordered == 0:
        return WHOLE_POPULATION - grid.bins[start + old].place - place
    if is_known(grid, feature, old):
        return abs(place - grid.bins[start + old].place)
    return max(place, WHOLE_POPULATION - place)


@leaf
def _propose(grid: Grid, feature: int, old: int, proposals: Integers) -> int:
    """Write the bins the feature may move to, cheapest first; their number."""
    way = grid.features[feature].way
    if way == NEVER or (way != EITHER and not is_known(grid, feature, old)):
        return 0
    if grid.features[feature].ordered:
        return _propose_outward(grid, feature, old, proposals)
    start = grid.features[feature].start
    count = 0
    for at in range(start, grid.features[feature + 1].start):
        new = grid.bins[at].commonest
        if new != old and grid.bins[start + new].settled:
            proposals[count] = new
            count += 1
    return count


@leaf
def _propose_outward(grid: Grid, feature: int, old: int, proposals: Integers) -> int:
    """The same for an ordered feature: costs rise outward from the present bin, or from the middle if it is unknown."""
    start, way = grid.features[feature].start, grid.features[feature].way
    last = grid.features[feature + 1].start - start - 2
    below, above = old - 1, old + 1
    if not is_known(grid, feature, old):
        above = _middle(grid, feature, last)
        below = above - 1
    below = 0 if way == UP else below
    above = last + 1 if way == DOWN else above
    count = 0
    while below > 0 or above <= last:
        if above > last or (below > 0 and shift(grid, feature, old, below) <= shift(grid, feature, old, above)):
            new = below
            below -= 1
        else:
            new = above
            above += 1
        if grid.bins[start + new].settled:
            proposals[count] = new
            count += 1
    return count


@leaf
def _middle(grid: Grid, feature: int, last: int) -> int:
    """The first bin at or above the middle of the population."""
    start = grid.features[feature].start
    at = 1
    while at <= last and 2 * grid.bins[start + at].place < WHOLE_POPULATION:
        at += 1
    return at


@leaf
def _pair_effects(grid: Grid, feature: int, cells: Integers, effects: Integers) -> None:
    """What the pair terms of `feature` add to the score in each of its cells, the partners as they are."""
    effects[:] = 0
    for link in range(grid.features[feature].links, grid.features[feature + 1].links):
        table, width = grid.links[link].table, grid.links[link].width
        other = cells[grid.links[link].partner]
        for cell in range((grid.links[link + 1].table - table) // width):
            effects[cell] += grid.pair_units[table + cell * width + other]


@leaf
def _append(
    grid: Grid,
    feature: int,
    bins: NDArray[np.uint8],
    cells: Integers,
    proposals: Integers,
    count: int,
    effects: Integers,
    spare: Integers,
    moves: Records,
    n: int,
) -> int:
    """Append the proposals that could beat the leader, the cheaper one that gains most; the new length.

    The first leader is to change nothing. A dearer move is never needed if it gains no more than a cheaper one of its
    feature whatever else is changed.
    """
    start, old = grid.features[feature].start, np.int64(bins[feature])
    present = grid.bins[start + old].main + effects[cells[feature]]
    leader, lead = cells[feature], 0
    for new in proposals[:count]:
        at = start + new
        cell = grid.bins[at].cell
        gain = present - grid.bins[at].main - effects[cell]
        if gain > lead or (cell != leader and gain + _catch_up(grid, feature, cells, leader, cell, spare) > lead):
            if gain > lead:
                leader, lead = cell, gain
            moves[n].bin = at
            moves[n].cell = cell
            moves[n].cost = (shift(grid, feature, old, new) << COUNT_BITS) + 1
            moves[n].gain = gain
            moves[n].reach = lead
            n += 1
    return n


@leaf
def _catch_up(grid: Grid, feature: int, cells: Integers, leader: int, cell: int, spare: Integers) -> int:
    """How much `cell` can make good against the cell `leader`, if all other changes are those of its best partners."""
    spare[:] = 0
    others = len(spare) - 1
    for link in range(grid.features[feature].links, grid.features[feature + 1].links):
        width = grid.links[link].width
        column = grid.links[link].table + cells[grid.links[link].partner]
        now = grid.pair_units[column + leader * width] - grid.pair_units[column + cell * width]
        keep_largest(spare, others, grid.edge[link, leader, cell] - now)
    return spare.sum()


@leaf
def keep_largest(largest: Integers, room: int, value: int) -> None:
    """Insert `value` among the `room` greatest values seen, which stand in falling order."""
    if room > 0 and value > largest[room - 1]:
        at = room - 1
        while at > 0 and largest[at - 1] < value:
            largest[at] = largest[at - 1]
            at -= 1
        largest[at] = value
