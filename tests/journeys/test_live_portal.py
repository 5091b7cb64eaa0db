"""A citizen on the portal of a running installation: from the address in its banner to a filtered list and an opinion."""

from __future__ import annotations

import re

import pytest
from tests.journeys.conftest import OpenPage, Reader
from tests.journeys.sites import Demonstration
from tests.journeys.walking import look

pytestmark = pytest.mark.heavy

READERS = [
    Reader("ja", 1280),
    Reader("en", 360, dark=True),
    Reader("ja", 360, script=False),
    Reader("en", 1280, script=False),
]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_citizen_reads_filters_and_says_what_is_wrong(
    demo: Demonstration, open_page: OpenPage, reader: Reader
) -> None:
    page = open_page(reader)
    ja = reader.language == "ja"
    page.goto("/portal")
    assert re.search(r"/portal/org_\w+/latest/$" if ja else r"/portal/org_\w+/latest/en/$", page.url)
    front = page.url
    look(page, reader, "live-front")

    page.goto(f"{front}awards/")
    rows, field = page.locator("#list tbody tr"), "医療・健康" if ja else "Health and medicine"
    all_of_them = rows.count()
    page.fill("#words", f"ｕｎｉｖｅｒｓｉｔｙ {field}")
    page.locator("form.finder button").click()
    if reader.script:
        page.wait_for_function(f"document.querySelectorAll('#list tbody tr').length < {all_of_them}")
    else:
        assert "?q=" in page.url
    found = rows.all_inner_texts()
    assert 0 < len(found) < all_of_them
    assert all("University" in text and field in text for text in found)
    look(page, reader, "live-filtered")

    page.goto(f"{front}none/")
    look(page, reader, "live-absent")
    page.locator("main a.button").click()
    assert page.url == front

    page.goto(f"{front}opinions/")
    page.locator("main a.button").click()
    assert "/opinions/send?" in page.url
    assert page.locator("textarea#said").count() == 1
    look(page, reader, "live-opinion")
