from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy


def test_the_ledger_benchmark_runs_and_names_its_bar(checkout: Path, tmp_path: Path) -> None:
    if find_spec("polars") is None:
        pytest.skip("polars is not installed")
    out = tmp_path / "results.md"
    command: list[str | Path] = [
        sys.executable,
        checkout / "benchmarks" / "ledger.py",
        "--rows",
        "3000",
        "--rounds",
        "1",
        "--markdown",
        out,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    for row in (
        "DuckDB alone",
        "Polars alone",
        "Rashin: import",
        "Rashin: all rules",
        "Rashin: aggregate",
        "| all rules, against",
    ):
        assert row in text
