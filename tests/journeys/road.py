"""A company's road, step by step: choose, bring, check, learn, look, approve."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page
from tests.journeys.conftest import Reader, keep
from tests.journeys.sites import Site
from tests.journeys.walking import look, main_button, sign_in, until, until_led_to


def until_checked(page: Page, reader: Reader) -> None:
    """Until the check of a table is shown."""
    until(page, reader, lambda: page.locator("main .tiles").count() > 0)


def to_a_model(page: Page, site: Site, reader: Reader, table: Path) -> str:
    """Choose, bring, learn: the address of the model."""
    sign_in(page, reader, site.town.worker.email)
    look(page, reader, "01-home")
    page.goto(f"/o/{site.town.home}/services")
    look(page, reader, "02-services")
    main_button(page)
    page.fill("#name", f"融資 {reader.name}")
    look(page, reader, "03-start")
    main_button(page)
    look(page, reader, "04-bring")
    page.set_input_files("#file", table)
    main_button(page)
    page.wait_for_url(re.compile("/data/dat_"))
    until_checked(page, reader)
    look(page, reader, "05-check")
    page.locator('a.button.outlined[href$="/columns"]').click()
    look(page, reader, "06-columns")
    page.select_option('select[name^="use-"] >> nth=0', "dropped")
    main_button(page)
    until_checked(page, reader)
    main_button(page)
    look(page, reader, "07-learn")
    main_button(page)
    keep(page, reader, "08-learning")
    until_led_to(page, reader, "/models/mod_")
    look(page, reader, "09-look-as-case-worker")
    return page.url


def approve(page: Page, site: Site, reader: Reader, model: str) -> str:
    """The second person looks and signs; the address of the deployment."""
    sign_in(page, reader, site.town.approver.email)
    page.goto(model)
    look(page, reader, "09-look")
    main_button(page)
    look(page, reader, "10-approve")
    main_button(page)
    look(page, reader, "11-in-use")
    own = page.url.partition("?")[0]
    page.goto(f"/o/{site.town.home}")
    look(page, reader, "12-home")
    return own
