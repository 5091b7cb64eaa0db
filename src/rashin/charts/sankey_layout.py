"""Where the blocks of a Sankey stand: in an order with few crossings, and each as near its neighbours as it fits.

The order is found by sweeps that put each block at the mean place of what flows into or out of it, the best of all
sweeps being kept (barycentre method; Sugiyama, Tagawa and Toda 1981). The places are then the least-squares solution
under that order (pooling of adjacent violators), so that a sweep costs no more than its flows, sorted.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_SWEEPS = 8
_THIN = 12
"""Below this a bar in the last column, px, stands after those that one sees from afar."""

Order = list[list[int]]
"""For each column, its blocks from the top."""
Sides = dict[int, list[tuple[int, float]]]
"""For each block, its neighbours on one side and how much flows between them."""


@dataclass(frozen=True, slots=True)
class Block:
    """What the layout must know of a node."""

    column: int
    thick: float
    """Height of its bar, px."""
    tall: float
    """Height of its bar and of the words that stand below it, px."""
    last: bool = False
    """Stands below all others of its column."""


@dataclass(frozen=True, slots=True)
class Link:
    """A flow between two blocks, by their numbers; its weight is its amount."""

    source: int
    target: int
    weight: float


def arranged(blocks: Sequence[Block], links: Sequence[Link]) -> Order:
    """The blocks of each column in an order with few crossings.

    All columns start with the thickest first, and the first column stays so. In the last one, which is read as a list
    of who received, hairlines follow the others by their amounts, though they then cross them.
    """
    count = max((block.column for block in blocks), default=-1) + 1
    order: Order = [[] for _ in range(count)]
    for number in sorted(range(len(blocks)), key=lambda n: (blocks[n].last, -blocks[n].thick)):
        order[blocks[number].column].append(number)
    best, fewest = order, crossings(order, links)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        order = _swept(order, blocks, links, forward=sweep % 2 == 0)
        found = crossings(order, links)
        if found < fewest:
            best, fewest = order, found
    return best


def crossings(order: Order, links: Sequence[Link]) -> int:
    """How many pairs of flows cross."""
    place = {number: at for column in order for at, number in enumerate(column)}
    columns = {number: at for at, column in enumerate(order) for number in column}
    found = 0
    for column in range(len(order) - 1):
        between = sorted((place[k.source], place[k.target]) for k in links if columns[k.source] == column)
        passed: list[int] = []
        for _, target in between:
            found += len(passed) - bisect_right(passed, target)
            insort(passed, target)
    return found


def stood(order: Order, blocks: Sequence[Block], links: Sequence[Link], gap: float) -> tuple[list[float], float]:
    """The top of each block and the height of all, px: within each column in order and a gap apart."""
    height = max((_total(column, blocks, gap) for column in order), default=0.0)
    tops = [0.0] * len(blocks)
    for sweep in range(-1, _SWEEPS):
        forward = sweep % 2 == 0
        sides = _sides(links, forward=forward)
        for column in order if forward else reversed(order):
            wanted = [_level(number, blocks, tops, sides) if sweep >= 0 else 0.0 for number in column]
            for number, top in zip(column, _spaced(wanted, column, blocks, gap, height), strict=True):
                tops[number] = top
    return tops, height


def _sides(links: Sequence[Link], *, forward: bool) -> Sides:
    """For each block, what flows into it (or, backwards, out of it) and how much."""
    sides: Sides = {}
    for link in links:
        number, other = (link.target, link.source) if forward else (link.source, link.target)
        sides.setdefault(number, []).append((other, link.weight))
    return sides


def _swept(order: Order, blocks: Sequence[Block], links: Sequence[Link], *, forward: bool) -> Order:
    """The order after one sweep; the first column stays as it is."""
    sides, swept = _sides(links, forward=forward), list(order)
    middles = {number: middle for column in order for number, middle in _middles(column, blocks)}
    for at in range(1, len(order)) if forward else range(len(order) - 2, 0, -1):
        middles |= {n: _mean(middles, sides[n]) for n in order[at] if n in sides}
        thin = {n for n in order[at] if blocks[n].thick < _THIN} if at == len(order) - 1 else set()
        swept[at] = sorted(
            order[at], key=lambda n: (blocks[n].last, n in thin, -blocks[n].thick if n in thin else middles[n])
        )
        middles |= dict(_middles(swept[at], blocks))
    return swept


def _middles(column: Sequence[int], blocks: Sequence[Block]) -> Iterator[tuple[int, float]]:
    reached = 0.0
    for number in column:
        yield number, reached + blocks[number].tall / 2
        reached += blocks[number].tall


def _mean(places: Mapping[int, float], others: list[tuple[int, float]]) -> float:
    return sum(places[other] * weight for other, weight in others) / sum(weight for _, weight in others)


def _level(number: int, blocks: Sequence[Block], tops: Sequence[float], sides: Sides) -> float:
    """The top at which a block's bar would stand level with its neighbours on one side."""
    if number not in sides:
        return tops[number]
    others = sides[number]
    middle = sum((tops[other] + blocks[other].thick / 2) * weight for other, weight in others)
    return middle / sum(weight for _, weight in others) - blocks[number].thick / 2


def _total(column: Sequence[int], blocks: Sequence[Block], gap: float) -> float:
    return sum(blocks[number].tall for number in column) + gap * max(len(column) - 1, 0)


def _spaced(
    wanted: Sequence[float], column: Sequence[int], blocks: Sequence[Block], gap: float, height: float
) -> list[float]:
    """Tops in order that keep the gap and lie within the height, as near as can be to those wanted."""
    before, reached = [], 0.0
    for number in column:
        before.append(reached)
        reached += blocks[number].tall + gap
    room = max(height - (reached - gap), 0.0)
    pools: list[tuple[float, float, int]] = []
    for want, start, number in zip(wanted, before, column, strict=True):
        mean, weight, count = want - start, max(blocks[number].thick, 1e-6), 1
        while pools and pools[-1][0] >= mean:
            other, heavy, many = pools.pop()
            mean, weight, count = (mean * weight + other * heavy) / (weight + heavy), weight + heavy, count + many
        pools.append((mean, weight, count))
    moved = [min(max(mean, 0.0), room) for mean, _, count in pools for _ in range(count)]
    return [start + shift for start, shift in zip(before, moved, strict=True)]
