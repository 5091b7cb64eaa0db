from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.web.browser import Browser, Running
from tests.web.conftest import BrowserOf
from tests.web.forms import send
from tests.web.town import PASSWORD, Town

Invite = Callable[..., str]


def link_on(page: str) -> str:
    """The link to pass on, without the host."""
    found = re.search(r'value="http://rashin\.test(/[^"]+)" readonly', page)
    assert found is not None, page
    return found[1]


@pytest.fixture
def invited(browser_of: BrowserOf, town: Town) -> Invite:
    """An approver of home invites somebody: the address of the invitation."""

    def invite(*roles: str) -> str:
        fields = {"name": "山田 花子", "roles": roles or ("decide",)}
        answer = send(browser_of(town.approver), f"/o/{town.home}/members/invite", fields)
        assert answer.status_code == 201
        return link_on(answer.text)

    return invite


NEW = {"name": "山田 花子", "email": "yamada@example.jp", "password": PASSWORD}


def test_somebody_new_registers_and_joins(anybody: Browser, invited: Invite, town: Town) -> None:
    page = invited("decide", "read")
    shown = anybody.get(page).text
    assert "「羅針信用組合」への招待" in shown
    assert "鈴木 認さんから" in shown
    assert 'value="山田 花子"' in shown
    answer = send(anybody, page, NEW)
    assert answer.headers["location"] == f"/o/{town.home}"
    members = anybody.get(f"/o/{town.home}/members").text
    assert re.search(r"山田 花子.*あなた.*担当.*閲覧", members, re.DOTALL)


def test_it_works_once(anybody: Browser, run: Running, invited: Invite) -> None:
    page = invited()
    send(anybody, page, NEW)
    assert run.browser().get(page).status_code == 410


def test_somebody_who_is_signed_in_joins_by_a_button(invited: Invite, browser_of: BrowserOf, town: Town) -> None:
    page, browser = invited(), browser_of(town.stranger)
    shown = browser.get(page).text
    assert town.stranger.email in shown
    assert 'id="password"' not in shown
    assert send(browser, page, {}).headers["location"] == f"/o/{town.home}"
    assert browser.get(f"/o/{town.home}/members").status_code == 200


def test_somebody_registered_signs_in_on_the_way(anybody: Browser, invited: Invite, town: Town) -> None:
    page = invited()
    sign_in = re.search(r'href="(/sign-in\?next=[^"]+)"', anybody.get(page).text)
    assert sign_in is not None
    answer = send(anybody, sign_in[1], {"email": town.stranger.email, "password": PASSWORD})
    assert answer.headers["location"] == page
    assert send(anybody, page, {}).headers["location"] == f"/o/{town.home}"


def test_one_can_join_as_somebody_else(invited: Invite, browser_of: BrowserOf, town: Town) -> None:
    page, browser = invited(), browser_of(town.stranger)
    answer = browser.post("/sign-out", data=second_hidden(browser.get(page).text))
    assert answer.headers["location"] == page
    assert 'id="password"' in browser.get(page).text


def second_hidden(page: str) -> dict[str, str]:
    """The hidden fields of the sign-out that comes back to the page; the masthead has one that does not."""
    form = page[page.rindex('action="/sign-out"') :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_a_member_is_told_so_and_the_invitation_stays(
    anybody: Browser, invited: Invite, browser_of: BrowserOf, town: Town
) -> None:
    page = invited("approve")
    shown = browser_of(town.reader).get(page).text
    assert "すでにこの組織に参加しています。" in shown
    assert 'action="/join"' not in shown
    assert send(anybody, page, NEW).status_code == 303


def test_what_is_wrong_is_said_beside_its_field_and_nothing_else_is_lost(
    anybody: Browser, invited: Invite, town: Town
) -> None:
    page = invited()
    answer = send(anybody, page, {**NEW, "email": town.reader.email})
    assert answer.status_code == 409
    assert 'id="email-error"' in answer.text
    assert f'value="{town.reader.email}"' in answer.text
    assert PASSWORD not in answer.text
    assert send(anybody, page, NEW).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "羅針"])
def test_an_invented_invitation_is_over(anybody: Browser, town: Town, token: str) -> None:
    assert anybody.get("/join", params={"token": token}).status_code == 410


def test_the_newcomer_is_spoken_to_in_the_language_they_joined_in(run: Running, invited: Invite) -> None:
    browser = run.browser(language="en-GB,en;q=0.9")
    send(browser, invited(), NEW)
    later = run.browser()
    send(later, "/sign-in", {"email": "yamada@example.jp", "password": PASSWORD})
    assert '<html lang="en">' in later.get("/account").text
