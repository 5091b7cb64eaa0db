"""LightGBM's exact contributions behind the model servers of others: MLflow and BentoML, one worker each."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from load import Address, free_address, posted
from servers import Server, started

HERE = Path(__file__).parent
Case = Mapping[str, Any]


@dataclass(frozen=True)
class Peer:
    """One server."""

    name: str
    path: str
    body: Callable[[Case], object]
    """The JSON body that asks for one case."""
    command: Callable[[Path, Path, Path, Address], list[str | Path]]
    """The command that serves: from its environment's programs, the booster's file, a folder to use, the address."""

    def request(self, case: Case) -> bytes:
        """One case as it goes over the wire."""
        return posted(self.path, self.body(case))

    @contextmanager
    def served(self, venv: Path, booster: Path, case: Case, *, core: int) -> Iterator[Server]:
        """The peer serving the booster in its own environment, once it has answered a case.

        Raises:
            NotServing: it does not answer.
            CalledProcessError: it cannot take the model.
        """
        programs, address = (venv / "bin").absolute(), free_address()
        with TemporaryDirectory() as folder:
            command = self.command(programs, booster.absolute(), Path(folder), address)
            environment = _environment(programs, booster, Path(folder))
            with started(command, self.request(case), address=address, core=core, environment=environment) as server:
                yield server


def _environment(programs: Path, booster: Path, folder: Path) -> dict[str, str]:
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SERVED_BOOSTER": str(booster.absolute()),
        "BENTOML_HOME": str(folder),
        "DO_NOT_TRACK": "true",
        "BENTOML_DO_NOT_TRACK": "true",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }


def _mlflow(programs: Path, booster: Path, folder: Path, address: Address) -> list[str | Path]:
    model = folder / "model"
    save = [programs / "python", HERE / "serving_mlflow.py", booster, model]
    environment = {**os.environ, **_environment(programs, booster, folder)}
    subprocess.run(save, env=environment, check=True, capture_output=True)  # noqa: S603 - the peer's own Python
    where = ["--host", address.host, "--port", str(address.port)]
    return [programs / "mlflow", "models", "serve", "-m", model, "--env-manager", "local", "--workers", "1", *where]


def _bentoml(programs: Path, _booster: Path, _folder: Path, address: Address) -> list[str | Path]:
    where = ["--host", address.host, "--port", str(address.port)]
    return [programs / "bentoml", "serve", "serving_bentoml:Explained", *where]


MLFLOW = Peer("MLflow", "/invocations", lambda case: {"dataframe_records": [case]}, _mlflow)
BENTOML = Peer("BentoML", "/decide", lambda case: {"case": case}, _bentoml)
BENTOML_TOGETHER = Peer("BentoML, batching", "/decide_together", lambda case: {"cases": [case]}, _bentoml)
PEERS = (MLFLOW, BENTOML, BENTOML_TOGETHER)
