"""Decisions in a list and each on its page: why, what would change it, its history, its receipt, its erasure."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook
from tests.web.browser import Browser
from tests.web.decisions.conftest import Counter, seen
from tests.web.forms import hidden, send
from tests.web.road.walker import words

from rashin.engines.contract import Outcome
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.workspace.decisions.erasing import erase
from rashin.workspace.decisions.told import bare
from rashin.workspace.reviews import review

YES, NO = Outcome.FAVOURABLE, Outcome.ADVERSE


def review_of(counter: Counter, decision: str, outcome: Outcome, reason: str = "") -> None:
    desk = counter.desk
    desk.writing(lambda session: review(session, desk.company.log, decision, desk.hanako, outcome, reason))


def test_an_empty_list_says_what_to_do(counter: Counter) -> None:
    page = seen(counter.worker.get(f"{counter.own}/decisions"))
    assert "まだ判断がありません。" in page
    assert f'href="{counter.own}/decide?sample=0"' in page
    assert "サンプルで試す" not in seen(counter.reader.get(f"{counter.own}/decisions"))


def test_the_list_is_filtered_and_paged(counter: Counter) -> None:
    made = counter.desk.decide(counter.desk.cases(120))
    found, address = list[str](), f"{counter.own}/decisions"
    for _ in range(5):
        page = seen(counter.worker.get(address))
        found += re.findall(r"/decisions/(dec_\w+)", page)
        onward = re.search(r'href="([^"]*)" rel="next"', page)
        if onward is None:
            break
        address = onward[1].replace("&amp;", "&")
    assert found == [one.id for one in made][::-1]
    page = seen(counter.worker.get(f"{counter.own}/decisions?state=waiting"))
    assert {counter.desk.record(one).waiting for one in re.findall(r"/decisions/(dec_\w+)", page)} == {True}
    assert made[41].id in seen(counter.worker.get(f"{counter.own}/decisions?q=K-42"))
    nothing = seen(counter.worker.get(f"{counter.own}/decisions?q=K-9999&since=2020-01-01&until=2020-01-02"))
    assert "この条件に合う判断はありません。" in nothing


@pytest.mark.parametrize("query", ["state=x", "since=never", "until=2026-13-45", "q=%00", "at=-5", "at=99999999999999"])
def test_what_nobody_can_mean_is_left_aside(counter: Counter, query: str) -> None:
    counter.desk.decide(counter.desk.cases(2))
    assert counter.worker.get(f"{counter.own}/decisions?{query}").status_code == 200


def test_the_list_as_a_file_follows_the_filter_and_the_language(counter: Counter) -> None:
    counter.desk.decide(counter.desk.cases(60))
    whole = rows(counter.reader, f"{counter.own}/decisions.csv")
    assert [row["案件番号"] for row in whole] == [f"K-{n}" for n in range(1, 61)]
    waiting = rows(counter.reader, f"{counter.own}/decisions.csv?state=waiting")
    assert 0 < len(waiting) < 60
    assert {row["いまの結果"] for row in waiting} == {"人の判断待ち"}
    answer = counter.reader.get(f"{counter.own}/decisions.xlsx?state=waiting")
    numbers = [cell.value for cell in load_workbook(io.BytesIO(answer.content)).active["B"]]
    assert numbers == ["案件番号", *(row["案件番号"] for row in waiting)]
    english = rows(counter.reader, f"{counter.own}/decisions.csv?lang=en")
    assert english[0]["case_number"] == "K-1"


def rows(browser: Browser, address: str) -> list[dict[str, str]]:
    answer = browser.get(address)
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("handed_over", [True, False])
@pytest.mark.parametrize("outcome", [YES, NO])
def test_a_page_gives_the_reasons_and_never_says_that_a_machine_decided(
    counter: Counter, outcome: Outcome, handed_over: bool, language: str
) -> None:
    decision = counter.desk.one(handed_over=handed_over, outcome=outcome)
    page = seen(counter.reader.get(f"{counter.page(decision)}?lang={language}"))
    account, text = counter.desk.account(decision), words(page)
    assert account.told is not None
    for reason in account.told.reasons:
        assert reason.sentence["ja" if language == "ja" else "en"] in text
    for why in account.told.why_handed_over:
        assert why["ja" if language == "ja" else "en"] in text
    assert counter.desk.row.digest in text
    assert ("100件中およそ" if language == "ja" else "in 100") in text
    assert not re.search(r"\bAI\b|人工知能|machine decided|機械が", text)
    assert page.count('class="chart"') == 2, "drawn for a page and for a phone"


def test_what_would_change_it_or_the_proof_that_nothing_would(counter: Counter) -> None:
    decision = counter.desk.one(handed_over=False, outcome=NO)
    search, text = counter.desk.account(decision).change, words(seen(counter.reader.get(counter.page(decision))))
    assert search is not None
    if search.found:
        for change in search.found.changes:
            assert bare(change.after).ja in text
    else:
        assert "ありうる変え方をすべて調べた" in text
    good = counter.desk.one(handed_over=False, outcome=YES)
    assert "変える必要はありません" in words(seen(counter.reader.get(counter.page(good))))


def test_an_unusual_value_is_marked(counter: Counter) -> None:
    page = seen(counter.reader.get(counter.page(counter.desk.unusual())))
    assert re.search(r"宇宙関連業 <span class=\"chip person\">見慣れない値</span>", page)


def test_the_final_outcome_stands_on_every_page(counter: Counter) -> None:
    decision = counter.desk.one(handed_over=True)
    reference = counter.desk.record(decision).reference
    before = seen(counter.reader.get(f"{counter.own}/decisions"))
    assert "人の判断待ち" in before
    review_of(counter, decision, NO, "書類の不足")
    page = words(seen(counter.reader.get(counter.page(decision))))
    assert "見送る" in page
    assert "田中 務さんが" in page
    assert "書類の不足" in page
    assert "見送る" in seen(counter.reader.get(f"{counter.own}/decisions?q={reference}"))
    row = rows(counter.reader, f"{counter.own}/decisions.csv?q={reference}")[0]
    assert row["いまの結果"] == "見送る"


def test_what_people_may_do_is_what_they_are_offered(counter: Counter) -> None:
    decision = counter.desk.one(handed_over=False)
    review_link, erase_link = f"{counter.base}/reviews/{decision}", f"{counter.page(decision)}/erase"
    offered = {
        browser: (review_link in page, erase_link in page)
        for browser, page in (
            (name, seen(who.get(counter.page(decision))))
            for name, who in (("reader", counter.reader), ("worker", counter.worker), ("approver", counter.approver))
        )
    }
    assert offered == {"reader": (False, False), "worker": (True, False), "approver": (True, True)}


def test_the_receipt_is_checked_and_handed_out(counter: Counter) -> None:
    decision = counter.desk.one(handed_over=False)
    checked = seen(counter.reader.get(f"{counter.page(decision)}/receipt"))
    assert "すべて合っています" in checked
    assert "証明ではありません" in checked, "what it does not prove is said as well"
    answer = counter.reader.get(f"{counter.base}/receipts/{decision}")
    receipt = Receipt.from_json(answer.content)
    assert verify(receipt, [VerifierKey.parse(counter.workspace.log.key)]).holds
    assert receipt.payload["id"] == decision


def test_only_an_approver_erases_and_says_why(counter: Counter) -> None:
    decision = counter.desk.one(handed_over=True)
    review_of(counter, decision, NO, "山田さんの書類の不足")
    address = f"{counter.page(decision)}/erase"
    assert counter.worker.get(address).status_code == 403
    mark = hidden(counter.worker.get("/account").text, "/account")
    assert counter.worker.post(address, data={**mark, "why": "x"}).status_code == 403
    assert "元に戻せません" in seen(counter.approver.get(address))
    refused = seen(send(counter.approver, address, {"why": " "}), 422)
    assert "消去する理由が書かれていません" in refused
    answer = send(counter.approver, address, {"why": "本人の求め"})
    assert answer.status_code == 303
    page = seen(counter.reader.get(answer.headers["location"]))
    assert "中身は消去されました" in page
    assert "本人の求め" in page
    assert "鈴木 認さんが中身を消去しました" in page
    assert "田中 務さんが「見送る」と決めました" in page
    assert "山田さん" not in page
    assert counter.desk.record(decision).payload is None
    counter.desk.check_log()


def test_of_an_erased_decision_only_what_remains_is_shown(counter: Counter) -> None:
    decision = counter.desk.one(handed_over=False)
    desk = counter.desk
    desk.writing(lambda session: erase(session, desk.company.log, decision, desk.taro, "保存の期限"))
    for place in ("receipt", "letter"):
        assert counter.worker.get(f"{counter.page(decision)}/{place}").status_code == 410
    assert counter.reader.get(f"{counter.base}/receipts/{decision}").status_code == 410
    assert counter.approver.get(f"{counter.page(decision)}/erase").status_code == 303
    assert counter.worker.get(f"{counter.base}/reviews/{decision}").headers["location"] == counter.page(decision)
    again = counter.approver.post(
        f"{counter.page(decision)}/erase",
        data={**hidden(counter.approver.get("/account").text, "/account"), "why": "もう一度"},
    )
    assert again.status_code == 410
    erasure = desk.account(decision).erasure
    assert erasure is not None
    told = json.loads(counter.reader.get(f"{counter.base}/receipts/{erasure.id}").content)
    assert told["payload"]["why"] == "保存の期限"


PLACES = ("", "/receipt", "/letter", "/erase")


@pytest.mark.parametrize("place", PLACES)
def test_a_neighbour_sees_nothing_of_it(counter: Counter, place: str) -> None:
    decision = counter.desk.one(handed_over=False)
    for base in (counter.base, f"/o/{counter.town.abroad}"):
        answer = counter.stranger.get(f"{base}/decisions/{decision}{place}")
        assert answer.status_code == 404
        assert "業種" not in answer.text
    assert counter.stranger.get(f"/o/{counter.town.abroad}/receipts/{decision}").status_code == 404
    assert counter.stranger.get(f"/o/{counter.town.abroad}/reviews/{decision}").status_code == 404
    assert (
        counter.stranger.get(f"/o/{counter.town.abroad}/deployments/{counter.desk.deployment}/decisions").status_code
        == 404
    )
    assert (
        counter.stranger.get(f"/o/{counter.town.abroad}/deployments/{counter.desk.deployment}/decide").status_code
        == 404
    )
