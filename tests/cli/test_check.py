from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rashin.cli.layout import width
from rashin.language import LANGUAGES

if TYPE_CHECKING:
    from tests.cli.conftest import Desk, Run


def test_columns_are_told_as_they_are_used(run: Run, desk: Desk) -> None:
    facts = run("check", "lending", desk.loans, "--json").facts
    columns = {one["name"]: one for one in facts["columns"]}
    assert columns["年商（千円）"]["kind"] == "number"
    assert columns["年商（千円）"]["input"]
    assert columns["代表者の性別"]["use"] == "protected"
    assert not columns["代表者の性別"]["input"]
    assert columns["備考"]["left_out"]["ja"]
    assert facts["target"]["column"] == "結果"
    assert facts["usable"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_aligned_and_no_wider_than_the_terminal(run: Run, desk: Desk, language: str) -> None:
    lines = run("check", "lending", desk.loans, "--lang", language).lines
    assert max(map(width, lines)) <= 80
    start = next(at for at, line in enumerate(lines) if line.startswith(("申込番号", "列 ", "Column ")))
    rows = lines[start + 1 : lines.index("", start)]
    assert len(rows) >= 23
    # Counts stand at the right: they all end in the same place.
    counts = [re.search(r" ([\d,]+)  (?:材料|input)$", line) for line in rows]
    assert len({width(line[: found.end(1)]) for line, found in zip(rows, counts, strict=True) if found}) == 1


def test_repairs_stand_with_an_example_of_before_and_after(run: Run, desk: Desk) -> None:
    said = run("check", "lending", desk.loans).out
    assert "△・▲・括弧を負の数としました" in said
    assert "→ 2021-" in said


def test_what_to_type_next_can_be_typed(run: Run, desk: Desk, tmp_path: Path) -> None:
    facts = run("check", "lending", desk.loans, "--group", "メインバンク", "--protected", "都道府県", "--json").facts
    words = shlex.split(facts["next"])
    assert words[:4] == ["rashin", "learn", "lending", str(desk.loans)]
    assert words[words.index("--target") + 1] == "結果"
    assert words[words.index("--group") + 1] == "メインバンク"
    assert words[words.index("--protected") + 1] == "都道府県"


def test_a_file_name_with_a_blank_is_quoted_in_what_to_type_next(run: Run, desk: Desk, tmp_path: Path) -> None:
    odd = tmp_path / "it's my loans.csv"
    odd.write_bytes(desk.loans.read_bytes())
    assert shlex.split(run("check", "lending", odd, "--json").facts["next"])[3] == str(odd)


def test_the_outcome_that_was_presumed_is_told(run: Run, desk: Desk) -> None:
    assert "結果の列は「結果」と見ました" in run("check", "lending", desk.loans).out
    assert "と見ました" not in run("check", "lending", desk.loans, "--target", "結果").out


def test_cases_without_an_outcome_can_be_checked_too(run: Run, desk: Desk) -> None:
    said = run("check", "lending", desk.new)
    assert said.code == 0
    assert "--target" in said.out
    assert run("check", "lending", desk.new, "--json").facts["target"] is None


def test_what_must_be_mended_comes_first_and_ends_with_3(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text(
        "年商,結果\n" + "".join(f"{n},{'完済' if n % 3 else '延滞'}\n" for n in range(12)), encoding="utf-8"
    )
    refused = run("check", "lending", path)
    assert refused.code == 3
    assert "【直す】" in refused.out
    assert "最低 30 行" in refused.out
    assert "年商" in refused.out
    assert "rashin learn" not in refused.out
    assert run("check", "lending", path, "--json").facts["usable"] is False


def test_an_outcome_whose_bad_value_is_not_clear_shows_the_table_and_how_to_say_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "loans.csv"
    path.write_text("年商,結果\n" + "".join(f"{n % 17},{1 + n % 2}\n" for n in range(60)), encoding="utf-8")
    unclear = run("check", "lending", path)
    assert unclear.code == 2
    assert "--bad" in unclear.out
    assert run("check", "lending", path, "--bad", "2").code == 0


def test_a_cell_cannot_drive_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "loans.csv"
    rows = "".join(f'"\x1b[2J銀行{n % 4}",{n},{"延滞" if n % 4 else "完済"}\n' for n in range(60))
    path.write_text("銀行\x1b[31m,年商,結果\n" + rows, encoding="utf-8")
    said = run("check", "lending", path, "--target", "結果")
    assert "\x1b" not in said.out + said.err


def test_a_target_that_is_not_there_is_told_with_the_columns_there_are(run: Run, desk: Desk) -> None:
    wrong = run("check", "lending", desk.loans, "--target", "結末")
    assert wrong.code == 3
    assert "「結末」の列がありません" in wrong.err
    assert "年商（千円）" in wrong.err.replace("\n", "")
