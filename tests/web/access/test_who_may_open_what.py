"""Every page there is, opened by everybody there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from tests.web.browser import Browser
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden
from tests.web.town import Town

from rashin.web.pages import ROUTERS

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]

# Whoever comes may open these; the first five are how one gets in.
FOR_ANYBODY = {"/", "/sign-in", "/sign-out", "/setup", "/join", "/password", "/sign-in/oidc", "/sign-in/oidc/back"}
PUBLIC = ("/log", "/verify", "/api/docs", "/.well-known", "/healthz", "/readyz", "/metrics", "/portal")


def routes(method: str) -> Iterator[APIRoute]:
    for route in ROUTES:
        if method in (route.methods or ()) and route.path not in FOR_ANYBODY and not route.path.startswith(PUBLIC):
            yield route


def address(route: APIRoute, organisation: str) -> str:
    """An address of this route in an organisation; whatever else it names is made up."""
    return re.sub(r"\{\w+(:\w+)?\}", "made_up", route.path.replace("{organisation}", organisation))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_signing_in_nothing_else_opens(anybody: Browser, town: Town, method: str) -> None:
    mark = {"csrf": hidden(anybody.get("/sign-in").text, "/sign-in")["csrf"]}
    opened = []
    for route in routes(method):
        answer = anybody.request(method, address(route, town.home), data=mark if method == "POST" else None)
        if answer.status_code != 303 or not answer.headers["location"].startswith("/sign-in?next="):
            opened.append((route.path, answer.status_code))
    assert opened == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_of_another_organisation_nothing_opens(browser_of: BrowserOf, town: Town, method: str) -> None:
    """It is answered as if there were no such organisation, to its neighbours and to the operator alike."""
    opened = []
    for browser in (browser_of(town.stranger), browser_of(town.operator)):
        mark = {"csrf": hidden(browser.get("/account").text, "/account")["csrf"], "sure": "yes"}
        foreign = town.home if browser.get(f"/o/{town.home}/members").status_code == 404 else town.abroad
        for route in routes(method):
            if "{organisation}" in route.path:
                answer = browser.request(method, address(route, foreign), data=mark if method == "POST" else None)
                if answer.status_code != 404 or town.reader.name in answer.text:
                    opened.append((route.path, answer.status_code))
    assert opened == []


def test_only_the_operator_operates(browser_of: BrowserOf, town: Town) -> None:
    operating = [route for route in routes("GET") if route.path.startswith("/operate")]
    assert len(operating) > 3
    for person in (town.reader, town.worker, town.approver, town.between, town.stranger):
        browser = browser_of(person)
        mark = {"csrf": hidden(browser.get("/account").text, "/account")["csrf"], "sure": "yes"}
        assert {browser.get(address(route, town.home)).status_code for route in operating} == {403}
        changing = [route for route in routes("POST") if route.path.startswith("/operate")]
        assert {browser.post(address(route, town.home), data=mark).status_code for route in changing} == {403}


APPROVING = ["invite", "keys/new", "mem_x"]


@pytest.mark.parametrize("place", APPROVING)
def test_only_an_approver_manages_people_and_keys(browser_of: BrowserOf, town: Town, place: str) -> None:
    for person in (town.reader, town.worker, town.between):
        browser = browser_of(person)
        mark = {"csrf": hidden(browser.get("/account").text, "/account")["csrf"]}
        page = f"/o/{town.home}/members/{place}"
        for answer in (browser.get(page), browser.post(page, data={**mark, "name": "x", "roles": "approve"})):
            assert answer.status_code == 403
            assert "責任者" in answer.text
