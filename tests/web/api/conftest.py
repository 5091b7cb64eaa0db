from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from tests.web.browser import Running, running
from tests.web.office import Machine, Office, furnish
from tests.web.town import Town, new_workspace, settle
from tests.workspace.conftest import postgresql  # noqa: F401 (a fixture, made known here)
from tests.workspace.postgresql import PostgreSQL

from rashin.web.app import create_app
from rashin.workspace.workspace import Workspace

_numbers = count()
_TEMPLATE = "furnished"


@pytest.fixture(scope="session")
def furnished(settled: tuple[Path, Town], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Office]:
    """The folder of a workspace where the town's organisation is at work; it is copied, for learning takes long."""
    folder = tmp_path_factory.mktemp("furnished") / "data"
    shutil.copytree(settled[0], folder)
    workspace, town = new_workspace(folder), settled[1]
    with running(create_app(workspace)) as run:
        office = furnish(workspace, run, town.home, town.worker, town.approver)
    workspace.close()
    return folder, office


@pytest.fixture
def town(furnished: tuple[Path, Office], settled: tuple[Path, Town], tmp_path: Path) -> Town:
    """Everybody moves in, and is at work."""
    shutil.copytree(furnished[0], tmp_path / "data")
    return settled[1]


@pytest.fixture
def office(town: Town, furnished: tuple[Path, Office]) -> Office:
    return furnished[1]


@pytest.fixture
def machine(office: Office, run: Running) -> Machine:
    """A program that may read and decide."""
    return Machine(run, office.worker_key)


@pytest.fixture
def chief(office: Office, run: Running) -> Machine:
    """A program that may do everything."""
    return Machine(run, office.approver_key)


@pytest.fixture(scope="session")
def furnished_on_postgresql(
    postgresql: PostgreSQL,  # noqa: F811 (the fixture)
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Office]:
    """The same with its database on PostgreSQL, to be copied."""
    folder = tmp_path_factory.mktemp("furnished-pg") / "data"
    workspace = new_workspace(folder, postgresql.create(_TEMPLATE))
    town = settle(workspace)
    with running(create_app(workspace)) as run:
        office = furnish(workspace, run, town.home, town.worker, town.approver)
    workspace.close()
    return folder, office


@dataclass
class Anywhere:
    """An organisation at work, on SQLite or on PostgreSQL, and as many web processes over it as one likes."""

    office: Office
    folder: Path
    database_url: str | None

    def workspace(self) -> Workspace:
        """As one process sees it."""
        return new_workspace(self.folder, self.database_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Anywhere]:
    folder = tmp_path / "anywhere"
    if request.param == "sqlite":
        kept, office = request.getfixturevalue("furnished")
        shutil.copytree(kept, folder)
        yield Anywhere(office, folder, None)
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    kept, office = request.getfixturevalue("furnished_on_postgresql")
    shutil.copytree(kept, folder)
    name = f"anywhere_{next(_numbers)}"
    yield Anywhere(office, folder, server.create(name, like=_TEMPLATE))
    server.drop(name)
