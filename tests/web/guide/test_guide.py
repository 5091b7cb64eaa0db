"""The guide to the API names every operation that the application answers, in both languages, for anybody."""

from __future__ import annotations

from html import unescape

import pytest
from tests.web.browser import Running


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_guide_tells_every_operation(run: Running, language: str) -> None:
    browser = run.browser(language=language)
    document = browser.get("/api/v1/openapi.json").json()
    page = unescape(browser.get("/api/docs").text)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}" in page
            assert operation["summary" if language == "en" else "x-summary-ja"] in page


def test_the_guide_says_what_must_be_sent(run: Running) -> None:
    page = run.browser(language="en").get("/api/docs").text
    decide = page.partition("<summary>Decide on one case")[2].partition("</details>")[0]
    case = decide.partition("<code>case</code>")[2].partition("</tr>")[0]
    assert "required" in case
    assert "object" in case
    assert "Idempotency-Key" in decide


def test_every_page_leads_to_the_guide(run: Running) -> None:
    assert 'href="/api/docs"' in run.browser().get("/log").text
