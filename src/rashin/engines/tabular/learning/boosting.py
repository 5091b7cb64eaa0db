"""Cyclic boosting of sixteen bags at once, first over features, then over pairs, each bag stopping for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import Monotone
from rashin.engines.tabular.additive import Feature
from rashin.engines.tabular.learning.lanes import F32, LANES, U16, held_out_losses
from rashin.engines.tabular.learning.mains import NOMINAL, ORDERED, SINGLE_VALUED, mains_cycle
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.learning.pair_terms import pairs_cycle
from rashin.engines.tabular.table import Kind

Pairs = tuple[tuple[int, int], ...]
Tick = Callable[[], None]
"""Called after each cycle; may raise to stop."""

FULL_TURN_EVERY = 4
WORTH_A_TURN = 0.2
"""Between full turns, terms whose last gain is under this share of the best one's are passed over."""

_DIRECTION = {Monotone.RAISES: 1.0, Monotone.LOWERS: -1.0, Monotone.FREE: 0.0}


@dataclass(frozen=True)
class BinnedRows:
    """Features, the bin of every row and its outcome; cells (features, rows), adverse (rows,)."""

    features: tuple[Feature, ...]
    cells: U16
    adverse: F32

    @property
    def base_score(self) -> float:
        """The log-odds of the adverse outcome over all rows."""
        share = float(self.adverse.mean())
        return float(np.log(share / (1 - share)))


@dataclass(frozen=True)
class Boosted:
    """What boosting left: each bag's tables (terms, cells, LANES), scores (rows, LANES) and held-out loss (LANES,)."""

    tables: F32
    scores: F32
    losses: NDArray[np.float64]


def boost_mains(data: BinnedRows, weights: F32, spike_rate: float, options: LearningOptions, tick: Tick) -> Boosted:
    """Learn one table for each feature and bag, starting from the base score."""
    most = max(feature.bins for feature in data.features)
    shapes = np.array([[f.bins, _shape(f)] for f in data.features], dtype=np.int32)
    directions = np.array([_DIRECTION[f.role.monotone] for f in data.features], dtype=np.float32)
    sums = np.zeros((most, 2, LANES), np.float32)
    gains = np.zeros(len(data.features))
    numbers = np.array(
        [options.rate, options.ridge, options.cell_ridge, spike_rate, options.spike_ridge, options.least_hessian],
        dtype=np.float32,
    )

    def cycle(turn: NDArray[np.int32], scores: F32, tables: F32) -> None:
        mains_cycle(data.cells, shapes, directions, turn, *numbers, scores, data.adverse, weights, tables, gains, sums)

    tables = np.zeros((len(data.features), most, LANES), np.float32)
    scores = np.full((len(data.adverse), LANES), data.base_score, np.float32)
    return _until_stopped(cycle, gains, tables, scores, data.adverse, weights, options, tick)


def boost_pairs(
    data: BinnedRows, pairs: Pairs, weights: F32, scores: F32, options: LearningOptions, tick: Tick
) -> Boosted:
    """Learn one table for each pair and bag on top of `scores` (rows, LANES), which are left as they are."""
    grids = np.array([[data.features[a].coarse_bins, data.features[b].coarse_bins] for a, b in pairs], np.int32)
    directions = np.array(
        [[_DIRECTION[data.features[side].role.monotone] for side in pair] for pair in pairs], np.float32
    )
    cells = np.stack([pair_cells(data.features, data.cells, pair) for pair in pairs])
    most = int(grids.prod(axis=1).max())
    sums = np.zeros((most, 2, LANES), np.float32)
    gains = np.zeros(len(pairs))
    numbers = np.array([options.pair_rate, options.pair_ridge, options.pair_least_hessian], dtype=np.float32)

    def cycle(turn: NDArray[np.int32], scores: F32, tables: F32) -> None:
        pairs_cycle(cells, grids, directions, turn, *numbers, scores, data.adverse, weights, tables, gains, sums)

    tables = np.zeros((len(pairs), most, LANES), np.float32)
    return _until_stopped(cycle, gains, tables, scores.copy(), data.adverse, weights, options, tick)


def pair_cells(features: tuple[Feature, ...], cells: U16, pair: tuple[int, int]) -> U16:
    """The grid cell of each row for the pair; cells (features, rows) in, (rows,) out."""
    a, b = pair
    across = features[a].coarse[cells[a]].astype(np.uint16)
    return across * np.uint16(features[b].coarse_bins) + features[b].coarse[cells[b]]


def _shape(feature: Feature) -> int:
    if feature.kind in (Kind.CATEGORY, Kind.BOOLEAN) and feature.role.monotone is Monotone.FREE:
        return NOMINAL
    return SINGLE_VALUED if feature.single_valued else ORDERED


def _until_stopped(
    cycle: Callable[[NDArray[np.int32], F32, F32], None],
    gains: NDArray[np.float64],
    tables: F32,
    scores: F32,
    adverse: F32,
    weights: F32,
    options: LearningOptions,
    tick: Tick,
) -> Boosted:
    """Cycle until every bag's held-out loss has stopped falling; each bag keeps its best tables and scores."""
    best = Boosted(tables.copy(), scores.copy(), held_out_losses(scores, adverse, weights))
    best_cycle = np.zeros(LANES, dtype=np.int64)
    everyone = np.arange(len(gains), dtype=np.int32)
    for done in range(1, options.most_cycles + 1):
        full = done % FULL_TURN_EVERY == 1
        turn = everyone if full else np.flatnonzero(gains >= WORTH_A_TURN * gains.max()).astype(np.int32)
        cycle(turn, scores, tables)
        losses = held_out_losses(scores, adverse, weights)
        still = done - best_cycle <= options.patience
        better = (losses < best.losses) & still
        best.losses[better] = losses[better]
        best_cycle[better] = done
        best.tables[:, :, better] = tables[:, :, better]
        best.scores[:, better] = scores[:, better]
        tick()
        if not still.any():
            break
    return best
