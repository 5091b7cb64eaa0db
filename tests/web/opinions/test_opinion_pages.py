"""An opinion from the form to its answer: sent without an account, moderated, answered, followed by its link."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.web.browser import Browser, Running
from tests.web.conftest import BrowserOf
from tests.web.forms import Filled, hidden, send
from tests.web.officer import AWARD, TITLE, book_with_award, officer_of, published
from tests.web.road.walker import words
from tests.web.town import Town

from rashin.ledger.book.book import Book
from rashin.workspace.opinions import form
from rashin.workspace.programme.books import own_book_of
from rashin.workspace.workspace import Workspace

SAID = "採択の金額が、広報の資料と違っているようです。"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """People in tests read quickly."""
    monkeypatch.setattr(form, "SHORTEST", timedelta(0))


@pytest.fixture
def portal(workspace: Workspace, town: Town) -> str:
    """Where opinions on what the organisation at home publishes are sent."""
    book_with_award(workspace, town.home)
    published(workspace, town.home)
    return f"/portal/{town.home}/opinions"


def sent(browser: Browser, portal: str, said: str = SAID, **more: str) -> str:
    """The sender's link."""
    filled: Filled = {"said": said, **more}
    answer = send(browser, f"{portal}/send?about=award:{AWARD}", filled)
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["location"]).removesuffix("&done=sent")


def book(workspace: Workspace, town: Town) -> Book:
    return own_book_of(workspace.data, town.home)


def test_from_a_citizen_to_an_answer(
    browser_of: BrowserOf, anybody: Browser, workspace: Workspace, town: Town, portal: str
) -> None:
    asked = anybody.get(f"{portal}/send?about=award:{AWARD}").text
    assert f"採択「{TITLE}」" in words(asked)
    link = sent(anybody, portal)
    assert "担当者が確かめるのを待っています。" in words(anybody.get(link).text)
    officer, desk = browser_of(officer_of(workspace, town.home)), f"/o/{town.home}/programme/opinions"
    listed = officer.get(desk).text
    assert SAID in words(listed)
    one = re.search(rf'href="({desk}/opi_\w+)"', listed)
    assert one
    done = send(officer, one[1], {"published": SAID}, to=f"{one[1]}/accept")
    assert done.headers["location"] == f"{one[1]}?done=accepted"
    assert "答えを待っています。" in words(anybody.get(link).text)
    unknown = send(officer, one[1], {"answer": "直しました。", "led_to": "award:none"}, to=f"{one[1]}/answer")
    assert (unknown.status_code, "直しました。" in unknown.text) == (422, True)
    done = send(officer, one[1], {"answer": "直しました。", "led_to": f"award:{AWARD}"}, to=f"{one[1]}/answer")
    assert done.headers["location"] == f"{one[1]}?done=answered"
    followed = words(anybody.get(link).text)
    assert "直しました。" in followed
    assert f"変わったこと 採択「{TITLE}」" in followed
    row = book(workspace, town).open().execute("SELECT about, said, answer, led_to FROM opinion").fetchall()
    assert row == [(f"award:{AWARD}", SAID, "直しました。", f"award:{AWARD}")]


def test_what_is_refused_is_told_to_its_sender_alone(
    browser_of: BrowserOf, anybody: Browser, workspace: Workspace, town: Town, portal: str
) -> None:
    link = sent(anybody, portal)
    officer, desk = browser_of(officer_of(workspace, town.home)), f"/o/{town.home}/programme/opinions"
    one = re.search(rf'href="({desk}/opi_\w+)"', officer.get(desk).text)
    assert one
    send(officer, one[1], {"why": "特定の人の情報だけなので、公開しません。"}, to=f"{one[1]}/refuse")
    assert "特定の人の情報だけなので" in words(anybody.get(link).text)
    assert book(workspace, town).open().execute("SELECT * FROM opinion").fetchall() == []
    wrong = link[:-4] + "0000"
    assert anybody.get(wrong).status_code == 404
    assert anybody.get(link.replace(town.home, town.abroad)).status_code == 404


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ("短い", 422, "いま2文字です。"),
        ("https://a.example https://b.example https://c.example", 422, "リンクが3個あります。"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(
    anybody: Browser, portal: str, said: str, status: int, told: str
) -> None:
    page = send(anybody, f"{portal}/send?about=award:{AWARD}", {"said": said})
    assert page.status_code == status
    assert told in words(page.text)
    assert 'aria-invalid="true"' in page.text
    assert said in page.text
    assert hidden(page.text, f"{portal}/send")["about"] == f"award:{AWARD}"


def test_a_program_that_fills_in_everything_is_refused(anybody: Browser, portal: str) -> None:
    page = send(anybody, f"{portal}/send", {"said": SAID, "website": "https://buy.example"})
    assert page.status_code == 422
    assert SAID in page.text


def test_a_program_that_is_too_quick_is_refused(anybody: Browser, portal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "SHORTEST", timedelta(seconds=4))
    page = send(anybody, f"{portal}/send", {"said": SAID})
    assert page.status_code == 422
    assert "数秒おいてから" in words(page.text)


def test_one_place_sends_a_few_a_day(run: Running, portal: str) -> None:
    browser = run.browser(place="192.0.2.55")
    for number in range(5):
        sent(browser, portal, f"{SAID}その{number}")
    page = send(browser, f"{portal}/send", {"said": f"{SAID}その6"})
    assert page.status_code == 429
    sent(run.browser(place="192.0.2.56"), portal, f"{SAID}その6")


def test_what_was_written_is_shown_as_text_wherever_it_appears(
    browser_of: BrowserOf, anybody: Browser, workspace: Workspace, town: Town, portal: str
) -> None:
    said = '<script>alert("x")</script> という文字が、ページに出ています。'
    link = sent(anybody, portal, said)
    officer, desk = browser_of(officer_of(workspace, town.home)), f"/o/{town.home}/programme/opinions"
    listed = officer.get(desk).text
    one = re.search(rf'href="({desk}/opi_\w+)"', listed)
    assert one
    for page in (anybody.get(link).text, listed, officer.get(one[1]).text):
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_only_a_programme_that_published_takes_opinions(
    anybody: Browser, workspace: Workspace, town: Town, portal: str
) -> None:
    book_with_award(workspace, town.abroad)
    assert anybody.get(f"{portal}/send").status_code == 200
    for nowhere in (town.abroad, "org_none"):
        assert anybody.get(f"/portal/{nowhere}/opinions/send").status_code == 404
        assert anybody.post(f"/portal/{nowhere}/opinions/send", data={"said": SAID}).status_code in {403, 404}


def test_only_officers_moderate(browser_of: BrowserOf, anybody: Browser, town: Town, portal: str) -> None:
    sent(anybody, portal)
    desk = f"/o/{town.home}/programme/opinions"
    for person in (town.reader, town.worker, town.approver):
        browser = browser_of(person)
        assert browser.get(desk).status_code == 403
        mark = {"csrf": hidden(browser.get("/account").text, "/account")["csrf"]}
        for what in ("accept", "refuse", "answer"):
            assert browser.post(f"{desk}/opi_x/{what}", data=mark).status_code == 403


def test_every_page_speaks_both_languages(
    browser_of: BrowserOf, anybody: Browser, workspace: Workspace, town: Town, portal: str
) -> None:
    link = sent(anybody, portal)
    officer, desk = browser_of(officer_of(workspace, town.home)), f"/o/{town.home}/programme/opinions"
    one = re.search(rf'href="({desk}/opi_\w+)"', officer.get(desk).text)
    assert one
    pages = [(anybody, f"{portal}/send"), (anybody, link), (officer, desk), (officer, one[1])]
    for browser, address in pages:
        join = "&" if "?" in address else "?"
        japanese, english = (browser.get(f"{address}{join}lang={one_}").text for one_ in ("ja", "en"))
        assert words(japanese) != words(english)
        assert not re.search(r"[{}]", words(english))
