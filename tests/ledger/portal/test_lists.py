"""Lists: every order is there without a script, nothing empty is shown, and each is downloadable whole."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.ledger.portal.published import read

from rashin.ledger.book.engine import connect, file_literal
from rashin.ledger.portal.carried import read_site
from rashin.ledger.portal.finding import find
from rashin.ledger.portal.pages.lists import listings


def test_every_order_is_a_page_of_its_own(sample: Path) -> None:
    listed = json.loads((sample / "awards/list.json").read_bytes())
    by_name = [row["name"] for row in sorted(listed, key=lambda row: (row["name"], row["id"]))]
    shown = [words for words in read(sample / "awards/by-name/index.html").words if words in set(by_name)]
    assert shown[:91] == by_name


def test_the_files_of_a_list_hold_the_same_rows(sample: Path) -> None:
    for listing in listings():
        folder = sample / listing.folder
        rows = json.loads((folder / "list.json").read_bytes())
        with (folder / "list.csv").open(encoding="utf-8", newline="") as file:
            assert [row["id"] for row in csv.DictReader(file)] == [row["id"] for row in rows]
        with connect() as connection:
            found = connection.execute(
                f"SELECT id FROM read_parquet({file_literal(folder / 'list.parquet')})"
            ).fetchall()
        assert [one for (one,) in found] == [row["id"] for row in rows]


def test_columns_in_which_nothing_stands_are_left_out(sample: Path) -> None:
    words = read(sample / "programmes/index.html").words
    assert "支払（円）" in words
    assert "支払先に書かれた額（円）" not in words


def test_a_live_portal_finds_what_a_script_finds(sample: Path) -> None:
    site = read_site(sample)
    listing = next(one for one in listings() if one.folder == "programmes/")
    page = find(sample, listing, site, "ja", sought="生成ＡＩ", sort="name", number=1)
    assert [row["id"] for row in page.facts["rows"]] == ["ai100-generative"]
    html = site.html(page, "ja")
    assert "架空AI百億円事業 生成AI分野" in html
    assert "すべて架空です" in html


def test_nothing_found_is_said_with_the_next_step(sample: Path) -> None:
    listing = next(one for one in listings() if one.folder == "awards/")
    page = find(sample, listing, read_site(sample), "en", sought="nowhere", sort="", number=9)
    assert page.facts["rows"] == []
    assert "Try fewer or other words" in read_site(sample).html(page, "en")
