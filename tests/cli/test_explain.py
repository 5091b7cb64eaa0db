from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import rashin
from rashin.cli.layout import width
from rashin.language import LANGUAGES

if TYPE_CHECKING:
    from tests.cli.conftest import Desk, Run

ROWS = range(2, 14)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fits_the_terminal_and_its_points_add_up(run: Run, desk: Desk, language: str) -> None:
    for row in ROWS:
        lines = run("explain", desk.model, desk.new, "--row", str(row), "--lang", language).lines
        assert max(map(width, lines)) <= 80
        figures = [re.search(r"  ([+−]?[\d,]+\.\d)(?=\s|$)", line) for line in lines]
        points = [float(one[1].replace("−", "-").replace(",", "")) for one in figures if one]
        assert sum(points[:-1]) == pytest.approx(points[-1], abs=1e-9)


def test_it_says_what_the_api_says(run: Run, desk: Desk) -> None:
    decisions = rashin.load(desk.model).decide(desk.new)
    for row in ROWS:
        decision = decisions[row - 2]
        said = run("explain", desk.model, desk.new, "--row", str(row)).out
        assert f"【{decision.words.ja}】" in said
        assert decision.model_digest in said
        assert ("■ 人が判断する理由" in said) == decision.handed_over
        for flag in decision.flags:
            assert flag.what.ja in said.replace("\n    ", "")


def test_reasons_for_a_program_are_complete_and_add_up_to_the_score(run: Run, desk: Desk) -> None:
    facts = run("explain", desk.model, desk.new, "--row", "2", "--json").facts
    assert facts["marks"]["申込番号"]
    reasons = facts["decision"]["reasons"]
    assert len(reasons) == len(rashin.load(desk.model).additive.features)
    assert {"ja", "en"} == set(reasons[0]["sentence"])
    assert "counterfactuals" in facts


def test_what_would_change_it_is_told_or_that_nothing_would(run: Run, desk: Desk) -> None:
    model = rashin.load(desk.model)
    for row in ROWS:
        search = model.counterfactuals(desk.new, row=row - 2)
        part = run("explain", desk.model, desk.new, "--row", str(row)).out.split("■ 変われば通る条件")[1]
        if search.found:
            assert part.count(" → ") >= len(search.found.changes)
            assert "こう変われば" in part
        else:
            assert ("すべて調べました" in part.replace("\n  ", "")) == (search.proven_none and search.needed)
            assert ("すでに" in part) == (not search.needed)


@pytest.mark.parametrize("row", ["1", "14", "1000000"])
def test_a_row_that_is_not_there_is_told_with_those_that_are(run: Run, desk: Desk, row: str) -> None:
    wrong = run("explain", desk.model, desk.new, "--row", row)
    assert wrong.code == 2
    assert "2行目から13行目まで" in wrong.err


def test_rows_are_counted_as_the_kind_of_file_shows_them(run: Run, desk: Desk, tmp_path: Path) -> None:
    """A JSON lines file has no header: its first line is its first case."""
    import csv

    path = tmp_path / "new.jsonl"
    with desk.new.open(encoding="utf-8", newline="") as file:
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in csv.DictReader(file)), "utf-8")
    first = run("explain", desk.model, path, "--row", "1", "--json").facts
    assert first["marks"] == run("explain", desk.model, desk.new, "--row", "2", "--json").facts["marks"]
