from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from rashin.cli import app
from rashin.settings import settings

ROWS = 240
TARGET = "結果"


@dataclass(frozen=True)
class Answer:
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of the answer that were laid out; commands to type are never broken."""
        return [line for line in self.out.splitlines() if not line.startswith("    rashin ")]

    @property
    def unbroken(self) -> str:
        """The error without its line breaks, one of which may lie inside a long path."""
        return self.err.replace("\n", "")

    @property
    def facts(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture(scope="session")
def run() -> Run:
    """A command line in this process, on a terminal of 80 places."""

    def run(*words: str | Path, env: Mapping[str, str] | None = None) -> Answer:
        settings.cache_clear()
        given = {"COLUMNS": "80", **(env or {})}
        result = CliRunner().invoke(app, [str(word) for word in words], env=given, catch_exceptions=False)
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def shell() -> Run:
    """A command line in a process of its own, as a user starts it."""

    def shell(*words: str | Path, cwd: Path | None = None) -> Answer:
        command = [str(Path(sys.executable).with_name("rashin")), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)
        return Answer(done.returncode, done.stdout, done.stderr)

    return shell


@dataclass(frozen=True)
class Desk:
    """The files of somebody who has learned a model."""

    loans: Path
    new: Path
    model: Path
    learned: Answer


@pytest.fixture(scope="session")
def desk(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    loans, new, model = folder / "loans.csv", folder / "new.csv", folder / "loan.rashin"
    assert run("sample", "lending", "--out", loans, "--rows", str(ROWS)).code == 0
    assert run("sample", "lending", "--new", "--out", new).code == 0
    learned = run("learn", "lending", loans, "--target", TARGET, "--out", model, "--no-challengers")
    assert learned.code == 0, learned.err
    return Desk(loans, new, model, learned)
