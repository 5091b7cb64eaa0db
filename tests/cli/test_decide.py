from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import rashin
from rashin.cli.layout import width
from rashin.language import LANGUAGES

if TYPE_CHECKING:
    from tests.cli.conftest import Desk, Run


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_says_what_the_api_says(run: Run, desk: Desk, tmp_path: Path) -> None:
    facts = run("decide", desk.model, desk.new, "--out", tmp_path / "d.csv", "--json").facts
    decisions = rashin.load(desk.model).decide(desk.new)
    rows = rows_of(tmp_path / "d.csv")
    assert [row["判断"] for row in rows] == [one.words.ja for one in decisions]
    assert [float(row["見込み"]) for row in rows] == pytest.approx(decisions.probability, abs=1e-6)
    assert facts["favourable"] + facts["adverse"] + facts["handed_over"] == facts["rows"] == len(decisions)
    assert facts["handed_over"] == decisions.handed_over.sum()
    assert {row["モデル"] for row in rows} == {facts["model"]}


def test_cases_can_be_found_again_by_row_and_number(run: Run, desk: Desk, tmp_path: Path) -> None:
    run("decide", desk.model, desk.new, "--out", tmp_path / "d.csv")
    rows = rows_of(tmp_path / "d.csv")
    assert [row["行"] for row in rows] == [str(n) for n in range(2, len(rows) + 2)]
    assert rows[0]["申込番号"] == rows_of(desk.new)[0]["申込番号"]


@pytest.mark.parametrize("reasons", [0, 2, 99])
def test_as_many_reasons_as_asked_for(run: Run, desk: Desk, tmp_path: Path, reasons: int) -> None:
    run("decide", desk.model, desk.new, "--out", tmp_path / "d.jsonl", "--reasons", str(reasons), "--lang", "en")
    first = json.loads((tmp_path / "d.jsonl").read_text(encoding="utf-8").splitlines()[0])
    inputs = len(rashin.load(desk.model).additive.features)
    assert len([name for name in first if name.endswith("_points")]) == min(reasons, inputs)


def test_what_would_change_it_on_request(run: Run, desk: Desk, tmp_path: Path) -> None:
    run("decide", desk.model, desk.new, "--out", tmp_path / "d.csv", "--counterfactuals")
    assert all(row["変われば通る条件"] for row in rows_of(tmp_path / "d.csv"))


def test_why_a_person_decides_is_told_with_the_row(run: Run, desk: Desk, tmp_path: Path) -> None:
    said = run("decide", desk.model, desk.new, "--out", tmp_path / "d.csv").out
    assert "人が判断する理由" in said
    assert "3行目: 「業種」の「宇宙関連業」は" in said
    assert "5行目: 「自己資本比率」" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_file_the_decisions_are_shown(run: Run, desk: Desk, language: str) -> None:
    lines = run("decide", desk.model, desk.new, "--lang", language).lines
    assert max(map(width, lines)) <= 80
    assert len([line for line in lines if "K2024-" in line]) == 12
    facts = run("decide", desk.model, desk.new, "--lang", language, "--json").facts
    assert len(facts["decisions"]) == 12


def test_a_missing_column_is_named(run: Run, desk: Desk, tmp_path: Path) -> None:
    with desk.new.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("業種")
    path = tmp_path / "short.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[:at] + row[at + 1 :] for row in rows])
    wrong = run("decide", desk.model, path, "--out", tmp_path / "d.csv", "--json")
    assert (wrong.code, wrong.facts["column"]) == (3, "業種")
    assert not (tmp_path / "d.csv").exists()


def test_the_applications_themselves_are_never_overwritten(run: Run, desk: Desk) -> None:
    before = desk.new.read_bytes()
    wrong = run("decide", desk.model, desk.new, "--out", desk.new, "--json")
    assert wrong.facts["type"] == "urn:rashin:problem:output-is-input"
    assert desk.new.read_bytes() == before


def test_an_unknown_ending_is_refused(run: Run, desk: Desk, tmp_path: Path) -> None:
    wrong = run("decide", desk.model, desk.new, "--out", tmp_path / "d.docx", "--json")
    assert (wrong.code, wrong.facts["type"]) == (2, "urn:rashin:problem:output-format-unknown")
