"""The commands of the pages about the REST API do what the pages show, against a server that runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlalchemy import select
from tests.web.browser import running
from tests.web.office import CSV, Machine, key_of, quickly, work
from tests.web.town import new_workspace, settle

from rashin.learning.samples import as_csv
from rashin.services import find
from rashin.web.app import create_app
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.tables import Job
from rashin.workspace.jobs.running import Runner
from rashin.workspace.workspace import Workspace

PAGES = ("rest.md", "rest.ja.md")
LENDING = find("lending")
_BOX = re.compile(r"(?ms)^```(console|json)\n(.*?)^```$")
_OWN = re.compile(r"^export RASHIN_URL=")
_END = "=== command {} ended ==="


@dataclass(frozen=True)
class Typed:
    """A command as a page shows it."""

    command: str
    answer: str
    """The lines below it."""
    like: Any = None
    """What its answer, which is JSON, looks like."""


@dataclass(frozen=True)
class Server:
    address: str
    key: str


def typed(page: str) -> list[Typed]:
    """The commands of a page, each with what is shown of its answer."""
    found: list[Typed] = []
    for kind, box in _BOX.findall(page):
        if kind == "json":
            found[-1] = Typed(found[-1].command, "", json.loads(box))
            continue
        for part in re.split(r"(?m)^\$ ", box)[1:]:
            lines = part.splitlines(keepends=True)
            size = next((at for at, line in enumerate(lines) if line == "END\n"), 0) + 1
            found.append(Typed("".join(lines[:size]), "".join(lines[size:])))
    return found


def read(checkout: Path, page: str) -> str:
    return (checkout / "docs" / page).read_text(encoding="utf-8")


def learned(workspace: Workspace) -> str:
    """A deployment that has learned from the packaged sample and was approved; an approver's key."""
    town = settle(workspace)
    with running(create_app(workspace)) as run:
        worker, chief = (
            Machine(run, key_of(workspace, town.home, person, *Permission)) for person in (town.worker, town.approver)
        )
        content = as_csv(LENDING.sample(rows=400, seed=1)).encode()
        dataset = worker.made("/datasets", content=content, params={"service": "lending"}, headers=CSV)["id"]
        deployment = worker.made("/deployments", {"service": "lending", "name": "融資の審査"})["id"]
        with quickly():
            work(workspace)
            job = worker.made(f"/deployments/{deployment}/learn", {"dataset": dataset})["id"]
            work(workspace)
        chief.made(f"/models/{worker.found(f'/jobs/{job}')['result']['model']}/approval", {})
    return key_of(workspace, town.home, town.approver, *Permission)


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """A server on loopback, and checks of tables done as they are asked for; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(workspace), log_config=None, lifespan="on"))
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    ended = threading.Event()
    checking = threading.Thread(target=_check, args=(workspace, ended))
    for thread in (serving, checking):
        thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        server.should_exit = True
        for thread in (serving, checking):
            thread.join()


def _check(workspace: Workspace, ended: threading.Event) -> None:

    waiting = select(Job).where(Job.state == "waiting", Job.kind == "check")
    while not ended.is_set():
        with workspace.database.system(reading=True) as session:
            found = session.scalars(waiting).all()
        for job in found:
            Runner(workspace.database, "wrk_test", workspace.jobs.kinds).run(job.organisation_id, job.id)
        time.sleep(0.05)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a workspace that has learned, to be copied, and a key."""
    folder = tmp_path_factory.mktemp("rest") / "data"
    workspace = new_workspace(folder)
    key = learned(workspace)
    workspace.close()
    return folder, key


@pytest.fixture
def server(ready: tuple[Path, str], tmp_path: Path) -> Iterator[Server]:
    shutil.copytree(ready[0], tmp_path / "data")
    workspace = new_workspace(tmp_path / "data")
    with served(workspace) as address:
        yield Server(address, ready[1])
    workspace.close()


def answers(commands: list[Typed], server: Server, folder: Path) -> list[str]:
    """What each command writes, all typed into one shell."""
    for program in ("curl", "jq"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not on this machine")
    script = "".join(
        ("" if _OWN.match(one.command) else one.command) + f"\necho; echo '{_END.format(at)}'\n"
        for at, one in enumerate(commands)
    )
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    own = {
        "PATH": path,
        "RASHIN_URL": server.address,
        "RASHIN_KEY": server.key,
        "RASHIN_LANGUAGE": "en",
        "no_proxy": "*",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASHIN_")}
    # RASHIN_URL and RASHIN_KEY are the page's; the program knows no such settings, so it is not to see them.
    hidden = 'rashin() { env -u RASHIN_URL -u RASHIN_KEY rashin "$@"; }\n'
    done = subprocess.run(
        ["bash", "-c", hidden + script], cwd=folder, env=kept | own, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    rest, found = done.stdout.decode(), []
    for at in range(len(commands)):
        answer, _, rest = rest.partition(f"\n{_END.format(at)}\n")
        found.append(answer)
    return found


def lacking(shown: Any, answered: Any, place: str = "") -> list[str]:
    """Where an answer has not the form that is shown: members of objects, kinds of values."""
    if isinstance(shown, dict) and isinstance(answered, dict):
        absent = [f"{place}.{name} is not there" for name in shown if name not in answered]
        return absent + [
            trouble
            for name in shown.keys() & answered.keys()
            for trouble in lacking(shown[name], answered[name], f"{place}.{name}")
        ]
    if isinstance(shown, list) and isinstance(answered, list):
        short = [f"{place} is empty"] if shown and not answered else []
        return short + [
            trouble for one in answered for trouble in (lacking(shown[0], one, f"{place}[]") if shown else ())
        ]
    same = type(shown) is type(answered) or {type(shown), type(answered)} <= {int, float}
    return [] if same else [f"{place} is {type(answered).__name__}, not {type(shown).__name__}"]


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_answer_what_the_page_shows(checkout: Path, server: Server, tmp_path: Path, page: str) -> None:
    commands = typed(read(checkout, page))
    assert len(commands) > 30
    found = answers(commands, server, tmp_path)
    for one, answer in zip(commands, found, strict=True):
        if one.like is not None:
            assert lacking(one.like, json.loads(answer)) == [], f"{one.command}\n{answer}"
        else:
            assert answer.rstrip("\n") == one.answer.rstrip("\n"), one.command


def test_both_pages_type_the_same(checkout: Path) -> None:
    english, japanese = ([(one.command, one.answer) for one in typed(read(checkout, page))] for page in PAGES)
    said = re.compile(r"echo [^\n]*|\"why\": \"[^\"]*\"")
    assert [said.sub("", command) for command, _ in english] == [said.sub("", command) for command, _ in japanese]


def test_another_form_of_an_answer_would_be_noticed() -> None:
    shown = {"items": [{"id": "x", "n": 1}], "next": None}
    assert lacking(shown, {"items": [{"id": "y", "n": 2, "more": 3}], "next": None}) == []
    assert lacking(shown, {"items": [{"n": 2}], "next": None}) == [".items[].id is not there"]
    assert lacking(shown, {"items": [], "next": None}) == [".items is empty"]
    assert lacking(shown, {"items": [{"id": 1, "n": 2}], "next": None}) == [".items[].id is int, not str"]
