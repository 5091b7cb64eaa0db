"""Forms are taken only from pages of ours, in the visit that they were made for."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getsource

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from tests.web.browser import ORIGIN, Browser, Running
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden
from tests.web.town import PASSWORD, Town

from rashin.web import cookies
from rashin.web.asking import form
from rashin.web.pages import ROUTERS

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def depends_on(dependant: Dependant) -> Iterator[object]:
    for one in dependant.dependencies:
        yield one.call
        yield from depends_on(one)


def test_every_page_that_changes_something_looks_at_the_mark() -> None:
    """The API takes keys and no cookies, so nobody's browser can be made to use it."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    changing = [route for route in routes if UNSAFE & set(route.methods or ())]
    assert len(changing) > 20
    assert [route.path for route in changing if not looks_at_the_mark(route)] == []


def looks_at_the_mark(route: APIRoute) -> bool:
    """Pages that take files read the form themselves, and the mark before the file."""
    return form in depends_on(route.dependant) or "refuse_unmarked" in getsource(route.endpoint)


def mark_of(browser: Browser, page: str = "/account", action: str = "/account") -> str:
    return hidden(browser.get(page).text, action)["csrf"]


def rename(browser: Browser, mark: str | None, **headers: str) -> int:
    fields = {"name": "改名", "language": "ja"} | ({} if mark is None else {"csrf": mark})
    return browser.post("/account", data=fields, headers=headers).status_code


def test_a_form_of_this_visit_is_taken(browser_of: BrowserOf, town: Town) -> None:
    browser = browser_of(town.reader)
    assert rename(browser, mark_of(browser)) == 303
    assert rename(browser, mark_of(browser), origin=ORIGIN) == 303


@pytest.mark.parametrize("mark", [None, "", "x", "羅針", "0" * 64])
def test_a_form_without_the_mark_is_refused(browser_of: BrowserOf, town: Town, mark: str | None) -> None:
    browser = browser_of(town.reader)
    assert rename(browser, mark) == 403
    assert "改名" not in browser.get("/account").text


def test_the_mark_of_another_visit_is_refused(browser_of: BrowserOf, anybody: Browser, town: Town) -> None:
    browser, same_person, other = (browser_of(who) for who in (town.reader, town.reader, town.worker))
    for mark in (mark_of(same_person), mark_of(other), mark_of(anybody, "/sign-in", "/sign-in")):
        assert rename(browser, mark) == 403


def test_the_mark_from_before_signing_in_is_no_good_afterwards(browser_of: BrowserOf, town: Town) -> None:
    browser = browser_of(town.reader)
    browser.cookies.set(cookies.FORM, "chosen by somebody else", domain="rashin.test")
    assert rename(browser, "chosen by somebody else") == 403


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://rashin.test.evil.example", "http://rashin.test:81", "http://x@evil"],
)
def test_a_form_from_another_site_is_refused_even_with_the_mark(browser_of: BrowserOf, town: Town, origin: str) -> None:
    browser = browser_of(town.reader)
    assert rename(browser, mark_of(browser), origin=origin) == 403


def test_before_signing_in_the_mark_is_that_of_the_browser(run: Running, town: Town) -> None:
    mine, theirs = run.browser(), run.browser()
    mark = mark_of(theirs, "/sign-in", "/sign-in")
    mine.get("/sign-in")
    fields = {"email": town.reader.email, "password": PASSWORD, "csrf": mark}
    assert mine.post("/sign-in", data=fields).status_code == 403
    assert theirs.post("/sign-in", data=fields).status_code == 303


def test_a_browser_without_cookies_cannot_send_anything(run: Running, town: Town) -> None:
    fields = {"email": town.reader.email, "password": PASSWORD, "csrf": ""}
    assert run.browser().post("/sign-in", data=fields).status_code == 403


@pytest.mark.parametrize("address", ["/sign-in", "/setup", "/join", "/password"])
def test_a_form_that_lacks_fields_is_refused_and_nothing_breaks(run: Running, address: str) -> None:
    browser = run.browser()
    mark = mark_of(browser, "/sign-in", "/sign-in")
    assert browser.post(address, data={"csrf": mark}).status_code in {404, 410, 422}


def test_a_file_where_a_word_belongs_is_refused(browser_of: BrowserOf, town: Town) -> None:
    browser = browser_of(town.reader)
    fields = {"csrf": mark_of(browser), "language": "ja"}
    assert browser.post("/account", data=fields, files={"name": b"x"}).status_code == 422


def test_a_form_as_large_as_no_form_of_ours_is_not_read(browser_of: BrowserOf, town: Town) -> None:
    browser = browser_of(town.reader)
    fields = {"csrf": mark_of(browser), "language": "ja", "name": "x" * 1_100_000}
    assert browser.post("/account", data=fields).status_code == 422
