"""Peak memory of training and of explaining a batch, each library in a process of its own.

`python memory.py JOB FOLDER` is such a process: FOLDER holds the data and, for `explain`, the model that `train` left.
"""

from __future__ import annotations

import pickle  # noqa: S403 - reads only what this program wrote a moment before
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timing import keep_to_one_core

if __name__ == "__main__":
    keep_to_one_core(None)

import explainers
from bars import Part
from ours import RASHIN, Fitted
from peers import PEERS, Contender, fit_ebm, fit_lightgbm
from plan import Plan
from speed import drawn
from tables import markdown

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
RESET_PEAK = "5"
FIRST_ROWS = 200
"""A first call on so many rows loads and compiles what the library needs; it is not part of the figure."""
EXPLAINED = ("Rashin", "EBM", "LightGBM")


@dataclass(frozen=True)
class Peak:
    """Megabytes resident: at the peak, and just before the call (libraries, data and model loaded)."""

    peak: float
    before: float

    @property
    def cells(self) -> list[str]:
        """For the table: the peak, and how far it is above the size before."""
        return [f"{self.peak:.0f}", f"{self.peak - self.before:.0f}"]


def run(plan: Plan) -> Part:
    """Measure every contender's training, and the batch where contributions are exact."""
    head = f"## Peak memory ({plan.speed_set}, batch of {plan.batch:,} rows)"
    if not CLEAR.exists():
        return Part(f"{head}\n\nNot measured: this system does not tell a process's peak.")
    rows = [_row(contender, plan) for contender in (RASHIN, *PEERS)]
    names = ["MB", "training, peak", "above before", "batch, peak", "above before"]
    return Part(f"{head}\n\n{markdown(names, rows)}")


def _row(contender: Contender, plan: Plan) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        data = plan.load(plan.speed_set)
        Path(folder, "data.pickle").write_bytes(pickle.dumps(data))
        Path(folder, "batch.pickle").write_bytes(pickle.dumps(drawn(data, plan.batch)))
        trained = _in_process("train", contender.name, folder)
        if contender.name not in EXPLAINED:
            return [contender.name, *trained.cells, "", ""]
        return [contender.name, *trained.cells, *_in_process("explain", contender.name, folder).cells]


def _in_process(job: str, name: str, folder: str) -> Peak:
    command = [sys.executable, __file__, job, name, folder]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - this very file
    return Peak(*map(float, out.split()[-2:]))
