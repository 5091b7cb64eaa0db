"""The compiled exact search: branch and bound over sets of features, then over the moves of a set.

The gain g of a move is what it takes off the score alone; two moves of a pair term gain w on top, so that a set of
moves gains exactly Σ g + Σ w. Moves of a set S of features that gain the needed R cost at least
λ (R − Σ the largest lift of each of S's pairs) + Σ min (cost − λ g), whatever price λ one puts on a unit of gain
(Lagrange's bound). Sets whose bound lies above the best answer known are left out. The others are searched move by
move, leaving out what the tariffs of the remaining features show to be too dear. Nothing is left out for any other
reason: the answer is the cheapest there is, and no answer means that there is none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from rashin.engines.tabular.counterfactuals.bounds import LEVELS, PRICES, Bounds, Floats, level_of, measure, together
from rashin.engines.tabular.counterfactuals.candidates import Candidates, candidates, inner, leaf, shift
from rashin.engines.tabular.counterfactuals.grid import Grid, Integers

_NO_COST = 2**62
_SAFE = 1.0 - 1e-9
"""Keeps a bound in floating point below the exact one."""


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


@njit(cache=True, error_model="numpy")
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


@njit(cache=True, error_model="numpy")
def shift_units(grid: Grid, feature: int, old: int, new: int) -> int:
    """What moving `feature` from bin `old` to bin `new` costs, in 2⁻³² of the population."""
    return shift(grid, feature, old, new)


@njit(cache=True, error_model="numpy")
def cheapest(
    grid: Grid, bins: NDArray[np.uint8], need: int, most_changes: int, taken: Integers
) -> tuple[Integers, int]:
    """The cheapest moves that take at least `need` off the score: their fine bins, ascending, and the nodes visited.

    −1 fills the bins up to `most_changes`; nothing but −1 means that every set of moves was ruled out.
    """
    task = _task(grid, bins, need, most_changes, taken)
    if most_changes > 1:
        _search_sets(task)
    return task.picks, task.nodes[0]


@inner
def _cells(grid: Grid, bins: NDArray[np.uint8]) -> Integers:
    cells = np.empty(len(bins), np.int64)
    for feature in range(len(bins)):
        cells[feature] = grid.bins[grid.features[feature].start + bins[feature]].cell
    return cells


@inner
def _task(grid: Grid, bins: NDArray[np.uint8], need: int, most_changes: int, taken: Integers) -> Task:
    """The task, all answers of one change being tried."""
    cells = _cells(grid, bins)
    found = candidates(grid, bins, cells, most_changes)
    cost, picks, draft = np.empty(1, np.int64), np.empty(most_changes, np.int64), np.empty(most_changes, np.int64)
    cost[0] = _NO_COST
    for n in range(most_changes):
        picks[n] = -1
    for feature in range(len(bins)):
        _try_one(found, feature, need, taken, cost, picks)
    _cut(found, cost[0])
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
def _cut(found: Candidates, most: int) -> None:
    """Leave out the moves that cost more than `most` all alone."""
    for feature in range(len(found.end)):
        while found.end[feature] > found.begin[feature] and found.moves[found.end[feature] - 1].cost > most:
            found.end[feature] -= 1


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
def _search_sets(task: Task) -> None:
    """Search first some likely sets of features, so that a good answer is known early, then every set not ruled out."""
    open_ = _open_features(task)
    members, at = np.zeros(len(task.picks), np.int64), np.zeros(len(task.picks) + 1, np.int64)
    later_gain, later_value = np.zeros(len(open_) + 1, np.int64), np.zeros((len(open_) + 1, PRICES))
    at[0] = -1
    turn, size = np.int64(0), np.int64(1)
    while size > 0:
        if turn < PRICES:
            size = _likely_set(task, open_, turn, members)
        else:
            if turn == PRICES:
                _cut(task.found, task.cost[0])
                _bound_later(task, open_, later_gain, later_value)
            size = _next_set(task, open_, later_gain, later_value, at, members)
        if size > 1:
            _search_moves(task, members, size)
        turn += 1


@leaf
def _likely_set(task: Task, open_: Integers, p: int, members: Integers) -> int:
    """Write the open features of the lowest values at one price; their number, or 1 if they are not to be searched."""
    value = task.bounds.value
    size = 0
    for feature in open_:
        better = 0
        for other in open_:
            better += value[other, p] < value[feature, p] or (value[other, p] == value[feature, p] and other < feature)
        if better < len(members) and value[feature, p] < 0:
            members[size] = feature
            size += 1
    searched = size > 1 and not _is_taken(task, members, size) and _is_hopeful(task, members, size)
    return size if searched else 1


@leaf
def _next_set(
    task: Task, open_: Integers, later_gain: Integers, later_value: Floats, at: Integers, members: Integers
) -> int:
    """Write the next set of open features that is to be searched; their number, or 0 when there is none.

    `at` holds the members' places in `open_`, and in the end the depth of the walk.
    """
    most_changes = len(members)
    depth = at[most_changes]
    while True:
        next_ = at[depth] + 1
        if next_ > 0 and _is_extensible(task, members, depth + 1, later_gain[next_], later_value, next_):
            depth += 1
            at[depth] = next_ - 1
        at[depth] += 1
        while at[depth] == len(open_):
            depth -= 1
            if depth < 0:
                return 0
            at[depth] += 1
        members[depth] = open_[at[depth]]
        if depth > 0 and not _is_closed(task, members, depth + 1) and _is_hopeful(task, members, depth + 1):
            at[most_changes] = depth
            return depth + 1


@leaf
def _is_closed(task: Task, members: Integers, size: int) -> bool:
    """Whether no answer may hold the first `size` members, or the last of them has no moves left."""
    feature = members[size - 1]
    return task.found.begin[feature] == task.found.end[feature] or _is_taken(task, members, size)


@leaf
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


@leaf
def _bound_later(task: Task, open_: Integers, gain: Integers, value: Floats) -> None:
    """Write what one feature from a place of `open_` on adds at best, its pairs included: gain, and value by price."""
    bounds = task.bounds
    for at in range(len(open_) - 1, -1, -1):
        spare = bounds.spare[open_[at]]
        gain[at] = max(gain[at + 1], _most_gain(task, open_[at]) + spare)
        for p in range(PRICES):
            value[at, p] = min(value[at + 1, p], bounds.value[open_[at], p] - bounds.price[p] * spare)


@leaf
def _most_gain(task: Task, feature: int) -> int:
    end = task.found.end[feature]
    return task.found.moves[end - 1].reach if end > task.found.begin[feature] else 0


@leaf
def _is_hopeful(task: Task, members: Integers, size: int) -> bool:
    """Whether changes of exactly the first `size` members could make a better answer."""
    return _could_do(task, members, size, np.int64(0), np.int64(0), task.bounds.value, np.int64(0))


@leaf
def _is_extensible(task: Task, members: Integers, size: int, later_gain: int, later_value: Floats, at: int) -> bool:
    """Whether changes of the first `size` members and of one later feature or more could make a better answer."""
    more = len(task.picks) - size
    return (
        more > 0
        and not _is_closed(task, members, size)
        and _could_do(task, members, size, more, later_gain, later_value, at)
    )


@leaf
def _could_do(
    task: Task, members: Integers, size: int, more: int, later_gain: int, later_value: Floats, at: int
) -> bool:
    missing, gain = task.need, more * later_gain
    for n in range(size):
        gain += _most_gain(task, members[n])
        for m in range(n):
            link = task.grid.link_between[members[m], members[n]]
            missing -= task.bounds.most[link] if link >= 0 else 0
    if gain < missing:
        return False
    for p in range(PRICES):
        cost = task.bounds.price[p] * missing + more * later_value[at, p]
        for n in range(size):
            cost += task.bounds.value[members[n], p]
        if cost * _SAFE > task.cost[0]:
            return False
    return True


# --- moves of one set ---------------------------------------------------------------------------------------------


@inner
def _search_moves(task: Task, features: Integers, size: int) -> None:
    """Search the moves of exactly the first `size` features, two at least."""
    members = _last_two_unlinked(task, features, size)
    rest = _rest(task, members)
    picks, need, spent = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    need[0], picks[0] = task.need, task.found.begin[members[0]] - 1
    depth = np.int64(0)
    while depth >= 0:
        task.nodes[0] += 1
        picks[depth] += 1
        if depth == size - 2:
            _search_last_two(task, members, picks, need[depth], spent[depth])
            depth -= 1
        elif not _is_affordable(task, members, picks, depth, spent, rest):
            depth -= 1
        elif _is_promising(task, members, picks, depth, need, spent, rest):
            depth += 1
            picks[depth] = task.found.begin[members[depth]] - 1


@inner
def _last_two_unlinked(task: Task, features: Integers, size: int) -> Integers:
    """The features, two without a pair term put last if there are such: these are searched in linear time."""
    first, second = size - 2, size - 1
    for b in range(1, size):
        for a in range(b):
            if task.grid.link_between[features[a], features[b]] < 0:
                first, second = a, b
    members = np.empty(size, np.int64)
    n = 0
    for at in range(size):
        if at not in (first, second):
            members[n] = features[at]
            n += 1
    members[size - 2], members[size - 1] = features[first], features[second]
    return members


@inner
def _rest(task: Task, members: Integers) -> Floats:
    """Least cost at which the members behind each depth gain each level alone; shape (members − 1, levels + 1)."""
    behind = len(members) - 2
    rest = np.empty((behind + 1, LEVELS + 1))
    for level in range(LEVELS + 1):
        rest[behind, level] = task.bounds.tariff[members[behind + 1], level]
    for depth in range(behind - 1, -1, -1):
        _add_tariff(task.bounds.tariff, members[depth + 1], rest, depth)
    return rest


@leaf
def _add_tariff(tariff: Floats, feature: int, rest: Floats, depth: int) -> None:
    """The rest at `depth` from the one behind it: the cheapest way to divide each level with the feature."""
    for level in range(LEVELS + 1):
        rest[depth, level] = np.inf
    for own in range(LEVELS + 1):
        cost = tariff[feature, own]
        if cost == np.inf:
            break
        if own == LEVELS or cost < tariff[feature, own + 1]:
            for level in range(LEVELS + 1 - own):
                rest[depth, own + level] = min(rest[depth, own + level], cost + rest[depth + 1, level])
    for level in range(LEVELS - 1, -1, -1):
        rest[depth, level] = min(rest[depth, level], rest[depth, level + 1])


@leaf
def _is_affordable(task: Task, members: Integers, picks: Integers, depth: int, spent: Integers, rest: Floats) -> bool:
    """Whether the pick at `depth` exists and leaves enough for the cheapest moves of the members behind."""
    at = picks[depth]
    return (
        at < task.found.end[members[depth]]
        and spent[depth] + task.found.moves[at].cost + rest[depth, 0] <= task.cost[0]
    )


@leaf
def _is_promising(
    task: Task, members: Integers, picks: Integers, depth: int, need: Integers, spent: Integers, rest: Floats
) -> bool:
    """Whether the members behind `depth` could complete the picks; writes what they need and what is spent."""
    move = task.found.moves[picks[depth]]
    missing = need[depth] - move.gain
    for n in range(depth):
        link = task.grid.link_between[members[n], members[depth]]
        if link >= 0:
            missing -= together(task.grid, task.cells, link, task.found.moves[picks[n]].cell, move.cell)
    need[depth + 1], spent[depth + 1] = missing, spent[depth] + move.cost
    alone = missing - _most_lift(task, members, picks, depth)
    return missing > 0 and spent[depth + 1] + rest[depth, level_of(alone, task.need)] <= task.cost[0]


@leaf
def _most_lift(task: Task, members: Integers, picks: Integers, depth: int) -> int:
    """What the pairs of the members behind `depth`, with each other and with the picks, can gain at best."""
    lift = 0
    for later in range(depth + 1, len(members)):
        for n in range(later):
            link = task.grid.link_between[members[n], members[later]]
            if link >= 0:
                picked = n <= depth
                lift += task.bounds.lift[link, task.found.moves[picks[n]].cell] if picked else task.bounds.most[link]
    return lift


@leaf
def _search_last_two(task: Task, members: Integers, picks: Integers, need: int, spent: int) -> None:
    """The cheapest moves of the last two members that gain what is needed."""
    last = len(members) - 1
    _gains_now(task, members, picks, last - 1, 0)
    _gains_now(task, members, picks, last, 1)
    link = task.grid.link_between[members[last - 1], members[last]]
    if link < 0:
        _sweep(task, members, picks, need, spent)
    else:
        _sweep_pair(task, link, members, picks, need, spent)


@leaf
def _gains_now(task: Task, members: Integers, picks: Integers, place: int, row: int) -> None:
    """The gains of the moves of the member in that place, all picks but the last two being made; running maxima."""
    feature, gains = members[place], task.gains
    begin, end = task.found.begin[feature], task.found.end[feature]
    for at in range(begin, end):
        gains[row, at - begin] = task.found.moves[at].gain
    for n in range(len(members) - 2):
        link = task.grid.link_between[members[n], feature]
        if link >= 0:
            cell = task.found.moves[picks[n]].cell
            for at in range(begin, end):
                gains[row, at - begin] += together(task.grid, task.cells, link, cell, task.found.moves[at].cell)
    lead = gains[row, 0]
    for n in range(end - begin):
        lead = max(lead, gains[row, n])
        task.reach[row, n] = lead


@leaf
def _sweep(task: Task, members: Integers, picks: Integers, need: int, spent: int) -> None:
    """The last two without a pair term: as the one gains more, the other needs less, so both run one way."""
    last = len(members) - 1
    begin, other = task.found.begin[members[last - 1]], task.found.begin[members[last]]
    end = task.found.end[members[last]] - other
    lead, m = 0, end
    for n in range(task.found.end[members[last - 1]] - begin):
        cost = spent + task.found.moves[begin + n].cost
        if lead >= need or cost + task.found.moves[other].cost > task.cost[0]:
            return
        if task.gains[0, n] > lead:
            lead = task.gains[0, n]
            while m > 0 and task.reach[1, m - 1] >= need - lead:
                m -= 1
            if m < end and lead < need:
                picks[last - 1], picks[last] = begin + n, other + m
                _offer(task, picks, cost + task.found.moves[other + m].cost)


@leaf
def _sweep_pair(task: Task, link: int, members: Integers, picks: Integers, need: int, spent: int) -> None:
    """The last two with a pair term: every move of the one against those of the other that could be enough."""
    last = len(members) - 1
    moves, begin, other = task.found.moves, task.found.begin[members[last - 1]], task.found.begin[members[last]]
    for n in range(task.found.end[members[last - 1]] - begin):
        cost, cell = spent + moves[begin + n].cost, moves[begin + n].cell
        if cost + moves[other].cost > task.cost[0]:
            return
        missing = need - task.gains[0, n]
        if missing > 0:
            picks[last - 1] = begin + n
            _complete_pair(task, link, members, picks, cell, missing, cost)


@leaf
def _complete_pair(
    task: Task, link: int, members: Integers, picks: Integers, cell: int, missing: int, spent: int
) -> None:
    """The cheapest move of the last member that gains what is missing, its partner having moved to `cell`."""
    last = len(members) - 1
    begin = task.found.begin[members[last]]
    end = task.found.end[members[last]] - begin
    start = _first_reaching(task.reach, end, missing - task.bounds.lift[link, cell])
    for m in range(start, end):
        move = task.found.moves[begin + m]
        if spent + move.cost > task.cost[0]:
            return
        if task.gains[1, m] + together(task.grid, task.cells, link, cell, move.cell) >= missing:
            picks[last] = begin + m
            _offer(task, picks, spent + move.cost)
            return


@leaf
def _first_reaching(reach: Integers, end: int, gain: int) -> int:
    """The first move of the last member whose reach is as much as `gain`, or `end`."""
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        if reach[1, middle] < gain:
            low = middle + 1
        else:
            high = middle
    return low


@leaf
def _offer(task: Task, picks: Integers, cost: int) -> None:
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
