"""Tables that organisations bring: kept, checked, and corrected by hand."""

from rashin.workspace.datasets.bringing import bring, bring_sample, check_again, datasets, find
from rashin.workspace.datasets.checking import check_kind, prepared
from rashin.workspace.datasets.corrections import ColumnUse, Corrections
from rashin.workspace.datasets.findings import Findings, findings_of

__all__ = [
    "ColumnUse",
    "Corrections",
    "Findings",
    "bring",
    "bring_sample",
    "check_again",
    "check_kind",
    "datasets",
    "find",
    "findings_of",
    "prepared",
]
