"""Honest hold-out: how good the decisions are on cases the model never saw, each figure with its interval."""

from rashin.engines.validation.assembly import validate
from rashin.engines.validation.challenge import challengers, installed_challengers
from rashin.engines.validation.costs import cost_curve
from rashin.engines.validation.held_out import HeldOut, cross_validate
from rashin.engines.validation.measures import (
    auc,
    auc_lead,
    brier,
    calibration_intercept,
    calibration_slope,
    log_loss,
    reliability,
)
from rashin.engines.validation.results import Challenger, CostPoint, PairChoice, ReliabilityBin, Validation
from rashin.engines.validation.splits import folds
from rashin.estimates import Estimate, proportion, wilson

__all__ = [
    "Challenger",
    "CostPoint",
    "Estimate",
    "HeldOut",
    "PairChoice",
    "ReliabilityBin",
    "Validation",
    "auc",
    "auc_lead",
    "brier",
    "calibration_intercept",
    "calibration_slope",
    "challengers",
    "cost_curve",
    "cross_validate",
    "folds",
    "installed_challengers",
    "log_loss",
    "proportion",
    "reliability",
    "validate",
    "wilson",
]
