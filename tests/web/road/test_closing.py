"""Closing a deployment on its page, and opening it again: what goes on, what does not, and who may."""

from __future__ import annotations

import pytest
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden, send
from tests.web.road.walker import Walker, words
from tests.web.town import Town


def test_an_approver_closes_it_and_opens_it_again(walker: Walker, browser_of: BrowserOf, town: Town) -> None:
    own, model = walker.walk()
    approver = browser_of(town.approver)
    send(approver, f"{model}/approve", {})
    closed = send(approver, own, {"why": "取扱いの終了"}, to=f"{own}/close")
    assert closed.headers["location"] == f"{own}?done=closed"
    page = walker.browser.get(own).text
    assert "この導入は終了しています。" in words(page)
    assert "鈴木 認さんが終了しました。理由: 取扱いの終了" in words(page)
    for part in ("learn", "decide", "decide/file"):
        assert f'href="{own}/{part}"' not in page
        answer = walker.browser.get(f"{own}/{part}")
        assert (answer.status_code, "この導入は終了しているので" in answer.text) == (409, True)
    for part in ("decisions", "history", "watch", "outcomes"):
        assert walker.browser.get(f"{own}/{part}").status_code == 200
    home = walker.browser.get(walker.base).text
    assert "終了した導入" in words(home)
    opened = send(approver, own, {"why": "再び始める"}, to=f"{own}/reopen")
    assert opened.headers["location"] == f"{own}?done=reopened"
    assert walker.browser.get(f"{own}/decide").status_code == 200
    assert "終了した導入" not in words(walker.browser.get(walker.base).text)


def test_it_is_not_closed_without_a_reason(walker: Walker, browser_of: BrowserOf, town: Town) -> None:
    own, approver = walker.start(), browser_of(town.approver)
    answer = send(approver, own, {"why": "  "}, to=f"{own}/close")
    assert (answer.status_code, "理由が書かれていません。" in answer.text) == (422, True)
    assert "この導入は終了しています。" not in words(walker.browser.get(own).text)


@pytest.mark.parametrize("step", ["close", "reopen"])
def test_nobody_but_an_approver_does(walker: Walker, browser_of: BrowserOf, town: Town, step: str) -> None:
    own = walker.start()
    assert f"{own}/{step}" not in walker.browser.get(own).text
    for person, status in ((town.worker, 403), (town.reader, 403), (town.stranger, 404)):
        browser = browser_of(person)
        mark = {"csrf": hidden(browser.get("/account").text, "/account")["csrf"]}
        assert browser.post(f"{own}/{step}", data={**mark, "why": "x"}).status_code == status
