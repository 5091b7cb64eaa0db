"""The application over a workspace in a temporary folder, and people who use it.

`workspace` is empty unless a test asks for `town` as well; then everybody of tests/web/town.py is there.
`anybody` is a browser in which nobody is signed in; `browser_of(person)` is one in which this person is.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.web.browser import Browser, Running, running
from tests.web.town import Someone, Town, new_workspace, settle, visit

from rashin.web import cookies
from rashin.web.app import create_app
from rashin.workspace.workspace import Workspace

BrowserOf = Callable[[Someone], Browser]


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Town]:
    """The folder of a workspace where the town lives; it is copied, for passwords take long to hash."""
    folder = tmp_path_factory.mktemp("settled") / "data"
    workspace = new_workspace(folder)
    town = settle(workspace)
    workspace.close()
    return folder, town


@pytest.fixture
def town(settled: tuple[Path, Town], tmp_path: Path) -> Town:
    """Everybody moves in."""
    shutil.copytree(settled[0], tmp_path / "data")
    return settled[1]


@pytest.fixture
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace in `tmp_path / "data"`: empty, or with the town where a test asks for that too."""
    if "town" in request.fixturenames:
        request.getfixturevalue("town")
    opened = new_workspace(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def app(workspace: Workspace) -> FastAPI:
    return create_app(workspace)


@pytest.fixture
def run(app: FastAPI) -> Iterator[Running]:
    """The application, started."""
    with running(app) as started:
        yield started


@pytest.fixture
def anybody(run: Running) -> Browser:
    """A browser in which nobody is signed in."""
    return run.browser()


@pytest.fixture
def browser_of(workspace: Workspace, run: Running) -> BrowserOf:
    """Browsers in which somebody of the town is signed in."""

    def signed_in(person: Someone) -> Browser:
        browser = run.browser()
        browser.cookies.set(cookies.VISIT, visit(workspace.database, person), domain="rashin.test")
        return browser

    return signed_in
