"""The trainer: bins, boosts, chooses what validation prefers, and assembles the additive model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import FeatureRole
from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.learning.assemble import assemble
from rashin.engines.tabular.learning.bags import bag_weights
from rashin.engines.tabular.learning.boosting import BinnedRows, Boosted, Tick, boost_mains
from rashin.engines.tabular.learning.lanes import F32
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.learning.trials import Trial, best_trial, bin_rows, try_pairs, with_pairs
from rashin.engines.tabular.table import Column, Kind
from rashin.language import same


@dataclass(frozen=True)
class Learned:
    """The model, and what was tried on the way."""

    additive: Additive
    pairs_per_feature: int
    trials: tuple[Trial, ...]
    temper: float
    """What the tables were multiplied by so that probabilities are neither too extreme nor too timid."""


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
    spike_rate, mains = _mains(data, weights, options, tick)
    trials = try_pairs(inputs, roles, adverse, replace(options, spike_rates=(spike_rate,)), seed, tick)
    chosen = best_trial(trials)
    bags = with_pairs(data, weights, mains, chosen.pairs_per_feature, options, tick)
    additive = assemble(data, bags.tempered(chosen.temper), options.held_out)
    return Learned(additive, chosen.pairs_per_feature, trials, chosen.temper)


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


def _mains(data: BinnedRows, weights: F32, options: LearningOptions, tick: Tick) -> tuple[float, Boosted]:
    """The main terms of all spike rates, blended by how well each does on its bags' held-out rows, and the best rate.

    Source: pseudo-BMA weights, Yao, Vehtari, Simpson and Gelman (2018), Using Stacking to Average Bayesian Predictive
    Distributions.
    """
    tried = [boost_mains(data, weights, rate, options, tick) for rate in options.spike_rates]
    losses = np.array([one.losses.mean() for one in tried])
    evidence = np.exp(-len(data.adverse) * (losses - losses.min()))

    def blended(part: str) -> F32:
        return np.average([getattr(one, part) for one in tried], axis=0, weights=evidence).astype(np.float32)

    together = Boosted(blended("tables"), blended("scores"), blended("losses").astype(np.float64))
    return options.spike_rates[int(losses.argmin())], together
