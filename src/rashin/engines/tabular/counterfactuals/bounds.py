"""What features and pairs of features can do at best for one case, compiled: the bounds of the search."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rashin.engines.kernels import inner, leaf
from rashin.engines.tabular.counterfactuals.candidates import Candidates, keep_largest
from rashin.engines.tabular.counterfactuals.grid import Grid, Integers

PRICES = 12
"""How many prices λ are tried, each √2 times the one before."""
LEVELS = 64
"""Into how many levels the needed gain is cut."""

Floats = NDArray[np.float64]


class Bounds(NamedTuple):
    """Upper bounds of gains and lower bounds of packed costs.

    Two moves i, j of a pair term gain w(i, j) on top of what each gains alone. The lift of a move through a link is the
    largest w that any move of the partner makes with it, nought at least.
    """

    lift: Integers
    """By link and cell of its owner; shape (links, cells)."""
    most: Integers
    """The largest lift of each link; shape (links,)."""
    spare: Integers
    """The sum of each feature's largest lifts, as many as there can be other changes; shape (features,)."""
    price: Floats
    """λ, what a unit of gain is worth; shape (prices,)."""
    value: Floats
    """min (cost − λ gain) over each feature's moves; shape (features, prices)."""
    tariff: Floats
    """Least cost at which each feature alone gains more than level − 1, so many parts of the need, infinite if it never
    does; the cost of its cheapest move at level 0; shape (features, levels + 1)."""


@inner
def measure(grid: Grid, cells: Integers, found: Candidates, need: int, most_changes: int) -> Bounds:
    """The bounds of a case with these coarse cells and candidates."""
    links, features = len(grid.links) - 1, len(cells)
    bounds = Bounds(
        np.zeros((links, grid.edge.shape[1]), np.int64),
        np.zeros(links, np.int64),
        np.zeros(features, np.int64),
        np.empty(PRICES),
        np.empty((features, PRICES)),
        np.empty((features, LEVELS + 1)),
    )
    _measure_pairs(grid, cells, found, bounds)
    largest = np.empty(most_changes, np.int64)
    for feature in range(features):
        largest[:] = 0
        for link in range(grid.features[feature].links, grid.features[feature + 1].links):
            keep_largest(largest, most_changes - 1, bounds.most[link])
        bounds.spare[feature] = largest.sum()
    _measure_values(found, bounds)
    _measure_tariffs(found, need, bounds)
    return bounds


@leaf
def together(grid: Grid, cells: Integers, link: int, cell: int, other: int) -> int:
    """The w of two moves of a pair, to these cells of the link's owner and partner."""
    pair, units = grid.links[link], grid.pair_units
    own_row = pair.table + cells[pair.owner] * pair.width
    new_row = pair.table + cell * pair.width
    own = cells[pair.partner]
    return units[new_row + own] - units[own_row + own] + units[own_row + other] - units[new_row + other]


@leaf
def level_of(gain: int, need: int) -> int:
    """The level of tariffs that so much gain must reach."""
    return min(LEVELS, max(0, int(np.ceil(gain * (LEVELS / need) - 1e-6))))


@inner
def _measure_pairs(grid: Grid, cells: Integers, found: Candidates, bounds: Bounds) -> None:
    reached, count = _reached_cells(found, bounds.lift.shape[1])
    for link in range(len(bounds.most)):
        if grid.links[link].owner < grid.links[link].partner:
            _measure_pair(grid, cells, link, reached, count, bounds)


@inner
def _reached_cells(found: Candidates, most: int) -> tuple[Integers, Integers]:
    """The distinct cells of each feature's moves, shape (features, cells), and how many they are."""
    features = len(found.end)
    reached, count = np.empty((features, most), np.int64), np.zeros(features, np.int64)
    seen = np.zeros(most, np.int64)
    for feature in range(features):
        for at in range(found.begin[feature], found.end[feature]):
            cell = found.moves[at].cell
            if seen[cell] != feature + 1:
                seen[cell] = feature + 1
                reached[feature, count[feature]] = cell
                count[feature] += 1
    return reached, count


@leaf
def _measure_pair(grid: Grid, cells: Integers, link: int, reached: Integers, count: Integers, bounds: Bounds) -> None:
    """The lifts of either feature of a pair. (w as in `together`, its parts taken out of the inner loop.)"""
    units, pair, lift = grid.pair_units, grid.links[link], bounds.lift
    a, b = pair.owner, pair.partner
    back = grid.link_between[b, a]
    own_row = pair.table + cells[a] * pair.width
    for i in range(count[a]):
        row = pair.table + reached[a, i] * pair.width
        base = units[row + cells[b]] - units[own_row + cells[b]]
        best = 0
        for j in range(count[b]):
            other = reached[b, j]
            gain = base + units[own_row + other] - units[row + other]
            best = max(best, gain)
            lift[back, other] = max(lift[back, other], gain)
        lift[link, reached[a, i]] = best
        bounds.most[link] = max(bounds.most[link], best)
    bounds.most[back] = bounds.most[link]


@leaf
def _measure_values(found: Candidates, bounds: Bounds) -> None:
    """Prices from about the best single bargain upward, and each feature's value at each of them."""
    price, value = bounds.price, bounds.value
    bargain = 1e18
    for feature in range(len(found.end)):
        for at in range(found.begin[feature], found.end[feature]):
            if found.moves[at].gain > 0:
                bargain = min(bargain, found.moves[at].cost / found.moves[at].gain)
    for p in range(PRICES):
        price[p] = bargain * 2.0 ** ((p - 1) / 2)
    for feature in range(len(found.end)):
        for p in range(PRICES):
            value[feature, p] = np.inf
        for at in range(found.begin[feature], found.end[feature]):
            cost, gain = found.moves[at].cost, found.moves[at].gain
            for p in range(PRICES):
                value[feature, p] = min(value[feature, p], cost - price[p] * gain)


@leaf
def _measure_tariffs(found: Candidates, need: int, bounds: Bounds) -> None:
    for feature in range(len(found.end)):
        at = found.begin[feature]
        for level in range(LEVELS + 1):
            above = (level - 1) * need // LEVELS
            while at < found.end[feature] and level > 0 and found.moves[at].reach <= above:
                at += 1
            bounds.tariff[feature, level] = found.moves[at].cost if at < found.end[feature] else np.inf
