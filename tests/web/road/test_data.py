"""Bringing a table through the browser, what its check says, and correcting its columns."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.learning.past import SEX, TARGET, past_loans
from tests.web.browser import Running
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden, send
from tests.web.road.walker import Walker, words
from tests.web.town import Town
from tests.workspace.company import as_csv

from rashin.settings import settings
from rashin.workspace.database.tables import Dataset
from rashin.workspace.datasets import ColumnUse, Corrections

BOUNDARY = "x-boundary-x"


def datasets(walker: Walker) -> list[Dataset]:
    with walker.workspace.database.tenant(walker.town.home, reading=True) as session:
        return list(session.scalars(select(Dataset).order_by(Dataset.id)))


def multipart(*parts: tuple[str, bytes]) -> bytes:
    """A form as bytes: (Content-Disposition, contents)."""
    lines = [
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        for head, content in parts
    ]
    return b"".join(lines) + f"--{BOUNDARY}--\r\n".encode()


def test_a_table_is_brought_checked_and_shown(walker: Walker) -> None:
    own = walker.start()
    address = walker.bring(own)
    said = words(walker.browser.get(address).text)
    assert "この表から学習できます" in said
    assert "300行" in said
    assert "過去の融資.csv" in said
    assert "代表者の性別 違いを見るだけ" in said
    (dataset,) = datasets(walker)
    assert (dataset.name, b"".join(walker.workspace.files.read(dataset.file_key))) == (
        "過去の融資.csv",
        as_csv(past_loans()),
    )
    assert f'href="{own}/learn"' in walker.browser.get(address).text


def test_while_it_is_checked_the_page_shows_how_far_it_is(walker: Walker) -> None:
    answer = walker.upload(walker.start())
    page = walker.browser.get(answer.headers["location"]).text
    assert "順番を待っています" in page
    assert 'http-equiv="refresh"' in page
    assert "data-follow" in page


@pytest.mark.parametrize("content", [b"", b"-", b"\r\n", f"\r\n--{BOUNDARY}x\r\n--".encode(), bytes(range(256)) * 3])
def test_bytes_arrive_as_they_were_sent(walker: Walker, content: bytes) -> None:
    own = walker.start()
    assert walker.upload(own, content).status_code == 303
    (dataset,) = datasets(walker)
    assert b"".join(walker.workspace.files.read(dataset.file_key)) == content


def test_a_form_without_a_file_is_told_so(walker: Walker) -> None:
    own = walker.start()
    answer = walker.upload(own, b"", name="")
    assert answer.status_code == 422
    assert "ファイルが選ばれていません" in answer.text
    assert datasets(walker) == []


def test_a_form_of_another_page_is_refused_before_its_file_is_kept(walker: Walker) -> None:
    own = walker.start()
    for fields in ({"csrf": "forged"}, {}):
        answer = walker.browser.post(f"{own}/data", data=fields, files={"file": ("x.csv", b"a,b\n1,2\n")})
        assert answer.status_code == 403
    assert list(walker.workspace.files.keys()) == []


def test_a_mark_that_comes_after_the_file_does_not_count(walker: Walker) -> None:
    own = walker.start()
    mark = hidden(walker.browser.get(f"{own}/data").text, f"{own}/data")["csrf"]
    body = multipart(('name="file"; filename="x.csv"', b"a,b\n"), ('name="csrf"', mark.encode()))
    kind = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    assert walker.browser.post(f"{own}/data", content=body, headers=kind).status_code in (400, 403)
    assert datasets(walker) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"hello"),
        ("multipart/form-data", b"hello"),
        (f"multipart/form-data; boundary={BOUNDARY}", b"no form at all"),
        (f"multipart/form-data; boundary={BOUNDARY}", b""),
    ],
)
def test_what_is_no_form_is_refused(walker: Walker, kind: str, body: bytes) -> None:
    own = walker.start()
    answer = walker.browser.post(f"{own}/data", content=body, headers={"content-type": kind})
    assert answer.status_code in (400, 403, 422)
    assert datasets(walker) == []


def test_an_upload_that_is_cut_off_leaves_nothing(walker: Walker) -> None:
    own = walker.start()
    mark = hidden(walker.browser.get(f"{own}/data").text, f"{own}/data")["csrf"]
    whole = multipart(('name="csrf"', mark.encode()), ('name="file"; filename="x.csv"', b"a,b\n" * 1000))
    kind = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    answer = walker.browser.post(f"{own}/data", content=whole[:-200], headers=kind)
    assert answer.status_code == 400
    assert "途中で切れた" in answer.text
    assert datasets(walker) == []
    assert list(walker.workspace.files.keys()) == []
    assert list((walker.workspace.data / "files").rglob("part_*")) == []


def test_too_large_a_file_is_refused_in_words(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHIN_UPLOAD_MB", "1")
    settings.cache_clear()
    own = walker.start()
    answer = walker.upload(own, b"x" * 2_000_000)
    assert answer.status_code == 413
    assert "ファイルが大きすぎます（上限 1 MB）" in answer.text
    assert list(walker.workspace.files.keys()) == []


def test_another_sites_page_cannot_send_a_file(walker: Walker) -> None:
    own = walker.start()
    page = walker.browser.get(f"{own}/data")
    answer = walker.browser.post(
        f"{own}/data",
        data=hidden(page.text, f"{own}/data"),
        files={"file": ("x.csv", b"a,b\n")},
        headers={"origin": "https://evil.example"},
    )
    assert answer.status_code == 403


def test_a_file_that_cannot_be_read_is_refused_with_its_mend(walker: Walker) -> None:
    own = walker.start()
    address = walker.bring(own, b"%PDF-1.7 nothing")
    page = walker.browser.get(address).text
    assert "このままでは学習できません" in page
    assert "PDF" in page
    assert f'href="{own}/learn"' not in page
    assert (
        "直すところがあります" in walker.browser.get(walker.base).text or "直すところ" in walker.browser.get(own).text
    )


def test_a_column_that_gives_the_answer_away_is_left_out_in_one_click(walker: Walker) -> None:
    cells = past_loans()
    content = as_csv({"担当の点": [100 if one == "完済" else 3 for one in cells[TARGET]], **cells})
    own = walker.start()
    address = walker.bring(own, content)
    assert "「担当の点」を使わずに確認し直す" in walker.browser.get(address).text
    answer = send(walker.browser, address, {}, to=f"{address}/drop")
    assert answer.status_code == 303
    walker.work()
    page = words(walker.browser.get(answer.headers["location"]).text)
    assert "この表から学習できます" in page
    assert "あなたが外した列: 担当の点" in page


def test_the_outcome_is_named_by_hand_in_two_steps(walker: Walker) -> None:
    cells = past_loans()
    cells["どうなったか"] = ["あ" if outcome == "完済" else "い" for outcome in cells.pop(TARGET)]
    own = walker.start()
    address = walker.bring(own, as_csv(cells))
    assert "結果の列を選んでください" in walker.browser.get(address).text
    assert send(walker.browser, f"{address}/columns", {"target": "どうなったか"}).status_code == 303
    walker.work()
    form = walker.browser.get(f"{address}/columns").text
    assert 'value="あ"' in form
    assert send(walker.browser, f"{address}/columns", {"target": "どうなったか", "bad": "い"}).status_code == 303
    walker.work()
    assert "そのうち「い」" in walker.browser.get(address).text


def test_columns_are_corrected_and_the_rest_stays(walker: Walker) -> None:
    own = walker.start()
    address = walker.bring(own)
    form = hidden(walker.browser.get(f"{address}/columns").text, f"{address}/columns")
    place = {name: key.removeprefix("name-") for key, name in form.items() if key.startswith("name-")}
    filled = {
        "target": TARGET,
        "bad": "延滞",
        "time": "申込日",
        "group": "",
        f"use-{place['業種']}": "protected",
        f"use-{place[SEX]}": "allowed",
        f"monotone-{place['返済期間']}": "raises",
        f"change-{place['返済期間']}": "never",
    }
    send(walker.browser, f"{address}/columns", filled)
    walker.work()
    corrections = Corrections.of(datasets(walker)[0].declared)
    assert corrections.uses == {"業種": ColumnUse.PROTECTED, SEX: ColumnUse.ALLOWED}
    assert (corrections.monotone, corrections.change) == ({"返済期間": "raises"}, {"返済期間": "never"})
    assert corrections.time == "申込日"
    send(walker.browser, f"{address}/columns", {"target": TARGET, "bad": "延滞", f"use-{place['業種']}": "dropped"})
    walker.work()
    assert Corrections.of(datasets(walker)[0].declared).uses == {"業種": ColumnUse.DROPPED}


@pytest.mark.parametrize(
    "filled", [{"target": "無い列"}, {"use-0": "secretly"}, {"name-0": "無い列", "use-0": "dropped"}]
)
def test_a_form_that_asks_for_what_is_not_offered_is_refused(walker: Walker, filled: dict[str, str]) -> None:
    address = walker.bring(walker.start())
    assert send(walker.browser, f"{address}/columns", filled).status_code == 422
    assert Corrections.of(datasets(walker)[0].declared) == Corrections()


def test_a_table_brought_before_can_be_used_again(walker: Walker) -> None:
    first = walker.start("本店")
    address = walker.bring(first)
    second = walker.start("支店")
    page = walker.browser.get(f"{second}/data").text
    assert "過去の融資.csv" in page
    dataset = address.rpartition("/")[2]
    answer = send(walker.browser, f"{second}/data", {}, to=f"{second}/data/{dataset}/use")
    assert answer.status_code == 303
    assert f'href="{second}/learn"' in walker.browser.get(second).text


def test_no_page_of_data_shows_raw_json(walker: Walker) -> None:
    own = walker.start()
    address = walker.bring(own)
    for page in (f"{own}/data", address, f"{address}/columns"):
        assert '{"' not in walker.browser.get(page).text
        assert "&#34;" not in words(walker.browser.get(page).text)


def test_a_reader_may_look_but_not_touch(walker: Walker, town: Town, browser_of: BrowserOf) -> None:
    own = walker.start()
    address = walker.bring(own)
    reader = browser_of(town.reader)
    assert reader.get(address).status_code == 200
    assert reader.get(f"{own}/data").status_code == 403
    assert reader.get(f"{address}/columns").status_code == 403


def test_somebody_who_is_not_signed_in_sees_nothing(run: Running, walker: Walker) -> None:
    own = walker.start()
    assert run.browser().get(f"{own}/data").status_code == 303
    assert run.browser().post(f"{own}/data", files={"file": ("x.csv", b"a")}).status_code in (303, 401, 403)
