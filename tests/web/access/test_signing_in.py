from __future__ import annotations

from datetime import timedelta
from http.cookies import SimpleCookie

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.browser import Browser, Running
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden, send
from tests.web.town import PASSWORD, Town
from tests.workspace.access.conftest import grow_older

from rashin.web import cookies
from rashin.web.visiting import own
from rashin.workspace.access.attempts import MOST_OF_ONE
from rashin.workspace.access.people import setup_link_token
from rashin.workspace.access.visits import AT_MOST, LASTS
from rashin.workspace.database.tables import Visit
from rashin.workspace.workspace import Workspace


def sign_in(browser: Browser, email: str, password: str = PASSWORD, page: str = "/sign-in") -> httpx.Response:
    return send(browser, page, {"email": email, "password": password})


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def cookies_set(response: httpx.Response) -> SimpleCookie:
    found = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        found.load(header)
    return found


def test_whoever_knows_the_password_comes_in(anybody: Browser, town: Town) -> None:
    assert not is_signed_in(anybody)
    answer = sign_in(anybody, town.approver.email)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert town.approver.name in anybody.get("/account").text


def test_whoever_does_not_stays_out_and_loses_nothing_but_the_password(anybody: Browser, town: Town) -> None:
    answer = sign_in(anybody, town.approver.email, "wrong wrong wrong")
    assert answer.status_code == 401
    assert "メールアドレスかパスワードが違います。" in answer.text
    assert f'value="{town.approver.email}"' in answer.text
    assert "wrong wrong wrong" not in answer.text
    assert not is_signed_in(anybody)


def test_it_is_not_said_who_is_registered(anybody: Browser, town: Town) -> None:
    known, unknown = (sign_in(anybody, email, "wrong wrong wrong") for email in (town.reader.email, "ito2@example.jp"))
    assert known.status_code == unknown.status_code
    assert known.text.replace(town.reader.email, "ito2@example.jp") == unknown.text


def test_guessing_is_stopped_for_that_address_and_for_nobody_else(run: Running, town: Town) -> None:
    guesser = run.browser(place="198.51.100.1")
    ends = [sign_in(guesser, town.reader.email, "wrong wrong wrong").status_code for _ in range(MOST_OF_ONE + 1)]
    assert ends == [401] * MOST_OF_ONE + [429]
    assert sign_in(guesser, town.reader.email).status_code == 429
    assert sign_in(guesser, town.worker.email).status_code == 303
    assert sign_in(run.browser(place="198.51.100.2"), town.reader.email).status_code == 303


def test_the_visit_is_kept_from_scripts_and_other_sites(anybody: Browser, town: Town) -> None:
    visit = cookies_set(sign_in(anybody, town.reader.email))[cookies.VISIT]
    assert visit["httponly"]
    assert visit["samesite"].lower() == "lax"
    assert visit["path"] == "/"
    assert not visit["domain"]
    assert int(visit["max-age"]) == AT_MOST.total_seconds()


def test_over_https_cookies_are_bound_to_this_host(run: Running, town: Town) -> None:
    browser = run.browser(origin="https://rashin.test")
    opened = browser.get("/sign-in")
    answer = sign_in(browser, town.reader.email)
    for response, name in ((opened, cookies.FORM), (answer, cookies.VISIT)):
        found = cookies_set(response)
        assert name not in found
        assert found[f"__Host-{name}"]["secure"]
    assert is_signed_in(browser)


def test_a_visit_begun_without_https_is_nothing_over_https(run: Running, town: Town) -> None:
    plain, secure = run.browser(), run.browser(origin="https://rashin.test")
    sign_in(plain, town.reader.email)
    secure.cookies.update(plain.cookies)
    assert not is_signed_in(secure)


def test_a_token_that_was_planted_is_not_the_one_that_is_used(anybody: Browser, town: Town) -> None:
    anybody.cookies.set(cookies.VISIT, "planted" * 6, domain="rashin.test")
    answer = sign_in(anybody, town.reader.email)
    assert cookies_set(answer)[cookies.VISIT].value != "planted" * 6


def test_signing_in_as_somebody_else_ends_the_visit_before(
    run: Running, anybody: Browser, town: Town, workspace: Workspace
) -> None:
    sign_in(anybody, town.reader.email)
    before = anybody.cookies[cookies.VISIT]
    left_open = anybody.get("/account").text
    other = run.browser()
    page = other.get("/sign-in").text
    assert page != left_open
    other.cookies.set(cookies.VISIT, before, domain="rashin.test")
    assert is_signed_in(other)
    send(other, "/account", {}, to="/sign-out")
    sign_in(other, town.worker.email)
    assert not is_signed_in(anybody)


def test_signing_out_ends_the_visit_here_and_at_the_server(anybody: Browser, run: Running, town: Town) -> None:
    sign_in(anybody, town.reader.email)
    copied = anybody.cookies[cookies.VISIT]
    answer = send(anybody, "/account", {}, to="/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert cookies.VISIT not in anybody.cookies
    thief = run.browser()
    thief.cookies.set(cookies.VISIT, copied, domain="rashin.test")
    assert not is_signed_in(thief)


def test_a_visit_ends_by_itself(workspace: Workspace, browser_of: BrowserOf, town: Town) -> None:
    browser = browser_of(town.reader)
    grow_older(workspace.database, Visit, LASTS - timedelta(minutes=1))
    assert is_signed_in(browser)
    grow_older(workspace.database, Visit, LASTS - timedelta(minutes=1))
    assert is_signed_in(browser), "having been there a moment ago, one stays"
    grow_older(workspace.database, Visit, LASTS)
    assert not is_signed_in(browser)


@pytest.mark.parametrize("address", ["/account", "/account?done=saved", "/o/org_x/members?q=a%26b&page=2"])
def test_one_goes_on_to_where_one_wanted(anybody: Browser, town: Town, address: str) -> None:
    turned_away = anybody.get(address)
    assert turned_away.status_code == 303
    sign_in_page = turned_away.headers["location"]
    assert sign_in_page.startswith("/sign-in?next=")
    assert sign_in(anybody, town.reader.email, page=sign_in_page).headers["location"] == address
    assert anybody.get(sign_in_page).headers["location"] == address, "whoever is signed in need not sign in"


ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_to_another_site(anybody: Browser, town: Town, address: str) -> None:
    page = str(httpx.URL("/sign-in", params={"next": address}))
    assert sign_in(anybody, town.reader.email, page=page).headers["location"] == "/"
    assert anybody.get(page).headers["location"] == "/"


@given(st.text(st.sampled_from("/\\:?#@.ab\t\n\r %[]") | st.characters()) | st.sampled_from(ELSEWHERE))
def test_what_counts_as_ours_stays_on_this_host_however_a_browser_reads_it(address: str) -> None:
    read = "".join(sign for sign in own(address).strip() if sign not in "\t\n\r").replace("\\", "/")
    assert read.startswith("/")
    assert not read.startswith("//")


def test_everybody_is_sent_where_they_belong(anybody: Browser, browser_of: BrowserOf, town: Town) -> None:
    assert anybody.get("/").headers["location"] == "/sign-in"
    assert browser_of(town.reader).get("/").headers["location"] == f"/o/{town.home}"
    assert browser_of(town.between).get("/").headers["location"] == "/organisations"


def setup_page(workspace: Workspace) -> str:
    with workspace.database.system() as session:
        return f"/setup?token={setup_link_token(session)}"


FIRST = {"organisation": "羅針信用組合", "name": "佐藤 運子", "email": "sato@example.jp", "password": PASSWORD}


def test_setting_up_makes_the_operator_once(anybody: Browser, run: Running, workspace: Workspace) -> None:
    page = setup_page(workspace)
    answer = send(anybody, page, FIRST)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/o/org_")
    assert anybody.get("/operate").status_code == 200
    later = run.browser().get(page)
    assert "この初期設定のリンクは使えません" in later.text
    assert "<input id=" not in later.text


def test_what_is_wrong_at_the_setup_is_said_beside_its_field(anybody: Browser, workspace: Workspace) -> None:
    answer = send(anybody, setup_page(workspace), {**FIRST, "password": "short"})
    assert answer.status_code == 422
    assert '<a href="#password">' in answer.text
    assert 'id="password-error"' in answer.text
    assert 'value="羅針信用組合"' in answer.text
    assert "short" not in answer.text


def test_the_setup_cannot_be_guessed(anybody: Browser, workspace: Workspace) -> None:
    page = setup_page(workspace)
    opened = anybody.get(page).text
    answer = anybody.post("/setup", data={**hidden(opened, "/setup"), **FIRST, "token": "guessed"})
    assert answer.status_code == 410
