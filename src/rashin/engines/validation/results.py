"""What validation comes to: the figures that a model file keeps and a report shows."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.estimates import Estimate
from rashin.language import Text


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Cases given about the same probability, and how often the adverse outcome came."""

    probability: float
    observed: Estimate


@dataclass(frozen=True, slots=True)
class Challenger:
    """An opaque model on the same folds: the price of being explainable is its lead."""

    name: str
    auc: Estimate
    log_loss: Estimate
    brier: Estimate
    auc_lead: Estimate
    """Challenger's AUC minus ours, paired on the same held-out cases."""


@dataclass(frozen=True, slots=True)
class CostPoint:
    """What a threshold would have come to on the held-out cases."""

    threshold: float
    accepted: int
    refused: int
    handed_over: int
    yen: int


@dataclass(frozen=True, slots=True)
class PairChoice:
    """Held-out log-loss with so many pair terms per feature."""

    pairs_per_feature: int
    log_loss: Estimate
    chosen: bool


@dataclass(frozen=True, slots=True)
class Validation:
    """How good the model is on cases it never saw."""

    scheme: Text
    folds: int
    repeats: int
    rows: int
    adverse: int
    auc: Estimate
    log_loss: Estimate
    brier: Estimate
    calibration_slope: Estimate
    """Below 1: the probabilities are too extreme; above 1: too timid."""
    calibration_intercept: Estimate
    """Above 0: on the whole the adverse outcome comes more often than the probabilities say. In log-odds."""
    reliability: tuple[ReliabilityBin, ...]
    cost_curve: tuple[CostPoint, ...]
    pair_choices: tuple[PairChoice, ...]
    challengers: tuple[Challenger, ...]
