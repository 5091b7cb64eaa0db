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

_PURIFYING_ROUNDS = 60


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
    across, down = (features[side].coarse_bins for side in pair)
    grid = table[: across * down].astype(np.float64).reshape(across, down, -1)
    grid[-1], grid[:, -1] = 0.0, 0.0
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
    """Move the weighted means of rows and columns from a pair into its main terms, in place; no score changes.

    Source: Lengerich, Tan, Chang, Hooker and Caruana (2020), Purifying Interaction Effects with the Functional ANOVA.
    """
    for _ in range(_PURIFYING_ROUNDS):
        along_a = _means(table, counts, axis=1)
        table -= along_a[:, None]
        main_a += along_a[a.coarse]
        along_b = _means(table, counts, axis=0)
        table -= along_b[None, :]
        main_b += along_b[b.coarse]
        if max(np.abs(along_a).max(), np.abs(along_b).max()) <= (1 if table.dtype == np.int64 else 1e-9):
            break


def _means(table: Numbers, counts: Units, axis: int) -> Numbers:
    weights = counts.reshape(counts.shape + (1,) * (table.ndim - 2))
    rows = np.maximum(weights.sum(axis=axis), 1)
    means = (table * weights).sum(axis=axis) / rows
    return np.rint(means).astype(np.int64) if table.dtype == np.int64 else means


def _centre(table: Numbers, counts: Units) -> Numbers:
    """Take the population mean out of a main term, in place, and return it; the unseen bin stays at nought."""
    weights = counts.reshape(counts.shape + (1,) * (table.ndim - 1))
    mean = (table * weights).sum(axis=0) / max(int(counts.sum()), 1)
    mean = np.rint(mean).astype(np.int64) if table.dtype == np.int64 else mean
    table[:-1] -= mean
    return np.asarray(mean)


def _standard_errors(bags: Floats, held_out: float) -> Floats:
    """Delete-d jackknife over the bags, each of which left out the share `held_out` of the rows.

    Source: Shao and Wu (1989), A General Theory for Jackknife Variance Estimation.
    """
    return np.asarray(np.sqrt((1 - held_out) / held_out) * bags.std(axis=-1))
