"""From a yen to a decision: what deployments measure, shared by their company, in the book of the programme that paid."""

from rashin.workspace.measured.baseline import Baseline, Known, baseline_from
from rashin.workspace.measured.collecting import ask_monthly, ask_to_collect, measure_kind, window_of
from rashin.workspace.measured.counts import LEAST, Counts, count
from rashin.workspace.measured.figures import ASSUMED, Measured, measured
from rashin.workspace.measured.linking import (
    Offered,
    agree,
    end,
    end_offer,
    find_sharing,
    measurements_of,
    offer,
    offered,
    offers,
    sharings_of,
)

__all__ = [
    "ASSUMED",
    "LEAST",
    "Baseline",
    "Counts",
    "Known",
    "Measured",
    "Offered",
    "agree",
    "ask_monthly",
    "ask_to_collect",
    "baseline_from",
    "count",
    "end",
    "end_offer",
    "find_sharing",
    "measure_kind",
    "measured",
    "measurements_of",
    "offer",
    "offered",
    "offers",
    "sharings_of",
    "window_of",
]
