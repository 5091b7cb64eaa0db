"""What every journey does: sign in, look at a page with a demanding eye, press its one main button, wait."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.journeys.conftest import Reader, keep
from tests.web.town import PASSWORD

WITHIN = 180_000
"""Milliseconds until a job is done: the slowest machine compiles first."""
_LOOKS_EVERY = 500
_FILLED = "main :is(button, a.button):not(.outlined, .plain, .danger):visible"


def sign_in(page: Page, reader: Reader, email: str, password: str = PASSWORD) -> None:
    page.goto(f"/sign-in?lang={reader.language}")
    page.fill("#email", email)
    page.fill("#password", password)
    page.click("main form button")


def look(page: Page, reader: Reader, name: str) -> None:
    """What holds for every page: it fits the screen, has one heading and at most one filled button, and axe is content."""
    keep(page, reader, name)
    assert page.locator("h1").count() == 1, name
    title = page.locator("h1").inner_text()
    assert page.title().startswith(title), name
    assert page.locator("html").get_attribute("lang") == reader.language, name
    filled = page.locator(_FILLED)
    assert filled.count() <= 1, (name, filled.all_inner_texts())
    if reader.script:
        assert page.evaluate("document.documentElement.scrollWidth") == reader.width, name
        assert troubles(page) == [], name


def troubles(page: Page) -> list[str]:
    """Serious violations that axe finds."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


def main_button(page: Page) -> None:
    """Press the one filled button of the page."""
    page.locator(_FILLED).click()


def until(page: Page, reader: Reader, done: Callable[[], bool]) -> None:
    """Wait until a page has gone on by itself; without a script, until looking again shows that it has."""
    for _ in range(WITHIN // _LOOKS_EVERY):
        if done():
            return
        page.wait_for_timeout(_LOOKS_EVERY)
        if not reader.script:
            page.reload()
    raise AssertionError(f"{page.url} did not go on")


def until_led_to(page: Page, reader: Reader, address: str) -> None:
    until(page, reader, lambda: re.search(address, page.url) is not None)
