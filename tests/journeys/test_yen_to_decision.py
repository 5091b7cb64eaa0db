"""From a yen to a decision and back to whoever asks: an officer offers, a company agrees, results stand in the book; and a
citizen sends an opinion and reads the answer. With and without scripts, in both languages, wide and narrow."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page
from tests.journeys.conftest import OpenPage, Reader
from tests.journeys.sites import Demonstration
from tests.journeys.walking import WITHIN, look, main_button, sign_in
from tests.web.officer import AWARD, book_with_award, officer_of, published
from tests.web.town import PASSWORD, new_workspace

from rashin.workspace.access.people import found
from rashin.workspace.demonstration import APPROVER
from rashin.workspace.ids import new_id
from rashin.workspace.opinions.form import SHORTEST
from rashin.workspace.programme.books import own_book_of

pytestmark = pytest.mark.heavy

READERS = [Reader("ja", 1280), Reader("en", 390, script=False), Reader("ja", 390, dark=True), Reader("en", 1280)]


@dataclass(frozen=True)
class Programme:
    """One that paid for the demonstration's service."""

    base: str
    id: str
    officer: str
    """An address of mail."""


@pytest.fixture
def programme(demo: Demonstration) -> Programme:
    workspace = new_workspace(demo.folder)
    with workspace.database.system() as session:
        whose = found(session, f"星野県 {new_id('x')[-6:]}").id
    book_with_award(workspace, whose)
    published(workspace, whose)
    officer = officer_of(workspace, whose)
    workspace.close()
    return Programme(f"/o/{whose}/programme", whose, officer.email)


def rows(demo: Demonstration, programme: Programme, sql: str) -> list[tuple[object, ...]]:
    workspace = new_workspace(demo.folder)
    found_rows = own_book_of(workspace.data, programme.id).open().execute(sql).fetchall()
    workspace.close()
    return found_rows


def code_of(officer: Page, reader: Reader, programme: Programme) -> str:
    officer.goto(f"{programme.base}/measured")
    look(officer, reader, "measured-offers")
    officer.fill("#award", AWARD)
    main_button(officer)
    look(officer, reader, "measured-code")
    return officer.locator("#code").input_value()


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_results_reach_the_book_of_who_paid(
    demo: Demonstration, programme: Programme, open_page: OpenPage, reader: Reader
) -> None:
    officer, company = open_page(reader), open_page(reader)
    sign_in(officer, reader, programme.officer, PASSWORD)
    sign_in(company, reader, APPROVER.email, PASSWORD)
    code = code_of(officer, reader, programme)
    own = f"{demo.own}/measured"
    company.goto(own)
    look(company, reader, "measured-link")
    company.fill("#code", code)
    company.click('form[action$="/offer"] button')
    look(company, reader, "measured-consent")
    company.fill("#minutes", "30")
    company.fill("#yen_per_hour", "3000")
    company.check("#known-asked")
    company.check("#from-all")
    company.check("#agreed")
    main_button(company)
    look(company, reader, "measured-agreed")
    company.locator('form[action$="/collect"] button').first.click()
    for _ in range(WITHIN // 500):
        if rows(demo, programme, "SELECT 1 FROM observation"):
            break
        company.wait_for_timeout(500)
    company.goto(own)
    look(company, reader, "measured-sent")
    with company.expect_download() as saved:
        company.locator('a[href*="/receipts/mea_"]').first.click()
    assert saved.value.suggested_filename.endswith(".receipt.json")
    methods = rows(demo, programme, "SELECT DISTINCT method FROM observation ORDER BY method")
    assert methods == [("measured",), ("modelled",)]
    officer.goto(f"{programme.base}/measured")
    look(officer, reader, "measured-flowing")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_citizen_is_answered(demo: Demonstration, programme: Programme, open_page: OpenPage, reader: Reader) -> None:
    citizen, officer = open_page(reader), open_page(reader)
    citizen.goto(f"/portal/{programme.id}/opinions/send?about=award:{AWARD}&lang={reader.language}")
    look(citizen, reader, "opinion-send")
    citizen.fill("#said", "採択の金額が、広報の資料と違っているようです。")
    citizen.wait_for_timeout(1000 * SHORTEST.total_seconds())
    main_button(citizen)
    look(citizen, reader, "opinion-sent")
    link = citizen.locator("#link").input_value()
    sign_in(officer, reader, programme.officer, PASSWORD)
    officer.goto(f"{programme.base}/opinions")
    look(officer, reader, "opinions-waiting")
    officer.locator('a[href*="/opinions/opi_"]').first.click()
    look(officer, reader, "opinion-moderate")
    main_button(officer)
    look(officer, reader, "opinion-accepted")
    officer.fill("#answer", "広報の資料が古いままでした。直しました。")
    officer.fill("#led_to", f"award:{AWARD}")
    main_button(officer)
    look(officer, reader, "opinion-answered")
    citizen.goto(link)
    look(citizen, reader, "opinion-followed")
    assert re.search("広報の資料が古いままでした", citizen.locator("main").inner_text())
    assert rows(demo, programme, "SELECT led_to FROM opinion") == [(f"award:{AWARD}",)]
