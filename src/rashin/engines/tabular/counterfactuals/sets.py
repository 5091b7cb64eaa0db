"""The sets of features, compiled: all that the bounds cannot rule out are searched."""

from __future__ import annotations

import numpy as np

from rashin.engines.kernels import inner, leaf
from rashin.engines.tabular.counterfactuals.bounds import PRICES, Floats
from rashin.engines.tabular.counterfactuals.grid import Integers
from rashin.engines.tabular.counterfactuals.moves import search_moves
from rashin.engines.tabular.counterfactuals.task import Task, cut

_SAFE = 1.0 - 1e-9
"""Keeps a bound in floating point below the exact one."""


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
def search_sets(task: Task) -> None:
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
                cut(task.found, task.cost[0])
                open_ = _open_features(task)
                _bound_later(task, open_, later_gain, later_value)
            size = _next_set(task, open_, later_gain, later_value, at, members)
        if size > 1:
            search_moves(task, members, size)
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
        if depth > 0 and not _is_taken(task, members, depth + 1) and _is_hopeful(task, members, depth + 1):
            at[most_changes] = depth
            return depth + 1


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
    return task.found.moves[task.found.end[feature] - 1].reach


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
        and not _is_taken(task, members, size)
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
