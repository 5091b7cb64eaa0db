"""An officer's road: a workbook with three mistakes, mended; a payment corrected, a result reported, a release published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import OpenPage, Reader
from tests.journeys.sites import NewSite
from tests.journeys.walking import look, main_button, sign_in, until
from tests.web.officer import officer_of
from tests.web.town import new_workspace, settle

from rashin.spreadsheets import xlsx_sheets

pytestmark = pytest.mark.heavy

Rows = Sequence[Sequence[str]]
READERS = [Reader("ja", 1280), Reader("en", 360, dark=True), Reader("ja", 360, script=False)]
PAYMENTS: Rows = (
    ("番号", "採択", "事業", "年度", "支払日", "区分", "支払先の名称（記載のまま）", "金額（千円）"),
    ("pay-1", "a-1", "g-1", "2025", "2025-10-31", "支払", "架空大学", "12,000"),
    ("pay-2", "a-1", "g-1", "2025", "2026-01-30", "支払", "架空大学", "8,000"),
)
SHEETS: dict[str, Rows] = {
    "組織": (("番号", "名前"), ("o-1", "羅針省")),
    "事業": (("番号", "名前", "府省など", "年度"), ("g-1", "信頼できるAI事業", "o-1", "2025")),
    "採択": (
        ("番号", "名前", "事業", "採択日", "金額（千円）"),
        ("a-1", "審査を説明するAI", "g-1", "2025-06-30", "30,000"),
    ),
    "支払": PAYMENTS,
    "指標": (
        ("番号", "名前", "採択", "段階", "単位", "基準値", "向き", "目標値", "目標の期日"),
        ("k-1", "審査の平均時間", "a-1", "成果", "分", "42", "減らす", "20", "2026-03-31"),
    ),
}
MISTAKES = {("pay-1", "金額（千円）"): "約1万2千", ("pay-2", "支払日"): "2026年13月30日", ("pay-2", "年度"): "来年"}


@dataclass(frozen=True)
class Workbooks:
    wrong: Path
    mended: Path


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Workbooks:
    folder = tmp_path_factory.mktemp("workbooks")
    found = Workbooks(folder / "帳票.xlsx", folder / "帳票（直したもの）.xlsx")
    heads = PAYMENTS[0]
    spoilt = [[MISTAKES.get((row[0], head), cell) for head, cell in zip(heads, row, strict=True)] for row in PAYMENTS]
    write(found.wrong, {**SHEETS, "支払": spoilt})
    write(found.mended, SHEETS)
    return found


def write(path: Path, sheets: dict[str, Rows]) -> None:
    path.write_bytes(b"".join(xlsx_sheets([(name, iter(rows)) for name, rows in sheets.items()])))


def at_the_desk(page: Page, reader: Reader, site: NewSite) -> str:
    """Sign in as an officer: the address of the desk."""
    workspace = new_workspace(site.folder)
    home = settle(workspace).home
    email = officer_of(workspace, home).email
    workspace.close()
    sign_in(page, reader, email)
    page.wait_for_url(re.compile("/programme"))
    look(page, reader, "officer-1-empty")
    return f"/o/{home}/programme"


def bring(page: Page, reader: Reader, path: Path) -> None:
    """Import a file, and wait for what comes of it."""
    page.set_input_files("#file", path)
    page.fill("#why", "2025年度の決算")
    main_button(page)
    page.wait_for_url(re.compile("/import/job_"))
    until(page, reader, lambda: page.locator("main .notice").count() > 0)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_from_a_bad_workbook_to_a_release(
    new_site: NewSite, open_page: OpenPage, workbooks: Workbooks, reader: Reader
) -> None:
    page = open_page(reader)
    desk = at_the_desk(page, reader, new_site)
    main_button(page)
    look(page, reader, "officer-2-import")
    bring(page, reader, workbooks.wrong)
    look(page, reader, "officer-3-refused")
    expect(page.locator(".finding")).to_have_count(3)
    for found in MISTAKES.values():
        expect(page.locator(".findings")).to_contain_text(found)
    main_button(page)
    bring(page, reader, workbooks.mended)
    look(page, reader, "officer-4-imported")
    main_button(page)
    look(page, reader, "officer-5-problems")
    correct_a_payment(page, reader, desk)
    report_a_result(page, reader, desk)
    publish(page, reader, desk)


def correct_a_payment(page: Page, reader: Reader, desk: str) -> None:
    page.goto(f"{desk}/entries?kind=payment")
    look(page, reader, "officer-6-payments")
    page.locator('a[href*="entry=payment%3Apay-2"], a[href*="entry=payment:pay-2"]').first.click()
    main_button(page)
    page.fill("#amount", "8百")
    page.fill("#why", "証拠書類は8,200千円")
    main_button(page)
    look(page, reader, "officer-7-not-read")
    assert page.locator("#amount[aria-invalid]").count() == 1
    assert page.input_value("#why") == "証拠書類は8,200千円"
    page.fill("#amount", "8,200")
    look(page, reader, "officer-8-correct")
    main_button(page)
    look(page, reader, "officer-9-corrected")
    expect(page.locator(".then-now")).to_contain_text("¥8,200,000")
    expect(page.locator(".then-now")).to_contain_text("¥8,000,000")


def report_a_result(page: Page, reader: Reader, desk: str) -> None:
    page.goto(desk)
    look(page, reader, "officer-10-overview")
    main_button(page)
    page.wait_for_url(re.compile("/due"))
    look(page, reader, "officer-11-due")
    page.locator('a[href*="what=result"]').first.click()
    page.fill("#observed", "2026-03-20")
    page.fill("#value", "18.5")
    page.select_option("#method", "survey")
    page.fill("#sample_size", "412")
    look(page, reader, "officer-12-result")
    main_button(page)
    look(page, reader, "officer-13-recorded")
    page.goto(f"{desk}/due")
    look(page, reader, "officer-14-nothing-due")


def publish(page: Page, reader: Reader, desk: str) -> None:
    page.goto(desk)
    main_button(page)
    page.wait_for_url(re.compile("/publish"))
    page.fill("#title_en", "Trustworthy AI Programme")
    page.fill("#publisher_en", "Ministry of Rashin")
    look(page, reader, "officer-15-publish")
    page.locator('button[value="preview"]').click()
    until(page, reader, lambda: page.locator("main .notice").count() > 0)
    look(page, reader, "officer-16-preview")
    expect(page.locator("main .notice.success")).to_have_count(1)
    preview = page.locator("main a.button").first.get_attribute("href")
    assert preview is not None
    page.goto(preview)
    expect(page.locator("h1")).to_have_count(1)
    page.goto(f"{desk}/publish")
    main_button(page)
    until(page, reader, lambda: page.locator("main .notice").count() > 0)
    look(page, reader, "officer-17-published")
    expect(page.locator("main .notice.success")).to_have_count(1)
    page.goto(f"{desk}/publish")
    look(page, reader, "officer-18-releases")
    expect(page.locator("section[aria-labelledby=releases] .rows > li")).to_have_count(1)


@pytest.mark.parametrize("reader", READERS[:2], ids=lambda reader: reader.name)
def test_the_sample_is_tried_and_put_away(new_site: NewSite, open_page: OpenPage, reader: Reader) -> None:
    page = open_page(reader)
    desk = at_the_desk(page, reader, new_site)
    page.locator("form[action$='/sample'] button").click()
    page.wait_for_url(re.compile("done=sample"))
    look(page, reader, "sample-overview")
    for name in ("problems", "entries", "entries?kind=payment", "record", "due", "due?sort=award", "publish", "import"):
        page.goto(f"{desk}/{name}")
        look(page, reader, f"sample-{re.sub('[?=]', '-', name)}")
    page.goto(desk)
    page.locator("form[action$='/sample/away'] button").click()
    page.locator("dialog[open] [data-yes]").click()
    page.wait_for_url(re.compile("done=put-away"))
    expect(page.locator(".empty-state")).to_have_count(1)
