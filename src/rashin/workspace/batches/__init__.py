"""Files of cases: brought, decided row by row, and given back with what came of each row."""

from rashin.workspace.batches.bringing import batches, bring, cancel, find, forget_file
from rashin.workspace.batches.deciding import batch_kind
from rashin.workspace.batches.outcomes import lines_in
from rashin.workspace.batches.results import sheet

__all__ = ["batch_kind", "batches", "bring", "cancel", "find", "forget_file", "lines_in", "sheet"]
