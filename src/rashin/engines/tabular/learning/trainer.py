"""The trainer: bins, boosts, chooses what validation prefers, and assembles the additive model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import FeatureRole
from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.learning.assemble import BagTables, assemble
from rashin.engines.tabular.learning.bags import bag_weights
from rashin.engines.tabular.learning.binning import bin_feature
from rashin.engines.tabular.learning.boosting import BinnedRows, Boosted, Pairs, Tick, boost_mains, boost_pairs
from rashin.engines.tabular.learning.lanes import F32
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.learning.pair_terms import pair_gains
from rashin.engines.tabular.table import Column, Kind
from rashin.language import same

_SMALL_TABLE = 3000
"""Below so many rows the number of pairs is chosen on three folds, above on one third held out."""


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
    pairs, tables = (), np.zeros((0, 1, mains.tables.shape[2]), np.float32)
    if chosen:
        pairs = rank_pairs(data, mains.scores, chosen, options)
    if pairs:
        tables = boost_pairs(data, pairs, weights, mains.scores, options, tick).tables
    return Learned(assemble(data, BagTables(mains.tables, pairs, tables), options.held_out), chosen, trials)


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
    gains = pair_gains(
        coarse, sizes, data.adverse - probability, probability * (1 - probability), options.pair_ridge
    )
    best = np.argsort(-gains, axis=None, kind="stable")[: per_feature * len(data.features)]
    found = [divmod(int(flat), len(data.features)) for flat in best]
    return tuple((a, b) for a, b in found if gains[a, b] > 0)


def _best_mains(
    data: BinnedRows, weights: F32, options: LearningOptions, tick: Tick
) -> tuple[float, Boosted]:
    """The main terms with the spike rate whose bags do best on their own held-out rows."""
    tried = [(rate, boost_mains(data, weights, rate, options, tick)) for rate in options.spike_rates]
    return min(tried, key=lambda found: float(found[1].losses.mean()))


def _pair_trials(
    columns: Sequence[Column],
    roles: Mapping[str, FeatureRole],
    adverse: NDArray[np.uint8],
    options: LearningOptions,
    seed: int,
    tick: Tick,
) -> tuple[PairTrial, ...]:
    """Each number of pairs tried on rows that took no part in its learning, nor in ranking its pairs."""
    counts = options.pairs_per_feature if len(columns) > 1 else (0,)
    if len(counts) == 1:
        return (PairTrial(counts[0], np.empty(0)),)
    parts = _thirds(adverse, seed)[: 3 if len(adverse) < _SMALL_TABLE else 1]
    losses: dict[int, list[NDArray[np.float64]]] = {count: [] for count in counts}
    for part in parts:
        for count, loss in _losses_on(part, columns, roles, adverse, options, seed, tick).items():
            losses[count].append(loss)
    return tuple(PairTrial(count, np.concatenate(losses[count])) for count in counts)


def _thirds(adverse: NDArray[np.uint8], seed: int) -> list[NDArray[np.bool_]]:
    """Three stratified masks that share out the rows."""
    generator = np.random.default_rng([seed, 3])
    third = np.empty(len(adverse), dtype=np.int64)
    for outcome in (0, 1):
        rows = generator.permutation(np.flatnonzero(adverse == outcome))
        third[rows] = np.arange(len(rows)) % 3
    return [third == part for part in range(3)]


def _losses_on(
    aside: NDArray[np.bool_],
    columns: Sequence[Column],
    roles: Mapping[str, FeatureRole],
    adverse: NDArray[np.uint8],
    options: LearningOptions,
    seed: int,
    tick: Tick,
) -> dict[int, NDArray[np.float64]]:
    """Log-loss of the rows `aside`, for each number of pairs, learned on the others.

    All rows are binned alike but the rows aside weigh nothing in any bag, so they steer neither the boosting nor,
    with their gradient left out, the ranking of pairs.
    """
    kept = ~aside
    data = bin_rows(columns, roles, adverse, options)
    inner = BinnedRows(data.features, data.cells[:, kept], data.adverse[kept])
    weights = bag_weights(adverse[kept], options.held_out, seed)
    mains = boost_mains(inner, weights, options.spike_rates[0], options, tick)
    losses = {}
    for count in options.pairs_per_feature:
        pairs = rank_pairs(inner, mains.scores, count, options) if count else ()
        tables = boost_pairs(inner, pairs, weights, mains.scores, options, tick).tables if pairs else mains.tables[:0]
        additive = assemble(inner, BagTables(mains.tables, pairs, tables), options.held_out)
        losses[count] = _log_losses(_scores(additive, data.cells[:, aside]), adverse[aside])
    return losses


def _scores(additive: Additive, cells: NDArray[np.uint16]) -> NDArray[np.float64]:
    """Scores of binned rows; cells (features, rows) in, (rows,) out."""
    total = np.full(cells.shape[1], additive.intercept)
    for term in additive.terms:
        if len(term.features) == 1:
            total += term.values[cells[term.features[0]]]
        else:
            a, b = term.features
            total += term.values[additive.features[a].coarse[cells[a]], additive.features[b].coarse[cells[b]]]
    return total


def _log_losses(scores: NDArray[np.float64], adverse: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.logaddexp(0.0, np.where(adverse == 1, -scores, scores))


def _choose(trials: tuple[PairTrial, ...]) -> int:
    """The fewest pairs that no larger number beats by more than one standard error of the paired difference."""
    chosen = trials[0]
    for trial in trials[1:]:
        gain = chosen.losses - trial.losses
        if gain.mean() > gain.std() / np.sqrt(len(gain)):
            chosen = trial
    return chosen.pairs_per_feature


