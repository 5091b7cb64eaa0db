"""What a stranger gets: complete locks, nothing of anybody's machine, and a wheel that works on its own."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import rashin

# Groups that cannot share an environment with the tests have one of their own.
ALONE = ("s3server", "serving", "standards")
LOCKS = ("core", "build", "test", "bench", *ALONE)
LOCKED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; (?P<marker>.*?))? \\$")


def lock(checkout: Path, name: str) -> str:
    return (checkout / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(checkout: Path, name: str) -> set[tuple[str, str, str]]:
    """Package, version and marker of every entry in a lock."""
    entries = (LOCKED.match(line) for line in lock(checkout, name).splitlines())
    return {(canonicalize_name(e["name"]), e["version"], e["marker"] or "") for e in entries if e}


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))


def wanted(project: dict[str, Any], name: str) -> Iterator[Requirement]:
    """What pyproject.toml asks of a lock."""
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    core = [] if name in {"build", *ALONE} else project["project"]["dependencies"]
    asked = {
        "core": [],
        "build": groups["build"],
        "test": [line for group, lines in groups.items() if group not in ALONE for line in lines],
        **{name: groups[name] for name in ALONE},
        "bench": [*extras["bench"], *extras["challengers"], *groups["build"]],
    }
    yield from (r for r in map(Requirement, [*core, *asked[name]]) if canonicalize_name(r.name) != "rashin")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_the_project_asks_for(checkout: Path, project: dict[str, Any], name: str) -> None:
    locked = pins(checkout, name)
    for requirement in wanted(project, name):
        versions = [v for package, v, _ in locked if package == canonicalize_name(requirement.name)]
        assert versions, f"{requirement} is not in requirements/{name}.txt: run `make lock`"
        assert all(requirement.specifier.contains(v) for v in versions), f"{requirement}: run `make lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_a_pin_with_hashes_and_names_no_index(checkout: Path, name: str) -> None:
    text = re.sub(r"#.*", "", lock(checkout, name))
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        head, *hashes = entry.strip().splitlines()
        assert LOCKED.match(head), head
        assert hashes, head
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}( \\)?", line.strip()) for line in hashes), head


@pytest.mark.parametrize("name", ["test", "bench"])
def test_what_is_tested_and_measured_is_what_runs(checkout: Path, name: str) -> None:
    assert pins(checkout, "core") <= pins(checkout, name)


def test_no_lock_brings_a_gpu(checkout: Path) -> None:
    # BentoML asks whether there is a GPU by 50 kB of plain Python.
    packages = {package for name in LOCKS for package, *_ in pins(checkout, name)} - {"nvidia-ml-py"}
    assert [package for package in packages if package.startswith(("torch", "nvidia", "cuda"))] == []


TEXT = {".css", ".csv", ".html", ".js", ".json", ".md", ".py", ".sql", ".svg", ".toml", ".txt"}


def texts(checkout: Path) -> Iterator[tuple[str, str]]:
    rooms = ("src", "tests", "docs", "benchmarks", "requirements")
    paths = [*checkout.glob("*"), *(checkout / ".ci").glob("*"), *(p for r in rooms for p in (checkout / r).rglob("*"))]
    for path in paths:
        if path.suffix in TEXT or path.name in {"Makefile", "run"}:
            yield str(path.relative_to(checkout)), path.read_text(encoding="utf-8")


def test_no_file_names_a_package_index_or_a_folder_of_somebodys_machine(checkout: Path) -> None:
    somebodys = re.compile(r"(?<![\w.])/(?:home|root|Users|opt|work)/\w|(?<!emit-)index[-]url|pypi[.]org|file:/[/]")
    found = {name: somebodys.findall(text) for name, text in texts(checkout) if somebodys.search(text)}
    assert found == {}


def test_the_changelog_knows_this_version(checkout: Path) -> None:
    changelog = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(rashin.__version__)}\b", changelog, re.MULTILINE)


def test_every_make_target_is_explained(checkout: Path) -> None:
    makefile = (checkout / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets
    help_text = subprocess.run(["make", "help"], cwd=checkout, capture_output=True, text=True, check=True).stdout
    assert [target for target in targets[1].split() if f"make {target} " not in help_text] == []


@pytest.mark.heavy
def test_the_wheel_works_on_its_own_in_an_empty_environment(checkout: Path, tmp_path: Path) -> None:
    """Core install under 450 MB, from hashed pins only, and the command answers."""
    pip = ["-m", "pip", "--disable-pip-version-check", "--quiet"]
    home = tmp_path / "environment"
    python = home / "bin" / "python"

    def run(*command: str | Path) -> str:
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    run(sys.executable, *pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, checkout)
    (wheel,) = tmp_path.glob("rashin-*.whl")
    run(sys.executable, "-m", "venv", home)
    before = megabytes(home)
    lean = ("install", "--no-deps", "--no-compile")
    run(python, *pip, *lean, "--require-hashes", "-r", checkout / "requirements" / "core.txt")
    run(python, *pip, *lean, wheel)
    assert megabytes(home) - before < 450
    run(python, *pip, "check")
    assert "learn" in run(home / "bin" / "rashin", "--help")
    assert rashin.__version__ in run(python, "-c", "import rashin; print(rashin.__version__)")


def megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*")) / 1e6
