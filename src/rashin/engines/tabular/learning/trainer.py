"""The trainer: bins, boosts, chooses what validation prefers, and assembles the additive model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import FeatureRole
from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.encoding import encode
from rashin.engines.tabular.learning.assemble import BagTables, assemble
from rashin.engines.tabular.learning.bags import bag_weights
from rashin.engines.tabular.learning.binning import bin_feature
from rashin.engines.tabular.learning.boosting import BinnedRows, Boosted, Pairs, Tick, boost_mains, boost_pairs
from rashin.engines.tabular.learning.lanes import F32
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.learning.pair_terms import pair_gains
from rashin.engines.tabular.scoring import FlatTables
from rashin.engines.tabular.table import Column, Kind, Table
from rashin.language import same

_SMALL_TABLE = 3000
"""Below so many rows the number of pairs is chosen on three folds, above on one third held out."""

_FEWEST_FOR_PAIRS = 2


@dataclass(frozen=True)
class PairTrial:
    """Held-out log-loss of each row with so many pair terms per feature; losses (rows,)."""

    pairs_per_feature: int
    losses: NDArray[np.float64]


@dataclass(frozen=True)
class Learned:
    """The model, and what was tried on the way."""

    additive: Additive
    pairs_per_feature: int
    trials: tuple[PairTrial, ...]


def learn_additive(
    columns: Sequence[Column],
    roles: Mapping[str, FeatureRole],
    adverse: NDArray[np.uint8],
    *,
    options: LearningOptions | None = None,
    seed: int = 0,
    tick: Tick = lambda: None,
) -> Learned:
    """Learn an additive model with pair terms of the columns that have a role.

    Shapes: adverse (rows,), 1 = adverse. The same data, options and seed give the same model to the last bit on the
    same machine, whatever the number of threads. `tick` is called after each boosting cycle and may raise to stop.
    """
    options = options or LearningOptions()
    inputs = [column for column in columns if column.name in roles]
    data = bin_rows(inputs, roles, adverse, options)
    weights = bag_weights(adverse, options.held_out, seed)
    spike_rate, mains = _best_mains(data, weights, options, tick)
    trials = _pair_trials(inputs, roles, adverse, replace(options, spike_rates=(spike_rate,)), seed, tick)
    chosen = _choose(trials)
    bags = _with_pairs(data, weights, mains, chosen, options, tick)
    return Learned(assemble(data, bags, options.held_out), chosen, trials)


def warm_up() -> None:
    """Compile every kernel, or load it from the cache, so that threads and clocks need not wait for it later."""
    generator = np.random.default_rng(0)
    adverse = np.tile(np.array([0, 1], np.uint8), 40)
    columns = [
        Column(name, Kind.NUMBER, generator.normal(size=len(adverse)) + adverse * (generator.random(80) < share))
        for name, share in (("a", 0.8), ("b", 0.5))
    ]
    roles = {column.name: FeatureRole(same(column.name)) for column in columns}
    options = LearningOptions(most_cycles=2, pairs_per_feature=(1,))
    learn_additive(columns, roles, adverse, options=options)


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


def _best_mains(data: BinnedRows, weights: F32, options: LearningOptions, tick: Tick) -> tuple[float, Boosted]:
    """The main terms with the spike rate whose bags do best on their own held-out rows."""
    tried = [(rate, boost_mains(data, weights, rate, options, tick)) for rate in options.spike_rates]
    return min(tried, key=lambda found: float(found[1].losses.mean()))


@dataclass(frozen=True)
class _Trial:
    """Rows to learn from with their main terms, and rows kept aside to try numbers of pairs on."""

    inner: BinnedRows
    weights: F32
    mains: Boosted
    aside: Sequence[Column]
    adverse_aside: NDArray[np.uint8]

    def losses(self, pairs_per_feature: int, options: LearningOptions, tick: Tick) -> NDArray[np.float64]:
        """Log-loss of each row aside with so many pair terms."""
        bags = _with_pairs(self.inner, self.weights, self.mains, pairs_per_feature, options, tick)
        additive = assemble(self.inner, bags, options.held_out)
        table = Table({column.name: column for column in self.aside}, len(self.adverse_aside))
        scores = FlatTables.of(additive).scores(encode(additive.features, table).bins)
        return np.logaddexp(0.0, np.where(self.adverse_aside == 1, -scores, scores))


def _pair_trials(
    columns: Sequence[Column],
    roles: Mapping[str, FeatureRole],
    adverse: NDArray[np.uint8],
    options: LearningOptions,
    seed: int,
    tick: Tick,
) -> tuple[PairTrial, ...]:
    """Rising numbers of pairs, until more of them no longer help rows that took no part in learning or ranking."""
    if len(columns) < _FEWEST_FOR_PAIRS or len(options.pairs_per_feature) == 1:
        return (PairTrial(options.pairs_per_feature[0] if len(columns) >= _FEWEST_FOR_PAIRS else 0, np.empty(0)),)
    parts = _thirds(adverse, seed)[: 3 if len(adverse) < _SMALL_TABLE else 1]
    trials = [_trial(aside, columns, roles, adverse, options, seed, tick) for aside in parts]
    tried: list[PairTrial] = []
    for count in options.pairs_per_feature:
        tried.append(PairTrial(count, np.concatenate([trial.losses(count, options, tick) for trial in trials])))
        if len(tried) > 1 and tried[-1].losses.mean() >= tried[-2].losses.mean():
            break
    return tuple(tried)


def _trial(
    aside: NDArray[np.bool_],
    columns: Sequence[Column],
    roles: Mapping[str, FeatureRole],
    adverse: NDArray[np.uint8],
    options: LearningOptions,
    seed: int,
    tick: Tick,
) -> _Trial:
    kept = ~aside
    inner = bin_rows([column.taken(kept) for column in columns], roles, adverse[kept], options)
    weights = bag_weights(adverse[kept], options.held_out, seed)
    mains = boost_mains(inner, weights, options.spike_rates[0], options, tick)
    return _Trial(inner, weights, mains, [column.taken(aside) for column in columns], adverse[aside])


def _thirds(adverse: NDArray[np.uint8], seed: int) -> list[NDArray[np.bool_]]:
    """Three stratified masks that share out the rows."""
    generator = np.random.default_rng([seed, 3])
    third = np.empty(len(adverse), dtype=np.int64)
    for outcome in (0, 1):
        rows = generator.permutation(np.flatnonzero(adverse == outcome))
        third[rows] = np.arange(len(rows)) % 3
    return [third == part for part in range(3)]


def _with_pairs(
    data: BinnedRows, weights: F32, mains: Boosted, pairs_per_feature: int, options: LearningOptions, tick: Tick
) -> BagTables:
    """The bags' tables with so many pair terms on top of the main terms."""
    pairs = rank_pairs(data, mains.scores, pairs_per_feature, options) if pairs_per_feature else ()
    tables = boost_pairs(data, pairs, weights, mains.scores, options, tick).tables if pairs else mains.tables[:0]
    return BagTables(mains.tables, pairs, tables)


def _choose(trials: tuple[PairTrial, ...]) -> int:
    """The number of pairs with the least held-out loss."""
    return min(trials, key=lambda trial: float(trial.losses.mean()) if len(trial.losses) else 0.0).pairs_per_feature
