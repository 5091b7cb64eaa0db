from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy

EXTRAS = ("catboost", "dice_ml", "interpret", "lightgbm", "pandas", "sklearn", "xgboost")
SECTIONS = ("Bars", "Accuracy", "Training", "Explaining", "Peak memory", "Counterfactuals")
SHOWN = (
    "mean AUC rank",
    "AUC below EBM",
    "training faster than EBM",
    "batch faster than LightGBM",
    "batch faster than EBM",
    "one row faster than EBM",
    "contributions + intercept = score",
    "counterfactuals found",
    "p99 of the search alone",
)


def run(checkout: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, checkout / "benchmarks" / "lending.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module", autouse=True)
def extras() -> None:
    missing = [name for name in EXTRAS if find_spec(name) is None]
    if missing:
        pytest.skip(f"rashin[bench] is not installed: no {', '.join(missing)}")


@pytest.fixture(scope="module")
def results(checkout: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("benchmarks") / "results.md"
    done = run(checkout, "--quick", "--data", shared_data / "lending", "--markdown", out)
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    assert all(line in done.stdout for line in text.splitlines())
    return text


@pytest.mark.parametrize("section", SECTIONS)
def test_every_part_writes_its_tables(results: str, section: str) -> None:
    assert f"\n## {section}" in results


@pytest.mark.parametrize("claim", SHOWN)
def test_every_bar_is_named_with_its_figure_and_verdict(results: str, claim: str) -> None:
    lines = [line for line in results.splitlines() if line.startswith(f"| {claim}")]
    assert lines
    for line in lines:
        _, bar, figure, verdict = (cell.strip() for cell in line.strip("|").split("|"))
        assert bar
        assert any(digit in figure for digit in "0123456789")
        assert verdict in {"holds", "falls short"}


def test_contributions_are_exact_and_every_change_is_found_or_ruled_out(results: str) -> None:
    exact = ("contributions + intercept = score", "counterfactuals found")
    lines = [line for line in results.splitlines() if line.startswith(tuple(f"| {claim}" for claim in exact))]
    assert len(lines) == len(exact)
    assert all(line.split("|")[-2].strip() == "holds" for line in lines), lines


def test_absent_tables_are_named_and_not_a_crash(checkout: Path, tmp_path: Path) -> None:
    done = run(checkout, "--quick", "--data", tmp_path / "nowhere")
    assert done.returncode == 3
    assert "--data" in done.stderr
    assert "Traceback" not in done.stderr
