from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy

PEERS_VENV = ".venv-serving"
EXTRAS = ("lightgbm", "pandas", "scipy", "sklearn")
SERVERS = ("Rashin", "MLflow", "BentoML", "BentoML, batching")


def run(checkout: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, checkout / "benchmarks" / "serving.py", "--quick", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module", autouse=True)
def extras() -> None:
    missing = [name for name in EXTRAS if find_spec(name) is None]
    if missing:
        pytest.skip(f"rashin[bench] is not installed: no {', '.join(missing)}")


@pytest.fixture(scope="module")
def results(checkout: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    peers = checkout / PEERS_VENV
    if not (peers / "bin" / "bentoml").exists():
        pytest.skip(f"the peers are not installed in {PEERS_VENV}: see `make serving`")
    folder = tmp_path_factory.mktemp("serving")
    out = folder / "results.md"
    done = run(checkout, "--peers", peers, "--data", shared_data / "lending", "--folder", folder, "--markdown", out)
    assert done.returncode == 0, done.stderr
    return out.read_text(encoding="utf-8")


@pytest.mark.parametrize("server", SERVERS)
def test_every_server_answers_every_request(results: str, server: str) -> None:
    lines = [line for line in results.splitlines() if line.startswith(f"| {server} ")]
    served = [line for line in lines if line.count("|") == 10]
    assert {line.split("|")[2].strip() for line in served} == {"1", "4"}
    assert {line.split("|")[-2].strip() for line in served} == {"0"}, "no errors"


def test_every_bar_is_named_with_its_figure_and_verdict(results: str) -> None:
    lines = [line for line in results.partition("## Bars")[2].splitlines() if line.startswith("| ")][2:]
    assert len(lines) == 2 * 2 * 3 + 4
    assert {line.split("|")[-2].strip() for line in lines} <= {"holds", "falls short"}
    (kept,) = (line for line in lines if "on record" in line)
    assert kept.split("|")[-2].strip() == "holds"


def test_absent_tables_are_named_and_not_a_crash(checkout: Path, tmp_path: Path) -> None:
    done = run(checkout, "--data", tmp_path / "nowhere")
    assert done.returncode == 3
    assert "--data" in done.stderr
    assert "Traceback" not in done.stderr
