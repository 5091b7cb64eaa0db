"""The pictures that the README shows, taken of the demonstration in Japanese: four of the workspace, two of the portal.

`RASHIN_SHOTS=docs/pictures .venv/bin/python -m pytest -m heavy tests/journeys/test_pictures.py` takes them anew.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Page
from tests.journeys.conftest import OpenPage, Reader, shot
from tests.journeys.sites import Demonstration
from tests.journeys.walking import sign_in
from tests.web.town import PASSWORD

from rashin.workspace.demonstration import DECIDER

pytestmark = pytest.mark.heavy

WIDTH = 1120
LARGEST = 150_000
"""Bytes: a README is read on slow lines too."""
HEAD = "header.masthead"
PICTURES = {
    "road": ("{demo.own}", HEAD, "section[aria-labelledby=in-use]"),
    "costs": ("{demo.model}?part=costs", "nav.parts-of", "#tried figure >> nth=1"),
    "decision": ("{demo.refusal}", "main h1", "section[aria-labelledby=reasons] figure svg"),
    "review": ("{demo.review}", "main h1", "form.review-form"),
}
"""Of which page, and from which element to the end of which."""

PORTAL = {
    "answers": ("main h1", "#money table"),
    "flow": ("#flow h2", "#flow figure svg >> nth=0"),
}
"""From which element of its front page to the end of which."""


@pytest.mark.parametrize("name", PORTAL)
def test_the_pictures_of_the_portal(demo: Demonstration, open_page: OpenPage, name: str) -> None:
    page = open_page(Reader("ja", WIDTH))
    page.goto("/portal/")
    path = shot(f"portal-{name}.ja.png")
    page.screenshot(path=path, full_page=True, clip=between(page, *PORTAL[name]))
    assert path.stat().st_size < 2 * LARGEST, "half of it goes when its colours are counted"


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_the_readme(demo: Demonstration, open_page: OpenPage, name: str) -> None:
    address, first, last = PICTURES[name]
    page = open_page(Reader("ja", WIDTH))
    sign_in(page, Reader(), DECIDER.email, PASSWORD)
    page.goto(address.format(demo=demo))
    path = shot(f"workspace-{name}.ja.png")
    page.screenshot(path=path, full_page=True, clip=between(page, first, last))
    assert path.stat().st_size < LARGEST


def between(page: Page, first: str, last: str) -> FloatRect:
    """From a little above one element to a little below another, as wide as the page."""
    top, bottom = (page.locator(one).first.bounding_box() for one in (first, last))
    assert top is not None
    assert bottom is not None
    start = max(0.0, top["y"] - 24)
    return {"x": 0, "y": start, "width": WIDTH, "height": bottom["y"] + bottom["height"] + 8 - start}
