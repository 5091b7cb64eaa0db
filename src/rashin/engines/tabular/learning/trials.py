"""Trying numbers of pair terms on rows that took no part in learning, and tempering the winner to be calibrated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import FeatureRole
from rashin.engines.tabular.encoding import encode
from rashin.engines.tabular.learning.assemble import BagTables, assemble
from rashin.engines.tabular.learning.bags import bag_weights
from rashin.engines.tabular.learning.binning import bin_feature
from rashin.engines.tabular.learning.boosting import BinnedRows, Boosted, Pairs, Tick, boost_mains, boost_pairs
from rashin.engines.tabular.learning.lanes import F32
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.learning.pair_terms import pair_gains
from rashin.engines.tabular.scoring import FlatTables
from rashin.engines.tabular.table import Column, Table
from rashin.engines.validation import HeldOut, calibration_slope

_SMALL_TABLE = 3000
"""Below so many rows numbers of pairs are tried on three folds, above on one third held out."""

_FEWEST_FOR_PAIRS = 2

_MILDEST, _STRONGEST = 0.5, 1.5
"""Bounds of tempering: beyond them the trial is not to be believed."""


@dataclass(frozen=True)
class Trial:
    """Scores of rows that took no part in learning, with so many pair terms per feature; all shapes (rows,)."""

    pairs_per_feature: int
    scores: NDArray[np.float64]
    adverse: NDArray[np.uint8]

    @cached_property
    def losses(self) -> NDArray[np.float64]:
        """Log-loss of each row."""
        return np.asarray(np.logaddexp(0.0, np.where(self.adverse == 1, -self.scores, self.scores)))

    @cached_property
    def temper(self) -> float:
        """The calibration slope where its interval leaves out 1, else 1; 1 too where nothing was tried.

        A slope in log-odds keeps contributions additive and monotone, unlike other ways to calibrate.
        """
        if not len(self.scores):
            return 1.0
        slope = calibration_slope(HeldOut.at_once(self.adverse, self.scores))
        return 1.0 if slope.low <= 1 <= slope.high else float(np.clip(slope.value, _MILDEST, _STRONGEST))


def try_pairs(
    columns: Sequence[Column],
    roles: Mapping[str, FeatureRole],
    adverse: NDArray[np.uint8],
    options: LearningOptions,
    seed: int,
    tick: Tick,
) -> tuple[Trial, ...]:
    """Rising numbers of pairs, until more of them no longer help rows that took no part in learning or ranking.

    With a single number to choose from nothing is tried, and the trial is empty.
    """
    counts = options.pairs_per_feature if len(columns) >= _FEWEST_FOR_PAIRS else (0,)
    if len(options.pairs_per_feature) == 1:
        return (Trial(counts[0], np.empty(0), np.empty(0, np.uint8)),)
    parts = _thirds(adverse, seed)[: 3 if len(adverse) < _SMALL_TABLE else 1]
    stages = [_Stage.set(aside, columns, roles, adverse, options, seed, tick) for aside in parts]
    truth = np.concatenate([stage.adverse_aside for stage in stages])
    tried: list[Trial] = []
    for count in counts:
        tried.append(Trial(count, np.concatenate([stage.scores(count, options, tick) for stage in stages]), truth))
        if len(tried) > 1 and tried[-1].losses.mean() >= tried[-2].losses.mean():
            break
    return tuple(tried)


def best_trial(trials: tuple[Trial, ...]) -> Trial:
    """The trial with the least mean loss; the only one where there is but one."""
    return trials[0] if len(trials) == 1 else min(trials, key=lambda trial: float(trial.losses.mean()))


def bin_rows(
    columns: Sequence[Column], roles: Mapping[str, FeatureRole], adverse: NDArray[np.uint8], options: LearningOptions
) -> BinnedRows:
    """All columns binned by their own rows."""
    binned = [bin_feature(column, roles[column.name], adverse, options) for column in columns]
    cells = np.stack([cells for _, cells in binned])
    return BinnedRows(tuple(feature for feature, _ in binned), cells, adverse.astype(np.float32))


def rank_pairs(data: BinnedRows, scores: F32, per_feature: int, options: LearningOptions) -> Pairs:
    """The pairs with the largest gain on what the main terms leave, at most `per_feature` × features of them."""
    probability = 1 / (1 + np.exp(-scores.mean(axis=1)))
    coarse = np.stack([f.coarse[cells] for f, cells in zip(data.features, data.cells, strict=True)])
    sizes = np.array([feature.coarse_bins for feature in data.features], dtype=np.int32)
    gains = pair_gains(coarse, sizes, data.adverse - probability, probability * (1 - probability), options.pair_ridge)
    best = np.argsort(-gains, axis=None, kind="stable")[: per_feature * len(data.features)]
    found = [divmod(int(flat), len(data.features)) for flat in best]
    return tuple((a, b) for a, b in found if gains[a, b] > 0)


def with_pairs(
    data: BinnedRows, weights: F32, mains: Boosted, pairs_per_feature: int, options: LearningOptions, tick: Tick
) -> BagTables:
    """The bags' tables with so many pair terms on top of the main terms."""
    pairs = rank_pairs(data, mains.scores, pairs_per_feature, options) if pairs_per_feature else ()
    tables = boost_pairs(data, pairs, weights, mains.scores, options, tick).tables if pairs else mains.tables[:0]
    return BagTables(mains.tables, pairs, tables)


@dataclass(frozen=True)
class _Stage:
    """Rows to learn from with their main terms, and rows kept aside to try numbers of pairs on."""

    inner: BinnedRows
    weights: F32
    mains: Boosted
    aside: Sequence[Column]
    adverse_aside: NDArray[np.uint8]

    @classmethod
    def set(
        cls,
        aside: NDArray[np.bool_],
        columns: Sequence[Column],
        roles: Mapping[str, FeatureRole],
        adverse: NDArray[np.uint8],
        options: LearningOptions,
        seed: int,
        tick: Tick,
    ) -> _Stage:
        """Learn the main terms of the rows that are not aside."""
        kept = ~aside
        inner = bin_rows([column.taken(kept) for column in columns], roles, adverse[kept], options)
        weights = bag_weights(adverse[kept], options.held_out, seed)
        mains = boost_mains(inner, weights, options.spike_rates[0], options, tick)
        return cls(inner, weights, mains, [column.taken(aside) for column in columns], adverse[aside])

    def scores(self, pairs_per_feature: int, options: LearningOptions, tick: Tick) -> NDArray[np.float64]:
        """Scores of the rows aside with so many pair terms."""
        bags = with_pairs(self.inner, self.weights, self.mains, pairs_per_feature, options, tick)
        additive = assemble(self.inner, bags, options.held_out)
        table = Table({column.name: column for column in self.aside}, len(self.adverse_aside))
        return FlatTables.of(additive).scores(encode(additive.features, table).bins)


def _thirds(adverse: NDArray[np.uint8], seed: int) -> list[NDArray[np.bool_]]:
    """Three stratified masks that share out the rows."""
    generator = np.random.default_rng([seed, 3])
    third = np.empty(len(adverse), dtype=np.int64)
    for outcome in (0, 1):
        rows = generator.permutation(np.flatnonzero(adverse == outcome))
        third[rows] = np.arange(len(rows)) % 3
    return [third == part for part in range(3)]
