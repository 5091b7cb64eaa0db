"""What the page for operators says to type works, in its order, on machines of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.program import environment
from tests.workspace.conftest import postgresql, s3_server  # noqa: F401
from tests.workspace.log.ledger import KEY, Ledger
from tests.workspace.postgresql import ADMIN, PostgreSQL, binaries
from tests.workspace.s3server import ACCESS, S3Server

from rashin.settings import Settings, variable
from rashin.workspace.database import Database, migrate

PAGES = ("operate.md", "operate.ja.md")
BLOCK = re.compile(r"(?ms)^```console(?: (\w+))?\n(.*?)^```$")
FIRST = "first"
STAYS = ("rashin up", "rashin worker")
STOPS_FIRST = ("rashin migrate", "rashin restore")
"""Before these the page says to stop what runs."""

# `git` fetches the working tree as it lies here; `scp` from the first machine copies from its folder.
SHIMS = {
    "git": """case "$1" in
pull) ;;
clone) mkdir "$3" && cd "$2" && git_dir="$OLDPWD/$3" &&
    "$REAL_GIT" ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar xf - -C "$git_dir" ;;
esac""",
    "scp": 'shift; cp -p "$(echo "${1#first.example.jp:}" | sed s:/third/:/first/:)" "$2"',
}


def typed(page: str) -> list[tuple[str, str]]:
    """On which machine what is typed, in order."""
    return [
        (machine or FIRST, line.removeprefix("$ "))
        for machine, block in BLOCK.findall(page)
        for line in block.splitlines()
    ]


def read(checkout: Path, page: str) -> str:
    return (checkout / "docs" / page).read_text(encoding="utf-8")


def test_both_pages_type_the_same(checkout: Path) -> None:
    english, japanese = (typed(read(checkout, page)) for page in PAGES)
    assert english == japanese
    assert len(english) > 30


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_that_the_page_names_exists(checkout: Path, page: str) -> None:
    named = set(re.findall(r"\bRASHIN_[A-Z_]+", read(checkout, page)))
    assert named <= {variable(name) for name in Settings.model_fields}


@dataclass
class Machine:
    """A folder that stands for a machine, what was exported there, and what runs there."""

    root: Path
    env: dict[str, str]
    before: list[str] = field(default_factory=list)
    services: list[subprocess.Popen[str]] = field(default_factory=list)

    def do(self, command: str) -> None:
        """Type a command.

        Raises:
            CalledProcessError: it failed.
        """
        command, _, folder = command.partition(" && cd ")
        if command.startswith(("export ", ". ")):
            self.before.append(command)
        elif command in STAYS:
            self._start(command)
        else:
            if command.startswith(STOPS_FIRST):
                self.stop()
            self._run(command)
        if folder:
            self.before.append(f"cd {folder}")

    def stop(self) -> None:
        """End what runs, as a service manager does."""
        for service in self.services:
            service.send_signal(signal.SIGTERM)
            service.communicate(timeout=60)
            assert service.returncode == 0
        self.services.clear()

    def kill(self) -> None:
        """End what still runs after a test that failed."""
        for service in self.services:
            service.kill()
            service.communicate()

    def _run(self, command: str) -> None:
        done = subprocess.run(self._line(command), env=self.env, cwd=self.root, capture_output=True, text=True)  # noqa: PLW1510
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"

    def _start(self, command: str) -> None:
        line = self._line(f"exec {command}")
        service = subprocess.Popen(line, env=self.env, cwd=self.root, stdout=subprocess.PIPE, text=True)
        assert service.stdout is not None
        assert service.stdout.readline(), command
        self.services.append(service)

    def _line(self, command: str) -> list[str]:
        return ["bash", "-c", "\n".join(["set -e", *self.before, command])]


class Site:
    """All machines, on one PostgreSQL and one S3-compatible storage."""

    def __init__(self, folder: Path, checkout: Path, server: PostgreSQL, files_url: str) -> None:
        self.folder, self.port = folder, free_port()
        self.machines: dict[str, Machine] = {}
        self._env = self._environment(server)
        self._instead = {
            "<this repository>": str(checkout),
            "/var/backups": str(folder / "backups"),
            "postgresql+psycopg://rashin:secret@db.example.jp/rashin": server.url("rashin").replace(
                "rashin_owner", "rashin"
            ),
            "s3://rashin/files?endpoint=https://s3.example.jp&region=jp-east-1": files_url,
            "AWS_ACCESS_KEY_ID=id AWS_SECRET_ACCESS_KEY=secret": " ".join(f"{k}={v}" for k, v in ACCESS.items()),
            "127.0.0.1:8000": f"127.0.0.1:{self.port}",
        }

    def do(self, name: str, command: str) -> None:
        machine = self.machines.setdefault(name, self._machine(name))
        for word, instead in {**self._instead, "/var/lib/rashin": str(machine.root / "data")}.items():
            command = command.replace(word, instead)
        machine.do(command)

    def _machine(self, name: str) -> Machine:
        root = self.folder / name
        root.mkdir(exist_ok=True)
        return Machine(root, self._env)

    def _environment(self, server: PostgreSQL) -> dict[str, str]:
        shims, programs = self.folder / "shims", binaries()
        shims.mkdir()
        for name, script in SHIMS.items():
            (shims / name).write_text(f"#!/bin/bash\nset -e\n{script}\n")
            (shims / name).chmod(0o755)
        path = [shims, self.folder / FIRST / "rashin" / ".venv" / "bin", programs, os.environ["PATH"]]
        real = {"REAL_GIT": "/usr/bin/git", "PGHOST": str(server.folder), "PGUSER": ADMIN}
        return environment({"port": str(self.port)}) | real | {"PATH": os.pathsep.join(map(str, path))}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def site(
    tmp_path: Path,
    checkout: Path,
    postgresql: PostgreSQL,  # noqa: F811
    s3_server: S3Server,  # noqa: F811
) -> Iterator[Site]:
    site = Site(tmp_path, checkout, postgresql, s3_server.url())
    yield site
    for machine in site.machines.values():
        machine.kill()


def live(data: Path) -> None:
    """Give an installation something to keep: people, decisions, a log."""
    data.mkdir(mode=0o700)
    KEY.write(data / "log.key")
    database = Database(f"sqlite:///{data / 'rashin.db'}")
    migrate(database)
    Ledger(database).of_every_kind()
    database.close()


@pytest.mark.heavy
def test_what_the_page_types_works(site: Site, checkout: Path) -> None:
    for name, command in typed(read(checkout, PAGES[0])):
        if command.startswith("export RASHIN_DATA=") and name == FIRST:
            live(site.folder / FIRST / "data")
        site.do(name, command)
    for machine in site.machines.values():
        machine.stop()
