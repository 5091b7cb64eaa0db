"""The additive model laid out for the counterfactual search: flat arrays, and where each bin stands in the population.

Cost is the percentile shift of Ustun, Spangher & Liu (2019), Actionable Recourse in Linear Classification: the share
of the learning population that a change passes over, from the middle of the one bin to the middle of the other
(mid-ranks). Every rule is that one shift, taken at its largest where the data leave it open:

- a number, a date or an ordered kind moves from mid-rank to mid-rank;
- a nominal kind has no order, so its levels are thought of in the least favourable one: all others lie between the two,
  which gives 1 − (share of the old level + share of the new one) / 2. For two levels that is ½ in any order, as for an
  ordered kind; and the rarer the new level is, the more it costs;
- a present value that is missing or unseen may stand anywhere, so the shift is counted from the far end.

Shares are those of the learning rows with a seen value. Costs of several changes add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import Change
from rashin.engines.tabular.additive import Additive, Feature
from rashin.engines.tabular.table import Kind

Integers = NDArray[np.int64]
Records = NDArray[Any]

WHOLE_POPULATION = 2**32
"""A shift over the whole learning population: costs are integers in 2⁻³² of it, so that their sums are exact."""

NEVER, EITHER, UP, DOWN = 0, 1, 2, 3
_WAYS = {Change.NEVER: NEVER, Change.EITHER: EITHER, Change.UP: UP, Change.DOWN: DOWN}
_UNCHANGEABLE = (Kind.IDENTIFIER, Kind.TEXT)

_FEATURE = np.dtype([("start", "i8"), ("way", "i8"), ("ordered", "i8"), ("links", "i8")])
_BIN = np.dtype([("main", "i8"), ("cell", "i8"), ("place", "i8"), ("settled", "i8"), ("commonest", "i8")])
_LINK = np.dtype([("owner", "i8"), ("partner", "i8"), ("table", "i8"), ("width", "i8")])

Pairs = Mapping[tuple[int, int], Integers]
"""The pair tables by their features, from either side."""


class Grid(NamedTuple):
    """An additive model as flat arrays of records."""

    intercept: int
    features: Records
    """start: the feature's first entry in `bins`; way: how it may change; ordered; links: its first entry in `links`.
    Shape (features + 1,): the last entry closes the ranges."""
    bins: Records
    """main: main term; cell: coarse cell; place: mid-rank (ordered) or half the level's share (nominal), in 2⁻³² of the
    population; settled: whether a change may lead there (it has learning rows and is neither missing nor unseen);
    commonest: the feature's bins in falling order of their learning rows. Shape (fine bins,)."""
    links: Records
    """A pair seen from one side (so each pair has two). The entry of the owner's cell a and the partner's cell b is
    `pair_units[table + a * width + b]`. Sorted by owner; shape (links + 1,), the last entry closing the tables."""
    pair_units: Integers
    link_between: Integers
    """The link from one feature to another, or −1; shape (features, features)."""
    edge: Integers
    """`edge[link, a, c]`: how far row a of the pair lies above row c at most, over the cells that the partner may
    change to, 0 if it may not change; shape (links, cells, cells)."""


def is_ordered(kind: Kind) -> bool:
    """Whether values of this kind lie in an order that "up" and "down" can refer to."""
    return kind in (Kind.NUMBER, Kind.DATE, Kind.ORDERED)


def lay_out(model: Additive) -> Grid:
    """The search's view of `model`.

    Raises:
        ValueError: a term has more than two features.
    """
    main, pairs = _tables(model)
    between = np.full((len(model.features), len(model.features)), -1)
    for link, (owner, partner) in enumerate(sorted(pairs)):
        between[owner, partner] = link
    return Grid(
        intercept=model.intercept_units,
        features=_feature_records(model.features, pairs),
        bins=np.concatenate([np.empty(0, _BIN), *map(_bin_records, model.features, main)]),
        links=_link_records(pairs),
        pair_units=np.concatenate([np.empty(0, np.int64), *(pairs[key].ravel() for key in sorted(pairs))]),
        link_between=between,
        edge=_edges(model.features, pairs),
    )


def _tables(model: Additive) -> tuple[list[Integers], Pairs]:
    """Main terms by feature, and the pair tables from either side."""
    main = [np.zeros(feature.bins, dtype=np.int64) for feature in model.features]
    pairs: dict[tuple[int, int], Integers] = {}
    for term in model.terms:
        if len(term.features) > 2:
            raise ValueError(f"a term of {len(term.features)} features cannot be searched")
        if len(term.features) == 1:
            main[term.features[0]] += term.units
        else:
            a, b = term.features
            pairs[a, b] = pairs.get((a, b), 0) + term.units
            pairs[b, a] = pairs[a, b].T
    return main, pairs


def _feature_records(features: tuple[Feature, ...], pairs: Pairs) -> Records:
    owners = sorted(owner for owner, _ in pairs)
    records = np.zeros(len(features) + 1, _FEATURE)
    records["start"][1:] = np.cumsum([feature.bins for feature in features])
    records["way"][:-1] = [_way(feature) for feature in features]
    records["ordered"][:-1] = [is_ordered(feature.kind) for feature in features]
    records["links"] = np.searchsorted(owners, np.arange(len(features) + 1))
    return records


def _way(feature: Feature) -> int:
    way = _WAYS[feature.role.change]
    directed_without_order = way in (UP, DOWN) and not is_ordered(feature.kind)
    return NEVER if feature.kind in _UNCHANGEABLE or directed_without_order else way


def _bin_records(feature: Feature, main: Integers) -> Records:
    records = np.zeros(feature.bins, _BIN)
    records["main"] = main
    records["cell"] = feature.coarse
    records["place"] = _places(feature)
    records["settled"] = _settled(feature)
    records["commonest"] = np.argsort(-feature.counts, kind="stable")
    return records


def _settled(feature: Feature) -> NDArray[np.bool_]:
    settled = feature.counts > 0
    settled[[0, feature.unseen_bin]] = False
    return np.asarray(settled)


def _places(feature: Feature) -> list[int]:
    rows = np.where(_settled(feature), feature.counts, 0)
    twice_the_rank = 2 * np.cumsum(rows) - rows if is_ordered(feature.kind) else rows
    return [int(rank) * WHOLE_POPULATION // (2 * max(int(rows.sum()), 1)) for rank in twice_the_rank]


def _link_records(pairs: Pairs) -> Records:
    keys = sorted(pairs)
    records = np.zeros(len(keys) + 1, _LINK)
    records["owner"][:-1] = [owner for owner, _ in keys]
    records["partner"][:-1] = [partner for _, partner in keys]
    records["table"][1:] = np.cumsum([pairs[key].size for key in keys])
    records["width"][:-1] = [pairs[key].shape[1] for key in keys]
    return records


def _edges(features: tuple[Feature, ...], pairs: Pairs) -> Integers:
    most = max((feature.coarse_bins for feature in features), default=0)
    edges = np.zeros((len(pairs), most, most), dtype=np.int64)
    for link, (a, b) in enumerate(sorted(pairs)):
        reachable = np.unique(features[b].coarse[_settled(features[b])])
        if _way(features[b]) != NEVER and len(reachable):
            rows = pairs[a, b][:, reachable]
            edges[link, : len(rows), : len(rows)] = (rows[:, None, :] - rows[None, :, :]).max(axis=2)
    return edges
