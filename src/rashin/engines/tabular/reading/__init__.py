"""Reading dirty tables: from a file or a frame to typed columns, nothing guessed silently."""

from __future__ import annotations

from rashin.engines.tabular.reading.columns import Known
from rashin.engines.tabular.reading.reader import read, read_as, read_cells
from rashin.engines.tabular.reading.retyping import retyped, retyped_column
from rashin.engines.tabular.reading.target import LabelledTarget, check_target, refuse_if_unusable

__all__ = [
    "Known",
    "LabelledTarget",
    "check_target",
    "read",
    "read_as",
    "read_cells",
    "refuse_if_unusable",
    "retyped",
    "retyped_column",
]
