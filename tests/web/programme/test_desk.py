"""The officer's desk in a browser without scripts: who may sit at it, what it shows, and what it takes."""

from __future__ import annotations

import pytest
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden
from tests.web.office import work
from tests.web.officer import officer_of
from tests.web.programme.officer import Officer, words
from tests.web.town import Town

from rashin.workspace.workspace import Workspace

PLACES = ["", "/import", "/problems", "/entries", "/entry?entry=payment:p1", "/correct?entry=payment:p1", "/record"]
PLACES += ["/record?what=payment", "/record?what=result&about=indicator:k1", "/record?what=budget", "/evidence"]
PLACES += ["/due", "/due?sort=award", "/publish", "/problems?rule=R01", "/problems?rule=F01", "/entries?kind=budget"]
PLACES += ["/entries?kind=payment&about=award:w1", "/entry?entry=payment:p1&known=2020-01-01", "/template"]


def test_only_officers_see_the_desk(workspace: Workspace, town: Town, browser_of: BrowserOf) -> None:
    for person in (town.reader, town.worker, town.approver):
        browser = browser_of(person)
        assert "/programme" not in browser.get(f"/o/{town.home}/members").text
        for place in PLACES:
            answer = browser.get(f"/o/{town.home}/programme{place}")
            assert (answer.status_code, "事業担当官" in answer.text) == (403, True)
    officer = browser_of(officer_of(workspace, town.home))
    assert f'href="/o/{town.home}/programme"' in officer.get(f"/o/{town.home}/members").text


def test_who_only_keeps_the_book_begins_at_it(officer: Officer) -> None:
    assert officer.browser.get(f"/o/{officer.town.home}").headers["location"] == officer.base


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_opens_with_a_book(officer: Officer, language: str) -> None:
    officer.browser.headers["accept-language"] = language
    officer.with_small_book()
    for place in PLACES:
        officer.opened(place)


def test_some_open_without_one_and_the_others_lead_to_the_beginning(officer: Officer) -> None:
    for place in ("", "/import", "/record", "/record?what=payment", "/evidence"):
        officer.opened(place)
    for other in ("/problems", "/entries", "/due", "/publish"):
        assert officer.browser.get(f"{officer.base}{other}").headers["location"] == officer.base


def test_what_is_not_there_is_not_found(officer: Officer) -> None:
    officer.with_small_book()
    places = ["/entry?entry=payment:none", "/correct?entry=x:y", "/problems?rule=Z99", "/entries?kind=nothing"]
    places += ["/record?what=nothing", "/import/job_none", "/publish/job_none", "/preview/", "/sample/site/latest/"]
    for place in places:
        assert officer.browser.get(f"{officer.base}{place}").status_code == 404, place


def test_the_overview_keeps_amounts_apart_and_says_what_to_do(officer: Officer) -> None:
    said = words(officer.with_small_book().opened())
    for figure in ("¥1,050", "¥300", "¥290", "¥15", "¥100"):
        assert figure in said or figure.replace("¥", "") + "円" in said, figure
    assert "選定の理由は" in said
    assert "直すところを見る" in said


def test_the_sample_is_tried_and_put_away(officer: Officer) -> None:
    assert "帳簿はまだ空です" in officer.opened()
    said = words(officer.followed(officer.sent("", {}, "/sample")))
    assert "架空の見本です" in said
    asked = officer.sent("", {}, "/sample/away")
    assert asked.status_code == 200
    assert "見本を片付けますか" in asked.text
    assert "架空の見本です" in officer.opened()
    sure = {**hidden(asked.text, f"{officer.base}/sample/away"), "sure": "yes"}
    officer.followed(officer.browser.post(f"{officer.base}/sample/away", data=sure))
    assert "帳簿はまだ空です" in officer.opened()


def test_a_bad_file_is_told_place_by_place_and_changes_nothing(officer: Officer) -> None:
    said = words(officer.imported("番号,金額\np1,約3千\np2,5\np2,6\n".encode()))
    assert "取り込みませんでした" in said
    assert "2行目 「金額」" in said
    assert "「約3千」を金額として読めません" in said
    assert "4行目 「番号」" in said
    assert officer.book.batches() == ()


def test_a_good_file_is_in_the_book_and_again_it_says_so(officer: Officer) -> None:
    table = "番号,金額\np1,1200千円\n".encode()
    assert "取り込みました" in words(officer.imported(table))
    assert "前にも取り込んでいます" in words(officer.imported(table))
    said = words(officer.opened("/import"))
    assert "支払.csv" in said
    assert "月次" in said
    assert officer.book.batches()[0].digest[:12] in said


def test_an_import_is_cancelled_and_nothing_of_it_is_kept(officer: Officer) -> None:
    where = officer.uploaded("/import", "番号,金額\np1,5\n".encode(), "支払.csv", format="workbook").headers["location"]
    to = f"{where.removeprefix(officer.base)}/cancel"
    asked = officer.sent(where.removeprefix(officer.base), {}, to)
    assert "取り込みを中止しますか" in asked.text
    sure = {**hidden(asked.text, f"{officer.base}{to}"), "sure": "yes"}
    assert "中止されました" in words(officer.followed(officer.browser.post(f"{officer.base}{to}", data=sure)))
    work(officer.workspace)
    assert officer.book.batches() == ()
    assert list(officer.workspace.files.keys()) == []


def test_without_a_file_nothing_is_lost(officer: Officer) -> None:
    page = officer.browser.get(f"{officer.base}/import").text
    data = {**hidden(page, f"{officer.base}/import"), "format": "ocds", "why": "調達の記録"}
    answer = officer.browser.post(f"{officer.base}/import", data=data, files={"file": ("", b"")})
    assert answer.status_code == 422
    assert 'value="調達の記録"' in answer.text
    assert 'value="ocds" checked' in answer.text


def test_a_finding_leads_to_its_entry_and_is_gone_once_corrected(officer: Officer) -> None:
    officer.with_small_book()
    found = words(officer.opened("/problems?rule=R01"))
    assert "審査の時間" in found
    assert "entry=indicator%3Ak1" in officer.opened("/problems?rule=R01")
    filled = {"indicator": "k1", "observed": "2026-03-01", "value": "18.5", "method": "measured", "what": "result"}
    officer.followed(officer.sent("/record?what=result&about=indicator:k1", filled, "/record"))
    assert "審査の時間" not in words(officer.opened("/problems?rule=R01"))


def test_a_correction_keeps_what_stood_and_shows_both(officer: Officer) -> None:
    officer.with_small_book()
    to = "/correct"
    page = "/correct?entry=payment:p1"
    filled = {"award": "w1", "programme": "g", "fiscal_year": "2025", "payee": "o1", "tier": "1"}
    wrong = officer.sent(page, {**filled, "amount": "にひゃく", "paid": "2026-99-01", "why": "見直し"}, to)
    assert wrong.status_code == 422
    told = wrong.text
    for sign in ('href="#amount"', 'href="#paid"', 'value="にひゃく"', 'value="見直し"', 'id="amount-error"'):
        assert sign in told
    unexplained = officer.sent(page, {**filled, "amount": "20", "why": ""}, to)
    assert (unexplained.status_code, "理由が書かれていません" in unexplained.text) == (422, True)
    assert len(officer.book.batches()) == 1
    said = words(officer.followed(officer.sent(page, {**filled, "amount": "20", "why": "証拠書類は20円"}, to)))
    assert "¥200 → から ¥20" in said
    assert "証拠書類は20円" in said
    assert "星野 官" in said


def test_who_was_slower_is_told(officer: Officer) -> None:
    officer.with_small_book()
    page = officer.browser.get(f"{officer.base}/correct?entry=payment:p1").text
    first = hidden(page, f"{officer.base}/correct") | {"amount": "20", "why": "速い"}
    assert officer.browser.post(f"{officer.base}/correct", data=first).status_code == 303
    second = officer.browser.post(f"{officer.base}/correct", data=first | {"amount": "30", "why": "遅い"})
    assert (second.status_code, "ほかの人が" in second.text) == (409, True)
    assert len(officer.book.batches()) == 2


def test_taking_back_asks_once_and_is_undone(officer: Officer) -> None:
    officer.with_small_book()
    page, to = "/entry?entry=payment:p1", "/withdraw"
    asked = officer.sent(page, {"why": "二重の記帳"}, to)
    assert (asked.status_code, "この記録を取り消しますか" in asked.text) == (200, True)
    assert len(officer.book.batches()) == 1
    sure = {**hidden(asked.text, f"{officer.base}{to}"), "sure": "yes"}
    said = words(officer.followed(officer.browser.post(f"{officer.base}{to}", data=sure)))
    assert "この記録は取り消されています" in said
    assert "二重の記帳" in said
    said = words(officer.followed(officer.sent(page, {"why": "別の支払だった"}, "/restore")))
    assert "元に戻しました" in said
    assert "¥200" in said


def test_a_payment_is_recorded_with_the_year_of_its_day(officer: Officer) -> None:
    officer.with_small_book()
    filled = {"award": "w1", "paid": "2026-03-31", "amount": "1,500", "amount_unit": "千円", "payee": "o1"}
    said = words(officer.followed(officer.sent("/record?what=refund", filled, "/record")))
    for one in ("¥1,500,000", "2025年度", "返納", "1,500 千円"):
        assert one in said


def test_what_was_known_on_a_day(officer: Officer) -> None:
    officer.with_small_book()
    assert "まだ帳簿にありませんでした" in officer.opened("/entry?entry=payment:p1&known=2020-01-01")
    assert "¥200" in words(officer.opened("/entry?entry=payment:p1&known=2999-01-01"))
    assert "¥200" in words(officer.opened("/entry?entry=payment:p1&known=いつか"))


def test_evidence_is_kept_and_comes_back_as_it_was(officer: Officer) -> None:
    content = b"<script>alert(1)</script>"
    page = officer.followed(officer.uploaded("/evidence", content, "検収書.html", dated="2026-05-01"))
    assert "検収書.html" in words(page)
    address = page.partition(f"{officer.base}/evidence/file?evidence=")[2].partition('"')[0]
    answer = officer.browser.get(f"{officer.base}/evidence/file?evidence={address}")
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    wrong = officer.uploaded("/evidence", content, "検収書.html", dated="きのう")
    assert (wrong.status_code, 'href="#dated"' in wrong.text) == (422, True)
    assert len(officer.book.batches()) == 1


def test_what_is_due_leads_to_where_it_is_reported(officer: Officer) -> None:
    page = officer.with_small_book().opened("/due")
    assert "what=result&about=indicator%3Ak1" in page
    assert "correct?entry=opinion%3Am1" in page
    assert "審査のAI" in words(officer.opened("/due?sort=award"))


def test_the_template_is_a_workbook_that_can_be_imported(officer: Officer) -> None:
    answer = officer.browser.get(f"{officer.base}/template")
    assert answer.content.startswith(b"PK")
    said = words(officer.imported(answer.content, "ひな形.xlsx"))
    assert "直すところが1か所あります" in said
