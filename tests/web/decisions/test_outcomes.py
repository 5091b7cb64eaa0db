"""What became of cases: a table as the company keeps it, matched by number, each line recorded once or named."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from httpx import Response
from openpyxl import Workbook
from tests.web.decisions.conftest import Counter, seen
from tests.web.forms import hidden
from tests.web.road.walker import words


def bring(counter: Counter, content: bytes, name: str = "結果.csv") -> Response:
    address = f"{counter.own}/outcomes"
    sent = hidden(counter.worker.get(address).text, address)
    return counter.worker.post(address, data=sent, files={"file": (name, content)})


def table(heads: Sequence[str], *rows: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([heads, *rows])
    return text.getvalue().encode()


def became(counter: Counter, decision: str) -> str | None:
    found = counter.desk.account(decision).became
    return found.outcome if found else None


def test_lines_are_matched_by_the_companys_own_number(counter: Counter) -> None:
    first, second, third = (one.id for one in counter.desk.decide(counter.desk.cases(3)))
    content = table(["申込番号", "メモ", "結果"], ["K-1", "x", "favourable"], ["K-2", "y", "延滞"], ["K-3", "z", ""])
    page = words(seen(bring(counter, content)))
    assert "2件の結果を記録しました。" in page
    assert (became(counter, first), became(counter, second), became(counter, third)) == ("favourable", "adverse", None)
    assert "その後の結果が分かりました: 悪い結果" in seen(counter.reader.get(counter.page(second)))
    counter.desk.check_log()


def test_sent_again_nothing_is_recorded_again(counter: Counter) -> None:
    counter.desk.decide(counter.desk.cases(2))
    content = table(["案件番号", "結果"], ["K-1", "延滞"], ["K-2", "延滞"])
    bring(counter, content)
    page = words(seen(bring(counter, content)))
    assert "0件の結果を記録しました。" in page
    assert "2件は、すでに記録されていました。" in page


def test_what_does_not_fit_is_named_with_its_row(counter: Counter) -> None:
    (one,) = counter.desk.decide(counter.desk.cases(1))
    counter.desk.decide(counter.desk.cases(2), references=["二度", "二度"])
    content = table(
        ["案件番号", "結果"],
        ["K-1", "まずまず"],
        ["K-99", "延滞"],
        ["二度", "延滞"],
        ["K-1", "延滞"],
        ["K-1", "favourable"],
    )
    page = words(seen(bring(counter, content)))
    assert "1件の結果を記録しました。" in page
    assert became(counter, one.id) == "adverse"
    for row, said in (("2", "まずまず"), ("3", "K-99"), ("4", "二度"), ("6", "すでに")):
        assert f" {row} " in page
        assert said in page


def test_our_own_sheet_with_a_column_added_will_do_and_so_will_excel(counter: Counter) -> None:
    made = counter.desk.decide(counter.desk.cases(2))
    sheet = counter.worker.get(f"{counter.own}/decisions.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))
    book = Workbook()
    for place, row in enumerate(rows):
        book.active.append([*row, ("結果", "延滞", "favourable")[place]])
    content = io.BytesIO()
    book.save(content)
    assert "2件の結果を記録しました。" in words(seen(bring(counter, content.getvalue(), "判断.xlsx")))
    assert [became(counter, one.id) for one in made] == ["adverse", "favourable"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (table(["案件番号", "メモ"], ["K-1", "x"]), "結果"),
        (table(["名前のない列", "結果"], ["K-1", "延滞"]), "案件番号"),
        (b"%PDF-1.7", "結果.csv"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(counter: Counter, content: bytes, said: str) -> None:
    answer = bring(counter, content)
    assert answer.status_code >= 400
    assert said in words(answer.text)


def test_only_who_may_decide_brings_outcomes(counter: Counter) -> None:
    assert counter.reader.get(f"{counter.own}/outcomes").status_code == 403
    foreign = f"/o/{counter.town.abroad}/deployments/{counter.desk.deployment}/outcomes"
    assert counter.stranger.get(foreign).status_code == 404
    mark = hidden(counter.stranger.get("/account").text, "/account")
    sent = counter.stranger.post(
        foreign, data=mark, files={"file": ("a.csv", table(["案件番号", "結果"], ["K-1", "延滞"]))}
    )
    assert sent.status_code == 404
