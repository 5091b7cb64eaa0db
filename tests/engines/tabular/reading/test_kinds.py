from __future__ import annotations

import contextlib
import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rashin.engines.tabular import reading
from rashin.engines.tabular.table import Column, Kind, Table
from rashin.errors import RashinError

N, C, B = Kind.NUMBER, Kind.CATEGORY, Kind.BOOLEAN


def column_of(cells: list[str], name: str = "x") -> Column:
    return reading.read({name: cells, "other": [str(n % 5) for n in range(len(cells))]})[name]


def texts(column: Column) -> list[str | None]:
    return [column.levels[int(code)] if code >= 0 else None for code in column.values]


SBA_NUMBERS = """
NAICS ApprovalFY Term NoEmp NewExist CreateJob RetainedJob FranchiseCode UrbanRural
DisbursementGross GrAppv SBA_Appv New RealEstate Portion Recession target
"""

# What the READMEs say each column is. Integer codes are numbers until a user or a service says otherwise.
REAL = {
    "hmda_boston/hmda_boston.csv": dict.fromkeys(["pirat", "hirat", "lvrat", "chist", "mhist", "unemp", "target"], N)
    | dict.fromkeys(["phist", "selfemp", "insurance", "condomin", "afam", "single", "hschool"], B),
    "hmeq/hmeq.csv": dict.fromkeys(
        ["target", "LOAN", "MORTDUE", "VALUE", "YOJ", "DEROG", "DELINQ", "CLAGE", "NINQ", "CLNO", "DEBTINC"], N
    )
    | dict.fromkeys(["REASON", "JOB"], C),
    "sba_case/sba_case.csv": dict.fromkeys(SBA_NUMBERS.split(), N)
    | dict.fromkeys(["Bank", "BankState", "RevLineCr", "LowDoc"], C),
    "south_german_credit/south_german_credit.csv": None,
    "taiwan_default/taiwan_default.csv": None,
}


@pytest.mark.parametrize("file", REAL)
def test_the_real_sets_have_the_kinds_their_readmes_say(shared_data: Path, file: str) -> None:
    path = shared_data / "lending" / file
    table = reading.read(path)
    with path.open() as stream:
        header, *rows = list(csv.reader(stream))
    expected = REAL[file] or dict.fromkeys(header, N)
    assert {column.name: column.kind for column in table} == expected
    assert not [column.name for column in table if column.suspect is not None]
    assert len(table) == len(rows)
    for place, column in enumerate(table):
        cells = [row[place] for row in rows]
        if column.kind is N:
            np.testing.assert_array_equal(column.values, [float(cell) if cell else np.nan for cell in cells])
        else:
            assert texts(column) == [cell or None for cell in cells]
    reading.refuse_if_unusable(table.problems)


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("はい いいえ", ("いいえ", "はい")), ("有 無", ("無", "有")), ("○ ×", ("×", "○")), ("yes no", ("no", "yes")),
        ("TRUE FALSE", ("FALSE", "TRUE")), ("あり なし", ("なし", "あり")), ("Y N", ("N", "Y")), ("Ｙｅｓ Ｎｏ", ("Ｎｏ", "Ｙｅｓ")),
    ],
)  # fmt: skip
def test_yes_and_no(words: str, levels: tuple[str, str]) -> None:
    column = column_of(words.split() * 10 + ["", "不明"])
    assert (column.kind, column.levels) == (B, levels)
    assert column.missing.sum() == 2


@pytest.mark.parametrize("words", ["1 0", "x y", "あり なし 一部", "Y N T 0", "M F", "A B", "既婚 独身"])
def test_what_is_not_yes_and_no(words: str) -> None:
    assert column_of(words.split() * 10).kind is not B


@pytest.mark.parametrize(
    "words",
    [
        "低 中 高", "low medium high", "小 中 大", "A B C", "A B C D E", "1:延滞なし 2:1回 3:複数回", "１：低 ２：中 １０：高", "Poor Fair Good Excellent",
        "20代 30代 40代", "C BBB A AA", "不可 可 良 優", "1-9 10-49 50-99", "初級 中級 上級", "低 高",
    ],
)  # fmt: skip
def test_scales_are_in_order(words: str) -> None:
    expected = words.split()
    cells = sorted(expected * 10, key=lambda word: (len(word) % 2, word))
    column = column_of(cells)
    assert (column.kind, column.levels) == (Kind.ORDERED, tuple(expected))


@pytest.mark.parametrize("words", ["東京 大阪 京都", "N Y S A C", "A X Z", "1:a 1:b", "red green blue"])
def test_what_has_no_order(words: str) -> None:
    assert column_of(words.split() * 10).kind is C


def test_few_integers_stay_a_number() -> None:
    assert column_of(["1", "2", "3", "4"] * 10).kind is N


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("申込番号", [f"A-{n:04d}" for n in range(50)]),
        ("x", [f"{n * 37:06d}" for n in range(50)]),
        ("row", [str(n) for n in range(1, 60)]),
        ("loan_id", [str(n * n + 17) for n in range(50)]),
        ("会社名", [f"{a}{b}商店" for a in "東西南北中上下" for b in "一二三四五六七"]),
        ("email", [f"a{n}@example.jp" for n in range(50)]),
    ],
)
def test_identifiers(name: str, cells: list[str]) -> None:
    table = reading.read({name: cells, "y": [n % 3 for n in range(len(cells))]})
    assert table[name].kind is Kind.IDENTIFIER
    assert ("identifier", name) in {(problem.code, problem.column) for problem in table.problems}


@pytest.mark.parametrize(
    "cells",
    [[str(n * 1000 + n % 7) for n in range(50)], [f"{n}.5" for n in range(50)], [str(n // 2) for n in range(60)]],
)
def test_amounts_are_no_identifiers(cells: list[str]) -> None:
    assert column_of(cells, "amount").kind is N


def test_codes_with_leading_zeros_are_categories() -> None:
    column = column_of(["0600001", "1000002", "0600001", "5300003"] * 10, "郵便番号")
    assert (column.kind, column.levels) == (C, ("0600001", "1000002", "5300003"))


def test_free_text() -> None:
    assert column_of([f"{n}年前に創業し、いまは{n * 3}人で営業しています。" for n in range(40)]).kind is Kind.TEXT


def test_spellings_of_one_category_are_merged_to_the_commonest() -> None:
    cells = ["Tokyo"] * 20 + ["TOKYO", " tokyo ", "Ｔｏｋｙｏ", "To\u200bkyo", "Osaka", "大 阪", "大阪", "大阪"] * 2
    table = reading.read({"x": cells})
    assert table["x"].levels == ("Osaka", "Tokyo", "大阪")
    repairs = {repair.code: repair for repair in table.repairs}
    assert repairs["variant"].cells == 8
    assert ("TOKYO", "Tokyo") in repairs["variant"].examples
    assert repairs["invisible"].cells == 2


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\ufeff", "\U000e0041", "\u00ad", "\ufe0f", "\x00", "\u3164"])
def test_invisible_characters_make_no_new_category(hidden: str) -> None:
    column = column_of(["bad", "good", f"b{hidden}ad", f"good{hidden}"] * 5)
    assert column.levels == ("bad", "good")


@pytest.mark.parametrize(
    "word",
    [
        "",
        " ",
        "　",
        "-",
        "―",
        "—",
        "N/A",
        "n/a",
        "NA",
        "#N/A",
        "null",
        "NULL",
        "nan",
        "不明",
        "未記入",
        "ＮＡ",
        "...",
        "？",
    ],
)
def test_words_for_missing(word: str) -> None:
    for cells in (["1", "2", word, "3"] * 9, ["a", "b", word, "c"] * 9):
        assert np.flatnonzero(column_of(cells).missing).tolist() == list(range(2, 36, 4)), cells


def test_none_is_a_value_among_categories_and_missing_among_numbers() -> None:
    assert "none" in column_of(["none", "co-signer", "guarantor"] * 9).levels
    assert column_of(["1", "2", "none", "3"] * 9).missing.sum() == 9


def test_a_column_without_values() -> None:
    table = reading.read({"x": ["", "-", None], "y": [1, 2, 3]})
    assert table["x"].missing.all()
    assert "empty-column" in {problem.code for problem in table.problems}


def test_the_caller_may_know_the_kind_better() -> None:
    cells = ["1", "2", "3", "2"]
    column = reading.read({"x": cells}, kinds={"x": C})["x"]
    assert (column.kind, texts(column)) == (C, cells)
    with pytest.raises(RashinError, match="y"):
        reading.read({"x": cells}, kinds={"y": C})


def same_column(one: Column, other: Column) -> None:
    assert (one.kind, one.levels) == (other.kind, other.levels)
    np.testing.assert_array_equal(one.values, other.values)


DIRTY = {
    "年商": ["1,234", "△5", "３百万円", "-", "8", "99"] * 6,
    "地域": ["東京", "東 京", "大阪", "", "Kobe", "KOBE"] * 6,
    "格付": ["A", "B", "C", "a", "Ｂ", "不明"] * 6,
    "日付": ["R5.4.1", "2023/5/1", "2023-06-01", "", "2023年7月", "20230801"] * 6,
    "保証": ["有", "無", "有", "", "無", "有"] * 6,
}


@given(st.permutations(list(DIRTY)))
def test_the_order_of_columns_changes_nothing(order: list[str]) -> None:
    straight = reading.read(DIRTY)
    shuffled = reading.read({name: DIRTY[name] for name in order})
    for name in order:
        same_column(straight[name], shuffled[name])
    assert set(straight.repairs) == set(shuffled.repairs)


@given(st.permutations(range(36)))
def test_the_order_of_rows_changes_only_the_order(order: list[int]) -> None:
    straight = reading.read(DIRTY)
    shuffled = reading.read({name: [cells[place] for place in order] for name, cells in DIRTY.items()})
    for column in straight:
        assert (shuffled[column.name].kind, shuffled[column.name].levels) == (column.kind, column.levels)
        np.testing.assert_array_equal(shuffled[column.name].values, column.values[order])


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(CELL, min_size=1, max_size=40), encoding=st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_in_a_column_is_read_or_refused_but_never_breaks(
    tmp_path: Path, cells: list[str], encoding: str
) -> None:
    path = tmp_path / "t.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["見出し"], *([cell] for cell in cells)])
    try:
        table = reading.read(path)
    except RashinError:
        assert not any(cells) or len({*cells}) == 1
        return
    check_whole(table)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    with contextlib.suppress(RashinError):
        check_whole(reading.read(path))


def check_whole(table: Table) -> None:
    for column in table:
        assert len(column) == len(table)
        if column.kind.is_coded:
            assert column.values.max() < len(column.levels)
            assert len(set(column.levels)) == len(column.levels)
        else:
            assert not np.isinf(column.values).any()
