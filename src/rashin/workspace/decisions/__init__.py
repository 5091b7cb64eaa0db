"""Deciding: one case or many, each answered only once its leaf is in the log."""

from rashin.workspace.decisions.deciding import Decided, decide
from rashin.workspace.decisions.making import Wanted
from rashin.workspace.decisions.recorder import Recorder

__all__ = ["Decided", "Recorder", "Wanted", "decide"]
