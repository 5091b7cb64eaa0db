"""Numbers are read exactly as written, in every style people use, and nothing else is taken for one."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.engines.tabular import reading
from rashin.engines.tabular.reading import amounts
from rashin.engines.tabular.table import Kind, Repair, Severity, Table

from .conftest import WriteCsv

PLAIN = amounts.HeaderUnit()
WIDE = str.maketrans("0123456789,.-()%+", "０１２３４５６７８９，．－（）％＋")
FILLER = [str(n) for n in range(100, 140)]


def read_cells(name: str, cells: list[str]) -> Table:
    return reading.read({name: cells, "other": [str(n % 7) for n in range(len(cells))]})


def repairs_of(table: Table, column: str) -> dict[str, Repair]:
    return {repair.code: repair for repair in table.repairs if repair.column == column}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234), ("１２３", 123), ("１，２３４．５", 1234.5), ("△123", -123), ("▲1,234", -1234), ("(123)", -123),
        ("（１２３）", -123), ("△ 5", -5), ("¥1,200", 1200), ("￥1,200-", None), ("1,200円", 1200), ("-¥3", -3), ("¥-3", -3),
        ("3千円", 3000), ("2.5百万円", 2_500_000), ("３００万円", 3_000_000), ("3千万", 30_000_000), ("1億2,000万円", 120_000_000),
        ("1.2億", 120_000_000), ("2兆", 2e12), ("１万５千", 15_000), ("12.5%", 0.125), ("１２．３％", 0.123), ("35歳", 35),
        ("12名", 12), ("24ヶ月", 24), ("24か月", 24), ("2023年度", 2023), ("2023年", 2023), ("3年", None), (" 7 ", 7), ("−8", -8),
        ("+9", 9), ("1e3", 1000), (".5", 0.5), ("5.", 5), ("-0", 0), ("\u200b42", 42), ("4\u202e2", 42),
        ("約3千万", None), ("1,23", None), ("12,34,567", None), ("1.2.3", None), ("1 2", None), ("3-4", None), ("1_000", None),
        ("0x10", None), ("--3", None), ("(-3)", None), ("三千万円", None), ("abc", None), ("", None), ("円", None), ("1/2", None),
        ("٣", None), ("2023/4/1", None), ("nan", None), ("5%円", None), ("1万%", None), ("1e5万", None),
    ],
)  # fmt: skip
def test_a_cell_is_the_number_it_states(text: str, value: float | None) -> None:
    amount = amounts.parsed(text, PLAIN)
    assert (amount.value if amount else None) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_reads_back_exactly(value: float) -> None:
    for text in (repr(value), f"{value:.17g}", f" {value!r} ", f"{value!r}".translate(WIDE)):
        amount = amounts.parsed(text, PLAIN)
        assert amount is not None
        assert amount.value == value


STYLES: dict[str, Callable[[Decimal], str]] = {
    "grouped": lambda x: f"{x:,}",
    "triangle": lambda x: f"△{-x:,}" if x < 0 else f"{x:,}",
    "black triangle": lambda x: f"▲ {-x:,}" if x < 0 else f"{x}",
    "brackets": lambda x: f"({-x:,})" if x < 0 else f"{x:,}",
    "wide": lambda x: f"{x:,}".translate(WIDE),
    "wide brackets": lambda x: f"({-x})".translate(WIDE) if x < 0 else f"{x}".translate(WIDE),
    "yen": lambda x: f"{x:,}円",
    "yen sign": lambda x: f"-¥{-x:,}" if x < 0 else f"¥{x:,}",
    "thousands": lambda x: f"{x / 1000}千円",
    "ten thousands": lambda x: f"{x / 10_000}万円",
    "millions": lambda x: f"{x / 1_000_000:f}百万円",
    "per cent": lambda x: f"{x * 100}%",
    "persons": lambda x: f"{x}人",
    "invisible": lambda x: f"\ufeff{x}\u200e",
}


@pytest.mark.parametrize("style", STYLES)
@given(value=st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_every_style_reads_back_exactly(style: str, value: Decimal) -> None:
    amount = amounts.parsed(STYLES[style](value), PLAIN)
    assert amount is not None
    assert amount.value == float(value)
    assert math.copysign(1, amount.value) == 1 or amount.value != 0


@given(st.text(max_size=80))
def test_no_text_breaks_the_parser_and_no_letters_make_a_number(text: str) -> None:
    amount = amounts.parsed(text, PLAIN)
    if amount is not None and math.isfinite(amount.value):
        assert any(character.isdigit() for character in unicodedata.normalize("NFKC", text))


def test_the_unit_in_the_header_is_applied_once() -> None:
    table = read_cells("年商（千円）", ["1,000", "2千円", "3百万円", "△4", "500", *FILLER])
    np.testing.assert_array_equal(table["年商（千円）"].values[:5], [1e6, 2e3, 3e6, -4e3, 5e5])
    repair = repairs_of(table, "年商（千円）")["header-unit"]
    assert "千円" in repair.what.ja
    assert ("1,000", "1000000") in repair.examples
    assert repair.cells == len(FILLER) + 3


@pytest.mark.parametrize(
    ("name", "scale"),
    [("年商（千円）", 1e3), ("売上高(百万円)", 1e6), ("資本金［万円］", 1e4), ("売上_億円", 1e8), ("単位:千円", 1e3), ("年商", 1), ("千円札の枚数", 1)],
)  # fmt: skip
def test_header_units(name: str, scale: float) -> None:
    for source in ({name: [1, 2.5, None]}, {name: ["1", "2.5", ""]}):
        np.testing.assert_array_equal(reading.read(source)[name].values, [scale, 2.5 * scale, np.nan])


def test_per_cent_follows_the_header() -> None:
    np.testing.assert_array_equal(read_cells("金利", ["2.5%", "0.03"])["金利"].values, [0.025, 0.03])
    np.testing.assert_array_equal(read_cells("金利(%)", ["2.5%", "3"])["金利(%)"].values, [2.5, 3])


def test_repairs_are_counted_by_sort_with_examples() -> None:
    table = read_cells("x", ["1,234", "1,234", "△5", "７", "(8)", "-", "N/A", "不明", "", *FILLER])
    repairs = repairs_of(table, "x")
    assert {code: repair.cells for code, repair in repairs.items()} == {
        "grouping": 2, "negative": 2, "width": 1, "missing-word": 3, "blank": 1,
    }  # fmt: skip
    assert repairs["grouping"].examples == (("1,234", "1234"),)
    assert set(repairs["negative"].examples) == {("△5", "-5"), ("(8)", "-8")}
    assert len(repairs["missing-word"].examples) == 3
    assert table["x"].missing.sum() == 4
    assert table["x"].suspect is None


def test_text_among_numbers_is_missing_suspect_and_named(column_file: WriteCsv) -> None:
    table = reading.read(column_file("年商", ["1", "2", *FILLER, "約3千万"]))
    column = table["年商"]
    assert column.kind is Kind.NUMBER
    assert column.suspect is not None
    assert np.flatnonzero(column.suspect).tolist() == [42]
    assert np.isnan(column.values[42])
    [problem] = [problem for problem in table.problems if problem.column == "年商"]
    assert problem.what.ja.startswith("44行目の「年商」が「約3千万」で、数として読めません")
    assert (problem.row, problem.severity) == (44, Severity.WARN)


def test_too_many_words_make_no_number_column() -> None:
    assert read_cells("x", ["1", "2", "a", "b"] * 10)["x"].kind is Kind.CATEGORY


@pytest.mark.parametrize("code", ["-999", "-99", "9999", "99999"])
def test_a_code_that_lies_apart_is_missing_and_suspect(code: str) -> None:
    table = read_cells("年齢", [str(20 + n) for n in range(50)] + [code, code])
    column = table["年齢"]
    assert column.suspect is not None
    assert np.flatnonzero(column.suspect).tolist() == [50, 51]
    assert column.missing.tolist() == column.suspect.tolist()
    repair = repairs_of(table, "年齢")["missing-number"]
    assert (repair.cells, repair.examples) == (2, ((code, ""),))


@pytest.mark.parametrize(
    "cells",
    [[*range(-1200, -800, 7), -999], [*range(0, 100_000, 1000), 999, 9999, 99_999], [*range(40), 99], [-999, 5]],
)
def test_a_code_among_its_like_stays_a_number(cells: list[int]) -> None:
    table = read_cells("利益", [str(cell) for cell in cells])
    np.testing.assert_array_equal(table["利益"].values, cells)
    assert table["利益"].suspect is None


@pytest.mark.parametrize("cell", ["inf", "-inf", "Infinity", "∞", "1e308", "-1E300", "9223372036854775808", "1e999"])
def test_infinite_and_absurd_numbers_are_refused_with_their_place(column_file: WriteCsv, cell: str) -> None:
    table = reading.read(column_file("年商", [*FILLER, cell]))
    with pytest.raises(Exception, match="年商") as caught:
        reading.refuse_if_unusable(table.problems)
    error = caught.value
    assert type(error).__name__ == "NumberNotFinite"
    assert (error.column, error.row) == ("年商", 42)  # type: ignore[attr-defined]
    column = table["年商"]
    assert column.suspect is not None
    assert column.suspect[40]
    assert np.isnan(column.values[40])


def test_infinite_numbers_of_frames_are_refused_too() -> None:
    table = reading.read({"x": [1.0, float("inf"), 3.0], "y": [1, 2, 3]})
    assert [(p.code, p.row) for p in table.problems] == [("number-not-finite", 3)]


def test_minus_nought_is_nought() -> None:
    for source in ({"x": ["-0", "-0.0", "1"]}, {"x": [-0.0, -0.0, 1.0]}):
        assert not np.signbit(reading.read(source)["x"].values).any()
