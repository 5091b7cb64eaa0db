"""The compiled exact search: branch and bound over sets of features, then over the bins of a set.

The gain g of a move is what it takes off the score alone. Two moves i, j of a pair term gain w(i, j) on top, so that a
set of moves gains exactly Σ g + Σ w. The lift of a move through a link is the best w that any move of the partner can
add, nought at least.

A set S of features is bounded by Lagrange's method: whatever price λ one puts on a unit of gain, moves of S that gain
the needed R cost at least λ (R − Σ the largest lift of each of S's pairs) + Σ min (cost − λ g). Sets whose bound lies
above the best answer known are left out, the others are searched bin by bin under the same bound. Nothing is left out
for any other reason, so the answer is the cheapest there is, and no answer means that there is none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from rashin.engines.tabular.counterfactuals.candidates import COUNT_BITS, Candidates, candidates, inner, keep_largest
from rashin.engines.tabular.counterfactuals.grid import Grid, Integers

MOST_CHANGES = 2**COUNT_BITS - 1

_NO_COST = 2**62
_PRICES = 12
"""How many prices λ are tried, each √2 times the one before."""
_LEVELS = 64
_SAFE = 1.0 - 1e-9
"""Keeps a bound in floating point below the exact one."""

Floats = NDArray[np.float64]


class Bounds(NamedTuple):
    """What features and pairs can do at best in the present case."""

    lift: Integers
    """Shape (links, cells)."""
    most: Integers
    """The largest lift of each link; shape (links,)."""
    spare: Integers
    """The sum of each feature's largest lifts, as many as there can be other changes; shape (features,)."""
    price: Floats
    """λ; shape (prices,)."""
    value: Floats
    """min (cost − λ g) over each feature's moves; shape (features, prices)."""
    tariff: Floats
    """x"""


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
    draft: Integers
    """Room for the bins of an offer; shape (most changes,)."""
    nodes: Integers
    """Sets of features and partial choices of bins looked into; shape (1,)."""


@njit(cache=True)
def score_units(grid: Grid, bins: NDArray[np.uint8]) -> int:
    """The exact score of a case, in units of 2⁻³²; `bins` of shape (features,)."""
    cells = _cells(grid, bins)
    score = grid.intercept
    for feature in range(len(bins)):
        score += grid.bins[grid.features[feature].start + bins[feature]].main
    for link in range(len(grid.links) - 1):
        pair = grid.links[link]
        if pair.owner < pair.partner:
            score += grid.pair_units[pair.table + cells[pair.owner] * pair.width + cells[pair.partner]]
    return score


@njit(cache=True)
def cheapest(
    grid: Grid, bins: NDArray[np.uint8], need: int, most_changes: int, taken: Integers
) -> tuple[Integers, int]:
    """The cheapest moves that take at least `need` off the score: their fine bins, ascending, and the nodes visited.

    −1 fills the bins up to `most_changes`; nothing but −1 means that every set of moves was ruled out.
    """
    task = _task(grid, bins, need, most_changes, taken)
    for feature in range(len(bins)):
        _try_one(task, feature)
    if most_changes > 1:
        _cut(task)
        _measure(task)
        _search_likely(task)
        _cut(task)
        _search_all(task)
    return task.picks, task.nodes[0]


@inner
def _cells(grid: Grid, bins: NDArray[np.uint8]) -> Integers:
    cells = np.empty(len(bins), np.int64)
    for feature in range(len(bins)):
        cells[feature] = grid.bins[grid.features[feature].start + bins[feature]].cell
    return cells


@inner
def _task(grid: Grid, bins: NDArray[np.uint8], need: int, most_changes: int, taken: Integers) -> Task:
    cells = _cells(grid, bins)
    links = len(grid.links) - 1
    bounds = Bounds(
        np.zeros((links, grid.edge.shape[1]), np.int64),
        np.zeros(links, np.int64),
        np.zeros(len(bins), np.int64),
        np.empty(_PRICES),
        np.empty((len(bins), _PRICES)),
        np.empty((len(bins), _LEVELS + 1)),
    )
    task = Task(
        grid,
        cells,
        need,
        taken,
        candidates(grid, bins, cells, most_changes),
        bounds,
        np.empty(1, np.int64),
        np.empty(most_changes, np.int64),
        np.empty(most_changes, np.int64),
        np.zeros(1, np.int64),
    )
    task.cost[0] = _NO_COST
    for n in range(most_changes):
        task.picks[n] = -1
    return task


@inner
def _first_reaching(task: Task, feature: int, gain: int) -> int:
    """The feature's cheapest move that gains so much (above nought) alone, or the end of its moves."""
    low, high = task.found.begin[feature], task.found.end[feature]
    while low < high:
        middle = (low + high) // 2
        if task.found.moves[middle].reach < gain:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def _try_one(task: Task, feature: int) -> None:
    at, one = _first_reaching(task, feature, task.need), np.int64(1)
    members, picks = np.empty(1, np.int64), np.empty(1, np.int64)
    members[0], picks[0] = feature, at
    if at < task.found.end[feature] and not _is_taken(task, members, one):
        _offer(task, picks, one, task.found.moves[at].cost)


@inner
def _offer(task: Task, picks: Integers, size: int, cost: int) -> None:
    """Keep the picked moves if they cost less than the best, or as much and come first in the order of features."""
    if cost > task.cost[0]:
        return
    bins = task.draft
    for n in range(size):
        at, bin_ = n, task.found.moves[picks[n]].bin
        while at > 0 and bins[at - 1] > bin_:
            bins[at] = bins[at - 1]
            at -= 1
        bins[at] = bin_
    at = 0
    while cost == task.cost[0] and at < size - 1 and bins[at] == task.picks[at]:
        at += 1
    if cost < task.cost[0] or bins[at] < task.picks[at]:
        task.cost[0] = cost
        for n in range(len(bins)):
            task.picks[n] = bins[n] if n < size else -1


@inner
def _is_taken(task: Task, members: Integers, size: int) -> bool:
    """Whether the first `size` members hold all the features of a set that is taken."""
    for row in range(len(task.taken)):
        wanted, held = 0, 0
        for feature in task.taken[row]:
            wanted += feature >= 0
            for n in range(size):
                held += members[n] == feature
        if held == wanted:
            return True
    return False


# --- bounds -------------------------------------------------------------------------------------------------------


@inner
def _cut(task: Task) -> None:
    """Leave out the moves that cost more than the best answer all alone."""
    begin, end = task.found.begin, task.found.end
    for feature in range(len(end)):
        while end[feature] > begin[feature] and task.found.moves[end[feature] - 1].cost > task.cost[0]:
            end[feature] -= 1


@inner
def _measure(task: Task) -> None:
    """Fill in the bounds."""
    reached, count = _reached_cells(task)
    for link in range(len(task.grid.links) - 1):
        if task.grid.links[link].owner < task.grid.links[link].partner:
            _measure_pair(task, link, reached, count)
    largest = np.empty(len(task.picks), np.int64)
    for feature in range(len(task.cells)):
        largest[:] = 0
        for link in range(task.grid.features[feature].links, task.grid.features[feature + 1].links):
            keep_largest(largest, len(largest) - 1, task.bounds.most[link])
        task.bounds.spare[feature] = largest.sum()
    _measure_values(task)
    _measure_tariffs(task)


@inner
def _reached_cells(task: Task) -> tuple[Integers, Integers]:
    """The distinct cells of each feature's moves, shape (features, cells), and how many they are."""
    found, most = task.found, task.bounds.lift.shape[1]
    reached = np.empty((len(found.end), most), np.int64)
    count = np.zeros(len(found.end), np.int64)
    seen = np.zeros(most, np.int64)
    for feature in range(len(found.end)):
        for at in range(found.begin[feature], found.end[feature]):
            cell = found.moves[at].cell
            if seen[cell] != feature + 1:
                seen[cell] = feature + 1
                reached[feature, count[feature]] = cell
                count[feature] += 1
    return reached, count


@inner
def _measure_pair(task: Task, link: int, reached: Integers, count: Integers) -> None:
    """The lifts of either feature of a pair."""
    units, pair, lift = task.grid.pair_units, task.grid.links[link], task.bounds.lift
    a, b = pair.owner, pair.partner
    back = task.grid.link_between[b, a]
    own_row = pair.table + task.cells[a] * pair.width
    for i in range(count[a]):
        row = pair.table + reached[a, i] * pair.width
        base = units[row + task.cells[b]] - units[own_row + task.cells[b]]
        best = 0
        for j in range(count[b]):
            other = reached[b, j]
            gain = base + units[own_row + other] - units[row + other]
            best = max(best, gain)
            lift[back, other] = max(lift[back, other], gain)
        lift[link, reached[a, i]] = best
        task.bounds.most[link] = max(task.bounds.most[link], best)
    task.bounds.most[back] = task.bounds.most[link]


@inner
def _measure_values(task: Task) -> None:
    """Prices from the best single bargain upward, and each feature's value at each of them."""
    found, price, value = task.found, task.bounds.price, task.bounds.value
    bargain = 1e18
    for feature in range(len(found.end)):
        for at in range(found.begin[feature], found.end[feature]):
            if found.moves[at].gain > 0:
                bargain = min(bargain, found.moves[at].cost / found.moves[at].gain)
    for p in range(_PRICES):
        price[p] = bargain * 2.0 ** ((p - 1) / 2)
    for feature in range(len(found.end)):
        for p in range(_PRICES):
            value[feature, p] = np.inf
        for at in range(found.begin[feature], found.end[feature]):
            cost, gain = found.moves[at].cost, found.moves[at].gain
            for p in range(_PRICES):
                value[feature, p] = min(value[feature, p], cost - price[p] * gain)


@inner
def _together(task: Task, link: int, cell: int, other: int) -> int:
    """w: what two moves of a pair, to these cells, gain on top of what each gains alone."""
    pair, units = task.grid.links[link], task.grid.pair_units
    own_row = pair.table + task.cells[pair.owner] * pair.width
    new_row = pair.table + cell * pair.width
    own = task.cells[pair.partner]
    return units[new_row + own] - units[own_row + own] + units[own_row + other] - units[new_row + other]


@inner
def _measure_tariffs(task: Task) -> None:
    found, tariff = task.found, task.bounds.tariff
    for feature in range(len(found.end)):
        at = found.begin[feature]
        for level in range(_LEVELS + 1):
            above = (level - 1) * task.need // _LEVELS
            while at < found.end[feature] and level > 0 and found.moves[at].reach <= above:
                at += 1
            tariff[feature, level] = found.moves[at].cost if at < found.end[feature] else np.inf


# --- sets of features ---------------------------------------------------------------------------------------------


@inner
def _open_features(task: Task) -> Integers:
    """Features that have moves, those with the fewest first."""
    count = task.found.end - task.found.begin
    open_ = np.empty(len(count), np.int64)
    n = 0
    for feature in range(len(count)):
        if count[feature] > 0:
            at = n
            while at > 0 and count[open_[at - 1]] > count[feature]:
                open_[at] = open_[at - 1]
                at -= 1
            open_[at] = feature
            n += 1
    return open_[:n]


@inner
def _search_likely(task: Task) -> None:
    """Search, for each price, the features of the best values, so that a good answer is known early."""
    open_ = _open_features(task)
    members = np.zeros(len(task.picks), np.int64)
    for p in range(_PRICES):
        size = _best_values(task, open_, p, members)
        if size > 1 and not _is_taken(task, members, size) and _is_hopeful(task, members, size, np.int64(0), np.int64(0), task.bounds.price):
            _search_bins(task, members, size)


@inner
def _best_values(task: Task, open_: Integers, p: int, members: Integers) -> int:
    """Write the open features of the lowest values at one price, in the order given; their number."""
    value = task.bounds.value
    size = 0
    for feature in open_:
        better = 0
        for other in open_:
            better += value[other, p] < value[feature, p] or (value[other, p] == value[feature, p] and other < feature)
        if better < len(members) and value[feature, p] < 0:
            members[size] = feature
            size += 1
    return size


@inner
def _search_all(task: Task) -> None:
    """Search every set of two features or more that the bounds cannot rule out."""
    open_ = _open_features(task)
    later_gain, later_value = _later(task, open_)
    most_changes = len(task.picks)
    members, at = np.zeros(most_changes, np.int64), np.zeros(most_changes, np.int64)
    depth, at[0] = np.int64(0), -1
    while depth >= 0:
        at[depth] += 1
        if at[depth] == len(open_):
            depth -= 1
            continue
        members[depth] = open_[at[depth]]
        size, next_ = depth + 1, at[depth] + 1
        if _is_taken(task, members, size):
            continue
        if size > 1 and _is_hopeful(task, members, size, np.int64(0), np.int64(0), later_value[next_]):
            _search_bins(task, members, size)
        more = most_changes - size
        if more > 0 and _is_hopeful(task, members, size, more, later_gain[next_], later_value[next_]):
            depth += 1
            at[depth] = at[depth - 1]


@inner
def _later(task: Task, open_: Integers) -> tuple[Integers, Floats]:
    """What one feature from a position of `open_` on adds at best, its pairs included: gain, and value at each price."""
    bounds = task.bounds
    gain = np.zeros(len(open_) + 1, np.int64)
    value = np.zeros((len(open_) + 1, _PRICES))
    for at in range(len(open_) - 1, -1, -1):
        feature = open_[at]
        spare = bounds.spare[feature]
        gain[at] = max(gain[at + 1], task.found.moves[task.found.end[feature] - 1].reach + spare)
        for p in range(_PRICES):
            value[at, p] = min(value[at + 1, p], bounds.value[feature, p] - bounds.price[p] * spare)
    return gain, value


@inner
def _is_hopeful(task: Task, members: Integers, size: int, more: int, later_gain: int, later_value: Floats) -> bool:
    """Whether the first `size` members and up to `more` later features could make a better answer."""
    missing, gain = task.need, more * later_gain
    for n in range(size):
        gain += task.found.moves[task.found.end[members[n]] - 1].reach
        for m in range(n):
            link = task.grid.link_between[members[m], members[n]]
            if link >= 0:
                missing -= task.bounds.most[link]
    if gain < missing:
        return False
    for p in range(_PRICES):
        cost = task.bounds.price[p] * missing + more * later_value[p]
        for n in range(size):
            cost += task.bounds.value[members[n], p]
        if cost * _SAFE > task.cost[0]:
            return False
    return True


# --- bins of one set ----------------------------------------------------------------------------------------------


@inner
def _search_bins(task: Task, members: Integers, size: int) -> None:
    """Search the moves of exactly these features, the first `size` members, of which there are two at least."""
    found = task.found
    picks, need, spent = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    rest = _rest(task, members, size)
    need[0], picks[0] = task.need, found.begin[members[0]] - 1
    depth = np.int64(0)
    while depth >= 0:
        task.nodes[0] += 1
        if depth == size - 2:
            _search_last_two(task, members, size, picks, need[depth], spent[depth])
            depth -= 1
            continue
        picks[depth] += 1
        if picks[depth] == found.end[members[depth]] or spent[depth] + found.moves[picks[depth]].cost + rest[depth, 0] > task.cost[0]:
            depth -= 1
            continue
        missing = need[depth] - _gain(task, members, picks, depth)
        cost = spent[depth] + found.moves[picks[depth]].cost
        if missing > 0 and cost + _least_rest(task, members, size, picks, depth, missing, rest) <= task.cost[0]:
            depth += 1
            need[depth], spent[depth], picks[depth] = missing, cost, found.begin[members[depth]] - 1


@inner
def _rest(task: Task, members: Integers, size: int) -> Floats:
    """Least cost at which the members behind each depth gain each level alone; shape (size − 1, levels + 1)."""
    rest = np.empty((size - 1, _LEVELS + 1))
    for level in range(_LEVELS + 1):
        rest[size - 2, level] = task.bounds.tariff[members[size - 1], level]
    for depth in range(size - 3, -1, -1):
        for level in range(_LEVELS + 1):
            rest[depth, level] = np.inf
        for own in range(_LEVELS + 1):
            tariff = task.bounds.tariff[members[depth + 1], own]
            if tariff == np.inf:
                break
            for other in range(_LEVELS + 1 - own):
                rest[depth, own + other] = min(rest[depth, own + other], tariff + rest[depth + 1, other])
    return rest


@inner
def _least_rest(task: Task, members: Integers, size: int, picks: Integers, depth: int, missing: int, rest: Floats) -> float:
    """Least cost at which the members behind `depth` could gain what is missing, their pairs included."""
    for later in range(depth + 1, size):
        missing -= _lift(task, members, picks, depth, later)
        for n in range(depth + 1, later):
            link = task.grid.link_between[members[n], members[later]]
            if link >= 0:
                missing -= task.bounds.most[link]
    return rest[depth, _level(task, missing)]


@inner
def _gain(task: Task, members: Integers, picks: Integers, depth: int) -> int:
    """What the pick at `depth` takes off the score, those before it being made."""
    move = task.found.moves[picks[depth]]
    gain = move.gain
    for n in range(depth):
        link = task.grid.link_between[members[n], members[depth]]
        if link >= 0:
            gain += _together(task, link, task.found.moves[picks[n]].cell, move.cell)
    return gain


@inner
def _lift(task: Task, members: Integers, picks: Integers, depth: int, later: int) -> int:
    """What the picks up to `depth` and the member `later` gain together at best."""
    lift = 0
    for n in range(depth + 1):
        link = task.grid.link_between[members[n], members[later]]
        if link >= 0:
            lift += task.bounds.lift[link, task.found.moves[picks[n]].cell]
    return lift


@inner
def _search_last_two(task: Task, members: Integers, size: int, picks: Integers, need: int, spent: int) -> None:
    """For each move of the last member but one, the cheapest of the last member that is enough."""
    found, last = task.found, size - 1
    feature, other = members[last - 1], members[last]
    for at in range(found.begin[feature], found.end[feature]):
        picks[last - 1] = at
        cost = spent + found.moves[at].cost
        if cost + found.moves[found.begin[other]].cost > task.cost[0]:
            break
        missing = need - _gain(task, members, picks, last - 1)
        alone = missing - _lift(task, members, picks, last - 1, last)
        if missing > 0 and cost + task.bounds.tariff[other, _level(task, alone)] <= task.cost[0]:
            start = _first_reaching(task, other, alone)
            _complete(task, members, picks, last, start, missing, cost)


@inner
def _level(task: Task, gain: int) -> int:
    """The level of tariffs that so much gain must reach."""
    return min(_LEVELS, max(0, int(np.ceil(gain * (_LEVELS / task.need) - 1e-6))))


@inner
def _complete(task: Task, members: Integers, picks: Integers, last: int, start: int, missing: int, cost: int) -> None:
    """Offer the cheapest move of the last member, from `start` on, that gains what is missing."""
    for at in range(start, task.found.end[members[last]]):
        if cost + task.found.moves[at].cost > task.cost[0]:
            return
        picks[last] = at
        if _gain(task, members, picks, last) >= missing:
            _offer(task, picks, last + 1, cost + task.found.moves[at].cost)
            return
