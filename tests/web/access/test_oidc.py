from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import httpx
import pytest
from fastapi import FastAPI
from tests.web.browser import ORIGIN, Browser, Running, running
from tests.web.conftest import BrowserOf
from tests.web.forms import send
from tests.web.town import PASSWORD, Town
from tests.workspace.access.openid import CLIENT, SECRET, OpenIdProvider, openid_provider

from rashin.settings import settings
from rashin.web import cookies
from rashin.web.app import create_app
from rashin.workspace.workspace import Workspace

BACK = "/sign-in/oidc/back"


@pytest.fixture
def there() -> Iterator[OpenIdProvider]:
    with openid_provider(ORIGIN + BACK) as running:
        yield running


@pytest.fixture
def app(workspace: Workspace, there: OpenIdProvider, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The application as an operator sets it up for the provider."""
    for name, value in {"ISSUER": there.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}.items():
        monkeypatch.setenv(f"RASHIN_OIDC_{name}", value)
    settings.cache_clear()
    return create_app(workspace)


def sent_back(browser: Browser, leave: str = "/sign-in/oidc") -> str:
    """Go to the provider and sign in there: where the provider sends the browser back to."""
    left = browser.get(leave)
    assert left.status_code == 303, left.text
    return str(httpx.get(left.headers["location"]).headers["location"])


def sign_in(browser: Browser, leave: str = "/sign-in/oidc") -> httpx.Response:
    return browser.get(sent_back(browser, leave))


def leave_with(invitation: str) -> str:
    return f"/sign-in/oidc?invitation={invitation.partition('=')[2]}"


@pytest.fixture
def invitation(browser_of: BrowserOf, town: Town) -> str:
    made = send(browser_of(town.approver), f"/o/{town.home}/members/invite", {"name": "山田", "roles": ["decide"]})
    found = re.search(r'value="http://rashin\.test(/join[^"]+)"', made.text)
    assert found is not None
    return found[1]


def test_nobody_comes_in_without_an_invitation(anybody: Browser, town: Town) -> None:
    answer = sign_in(anybody)
    assert answer.status_code == 403
    assert "招待のリンク" in answer.text
    assert cookies.VISIT not in anybody.cookies


def test_not_even_by_an_address_of_mail_that_is_known_here(anybody: Browser, there: OpenIdProvider, town: Town) -> None:
    there.person["email"] = town.operator.email
    assert sign_in(anybody).status_code == 403


def test_whoever_was_invited_joins_and_is_known_from_then_on(
    anybody: Browser, run: Running, invitation: str, town: Town
) -> None:
    assert leave_with(invitation) in anybody.get(invitation).text
    assert sign_in(anybody, leave_with(invitation)).headers["location"] == "/"
    account = anybody.get("/account").text
    assert "田中 務" in account
    assert f'href="/o/{town.home}"' in account
    assert 'href="/account/password"' not in account
    later = run.browser()
    assert sign_in(later, "/sign-in/oidc?next=/organisations").headers["location"] == "/organisations"
    assert later.get("/account").status_code == 200


@pytest.fixture(autouse=True)
def _of_their_own(there: OpenIdProvider) -> None:
    there.person["email"] = "yamada@company.example"


def test_an_invitation_serves_one_person(run: Running, there: OpenIdProvider, invitation: str) -> None:
    sign_in(run.browser(), leave_with(invitation))
    there.person |= {"sub": "somebody-else", "email": "else@company.example"}
    assert sign_in(run.browser(), leave_with(invitation)).status_code == 410


def test_it_is_the_subject_that_counts_not_the_address(run: Running, there: OpenIdProvider, invitation: str) -> None:
    sign_in(run.browser(), leave_with(invitation))
    there.person["email"] = "married@company.example"
    assert sign_in(run.browser()).status_code == 303
    there.person["sub"] = "somebody-else"
    assert sign_in(run.browser()).status_code == 403


def test_whoever_has_a_password_here_is_asked_to_sign_in_first(
    anybody: Browser, there: OpenIdProvider, invitation: str, town: Town
) -> None:
    there.person["email"] = town.reader.email
    answer = sign_in(anybody, leave_with(invitation))
    assert answer.status_code == 409
    assert anybody.get(invitation).status_code == 200


def test_there_is_no_password_to_guess(run: Running, invitation: str) -> None:
    sign_in(run.browser(), leave_with(invitation))
    for password in ("", "None", PASSWORD):
        answer = send(run.browser(), "/sign-in", {"email": "yamada@company.example", "password": password})
        assert answer.status_code == 401


@pytest.mark.parametrize("name", [None, "", "\u202e", "x" * 200])
def test_whoever_has_no_name_there_is_called_by_their_address(
    anybody: Browser, there: OpenIdProvider, invitation: str, name: str | None
) -> None:
    there.person["name"] = name
    sign_in(anybody, leave_with(invitation))
    assert 'value="yamada"' in anybody.get("/account").text


def test_an_answer_is_good_only_in_the_browser_that_asked(run: Running, invitation: str) -> None:
    """So that nobody is signed in unawares as somebody else."""
    attacker, victim = run.browser(), run.browser()
    answer = sent_back(attacker, leave_with(invitation))
    assert victim.get(answer).status_code == 403
    victim.get("/sign-in/oidc")
    assert victim.get(answer).status_code == 403
    assert cookies.VISIT not in victim.cookies


def test_the_mark_of_the_browser_is_kept_from_scripts_and_used_once(anybody: Browser, invitation: str) -> None:
    left = anybody.get(leave_with(invitation))
    mark = SimpleCookie(left.headers["set-cookie"])[cookies.OIDC]
    assert mark["httponly"]
    assert mark["samesite"].lower() == "lax"
    assert int(mark["max-age"]) == 600
    sign_in(anybody, leave_with(invitation))
    assert cookies.OIDC not in anybody.cookies


@pytest.mark.parametrize("planted", ["", "x", "[]", "{}", '{"secret": 1}'])
def test_a_mark_that_is_none_is_refused(anybody: Browser, planted: str) -> None:
    answer = sent_back(anybody)
    anybody.cookies.set(cookies.OIDC, planted, domain="rashin.test")
    assert anybody.get(answer).status_code == 403


def test_a_refusal_of_the_provider_is_told(anybody: Browser) -> None:
    state = httpx.URL(sent_back(anybody)).params["state"]
    answer = anybody.get(BACK, params={"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert "確かめられませんでした" in answer.text


def test_nobody_is_sent_to_another_site(anybody: Browser, invitation: str) -> None:
    answer = sign_in(anybody, f"{leave_with(invitation)}&next=//evil.example")
    assert answer.headers["location"] == "/"


def test_the_visit_before_ends(run: Running, browser_of: BrowserOf, invitation: str, town: Town) -> None:
    browser = browser_of(town.reader)
    before = browser.cookies[cookies.VISIT]
    sign_in(browser, leave_with(invitation))
    assert "yamada@company.example" in browser.get("/account").text
    other = run.browser()
    other.cookies.set(cookies.VISIT, before, domain="rashin.test")
    assert other.get("/account").status_code == 303


def test_the_secret_is_on_no_page(anybody: Browser, browser_of: BrowserOf, town: Town) -> None:
    pages = [anybody.get("/sign-in"), anybody.get("/sign-in/oidc"), browser_of(town.operator).get("/operate")]
    assert all(SECRET not in page.text + str(page.headers) for page in pages)


def test_where_no_provider_is_set_up_there_is_none(workspace: Workspace) -> None:
    plain = create_app(workspace)
    plain.state.oidc = None
    with running(plain) as run:
        browser = run.browser()
        assert "oidc" not in browser.get("/sign-in").text
        assert browser.get("/sign-in/oidc").status_code == 404
        assert browser.get(BACK).status_code == 404
