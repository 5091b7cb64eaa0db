"""Peak memory of training and of explaining a batch, each library in a process of its own.

`python memory.py JOB NAME FOLDER` is such a process: FOLDER holds the data and, for `explain`, the model that `train`
left. The core and the threads are those of the process that starts it.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import explainers
from bars import Part
from explainers import Explainer
from ours import RASHIN, fit_rashin
from peers import PEERS, Contender, fit_ebm, fit_lightgbm
from plan import Plan
from speed import drawn
from tables import markdown

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
RESET_PEAK = "5"
FIRST_ROWS = 100
"""A first call on so many rows loads and compiles what the library needs; it is not part of the figure."""
EXPLAINED: dict[str, tuple[Callable[..., Any], Callable[[Any], Explainer]]] = {
    "Rashin": (fit_rashin, explainers.rashin),
    "EBM": (fit_ebm, explainers.ebm),
    "LightGBM": (fit_lightgbm, explainers.lightgbm),
}
"""How those with exact contributions are trained and explain."""


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


def _train(name: str, folder: Path) -> Peak:
    data = pickle.loads(folder.joinpath("data.pickle").read_bytes())  # noqa: S301 - written a moment before
    contender = next(c for c in (RASHIN, *PEERS) if c.name == name)
    fit = EXPLAINED[name][0] if name in EXPLAINED else contender.fit
    few = data.first(FIRST_ROWS)
    fit(few.inputs, few.target)
    model, peak = _peak_of(lambda: fit(data.inputs, data.target))
    if name in EXPLAINED:
        folder.joinpath("model.pickle").write_bytes(pickle.dumps(model))
    return peak


def _explain(name: str, folder: Path) -> Peak:
    batch = pickle.loads(folder.joinpath("batch.pickle").read_bytes())  # noqa: S301 - written a moment before
    model = pickle.loads(folder.joinpath("model.pickle").read_bytes())  # noqa: S301 - written a moment before
    contributions = EXPLAINED[name][1](model).contributions
    contributions(batch.iloc[:FIRST_ROWS])
    return _peak_of(lambda: contributions(batch))[1]


def _peak_of(call: Callable[[], Any]) -> tuple[Any, Peak]:
    before = _megabytes("VmRSS")
    CLEAR.write_text(RESET_PEAK, "utf-8")
    result = call()
    return result, Peak(_megabytes("VmHWM"), before)


def _megabytes(entry: str) -> float:
    line = next(line for line in STATUS.read_text("utf-8").splitlines() if line.startswith(f"{entry}:"))
    return int(line.split()[1]) / 1024


def main(job: str, name: str, folder: str) -> None:
    """Do the job and print its peak."""
    found = {"train": _train, "explain": _explain}[job](name, Path(folder))
    print(found.peak, found.before)


if __name__ == "__main__":
    main(*sys.argv[1:])
