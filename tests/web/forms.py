"""Filling in forms as a browser does: with the hidden fields that the page put into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

from httpx import Response
from tests.web.browser import Browser

Filled = Mapping[str, str | Sequence[str]]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.forms.append((found.get("action") or "", {}))
        elif tag == "input" and found.get("type") == "hidden" and self.forms:
            self.forms[-1][1][found.get("name") or ""] = found.get("value") or ""


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that sends to this address."""
    parser = _Forms()
    parser.feed(page)
    forms = [fields for address, fields in parser.forms if address == action]
    assert forms, f"no form on this page sends to {action}: {[address for address, _ in parser.forms]}"
    return forms[0]


def send(browser: Browser, page: str, filled: Filled, *, to: str | None = None) -> Response:
    """Open a page, fill in its form that sends to `to` (the page itself unless said), and send it."""
    action = to or page.partition("?")[0]
    opened = browser.get(page)
    assert opened.status_code == 200, opened.text
    return browser.post(action, data={**hidden(opened.text, action), **filled})
