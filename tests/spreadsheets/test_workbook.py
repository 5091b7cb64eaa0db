"""A workbook of ours opens in other people's programs and holds what was put in, as what it was."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from rashin.engines.tabular.reading import read
from rashin.spreadsheets import workbook, xlsx_rows, xlsx_sheets

SIGNS = st.characters(exclude_characters="\r", exclude_categories=["Cc", "Cs"]).filter(lambda sign: sign < "\ufffe")
CELLS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=12),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
)


def written(rows: list[list[Any]]) -> bytes:
    return b"".join(xlsx_rows(rows))


def opened(rows: list[list[Any]]) -> Workbook:
    return load_workbook(io.BytesIO(written(rows)))


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_every_cell_comes_back_as_what_it_was(rows: list[list[Any]]) -> None:
    found = [list(row) for row in opened(rows).active.iter_rows(values_only=True)]
    assert found == rows


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2", "@SUM(A1)", "＝1", "=cmd|' /C calc'!A0"])
def test_no_text_is_a_formula(text: str) -> None:
    cell = opened([["番号"], [text]]).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_no_workbook_can_hold_is_made_plain() -> None:
    found = opened([["番号"], ["a\0b\x1fc\ud800d"], ["あ" * 40_000], [""], [float("nan")], [True]]).active
    cells = [found.cell(row, 1).value for row in range(2, 7)]
    assert cells == ["a\ufffdb\ufffdc\ufffdd", "あ" * 32_767, None, "nan", "True"]


def test_rows_beyond_one_sheet_go_on_another_under_the_same_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    for count, expected in {2: [2], 3: [2, 1], 4: [2, 2], 5: [2, 2, 1]}.items():
        book = opened([["番号"], *([number] for number in range(count))])
        sheets = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
        assert [len(sheet) - 1 for sheet in sheets] == expected
        assert all(sheet[0] == "番号" for sheet in sheets)
        assert [cell for sheet in sheets for cell in sheet[1:]] == list(range(count))


def test_without_rows_there_is_a_sheet_all_the_same() -> None:
    assert opened([["番号"]]).active.max_row == 1
    assert len(opened([]).worksheets) == 1


def test_we_read_it_ourselves(tmp_path: Any) -> None:
    path = tmp_path / "結果.xlsx"
    path.write_bytes(written([["案件番号", "結果"], ["K-1", "延滞"], ["K-2", "完済"]]))
    assert list(read(path).columns) == ["案件番号", "結果"]


def test_several_sheets_keep_their_names_and_rows() -> None:
    sheets: list[tuple[str, list[list[Any]]]] = [
        ("書き方 & 例", [["見出し"]]),
        ("支払", [["番号", "金額"], ["p1", 5]]),
        ("空", []),
    ]
    found = load_workbook(io.BytesIO(b"".join(xlsx_sheets(sheets))))
    assert found.sheetnames == ["書き方 & 例", "支払", "空"]
    assert [list(row) for row in found["支払"].iter_rows(values_only=True)] == [["番号", "金額"], ["p1", 5]]
    assert [list(row) for row in found["書き方 & 例"].iter_rows(values_only=True)] == [["見出し"]]
