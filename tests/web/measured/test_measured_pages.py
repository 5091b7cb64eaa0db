"""From an officer's code to a company's consent, through the pages, and to the end of it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from tests.web.browser import Browser
from tests.web.conftest import BrowserOf
from tests.web.forms import send
from tests.web.office import Office, work
from tests.web.officer import AWARD, TITLE, book_with_award, officer_of
from tests.web.road.walker import words
from tests.web.town import Someone, Town

from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.workspace.database.tables import Person
from rashin.workspace.workspace import Workspace

BEFORE = {
    "minutes": "30",
    "minutes_low": "20",
    "minutes_high": "40",
    "yen_per_hour": "3,000",
    "error_percent": "12.5",
    "known": "asked",
    "from": "all",
    "agreed": "yes",
}


@pytest.fixture
def code(workspace: Workspace, town: Town, browser_of: BrowserOf) -> str:
    """A code that the officer abroad made."""
    book_with_award(workspace, town.abroad)
    officer = browser_of(officer_of(workspace, town.abroad))
    made = send(officer, f"/o/{town.abroad}/programme/measured", {"award": AWARD})
    assert made.status_code == 201
    found = re.search(r'id="code" class="digest" value="([^"]+)"', made.text)
    assert found
    again = officer.get(f"/o/{town.abroad}/programme/measured").text
    assert found[1] not in again
    assert TITLE in again
    return found[1]


def consent(browser: Browser, own: str, code: str) -> str:
    page = send(browser, f"{own}/measured", {"code": code}, to=f"{own}/measured/offer")
    assert page.status_code == 200, words(page.text)
    return page.text


def agree(browser: Browser, own: str, code: str, **more: str) -> tuple[int, str]:
    page = consent(browser, own, code)
    mark = re.search(r'name="csrf" value="([^"]+)"', page)
    assert mark
    answer = browser.post(f"{own}/measured/agree", data={"csrf": mark[1], "code": code, **BEFORE, **more})
    return answer.status_code, answer.headers.get("location", "") or answer.text


def test_a_company_sees_what_would_be_sent_before_it_agrees(
    browser_of: BrowserOf, town: Town, own: str, code: str
) -> None:
    browser = browser_of(town.approver)
    said = words(consent(browser, own, code))
    assert "隣町商工会" in said
    assert TITLE in said
    assert "40件" in said  # decided so far
    assert "95%区間" in said
    english = browser.get(f"{own}/measured?lang=en")
    assert "Sharing results" in english.text
    wrong = browser.get(f"{own}/measured?lang=ja")
    refused = send(browser, f"{own}/measured", {"code": "no-such-code"}, to=f"{own}/measured/offer")
    assert wrong.status_code == 200
    assert (refused.status_code, "このコードは使えません" in refused.text) == (410, True)


def test_results_flow_from_consent_to_the_end(
    browser_of: BrowserOf, workspace: Workspace, town: Town, office: Office, own: str, code: str
) -> None:
    browser = browser_of(town.approver)
    assert agree(browser, own, code) == (303, f"{own}/measured?done=agreed")
    page = browser.get(f"{own}/measured").text
    sharing = re.search(r"/measured/(shr_\w+)/collect", page)
    assert sharing
    asked = send(browser, f"{own}/measured", {}, to=f"{own}/measured/{sharing[1]}/collect")
    assert asked.headers["location"] == f"{own}/measured?done=asked"
    assert "いま、送る準備をしています。" in words(browser.get(f"{own}/measured").text)
    work(workspace)
    after = browser.get(f"{own}/measured").text
    receipt = re.search(r'href="(/o/\w+/receipts/mea_\w+)"', after)
    assert receipt
    file = browser.get(receipt[1])
    assert verify(Receipt.from_json(file.content), [VerifierKey.parse(workspace.log.key)]).holds
    assert "いま0件です。" in words(after)
    ending = f"{own}/measured/{sharing[1]}/end"
    asks = send(browser, f"{own}/measured", {}, to=ending)
    assert "成果を送るのを終わりにしますか" in words(asks.text)
    done = send(browser, f"{own}/measured", {"sure": "yes"}, to=ending)
    assert done.headers["location"] == f"{own}/measured?done=ended"
    assert f"{own}/measured/{sharing[1]}/collect" not in browser.get(f"{own}/measured").text


def test_the_officer_sees_who_agreed_and_may_end_it(
    browser_of: BrowserOf, workspace: Workspace, town: Town, own: str, code: str
) -> None:
    assert agree(browser_of(town.approver), own, code)[0] == 303
    browser = browser_of(town.stranger)
    assert browser.get(f"/o/{town.abroad}/programme/measured").status_code == 403  # approves, but keeps no book
    with workspace.database.system(reading=True) as session:
        person = session.scalars(select(Person).where(Person.name == "星野 官")).one()
    officer = browser_of(Someone(person.id, person.email, person.name))
    address = f"/o/{town.abroad}/programme/measured"
    page = officer.get(address).text
    assert "羅針信用組合が" in words(page)
    ending = re.search(rf'action="({address}/lnk_\w+/end)"', page)
    assert ending
    done = send(officer, address, {"sure": "yes"}, to=ending[1])
    assert done.headers["location"] == f"{address}?done=ended"
    assert "終わりました" in words(browser_of(town.approver).get(f"{own}/measured").text)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"agreed": ""}, "同意に印が付いていません。"),
        ({"minutes": "三十"}, "「三十」で、使えません。"),
        ({"minutes_low": "31"}, "短いとき ≦ 平均 ≦ 長いとき"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written_is_lost(
    browser_of: BrowserOf, town: Town, own: str, code: str, more: dict[str, str], said: str
) -> None:
    browser = browser_of(town.approver)
    status, page = agree(browser, own, code, **more)
    assert status == 422
    assert said in words(page)
    assert 'value="3,000"' in page
    assert 'value="asked" checked' in page
    assert agree(browser, own, code)[0] == 303  # the code still works


def test_only_an_approver_agrees_and_ends(browser_of: BrowserOf, town: Town, own: str, code: str) -> None:
    for person in (town.reader, town.worker):
        browser = browser_of(person)
        page = browser.get(f"{own}/measured").text
        assert "/measured/offer" not in page
        mark = re.search(r'name="csrf" value="([^"]+)"', page)
        assert mark
        data = {"csrf": mark[1], "code": code, **BEFORE}
        for place in ("offer", "agree", "shr_x/collect", "shr_x/end"):
            assert browser.post(f"{own}/measured/{place}", data=data).status_code == 403


def test_before_ten_decisions_nothing_can_be_sent(browser_of: BrowserOf, town: Town, own: str, code: str) -> None:
    browser = browser_of(town.approver)
    assert agree(browser, own, code, **{"from": "now"})[0] == 303
    page = browser.get(f"{own}/measured").text
    assert "いま0件です。10件になると送れます。" in words(page)
    assert "/collect" not in page
