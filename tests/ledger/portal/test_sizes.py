"""Books of any size and with any names: nothing, one entry, ten thousand; and names meant to do harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.ledger.portal.published import Rows, book_of, pages, published, read

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE payment; --",
    "\u202e\u2066右から左\u2069",
    "{{ 7 * 7 }}{% raw %}",
    "長" * 10_000,
    "../../../etc/passwd",
    "&lt;b&gt; &amp; ]]>",
)


def test_a_book_of_one_programme_without_money(tmp_path: Path) -> None:
    book = book_of(tmp_path / "book", {"programme": [{"id": "一つ", "title": "一つだけの事業"}]})
    release = published(book, tmp_path / "site")
    front = read(release / "index.html")
    assert "お金の記録は、まだありません。" in front.words
    assert "一つだけの事業" in " ".join(read(release / "programme/一つ/index.html").words)
    assert "採択の記録はありません。" in read(release / "awards/index.html").words


def test_a_scope_that_takes_nothing(tmp_path: Path) -> None:
    book = book_of(tmp_path / "book", {"programme": [{"id": "道", "title": "道路の舗装"}]})
    release = published(book, tmp_path / "site", "ai")
    for path in pages(release):
        assert read(path).tags.count("h1") == 1
    assert "この範囲には、まだ何もありません。" in read(release / "programmes/index.html").words


def test_names_are_only_ever_text(tmp_path: Path) -> None:
    named = list(enumerate(HOSTILE))
    rows: Rows = {
        "organisation": [{"id": f"社{one}{n}", "title": one, "body": "company"} for n, one in named if len(one) < 100],
        "programme": [{"id": f"{n}{one[:40]}", "title": one, "goal": one, "note": one} for n, one in named],
        "call": [{"id": f"c{n}", "title": one, "programme": f"{n}{one[:40]}"} for n, one in named],
        "award": [
            {"id": f"a{n}{one[:40]}", "title": one, "call": f"c{n}", "amount": 100, "goal": one} for n, one in named
        ],
        "payment": [
            {
                "id": f"p{n}",
                "programme": f"{n}{one[:40]}",
                "amount": 5,
                "payee_name": one,
                "work": one,
                "fiscal_year": 2025,
            }
            for n, one in named
        ],
        "indicator": [
            {"id": f"i{n}", "title": one, "programme": f"{n}{one[:40]}", "unit": one[:9], "goal": one}
            for n, one in named
        ],
        "opinion": [{"id": f"o{n}", "about": f"call:c{n}", "said": one} for n, one in named],
    }
    release = published(book_of(tmp_path / "book", rows), tmp_path / "site")
    for path in pages(release):
        page = read(path)
        text = path.read_text(encoding="utf-8")
        assert "<img" not in text, path
        assert text.count("<script") == (2 if path.parent.name == "check" else 1), path
        assert "49" not in page.title, path
    for n, one in named:
        name = next(path for path in (release / "programme").iterdir() if path.name.startswith(str(n)))
        assert one in read(name / "index.html").words, one[:40]
    listed = json.loads((release / "programmes/list.json").read_bytes())
    assert {row["name"] for row in listed} == set(HOSTILE)


def test_what_is_suspected_is_told_with_both_totals(tmp_path: Path) -> None:
    rows: Rows = {
        "organisation": [{"id": "社", "title": "ある会社", "body": "company"}],
        "programme": [{"id": "い", "title": "い事業"}],
        "budget": [{"id": "b", "programme": "い", "fiscal_year": 2024, "total": 37_000_000, "executed": 35_000_000}],
        "payment": [
            {
                "id": "p1",
                "programme": "い",
                "fiscal_year": 2024,
                "amount": 24_890_800_000_000,
                "payee": "社",
                "block": "A",
            },
            {"id": "p2", "programme": "い", "fiscal_year": 2024, "amount": 24_890_800, "payee": "社", "block": "B"},
        ],
    }
    release = published(book_of(tmp_path / "book", rows), tmp_path / "site")
    for folder, whole, rest in (("", "24.9兆円", "2,490万円"), ("en/", "¥24.9tn", "¥24.9M")):
        page = read(release / folder / "index.html")
        assert "suspected" in page.ids
        assert {whole, rest} <= set(page.words)
        assert {"figure-stated": "24890824890800", "figure-stated-clear": "24890800"}.items() <= page.values.items()
    assert "単位の疑い" in read(release / "programme/い/index.html").words


@pytest.mark.heavy
def test_ten_thousand_programmes(tmp_path: Path) -> None:
    rows = {"programme": [{"id": f"事業{n:05}", "title": f"{n}番目の事業"} for n in range(10_000)]}
    release = published(book_of(tmp_path / "book", rows), tmp_path / "site")
    assert len(json.loads((release / "programmes/list.json").read_bytes())) == 10_000
    first = read(release / "programmes/index.html")
    assert "10,000" in first.words
    assert len(list((release / "programmes").glob("[0-9]*"))) == 19
    assert "はじめの2,000件です" in " ".join(first.words)
    assert sum(1 for _ in (release / "programme").iterdir()) == 10_000
