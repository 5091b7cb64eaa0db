"""A case is filled in, decided, found again and reviewed with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import OpenPage, Reader
from tests.journeys.sites import Demonstration
from tests.journeys.walking import sign_in
from tests.web.town import PASSWORD

from rashin.services import find
from rashin.workspace.demonstration import DECIDER

pytestmark = pytest.mark.heavy

FOCUS = "document.activeElement"
MOST_STOPS = 60


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until something is reached that a selector names; each stop on the way is in sight and outlined."""
    for _ in range(MOST_STOPS):
        if page.evaluate(f"{FOCUS}.matches({wanted!r})"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(f"getComputedStyle({FOCUS}).outlineStyle") == "solid", page.evaluate(f"{FOCUS}.outerHTML")
        expect(page.locator(":focus")).to_be_in_viewport()
    raise AssertionError(f"{wanted} is not reached by the Tab key")


def choose(page: Page) -> None:
    """Choose the first answer in the list that has the focus."""
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{FOCUS}.selectedIndex") == 1


def whole_case() -> dict[str, str]:
    """The first case of the sample in which every cell is filled in, and with something."""
    cells = find("lending").sample(rows=50, seed=3)
    rows = ([str(cell or "") for cell in row] for row in zip(*cells.values(), strict=True))
    return dict(zip(cells, next(row for row in rows if all(row) and "-999" not in row), strict=True))


def test_a_case_is_filled_in_and_decided(demo: Demonstration, open_page: OpenPage) -> None:
    page = open_page(Reader())
    sign_in(page, Reader(), DECIDER.email, PASSWORD)
    page.goto(f"{demo.own}/decide")
    case = whole_case()
    tab_to(page, "#reference")
    page.keyboard.insert_text("鍵盤-1")
    names = [str(one.get_attribute("name")) for one in page.locator('[name^="v:"]').all()]
    for name in names:
        tab_to(page, f'[name="{name}"]')
        if page.evaluate(f"{FOCUS}.tagName") == "SELECT":
            choose(page)
        else:
            page.keyboard.insert_text(case[name.removeprefix("v:")])
    tab_to(page, "main form.case-form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/decisions/dec_"))
    expect(page.locator("h1")).to_have_text("案件 鍵盤-1")
    tab_to(page, 'a[href$="/receipt"]')
    page.keyboard.press("Enter")
    expect(page.locator(".notice.success")).to_be_visible()


def test_a_mistake_is_reached_from_its_summary(demo: Demonstration, open_page: OpenPage) -> None:
    page = open_page(Reader())
    sign_in(page, Reader(), DECIDER.email, PASSWORD)
    page.goto(f"{demo.own}/decide?sample=0")
    tab_to(page, 'input.amount[name^="v:"]')
    wrong = page.evaluate(f"{FOCUS}.id")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("約3千")
    page.keyboard.press("Enter")
    expect(page.locator("#wrong")).to_be_focused()
    tab_to(page, f'a[href="#{wrong}"]')
    page.keyboard.press("Enter")
    expect(page.locator(f"#{wrong}")).to_be_focused()
    expect(page.locator(f"#{wrong}")).to_have_attribute("aria-invalid", "true")


def test_a_case_is_reviewed(demo: Demonstration, open_page: OpenPage) -> None:
    page = open_page(Reader())
    sign_in(page, Reader(), DECIDER.email, PASSWORD)
    page.goto(f"{demo.base}/reviews/next")
    case = page.url.partition("?")[0]
    tab_to(page, '[name="outcome"]')
    page.keyboard.press("Space")
    suggested = page.locator('[name="outcome"][aria-describedby="as-suggested"]')
    if not suggested.is_checked():
        page.keyboard.press("ArrowDown")
    expect(suggested).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done="))
    page.goto(case.replace("/reviews/", "/decisions/"))
    expect(page.locator(".verdict.done")).to_be_visible()
