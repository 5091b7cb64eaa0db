"""What holds for every page about people: its headings, its two languages, and nothing inline."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from tests.web.browser import Browser, Running
from tests.web.conftest import BrowserOf
from tests.web.forms import send
from tests.web.town import Town

from rashin.workspace.access.people import setup_link_token
from rashin.workspace.workspace import Workspace

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠々]")


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.labelled: set[str] = set()
        self.fields: set[str] = set()
        self.heading = self.title = ""
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._open.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.inline += [f"{tag} {name}" for name in found if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in found) else []
        if tag == "label":
            self.labelled.add(found.get("for", ""))
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden":
            self.fields.add(found.get("id", f"a {tag} without id"))

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["h1"]:
            self.heading += data
        if self._open[-1:] == ["title"]:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass


@pytest.fixture
def pages(run: Running, browser_of: BrowserOf, town: Town, workspace: Workspace) -> list[tuple[str, Browser, str]]:
    """Every page about people with something on it: its name, who opens it, and its address."""
    operator, between, nobody = browser_of(town.operator), browser_of(town.between), run.browser()
    members = f"/o/{town.home}/members"
    invited = send(operator, f"{members}/invite", {"name": "Hanako", "roles": ["decide", "read"]}).text
    join = re.search(r'value="http://rashin\.test(/join[^"]+)"', invited)
    person = f"/operate/people/{town.reader.id}"
    password = re.search(
        r'value="http://rashin\.test(/password[^"]+)"', send(operator, person, {}, to=f"{person}/password").text
    )
    send(operator, f"{members}/keys/new", {"name": "Loans", "scopes": ["read", "decide", "approve"]})
    member = re.search(rf"{members}/mem_\w+", operator.get(members).text)
    assert join
    assert password
    assert member
    with workspace.database.system() as session:
        assert setup_link_token(session) is None
    return [
        ("setup", nobody, "/setup?token=over"),
        ("sign-in", nobody, "/sign-in"),
        ("join", nobody, join[1]),
        ("join as a member", between, join[1]),
        ("join as somebody", browser_of(town.stranger), join[1]),
        ("password", nobody, password[1]),
        ("account", between, "/account?done=saved"),
        ("organisations", between, "/organisations"),
        ("change the password", between, "/account/password"),
        ("members", operator, f"{members}?q=a"),
        ("invite", operator, f"{members}/invite"),
        ("member", operator, member[0]),
        ("key", operator, f"{members}/keys/new"),
        ("operate", operator, "/operate?q=a"),
        ("found", operator, "/operate/organisations/new"),
        ("organisation", operator, f"/operate/organisations/{town.abroad}?done=saved"),
        ("people", operator, "/operate/people?q=a"),
        ("person", operator, person),
        ("not allowed", between, f"{members}/invite"),
        ("not found", between, "/nowhere"),
    ]


def test_each_says_what_it_is_and_is_made_of_sound_parts(pages: list[tuple[str, Browser, str]]) -> None:
    for name, browser, address in pages:
        text = browser.get(address).text
        page = Page(text)
        assert page.title == f"{page.heading} | 羅針", name
        assert page.inline == [], name
        assert len(page.ids) == len(set(page.ids)), name
        assert page.fields <= page.labelled | {"invitation"}, name


def test_each_exists_in_both_languages_and_in_no_third(pages: list[tuple[str, Browser, str]], town: Town) -> None:
    names = [who.name for who in vars(town).values() if not isinstance(who, str)]
    names += ["羅針信用組合", "隣町商工会", "日本語"]
    for name, browser, address in pages:
        japanese = browser.get(address).text
        english = browser.get(address + ("&" if "?" in address else "?") + "lang=en").text
        browser.get(address + ("&" if "?" in address else "?") + "lang=ja")
        assert '<html lang="ja">' in japanese, name
        assert '<html lang="en">' in english, name
        for known in sorted(names, key=len, reverse=True):
            english = english.replace(known, "")
        assert JAPANESE.findall(english) == [], name
        assert len(JAPANESE.findall(japanese)) > 20, name


def test_each_forbids_whatever_is_inline_or_from_elsewhere(pages: list[tuple[str, Browser, str]]) -> None:
    for name, browser, address in pages:
        headers = browser.get(address).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'", name
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'", name
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'", name
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
