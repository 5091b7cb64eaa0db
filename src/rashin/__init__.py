"""Rashin (羅針): decisions that small companies can trust, and public money accounted for to the yen.

The Python API on one screen:

>>> import rashin
>>> table = rashin.read("loans.csv")                                      # doctest: +SKIP
>>> model = rashin.learn("lending", table, target="結果")                  # doctest: +SKIP
>>> model.decide(table)[0].reasons                                        # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rashin.version import __version__

if TYPE_CHECKING:
    from rashin.engines.contract import Costs, Decision, Reason
    from rashin.engines.tabular.reading import read
    from rashin.engines.tabular.table import Table
    from rashin.errors import RashinError
    from rashin.language import Text
    from rashin.learning.check import check
    from rashin.learning.learn import learn
    from rashin.learning.models import Model, load
    from rashin.services import services

_HOMES = {
    "Costs": "rashin.engines.contract",
    "Decision": "rashin.engines.contract",
    "Model": "rashin.learning.models",
    "RashinError": "rashin.errors",
    "Reason": "rashin.engines.contract",
    "Table": "rashin.engines.tabular.table",
    "Text": "rashin.language",
    "check": "rashin.learning.check",
    "learn": "rashin.learning.learn",
    "load": "rashin.learning.models",
    "read": "rashin.engines.tabular.reading",
    "services": "rashin.services",
}

__all__ = [
    "Costs",
    "Decision",
    "Model",
    "RashinError",
    "Reason",
    "Table",
    "Text",
    "__version__",
    "check",
    "learn",
    "load",
    "read",
    "services",
]


def __getattr__(name: str) -> Any:
    """Public names come from their rooms when first asked for, so that importing Rashin stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'rashin' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
