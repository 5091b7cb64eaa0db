from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import rashin
from rashin.cli.layout import width
from rashin.cli.progress import ProgressLine
from rashin.cli.screen import Screen
from rashin.language import LANGUAGES, Language, Text
from rashin.learning.progress import Progress

if TYPE_CHECKING:
    from tests.cli.conftest import Desk, Run


def test_the_account_fits_on_one_screen(desk: Desk) -> None:
    lines = desk.learned.lines
    assert len(lines) <= 50
    assert max(map(width, lines)) <= 80


def test_every_figure_stands_with_its_interval_and_its_cases(desk: Desk) -> None:
    figures = "".join(desk.learned.out.split("■")[1].split())
    assert figures.count("-「") + figures.count("-100") + figures.count("-そう") + figures.count("-全件") >= 3
    assert figures.count("95%区間") == figures.count("n=") >= 3


def test_what_was_left_out_and_what_to_type_next_are_told(desk: Desk) -> None:
    assert "使わなかった列: " in desk.learned.out
    assert f"rashin report {desk.model}" in desk.learned.out


def test_progress_goes_to_stderr(desk: Desk) -> None:
    assert desk.learned.err.startswith("0%  計算の準備をしています")
    assert "準備" not in desk.learned.out


def test_the_same_command_decides_the_same_and_gives_its_account_as_json(run: Run, desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "again.rashin"
    words = ["learn", "lending", desk.loans, "--target", "結果", "--out", out, "--no-challengers", "--json"]
    facts = run(*words).facts
    again, model = rashin.load(out), rashin.load(desk.model)
    assert facts["digest"] == again.digest
    assert (again.score(desk.new) == model.score(desk.new)).all()
    assert facts["card"]["validation"]["auc"]["n"] == facts["card"]["rows"]
    assert facts["next"][0].startswith("rashin report")


def test_what_is_declared_arrives_in_the_model(run: Run, desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "declared.rashin"
    declared = run(
        *("learn", "lending", desk.loans, "--target", "結果", "--bad", "延滞", "--out", out, "--no-challengers"),
        *("--raises", "申込額（千円）", "--lowers", "従業員数（人）", "--fixed", "返済期間（月）"),
        *("--allow", "代表者の年齢", "--protected", "都道府県", "--group", "メインバンク"),
        *("--cost-bad", "5,000,000", "--cost-good", "1000000", "--review-minutes", "10"),
        *("--error-rate", "0.2", "--reference", "accepted", "--seed", "3"),
    )
    assert declared.code == 0, declared.err
    model = rashin.load(out)
    roles = {feature.name: feature.role for feature in model.additive.features}
    assert (roles["申込額（千円）"].monotone, roles["従業員数（人）"].monotone) == ("raises", "lowers")
    assert roles["返済期間（月）"].change == "never"
    assert "代表者の年齢" in roles
    assert {"都道府県", "メインバンク"} & set(roles) == set()
    assert "都道府県" in model.card.protected
    costs = model.card.costs
    assert (costs.adverse_accepted, costs.favourable_refused, costs.review_minutes) == (5_000_000, 1_000_000, 10)
    assert (model.card.certainty.error_rate, model.card.reference, model.card.seed) == (0.2, "accepted", 3)


def test_two_directions_for_one_column_are_refused(run: Run, desk: Desk, tmp_path: Path) -> None:
    words = ["--raises", "年商（千円）", "--lowers", "年商（千円）", "--json"]
    wrong = run("learn", "lending", desk.loans, "--target", "結果", "--out", tmp_path / "x", *words)
    assert (wrong.code, wrong.facts["type"]) == (2, "urn:rashin:problem:directions-contradict")


def test_a_place_that_cannot_be_written_is_refused_before_minutes_are_spent(run: Run, desk: Desk) -> None:
    for out, slug in ((desk.loans, "output-is-input"), (desk.loans.parent, "cannot-write")):
        wrong = run("learn", "lending", desk.loans, "--target", "結果", "--out", out, "--json")
        assert (wrong.code, wrong.facts["type"]) == (2, f"urn:rashin:problem:{slug}")
        assert "%" not in wrong.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_progress_on_a_terminal_is_one_line_that_fits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    import sys

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    line = ProgressLine(Screen(language, as_json=False))
    for done in (0.0, 0.4, 1.0):
        line(Progress(Text("確かめています", "Checking"), done, 12.4 if done else None, 2000))
    line.close()
    said = capsys.readouterr()
    assert said.out == ""
    assert "\n" not in said.err
    drawn = said.err.split("\r\x1b[2K")
    assert max(map(width, drawn)) < 60
    assert "2,000" in drawn[2]
    assert "12" in drawn[2]
    assert drawn[-1] == "", "the line is taken away at the end"


def test_progress_in_a_log_is_a_line_for_each_stage(capsys: pytest.CaptureFixture[str]) -> None:
    line = ProgressLine(Screen("ja", as_json=True))
    for stage in ("準備", "確認", "確認", "確認"):
        line(Progress(Text(stage, stage), 0.5, None, 10))
    line.close()
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_the_report_is_one_page_in_both_languages(run: Run, desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("report", desk.model, "--out", out, "--json").facts["out"] == str(out)
    page = out.read_text(encoding="utf-8")
    assert "どれくらい当たるか" in page
    assert "How good it is" in page
    assert run("report", desk.model, "--out", desk.model).code == 2
