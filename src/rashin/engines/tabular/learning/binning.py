"""How values fall into bins: quantile bins for numbers, one bin a level for coded kinds, and the coarse grid of pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import FeatureRole, Monotone
from rashin.engines.tabular.additive import MISSING_BIN, Feature
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.table import Column, Kind

_NONE = np.empty(0)


def bin_feature(
    column: Column, role: FeatureRole, adverse: NDArray[np.uint8], options: LearningOptions
) -> tuple[Feature, NDArray[np.uint16]]:
    """The feature that `column` becomes, and the bin of each of its rows; shapes (rows,) in and out."""
    if column.kind.is_coded:
        return _bin_levels(column, role, adverse, options)
    return _bin_numbers(column, role, options)


def number_bins(values: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.uint16]:
    """Bins of numbers: nought for NaN, the unseen bin for infinity, else 1 + the count of edges ≤ value."""
    bins = (np.searchsorted(edges, values, side="right") + 1).astype(np.uint16)
    bins[np.isnan(values)] = MISSING_BIN
    bins[np.isinf(values)] = len(edges) + 2
    return bins


def _bin_numbers(column: Column, role: FeatureRole, options: LearningOptions) -> tuple[Feature, NDArray[np.uint16]]:
    values = np.asarray(column.values, dtype=np.float64)
    seen = values[np.isfinite(values)]
    edges = quantile_edges(seen, options.bins)
    bins = number_bins(values, edges)
    counts = np.bincount(bins, minlength=len(edges) + 3)
    feature = Feature(
        name=column.name,
        kind=column.kind,
        role=role,
        edges=edges,
        levels=(),
        coarse=_coarse(counts[1:-1], np.arange(len(edges) + 1), coarse_limit(len(values), options)),
        low=float(seen.min()) if len(seen) else 0.0,
        high=float(seen.max()) if len(seen) else 0.0,
        counts=counts.astype(np.int64),
        typical=np.quantile(seen, [0.25, 0.5, 0.75]) if len(seen) else _NONE,
        single_valued=len(np.unique(seen)) == len(edges) + 1,
    )
    return feature, bins


def quantile_edges(seen: NDArray[np.float64], most_bins: int) -> NDArray[np.float64]:
    """Cut points between distinct values, about equally many rows between them; at most `most_bins` − 1 of them."""
    distinct, counts = np.unique(seen, return_counts=True)
    if len(distinct) < 2:
        return _NONE
    middles = distinct[:-1] + (distinct[1:] - distinct[:-1]) / 2
    # A middle that rounds onto its lower neighbour would put that value on the wrong side.
    middles = np.where(middles > distinct[:-1], middles, distinct[1:])
    if len(distinct) <= most_bins:
        return np.asarray(middles)
    below = np.cumsum(counts)[:-1]
    wanted = np.arange(1, most_bins) * (len(seen) / most_bins)
    picked = np.unique(np.minimum(np.searchsorted(below, wanted), len(middles) - 1))
    return np.asarray(middles[picked])


def _bin_levels(
    column: Column, role: FeatureRole, adverse: NDArray[np.uint8], options: LearningOptions
) -> tuple[Feature, NDArray[np.uint16]]:
    codes = np.asarray(column.values, dtype=np.int64)
    in_use = np.bincount(codes[codes >= 0], minlength=len(column.levels))
    kept = np.sort(np.argsort(-in_use, kind="stable")[: options.bins])
    kept = kept[in_use[kept] > 0]
    position = np.full(len(column.levels) + 1, len(kept) + 1)
    position[kept] = np.arange(1, len(kept) + 1)
    position[-1] = MISSING_BIN
    bins = position[codes].astype(np.uint16)
    counts = np.bincount(bins, minlength=len(kept) + 2)
    has_order = column.kind is Kind.ORDERED or role.monotone is not Monotone.FREE
    order = np.arange(len(kept)) if has_order else _by_adverse_share(bins, adverse, len(kept))
    feature = Feature(
        name=column.name,
        kind=column.kind,
        role=role,
        edges=_NONE,
        levels=tuple(column.levels[level] for level in kept),
        coarse=_coarse(counts[1:-1], order, coarse_limit(len(codes), options)),
        low=0.0,
        high=0.0,
        counts=counts.astype(np.int64),
        typical=_NONE,
    )
    return feature, bins


def _by_adverse_share(bins: NDArray[np.uint16], adverse: NDArray[np.uint8], levels: int) -> NDArray[np.int64]:
    """Levels ordered by their smoothed share of adverse outcomes, so that a cut of the order parts like from unlike."""
    rows = np.bincount(bins, minlength=levels + 2)[1 : levels + 1]
    bad = np.bincount(bins, weights=adverse, minlength=levels + 2)[1 : levels + 1]
    overall = float(adverse.mean())
    return np.argsort((bad + 10 * overall) / (rows + 10), kind="stable")


def coarse_limit(rows: int, options: LearningOptions) -> int:
    """Coarse bins that so many rows can fill: a pair's quadrants need rows in each corner."""
    return int(np.clip(rows // 100, 4, options.coarse_bins))


def _coarse(counts: NDArray[np.int64], order: NDArray[np.int64], limit: int) -> NDArray[np.uint8]:
    """Fine → coarse: missing is 0, value bins in `order` fall into ≤ `limit` equal groups, unseen is a bin of its own."""
    groups = np.zeros(len(counts), dtype=np.int64)
    ordered = counts[order]
    if len(counts) <= limit:
        groups[order] = np.arange(len(counts))
    else:
        middle = np.cumsum(ordered) - ordered / 2
        groups[order] = np.minimum((middle * limit / max(ordered.sum(), 1)).astype(np.int64), limit - 1)
    _, dense = np.unique(groups, return_inverse=True)
    top = int(dense.max()) + 2 if len(dense) else 1
    return np.concatenate([[0], dense + 1, [top]]).astype(np.uint8)
