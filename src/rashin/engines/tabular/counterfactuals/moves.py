"""The moves of one set of features, compiled: all that could make a better answer are tried."""

from __future__ import annotations

import numpy as np

from rashin.engines.kernels import inner, leaf
from rashin.engines.tabular.counterfactuals.bounds import LEVELS, Floats, level_of, together
from rashin.engines.tabular.counterfactuals.grid import Integers
from rashin.engines.tabular.counterfactuals.task import Task, offer


@inner
def search_moves(task: Task, features: Integers, size: int) -> None:
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
                offer(task, picks, cost + task.found.moves[other + m].cost)


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
            offer(task, picks, spent + move.cost)
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
