"""A company sees its own bill, yen by yen; the operator sees everybody's and sets the prices."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from httpx import Response
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden, send
from tests.web.road.walker import words
from tests.web.town import Town

from rashin.web.pages.bills import operating, routes
from rashin.workspace import bills, metering
from rashin.workspace.bills import set_prices
from rashin.workspace.database.tables import Organisation
from rashin.workspace.metering import use
from rashin.workspace.workspace import Workspace

PRICES = {"base": "10000", "decision": "0.5", "learning_minute": "30", "gigabyte_month": "1,200.25"}


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is November 2026."""
    today = datetime(2026, 11, 20, 3, tzinfo=UTC)
    for module in (bills, metering, routes, operating):
        monkeypatch.setattr(module, "now", lambda: today)


@pytest.fixture
def used(workspace: Workspace, town: Town) -> Town:
    """Both organisations used something in November, at a price; ours did in October too, before there were prices."""
    with workspace.database.system() as session:
        for organisation in (town.home, town.abroad):
            session.get_one(Organisation, organisation).created_at = datetime(2026, 10, 2, tzinfo=UTC)
        set_prices(session, "2026-11", PRICES)
        use(session, town.home, decisions=1_001, learning_seconds=90.0, byte_days=30 * 1_500_000_000)
        use(session, town.abroad, decisions=4)
    return town


def rows(answer: Response) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_company_sees_its_bill_with_how_each_yen_comes_about(browser_of: BrowserOf, used: Town) -> None:
    browser = browser_of(used.reader)
    said = words(browser.get(f"/o/{used.home}/bill").text)
    assert "2026年11月は、いまのところ ¥12,345 です（税別）。" in said
    assert "1,001 件 × ¥0.5/件 = ¥500.5 → 1円未満を切り捨てて ¥500" in said
    assert "1.5 GB・月 × ¥1,200.25/GB・月 = ¥1,800.375" in said
    assert "上限なし" in said
    english = words(browser.get(f"/o/{used.home}/bill?lang=en").text)
    assert "So far, November 2026 comes to ¥12,345, tax not included." in english


def test_a_month_that_is_over_can_be_looked_at_and_one_before_the_beginning_cannot(
    browser_of: BrowserOf, used: Town
) -> None:
    browser = browser_of(used.worker)
    assert "2026年10月は ¥0 です（税別）。" in words(browser.get(f"/o/{used.home}/bill?month=2026-10").text)
    for address in ("bill?month=2026-09", "bill.csv?month=2026-12"):
        assert browser.get(f"/o/{used.home}/{address}").status_code == 404
    for address in ("bill?month=x", "bill.csv?month=2026-13"):
        assert browser.get(f"/o/{used.home}/{address}").status_code == 422


def test_the_table_of_a_bill_adds_up_to_it(browser_of: BrowserOf, used: Town) -> None:
    answer = browser_of(used.reader).get(f"/o/{used.home}/bill.csv")
    assert "rashin-2026-11.csv" in answer.headers["content-disposition"]
    heads, *lines = rows(answer)
    assert heads == ["月", "項目", "使った量", "単位", "単価（円）", "金額（円）"]
    assert [line[1] for line in lines] == ["基本料金", "判断", "学習の時間", "ファイルの保存"]
    assert sum(int(line[5]) for line in lines) == 12_345
    assert {line[0] for line in lines} == {"2026-11"}


def test_nobody_else_sees_a_companys_bill(browser_of: BrowserOf, used: Town) -> None:
    for address in ("bill", "bill.csv"):
        for person in (used.stranger, used.operator):
            foreign = used.home if person is used.stranger else used.abroad
            assert browser_of(person).get(f"/o/{foreign}/{address}").status_code == 404


def test_the_operator_sees_what_each_company_comes_to(browser_of: BrowserOf, used: Town) -> None:
    browser = browser_of(used.operator)
    said = words(browser.get("/operate/bills").text)
    assert "2026年11月は、全部の組織で ¥22,347 です（いまのところ、税別）。" in said
    assert "隣町商工会 4 0.00 0.00 ¥10,002" in said
    assert "羅針信用組合 1,001 1.50 1.50 ¥12,345" in said
    found = words(browser.get("/operate/bills?q=隣町").text)
    assert "羅針信用組合 1,001" not in found
    heads, *lines = rows(browser.get("/operate/bills.csv?lang=en"))
    assert len({len(heads), *map(len, lines)}) == 1
    totals = {line[1]: int(line[-1]) for line in lines}
    assert totals == {"羅針信用組合": 12_345, "隣町商工会": 10_002}
    assert heads[-1] == "Total (yen)"


def test_only_the_operator_sees_and_sets_them(browser_of: BrowserOf, used: Town) -> None:
    for person in (used.approver, used.stranger, used.reader):
        browser = browser_of(person)
        mark = {"csrf": hidden(browser.get("/account").text, "/account")["csrf"]}
        for address in ("/operate/bills", "/operate/bills.csv"):
            assert browser.get(address).status_code == 403
        assert (
            browser.post("/operate/bills/prices", data={**mark, **PRICES, "from_month": "2026-12"}).status_code == 403
        )


def test_prices_are_set_for_a_month_that_has_not_begun(browser_of: BrowserOf, used: Town) -> None:
    browser = browser_of(used.operator)
    answer = send(
        browser, "/operate/bills", {**PRICES, "decision": "2", "from_month": "2026-12"}, to="/operate/bills/prices"
    )
    assert answer.headers["location"] == "/operate/bills?done=saved"
    said = words(browser.get(answer.headers["location"]).text)
    assert "料金を保存しました。" in said
    assert "2026年12月 ¥10,000 ¥2 ¥30 ¥1,200.25" in said
    assert "¥22,347" in said


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"from_month": "2026-11"}, "2026-12"), ({"decision": "約1円"}, "約1円"), ({"base": ""}, "base")],
)
def test_what_is_no_price_is_told_and_what_was_written_stays(
    browser_of: BrowserOf, used: Town, wrong: dict[str, str], told: str
) -> None:
    filled = {**PRICES, "from_month": "2026-12", "learning_minute": "77.7", **wrong}
    answer = send(browser_of(used.operator), "/operate/bills", filled, to="/operate/bills/prices")
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="77.7"' in answer.text


def test_a_name_that_a_spreadsheet_would_run_is_only_a_name(
    browser_of: BrowserOf, workspace: Workspace, used: Town
) -> None:
    with workspace.database.system() as session:
        session.get_one(Organisation, used.abroad).name = "=1+1"
    names = [line[1] for line in rows(browser_of(used.operator).get("/operate/bills.csv"))]
    assert "=1+1" not in names
    assert any(name.endswith("=1+1") for name in names)
