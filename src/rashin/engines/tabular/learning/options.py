"""How the additive model is learned: the few numbers that shape the boosting, with why they stand where they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LearningOptions:
    """The trainer's numbers. The defaults were settled on the five lending sets of `docs/benchmarks.md`."""

    bins: int = 254
    """Most value bins of one feature; with the missing and the unseen one they fit one byte."""
    coarse_bins: int = 28
    """Most coarse value bins of one side of a pair."""
    held_out: float = 0.15
    """Share of rows each bag keeps aside to know when to stop."""
    rate: float = 0.2
    """Share of each full Newton step that is taken."""
    pair_rate: float = 0.2
    ridge: float = 1.0
    """Shrinkage of a leaf, in units of p(1−p) rows."""
    cell_ridge: float = 5.0
    """Shrinkage of a single category and of the missing bin: rare ones learn slowly."""
    spike_rates: tuple[float, ...] = (0.0, 0.2)
    """Rates of an extra step for each single value, blended by held-out loss: codes such as a term of exactly 84 months
    carry spikes that a smooth curve flattens, other data only noise."""
    spike_ridge: float = 50.0
    pair_ridge: float = 0.3
    least_hessian: float = 1.5
    """Least p(1−p) rows in a leaf."""
    pair_least_hessian: float = 0.3
    most_cycles: int = 2000
    patience: int = 40
    """Cycles without a better held-out loss after which a bag stops."""
    pairs_per_feature: tuple[int, ...] = (0, 1, 3, 6)
    """Numbers of pair terms per feature that validation tries in turn, until more no longer help."""
