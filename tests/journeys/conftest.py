"""Servers as users have them, and Chromium in front of them.

`site` is a server and a worker over a workspace where the town of tests/web/town.py lives, shared by a file of tests;
`new_site` is one over an empty workspace, for one test; `demo` one over the demonstration, to look at. RASHIN_SHOTS names the folder in which screenshots are kept;
without it they lie in a temporary one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from tests.conftest import SHOTS
from tests.journeys.sites import Demonstration, NewSite, Site, demonstration, serving
from tests.web.town import new_workspace, settle

# Chromium asks home, looks for updates and tries QUIC unless it is told not to.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
SITES = ("site", "new_site", "demo")
LOCALES = {"ja": "ja-JP", "en": "en-GB"}


@dataclass(frozen=True)
class Reader:
    """Who reads: in which language, on what screen, with or without scripts, by day or by night."""

    language: str = "ja"
    width: int = 1280
    script: bool = True
    dark: bool = False

    @property
    def name(self) -> str:
        """What tells this reader from others, such as "ja-1280"."""
        marks = ("" if self.script else "-plain") + ("-dark" if self.dark else "")
        return f"{self.language}-{self.width}{marks}"


OpenPage = Callable[[Reader], Page]
_shots = Path()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site") / "data"
    workspace = new_workspace(folder)
    town = settle(workspace)
    workspace.close()
    with serving(folder) as address:
        yield Site(address, folder, town)


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[NewSite]:
    folder = tmp_path / "data"
    new_workspace(folder).close()
    with serving(folder) as address:
        yield NewSite(address, folder)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with demonstration(tmp_path_factory.mktemp("demonstration") / "data") as shown:
        yield shown


@pytest.fixture(
    scope="module"
)  # While Playwright runs, its event loop keeps other tests of this thread from having one.
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def _kept_somewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    global _shots  # noqa: PLW0603 (one folder for the whole run)
    _shots = Path(SHOTS) if SHOTS else tmp_path_factory.mktemp("shots")
    _shots.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def open_page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[OpenPage]:
    """Open another browser in front of the site. A test fails at its end where a browser's console complained."""
    where: NewSite = request.getfixturevalue(next(name for name in SITES if name in request.fixturenames))
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A refusal that a test provokes is no complaint; a blocked script or style is.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_one(reader: Reader) -> Page:
        context = chromium.new_context(
            base_url=where.address,
            locale=LOCALES[reader.language],
            viewport={"width": reader.width, "height": 800},
            java_script_enabled=reader.script,
            color_scheme="dark" if reader.dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def keep(page: Page, reader: Reader, name: str) -> None:
    """Keep a screenshot of the whole page."""
    page.screenshot(path=shot(f"{name}-{reader.name}.png"), full_page=True)


def shot(name: str) -> Path:
    """Where a screenshot is kept."""
    return _shots / name
