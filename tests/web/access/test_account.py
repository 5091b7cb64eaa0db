from __future__ import annotations

import pytest
from tests.web.browser import Browser, Running
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden, send
from tests.web.town import PASSWORD, Town

from rashin.web import cookies

NEW = "鎌倉の大仏もたいへん大きい"


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def test_name_and_language_are_changed_and_everybody_sees_the_name(browser_of: BrowserOf, town: Town) -> None:
    browser = browser_of(town.reader)
    answer = send(browser, "/account", {"name": " 伊藤　見子 ", "language": "en"})
    assert answer.headers["location"] == "/account?done=saved"
    saved = browser.get("/account?done=saved").text
    assert '<html lang="en">' in saved
    assert "Saved." in saved
    assert "伊藤 見子" in browser_of(town.worker).get(f"/o/{town.home}/members").text


@pytest.mark.parametrize(("name", "language"), [("", "ja"), ("伊藤", "fr"), ("あ" * 101, "ja")])
def test_what_cannot_be_saved_is_not(browser_of: BrowserOf, town: Town, name: str, language: str) -> None:
    browser = browser_of(town.reader)
    assert send(browser, "/account", {"name": name, "language": language}).status_code == 422
    assert town.reader.name in browser.get("/account").text


def test_a_switch_of_language_lasts_and_keeps_the_place(browser_of: BrowserOf, town: Town) -> None:
    browser = browser_of(town.reader)
    page = browser.get("/account?done=saved").text
    assert 'href="/account?done=saved&amp;lang=en"' in page
    assert '<html lang="en">' in browser.get("/account?lang=en").text
    assert '<html lang="en">' in browser.get("/organisations").text
    assert '<html lang="en">' in browser.get("/organisations?lang=fr").text


def test_the_organisations_are_listed_with_the_roles(browser_of: BrowserOf, town: Town) -> None:
    for address in ("/account", "/organisations"):
        page = browser_of(town.between).get(address).text
        assert f'href="/o/{town.home}"' in page
        assert f'href="/o/{town.abroad}"' in page
        assert f'href="/o/{town.abroad}"' not in browser_of(town.reader).get(address).text


def test_one_changes_over_from_any_page(browser_of: BrowserOf, town: Town) -> None:
    page = browser_of(town.between).get(f"/o/{town.abroad}/members").text
    switch = page[page.index("<summary>") : page.index("</details>")]
    assert f'href="/o/{town.home}"' in switch
    assert f'href="/o/{town.abroad}" aria-current="true"' in switch


def change(browser: Browser, old: str, new: str) -> tuple[int, str]:
    answer = send(browser, "/account/password", {"current": old, "password": new})
    return answer.status_code, answer.headers.get("location", answer.text)


def test_a_new_password_ends_every_other_visit(browser_of: BrowserOf, run: Running, town: Town) -> None:
    browser, other, stranger = browser_of(town.reader), browser_of(town.reader), browser_of(town.worker)
    before = browser.cookies[cookies.VISIT]
    assert change(browser, PASSWORD, NEW) == (303, "/account?done=password")
    assert (is_signed_in(browser), is_signed_in(other), is_signed_in(stranger)) == (True, False, True)
    assert browser.cookies[cookies.VISIT] != before
    later = run.browser()
    assert send(later, "/sign-in", {"email": town.reader.email, "password": PASSWORD}).status_code == 401
    assert send(later, "/sign-in", {"email": town.reader.email, "password": NEW}).status_code == 303


def test_the_old_password_is_asked_for(browser_of: BrowserOf, town: Town) -> None:
    browser, other = browser_of(town.reader), browser_of(town.reader)
    status, page = change(browser, "wrong wrong wrong", NEW)
    assert status == 422
    assert 'id="current-error"' in page
    assert NEW not in page
    assert is_signed_in(other)


def test_a_weak_password_is_refused_beside_its_field(browser_of: BrowserOf, town: Town) -> None:
    status, page = change(browser_of(town.reader), PASSWORD, "short")
    assert status == 422
    assert 'id="password-error"' in page


def test_signing_out_everywhere_asks_once(browser_of: BrowserOf, town: Town) -> None:
    browser, other = browser_of(town.reader), browser_of(town.reader)
    address = "/account/sign-out-everywhere"
    asked = send(browser, "/account", {}, to=address)
    assert asked.status_code == 200
    assert "すべての端末でサインアウトしますか。" in asked.text
    assert is_signed_in(other)
    assert browser.post(address, data=hidden(asked.text, address)).headers["location"] == "/sign-in"
    assert not is_signed_in(browser)
    assert not is_signed_in(other)


def test_somebody_who_belongs_nowhere_is_told_what_to_do(browser_of: BrowserOf, run: Running, town: Town) -> None:
    approver = browser_of(town.approver)
    members = approver.get(f"/o/{town.home}/members?q=ito").text
    membership = members[members.index("/members/mem_") :].partition('"')[0]
    send(approver, f"/o/{town.home}{membership}", {"sure": "yes"}, to=f"/o/{town.home}{membership}/remove")
    browser = browser_of(town.reader)
    assert browser.get("/").headers["location"] == "/organisations"
    assert "招待のリンク" in browser.get("/organisations").text
