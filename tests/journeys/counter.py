"""Every day at the counter, step by step: decide, keep the receipt, review, write a letter, learn what became of it, erase."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Reader
from tests.journeys.sites import Site
from tests.journeys.walking import look, main_button, until

from rashin.trust.receipts.receipt import Receipt

SALES = '[name="v:年商（千円）"]'


def decide_one(page: Page, reader: Reader, own: str) -> str:
    """Decide one case by the form, with a mistake on the way; the address of its page."""
    page.goto(f"{own}/decide")
    look(page, reader, "21-decide")
    page.locator('a[href*="?sample="]').click()
    expect(page.locator(SALES)).not_to_have_value("")
    good = page.locator(SALES).input_value()
    page.fill(SALES, "約3千")
    page.fill("#reference", f"申込 {reader.name}")
    main_button(page)
    expect(page.locator(f'{SALES}[aria-invalid="true"]')).to_have_value("約3千")
    look(page, reader, "22-decide-mistake")
    page.fill(SALES, good)
    main_button(page)
    page.wait_for_url(re.compile("/decisions/dec_"))
    look(page, reader, "23-decision")
    expect(page.locator("figure table").first).to_be_attached()
    return page.url.partition("?")[0]


def check_receipt(page: Page, reader: Reader, decision: str) -> None:
    page.goto(f"{decision}/receipt")
    expect(page.locator(".notice.success")).to_be_visible()
    look(page, reader, "24-receipt")
    with page.expect_download() as started:
        main_button(page)
    assert started.value.suggested_filename.endswith(".receipt.json")
    receipt = Receipt.from_json(Path(started.value.path()).read_bytes())
    assert f"申込 {reader.name}" in receipt.to_json()


def decide_many(page: Page, reader: Reader, own: str, applications: Path) -> None:
    page.goto(f"{own}/decide/file")
    look(page, reader, "25-file")
    page.set_input_files("#file", applications)
    main_button(page)
    page.wait_for_url(re.compile("/batches/bat_"))
    until(page, reader, lambda: page.locator(".tally").count() > 0)
    look(page, reader, "26-file-decided")
    with page.expect_download() as started:
        main_button(page)
    assert started.value.suggested_filename.endswith(".xlsx")
    with Path(started.value.path()).open("rb") as file:
        assert load_workbook(file).active.max_row == len(applications.read_text("utf-8-sig").splitlines())


def review_one(page: Page, other: Page, site: Site, reader: Reader, own: str) -> str:
    """Overrule one case, which somebody else opens as well, and go on to the next; the address of the first."""
    page.goto(f"/o/{site.town.home}/reviews?deployment={own.rpartition('/')[2]}")
    look(page, reader, "27-queue")
    main_button(page)
    look(page, reader, "28-review")
    first = page.url.partition("?")[0]
    other.goto(first)
    expect(other.locator(".notice.warning")).to_be_visible()
    look(other, reader, "29-review-open-elsewhere")
    suggested = page.locator('[name="outcome"][aria-describedby="as-suggested"]').get_attribute("value")
    page.check(f"#outcome-{'adverse' if suggested == 'favourable' else 'favourable'}")
    main_button(page)
    expect(page.locator("#reason-error")).to_be_visible()
    look(page, reader, "30-review-mistake")
    page.fill("#reason", "決算書の写しが足りないため")
    main_button(page)
    expect(page.locator(".notice.success")).to_be_visible()
    assert page.url.partition("?")[0] != first
    be_too_late(other, reader, suggested or "")
    return first.replace("/reviews/", "/decisions/")


def be_too_late(other: Page, reader: Reader, suggested: str) -> None:
    """What the other wrote is not lost, and not taken either."""
    other.check(f"#outcome-{suggested}")
    other.fill("#reason", "よい会社なので")
    main_button(other)
    expect(other.locator("#wrong")).to_be_visible()
    expect(other.locator("#reason")).to_have_value("よい会社なので")
    look(other, reader, "31-review-too-late")


def see_rates(page: Page, site: Site, reader: Reader, own: str) -> None:
    """How often people decided otherwise, and how long they took."""
    page.goto(f"/o/{site.town.home}/reviews?deployment={own.rpartition('/')[2]}")
    expect(page.locator("section[aria-labelledby=rates] .tiles > li")).to_have_count(2)
    look(page, reader, "32-queue-after")


def write_letter(page: Page, boss: Page, reader: Reader, own: str, decision: str) -> None:
    page.goto(decision)
    look(page, reader, "33-decided")
    page.locator('a[href$="/letter"]').first.click()
    look(page, reader, "34-letter-without-contact")
    boss.goto(f"{own}/letter")
    boss.fill("#office", "融資部 お客様相談窓口")
    boss.fill("#telephone", "03-0000-0000")
    look(boss, reader, "35-contact")
    main_button(boss)
    expect(boss.locator(".notice.success")).to_be_visible()
    page.reload()
    page.fill("#to", "株式会社 山田商店")
    look(page, reader, "36-letter")
    for button in page.locator('button[formaction$="/letter.pdf"]').all():
        with page.expect_download() as started:
            button.click()
        assert Path(started.value.path()).read_bytes().startswith(b"%PDF-")


def bring_outcomes(page: Page, reader: Reader, own: str, folder: Path) -> None:
    path = folder / "結果.csv"
    path.write_text("案件番号,結果\nK2024-00001,延滞\nK9999,延滞\n", encoding="utf-8")
    page.goto(f"{own}/outcomes")
    page.set_input_files("#file", path)
    look(page, reader, "37-outcomes")
    main_button(page)
    expect(page.locator(".notice.success")).to_be_visible()
    look(page, reader, "38-outcomes-recorded")


def erase(boss: Page, reader: Reader, decision: str) -> None:
    """Erase what a decision says: the proof that it was there stays."""
    boss.goto(decision)
    boss.locator('a[href$="/erase"]').click()
    boss.fill("#why", "本人の求め" if reader.language == "ja" else "at the request of the person")
    look(boss, reader, "39-erase")
    boss.locator("button.danger").click()
    boss.wait_for_url(re.compile("done=erased"))
    look(boss, reader, "40-erased")
    boss.goto(f"{decision}/receipt")
    look(boss, reader, "41-receipt-of-erased")


def find_again(page: Page, reader: Reader, own: str) -> None:
    page.goto(f"{own}/decisions")
    look(page, reader, "42-decisions")
    page.select_option("#state", "waiting")
    page.locator(".filter button").click()
    expect(page.locator(".rows.cases .chip.person").first).to_be_visible()
    look(page, reader, "43-decisions-waiting")


def watch(page: Page, reader: Reader, own: str) -> None:
    page.goto(f"{own}/watch")
    expect(page.locator("#pace figure").first).to_be_visible()
    look(page, reader, "44-watch")
