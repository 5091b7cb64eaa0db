"""From the bags' tables to the finished model: averaged, rounded to whole units, pairs purified, terms centred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import Monotone
from rashin.engines.tabular.additive import FIXED_POINT, Additive, Feature, Term
from rashin.engines.tabular.learning.boosting import BinnedRows, Pairs, pair_cells
from rashin.engines.tabular.learning.lanes import F32

Floats = NDArray[np.float64]
Units = NDArray[np.int64]
Numbers = NDArray[Any]
"""Units, or log-odds with the bags as last axis."""


@dataclass(frozen=True)
class BagTables:
    """Every bag's tables: mains (features, bins, LANES) and pairs (pairs, cells, LANES)."""

    mains: F32
    pairs: Pairs
    pair_tables: F32

    def tempered(self, slope: float) -> BagTables:
        """All tables times a positive slope: scores move away from the base score, or towards it."""
        return BagTables(self.mains * np.float32(slope), self.pairs, self.pair_tables * np.float32(slope))


def assemble(data: BinnedRows, bags: BagTables, held_out: float) -> Additive:
    """The additive model of all bags together.

    Tables are averaged, made exactly monotone where declared and rounded to whole units *before* anything is moved
    between terms, so that moving keeps every score, and with it monotonicity, to the last bit.
    """
    features = data.features
    mains = [bags.mains[f, : feature.bins].astype(np.float64) for f, feature in enumerate(features)]
    pairs = [_grid(features, pair, bags.pair_tables[p]) for p, pair in enumerate(bags.pairs)]
    counts = [_cell_counts(data, pair) for pair in bags.pairs]
    main_units = [_monotone(_to_units(table.mean(axis=1)), (features[f],)) for f, table in enumerate(mains)]
    pair_units = [
        _monotone(_to_units(table.mean(axis=2)), (features[a], features[b]))
        for (a, b), table in zip(bags.pairs, pairs, strict=True)
    ]
    intercept = int(_to_units(np.array(data.base_score)))
    for (a, b), table, spread, count in zip(bags.pairs, pair_units, pairs, counts, strict=True):
        _purify(table, count, features[a], features[b], main_units[a], main_units[b])
        _purify(spread, count, features[a], features[b], mains[a], mains[b])
    for feature, units, spread in zip(features, main_units, mains, strict=True):
        intercept += int(_centre(units, feature.counts))
        _centre(spread, feature.counts)
    terms = [
        Term((f,), units, _standard_errors(spread, held_out))
        for f, (units, spread) in enumerate(zip(main_units, mains, strict=True))
    ] + [
        Term(pair, units, _standard_errors(spread, held_out))
        for pair, units, spread in zip(bags.pairs, pair_units, pairs, strict=True)
    ]
    return Additive(intercept, features, tuple(terms))


def _to_units(values: Floats) -> Units:
    return np.rint(values / FIXED_POINT).astype(np.int64)


def _grid(features: tuple[Feature, ...], pair: tuple[int, int], table: F32) -> Floats:
    """One pair's tables as (coarse a, coarse b, LANES); values never seen in learning say nothing."""
    sides = [features[side] for side in pair]
    across, down = (side.coarse_bins for side in sides)
    grid = table[: across * down].astype(np.float64).reshape(across, down, -1)
    for axis, side in enumerate(sides):
        if not side.counts[side.unseen_bin]:
            np.moveaxis(grid, axis, 0)[-1] = 0.0
    return grid


def _cell_counts(data: BinnedRows, pair: tuple[int, int]) -> Units:
    across, down = (data.features[side].coarse_bins for side in pair)
    cells = pair_cells(data.features, data.cells, pair)
    return np.bincount(cells, minlength=across * down).reshape(across, down)


def _monotone(units: Units, features: tuple[Feature, ...]) -> Units:
    """Remove what rounding left of the wrong sign along the value bins, in place.

    Along a monotone feature its own missing and unseen bins stand aside; those of a pair's other side do not.
    """
    for axis, feature in enumerate(features):
        values = np.moveaxis(units, axis, 0)[1:-1]
        if feature.role.monotone is Monotone.RAISES:
            values[:] = np.maximum.accumulate(values, axis=0)
        elif feature.role.monotone is Monotone.LOWERS:
            values[:] = np.minimum.accumulate(values, axis=0)
    return units


def _purify(table: Numbers, counts: Units, a: Feature, b: Feature, main_a: Numbers, main_b: Numbers) -> None:
    """Move the part of a pair that main terms can hold into its main terms, in place; no score changes.

    What stays has weighted means of nought in every row and column, but for rounding to whole units.
    Source: Lengerich, Tan, Chang, Hooker and Caruana (2020), Purifying Interaction Effects with the Functional ANOVA.
    """
    along_a, along_b = _additive_part(table, counts)
    if table.dtype == np.int64:
        along_a, along_b = np.rint(along_a).astype(np.int64), np.rint(along_b).astype(np.int64)
    table -= along_a[:, None] + along_b[None, :]
    main_a += along_a[a.coarse]
    main_b += along_b[b.coarse]


def _additive_part(table: Numbers, counts: Units) -> tuple[Floats, Floats]:
    """The two main terms nearest to a pair's table, by least squares weighted with the rows in each cell.

    Solved at once rather than by sweeping means out in turn, which takes thousands of rounds where features go together.
    """
    weights = counts.astype(np.float64)
    shares = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1)
    row_means = np.einsum("ab,ab...->a...", shares, table)
    column_sums = np.einsum("ab,ab...->b...", weights, table)
    what_rows_leave = np.diag(weights.sum(axis=0)) - weights.T @ shares
    along_b = np.linalg.lstsq(what_rows_leave, column_sums - weights.T @ row_means)[0]
    return row_means - shares @ along_b, along_b


def _centre(table: Numbers, counts: Units) -> Numbers:
    """Take the population mean out of a main term, in place, and return it; an unseen bin without rows stays at nought."""
    weights = counts.reshape(counts.shape + (1,) * (table.ndim - 1))
    mean = (table * weights).sum(axis=0) / max(int(counts.sum()), 1)
    mean = np.rint(mean).astype(np.int64) if table.dtype == np.int64 else mean
    table[: None if counts[-1] else -1] -= mean
    return np.asarray(mean)


def _standard_errors(bags: Floats, held_out: float) -> Floats:
    """Delete-d jackknife over the bags, each of which left out the share `held_out` of the rows.

    Source: Shao and Wu (1989), A General Theory for Jackknife Variance Estimation.
    """
    return np.asarray(np.sqrt((1 - held_out) / held_out) * bags.std(axis=-1))
