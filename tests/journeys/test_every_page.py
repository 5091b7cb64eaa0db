"""Every page of a company at work, as every reader sees it: either language, wide or narrow, by day or by night."""

from __future__ import annotations

import pytest
from tests.journeys.conftest import OpenPage, Reader
from tests.journeys.sites import Demonstration
from tests.journeys.walking import look, sign_in
from tests.web.town import PASSWORD

from rashin.workspace.demonstration import APPROVER, OPERATOR

pytestmark = pytest.mark.heavy

READERS = [Reader("ja", 1280), Reader("ja", 360, dark=True), Reader("en", 1280, dark=True), Reader("en", 360)]
"""Every two of language, width and light occur together."""


def pages_of(demo: Demonstration) -> dict[str, str]:
    base, own, model = demo.base, demo.own, demo.model
    return {
        "home": base,
        "services": f"{base}/services",
        "start": f"{base}/services/lending",
        "bring": f"{own}/data",
        "learn": f"{own}/learn",
        "deployment": own,
        "look": model,
        **{f"look-{part}": f"{model}?part={part}" for part in ("costs", "people", "drivers", "data")},
        "approve": f"{model}/approve",
        "history": f"{own}/history",
        "decide": f"{own}/decide",
        "decide-sample": f"{own}/decide?sample=1",
        "decide-file": f"{own}/decide/file",
        "batch": demo.batch,
        "decisions": f"{own}/decisions",
        "decisions-none": f"{own}/decisions?q=K9999",
        "waiting": demo.waiting,
        "refusal": demo.refusal,
        "overruled": demo.overruled,
        "receipt": f"{demo.refusal}/receipt",
        "draft": f"{demo.refusal}/letter",
        "letter": f"{demo.overruled}/letter",
        "erase": f"{demo.refusal}/erase",
        "contact": f"{own}/letter",
        "queue": f"{base}/reviews",
        "review": demo.review,
        "outcomes": f"{own}/outcomes",
        "watch": f"{own}/watch",
        "members": f"{base}/members",
        "bill": f"{base}/bill",
        "log": "/log",
    }


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_every_page_suits_every_reader(demo: Demonstration, open_page: OpenPage, reader: Reader) -> None:
    page = open_page(reader)
    sign_in(page, reader, APPROVER.email, PASSWORD)
    for name, address in pages_of(demo).items():
        page.goto(address)
        look(page, reader, f"page-{name}")
    page.goto(demo.own)
    page.locator('a[href*="/data/dat_"]').first.click()
    look(page, reader, "page-check")
    page.goto(f"{page.url.partition('?')[0]}/columns")
    look(page, reader, "page-columns")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_the_operators_pages_suit_every_reader(demo: Demonstration, open_page: OpenPage, reader: Reader) -> None:
    page = open_page(reader)
    sign_in(page, reader, OPERATOR.email, PASSWORD)
    for name, address in {"operate": "/operate", "bills": "/operate/bills", "people": "/operate/people"}.items():
        page.goto(address)
        look(page, reader, f"page-{name}")
