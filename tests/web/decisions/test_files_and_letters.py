"""Files of cases and letters in the browser: brought, watched, handed out; printed, addressed, set with a contact."""

from __future__ import annotations

import sys
from io import BytesIO

import pytest
from httpx import Response
from openpyxl import load_workbook
from tests.web.browser import Browser
from tests.web.decisions.conftest import Counter, seen
from tests.web.forms import hidden, send
from tests.web.road.walker import words
from tests.workspace.batches.test_batches import cells
from tests.workspace.company import as_csv

from rashin.engines.contract import Outcome
from rashin.errors import ExtraMissing
from rashin.workspace.reviews import review

YES, NO = Outcome.FAVOURABLE, Outcome.ADVERSE


def upload(browser: Browser, address: str, content: bytes, name: str = "今月の申込.csv") -> Response:
    sent = hidden(browser.get(address).text, address)
    return browser.post(address, data={**sent, "label": ""}, files={"file": (name, content)})


def brought(counter: Counter, rows: int, *, blank: int | None = None) -> str:
    """A file of cases; the address of its page."""
    table = cells(rows)
    if blank is not None:
        for column in table.values():
            column[blank] = ""
    answer = upload(counter.worker, f"{counter.own}/decide/file", as_csv(table))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_file_is_decided_and_its_result_handed_out(counter: Counter) -> None:
    address = brought(counter, 60, blank=5)
    under_way = seen(counter.worker.get(address))
    assert "順番を待っています" in under_way
    assert "/events" in under_way
    counter.work()
    page = words(seen(counter.reader.get(address)))
    assert "60行のうち59件を判断しました。" in page
    assert "1行は判断できませんでした。" in page
    assert "判断に使う列が、すべて空です。" in page
    answer = counter.reader.get(f"{address}/result.csv")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert len(answer.content.decode("utf-8-sig").splitlines()) == 61
    book = load_workbook(BytesIO(counter.reader.get(f"{address}/result.xlsx").content))
    assert [cell.value for cell in book.active["B"]][:2] == ["案件番号", "A0000"]
    assert book.active.max_row == 61
    assert "今月の申込.csv" in seen(counter.worker.get(f"{counter.own}/decide/file"))


def test_decisions_of_a_file_are_listed_in_its_order(counter: Counter) -> None:
    address = brought(counter, 60)
    counter.work()
    page = seen(counter.worker.get(address))
    assert page.index("A0000") < page.index("A0001") < page.index("A0049")
    assert "A0050" not in page
    onward = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    assert "A0050" in seen(counter.worker.get(onward))


def test_a_file_that_cannot_be_read_says_how_to_mend_it(counter: Counter) -> None:
    answer = upload(counter.worker, f"{counter.own}/decide/file", "列,別の列\n1,2\n".encode())
    counter.work()
    page = words(seen(counter.worker.get(answer.headers["location"])))
    assert "列がありません" in page or "ありません" in page


def test_without_a_file_the_form_says_so(counter: Counter) -> None:
    address = f"{counter.own}/decide/file"
    sent = hidden(counter.worker.get(address).text, address)
    answer = counter.worker.post(address, data=sent, files={"file": ("", b"")})
    assert "ファイルが選ばれていません。" in seen(answer, 422)


def test_a_file_is_cancelled_after_asking_once(counter: Counter) -> None:
    address = brought(counter, 60)
    asked = send(counter.worker, address, {}, to=f"{address}/cancel")
    assert "中止しますか" in seen(asked)
    answer = send(counter.worker, address, {"sure": "yes"}, to=f"{address}/cancel")
    assert answer.headers["location"] == address
    counter.work()
    assert "途中で中止されました。" in seen(counter.worker.get(address))
    kept = list(counter.workspace.files.keys())
    assert not any("/batches/" in key for key in kept)


def test_a_neighbour_sees_no_file(counter: Counter) -> None:
    batch = brought(counter, 3).rpartition("/")[2]
    counter.work()
    for place in ("", "/result.csv", "/result.xlsx"):
        assert counter.stranger.get(f"/o/{counter.town.abroad}/batches/{batch}{place}").status_code == 404
    mark = hidden(counter.stranger.get("/account").text, "/account")
    assert counter.stranger.post(f"/o/{counter.town.abroad}/batches/{batch}/cancel", data=mark).status_code == 404


def decided(counter: Counter, outcome: Outcome = NO) -> str:
    """A decision that a person has confirmed."""
    desk, decision = counter.desk, counter.desk.one(handed_over=False, outcome=outcome)
    desk.writing(lambda session: review(session, desk.company.log, decision, desk.hanako, outcome))
    return decision


def with_contact(counter: Counter) -> Response:
    return send(counter.approver, f"{counter.own}/letter", {"office": "お客様相談窓口", "telephone": "03-0000-0000"})


def test_a_letter_is_read_addressed_and_printed(counter: Counter) -> None:
    with_contact(counter)
    address = f"{counter.page(decided(counter))}/letter"
    page = seen(counter.reader.get(address))
    assert "融資のお申込みの結果のお知らせ" in page
    assert "03-0000-0000" in page
    addressed = seen(send(counter.reader, address, {"to": "<山田> 商店"}))
    assert "&lt;山田&gt; 商店 様" in addressed
    assert "山田" not in seen(counter.reader.get(address)), "the name is kept nowhere"
    for language in ("ja", "en"):
        sent = {"to": "山田商店", "language": language}
        answer = pdf(counter, address, sent)
        assert answer.content.startswith(b"%PDF-")
        assert answer.headers["content-type"] == "application/pdf"


def pdf(counter: Counter, address: str, sent: dict[str, str]) -> Response:
    mark = hidden(counter.worker.get(address).text, address)
    answer = counter.worker.post(f"{address}.pdf", data={**mark, **sent})
    assert answer.status_code == 200, answer.text
    return answer


def test_before_anybody_decided_there_is_only_a_draft(counter: Counter) -> None:
    with_contact(counter)
    suggested, waiting = counter.desk.one(handed_over=False), counter.desk.one(handed_over=True)
    draft = seen(counter.worker.get(f"{counter.page(suggested)}/letter"))
    assert "下書きです" in draft
    assert "letter.pdf" not in draft
    mark = hidden(counter.worker.get("/account").text, "/account")
    refused = counter.worker.post(f"{counter.page(suggested)}/letter.pdf", data={**mark, "language": "ja"})
    assert refused.status_code == 409
    assert counter.worker.get(f"{counter.page(waiting)}/letter").status_code == 409


def test_without_a_contact_the_letter_asks_for_one(counter: Counter) -> None:
    address = f"{counter.page(decided(counter))}/letter"
    page = seen(counter.approver.get(address))
    assert "連絡先が、まだありません" in page
    assert f'href="{counter.own}/letter"' in page
    assert "責任者が「通知書の連絡先」で" in seen(counter.worker.get(address))


def test_only_an_approver_sets_the_contact(counter: Counter) -> None:
    assert counter.worker.get(f"{counter.own}/letter").status_code == 403
    assert with_contact(counter).status_code == 303
    kept = seen(counter.approver.get(f"{counter.own}/letter?done=saved"))
    assert 'value="お客様相談窓口"' in kept
    refused = seen(
        send(counter.approver, f"{counter.own}/letter", {"office": "あ" * 300, "email": "a@example.jp"}), 422
    )
    assert 'value="a@example.jp"' in refused
    assert 'id="office-error"' in refused


def test_without_the_typesetter_it_is_said_what_to_install(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    with_contact(counter)
    address = f"{counter.page(decided(counter))}/letter"
    mark = hidden(counter.worker.get(address).text, address)
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = counter.worker.post(f"{address}.pdf", data={**mark, "language": "ja", "to": "山田商店"})
    page = seen(answer, ExtraMissing.status)
    assert "rashin[pdf]" in page
    assert 'value="山田商店"' in page, "what was typed is not lost"
    assert "この画面をそのまま印刷することもできます。" in page


@pytest.mark.parametrize("language", ["", "fr"])
def test_a_letter_is_in_one_of_the_two_languages(counter: Counter, language: str) -> None:
    with_contact(counter)
    decision = decided(counter)
    mark = hidden(counter.worker.get("/account").text, "/account")
    answer = counter.worker.post(f"{counter.page(decision)}/letter.pdf", data={**mark, "language": language})
    assert answer.status_code == 422
