"""Deployments: learning a service from an organisation's own data, and which model is in use."""

from rashin.workspace.deployments.approving import (
    Period,
    Signing,
    approve,
    find_model,
    history,
    in_use,
    models_of,
    names,
    signing,
)
from rashin.workspace.deployments.closing import close, last_closing, refuse_closed, reopen
from rashin.workspace.deployments.comparing import Compared, compare
from rashin.workspace.deployments.costing import COST_FIELDS, Costed, cost_out, costs_from
from rashin.workspace.deployments.deployments import Plans, choose, find, rename, start
from rashin.workspace.deployments.experience import Experience, experience
from rashin.workspace.deployments.held_out import HeldOut, held_out_of
from rashin.workspace.deployments.learning import ask_to_learn, learn_kind
from rashin.workspace.deployments.road import Next, Road, road_of, roads
from rashin.workspace.deployments.summary import Summary, summary_of

__all__ = [
    "COST_FIELDS",
    "Compared",
    "Costed",
    "Experience",
    "HeldOut",
    "Next",
    "Period",
    "Plans",
    "Road",
    "Signing",
    "Summary",
    "approve",
    "ask_to_learn",
    "choose",
    "close",
    "compare",
    "cost_out",
    "costs_from",
    "experience",
    "find",
    "find_model",
    "held_out_of",
    "history",
    "in_use",
    "last_closing",
    "learn_kind",
    "models_of",
    "names",
    "refuse_closed",
    "rename",
    "reopen",
    "road_of",
    "roads",
    "signing",
    "start",
    "summary_of",
]
