"""Side ways of a company's road: costs tried, models compared and swapped, learning left and cancelled, no script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import OpenPage, Reader
from tests.journeys.road import approve, to_a_model, until_checked
from tests.journeys.sites import Site
from tests.journeys.walking import look, main_button, sign_in, until_led_to

from rashin.learning.samples import write_sample
from rashin.services import find

pytestmark = pytest.mark.heavy

NEW_COSTS = "9,000,000"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("table") / "過去の融資.csv"
    write_sample(find("lending"), path, rows=300)
    return path


@pytest.mark.parametrize("reader", [Reader("ja", 1280), Reader("en", 360)], ids=lambda reader: reader.name)
def test_another_model_is_learned_compared_and_swapped_in(
    site: Site, open_page: OpenPage, table: Path, reader: Reader
) -> None:
    worker, boss = open_page(reader), open_page(reader)
    model = to_a_model(worker, site, reader, table)
    own = approve(boss, site, reader, model)
    boss.goto(learn_again_with_other_costs(worker, reader, model))
    boss.locator('a.button.outlined[href*="/compare"]').click()
    look(boss, reader, "14-compare")
    main_button(boss)
    main_button(boss)
    boss.wait_for_url(f"{own}?done=approved")
    boss.locator('a[href$="/history"]').click()
    look(boss, reader, "15-history")
    expect(boss.locator(".timeline > li")).to_have_count(2)


def learn_again_with_other_costs(page: Page, reader: Reader, model: str) -> str:
    """Try costs with the slider and by typing, then learn with them: the new model."""
    page.goto(f"{model}?part=costs")
    before = page.locator("#tried .conclusion").inner_text()
    page.locator('input[type="range"]').first.focus()
    page.keyboard.press("End")
    expect(page.locator("#tried .conclusion")).not_to_have_text(before)
    page.fill("#adverse_accepted", NEW_COSTS)
    expect(page.locator('#tried input[name="adverse_accepted"]')).to_have_value(NEW_COSTS)
    look(page, reader, "13-costs-tried")
    page.locator("#tried form button").click()
    until_led_to(page, reader, "/models/mod_(?!.*part)")
    assert page.url != model
    return page.url


def test_costs_are_tried_without_a_script(site: Site, open_page: OpenPage, table: Path) -> None:
    reader = Reader("ja", 360, script=False)
    page = open_page(reader)
    page.goto(f"{to_a_model(page, site, reader, table)}?part=costs")
    page.fill("#adverse_accepted", "900万")
    page.locator(".trial-form button").click()
    assert page.input_value("#adverse_accepted") == NEW_COSTS
    look(page, reader, "13-costs-tried")


def test_learning_is_left_come_back_to_and_cancelled(site: Site, open_page: OpenPage) -> None:
    reader = Reader()
    page = open_page(reader)
    sign_in(page, reader, site.town.worker.email)
    page.goto(f"/o/{site.town.home}/services/lending")
    page.check("#with-sample")
    main_button(page)
    until_checked(page, reader)
    main_button(page)
    main_button(page)
    expect(page.locator("progress")).to_be_visible()
    page.goto(f"/o/{site.town.home}")
    look(page, reader, "16-home-while-learning")
    page.locator("main .todo-act a").first.click()
    page.click("form[data-ask] button")
    look(page, reader, "17-cancel")
    page.click("dialog [data-yes]")
    expect(page.locator(".notice.success")).to_be_visible()
    look(page, reader, "18-cancelled")
