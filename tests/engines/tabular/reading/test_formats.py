"""Every way in gives the same table."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rashin.engines.tabular import reading
from rashin.engines.tabular.table import Kind, RawNumbers, RawText, Table

from .conftest import WriteCsv

CELLS: dict[str, list[object]] = {
    "会社": ["北", "南", "北", "西"],
    "年商": [1200.5, 3.0, None, 42.0],
    "担保": ["有", "無", "有", "無"],
    "申込日": ["2023-04-01", "2023-04-02", "2023-12-31", "2024-02-29"],
}


def as_csv(delimiter: str = ",") -> str:
    rows = [tuple(CELLS), *zip(*CELLS.values(), strict=True)]
    return "".join(delimiter.join("" if cell is None else str(cell) for cell in row) + "\r\n" for row in rows)


def check(table: Table) -> None:
    assert [column.kind for column in table] == [Kind.CATEGORY, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE]
    np.testing.assert_array_equal(table["年商"].values, [1200.5, 3.0, np.nan, 42.0])
    company = table["会社"]
    assert [company.levels[code] for code in np.asarray(company.values, int)] == CELLS["会社"]
    assert table["担保"].levels == ("無", "有")
    days = [(dt.date.fromisoformat(str(cell)) - dt.date(1970, 1, 1)).days for cell in CELLS["申込日"]]
    np.testing.assert_array_equal(table["申込日"].values, days)
    assert len(table) == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_is_read_in_every_encoding(csv_file: WriteCsv, encoding: str) -> None:
    check(reading.read(csv_file(as_csv(), encoding=encoding)))


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_sniffed(csv_file: WriteCsv, delimiter: str) -> None:
    check(reading.read(csv_file(as_csv(delimiter))))


def test_a_tsv_may_hold_commas(csv_file: WriteCsv) -> None:
    table = reading.read(csv_file("a,1\tb,2\n1,000\tx\n2,000\ty\n", "t.tsv"))
    assert list(table.columns) == ["a,1", "b,2"]
    np.testing.assert_array_equal(table["a,1"].values, [1000, 2000])


def test_cp932_is_said(csv_file: WriteCsv) -> None:
    assert "encoding" in {problem.code for problem in reading.read(csv_file(as_csv(), encoding="cp932")).problems}
    assert "encoding" not in {problem.code for problem in reading.read(csv_file(as_csv())).problems}


def test_line_breaks_and_delimiters_within_quotes_belong_to_the_cell(csv_file: WriteCsv) -> None:
    table = reading.read(csv_file('a,b\n"x\ny",1\n"p,q",2\n"say ""hi""",3\n'))
    raw = table["a"].raw
    assert isinstance(raw, RawText)
    assert raw.levels == ("x\ny", "p,q", 'say "hi"')


def test_blank_rows_at_the_end_are_dropped_and_in_the_middle_keep_the_numbering(csv_file: WriteCsv) -> None:
    table = reading.read(
        csv_file("a,b\n1,2\n\n,\n3,x\n4,5\n5,6\n6,7\n7,8\n8,8\n9,8\n10,8\n11,8\n12,8\n,,\n\n".replace(",,\n", ",\n"))
    )
    assert len(table) == 13
    assert table["a"].missing[1:3].all()
    [problem] = [problem for problem in table.problems if problem.code == "unreadable-number"]
    assert problem.row == 5


def test_a_workbook_reads_like_the_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(list(CELLS))
    for row in zip(*CELLS.values(), strict=True):
        book.active.append([dt.date.fromisoformat(cell) if str(cell).startswith("202") else cell for cell in row])
    path = tmp_path / "表.xlsx"
    book.save(path)
    table = reading.read(path)
    check(table)
    assert isinstance(table["年商"].raw, RawNumbers)


def test_a_workbook_may_start_lower_and_have_other_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    cells: list[str | int] = ["a", "b"]
    for n in range(19):
        cells += [str(n), n % 3]
    cells += ["約3", 1]
    rows = [cells[start : start + 2] for start in range(0, len(cells), 2)]
    for place, row in enumerate(rows, start=4):
        for across, cell in enumerate(row, start=3):
            sheet.cell(place, across, cell)
    book.create_sheet("別").append(["x"])
    path = tmp_path / "t.xlsx"
    book.save(path)
    table = reading.read(path)
    assert list(table.columns) == ["a", "b"]
    problems = {problem.code: problem for problem in table.problems}
    assert "別" in problems["other-sheets"].what.ja
    assert problems["unreadable-number"].row == 24


def test_parquet_and_json_lines_read_like_the_csv(tmp_path: Path) -> None:
    parquet = tmp_path / "loans[1].parquet"
    pq.write_table(pa.table(CELLS), parquet)
    check(reading.read(parquet))
    lines = tmp_path / "t.jsonl"
    rows = [dict(zip(CELLS, row, strict=True)) for row in zip(*CELLS.values(), strict=True)]
    text = "\n".join(json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False) for row in rows)
    lines.write_text(text, encoding="utf-8")
    check(reading.read(lines))


def test_parquet_types(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    columns = {
        "whole": pa.array([1, None, 3], pa.int64()),
        "small": pa.array([1, 2, 3], pa.uint8()),
        "exact": pa.array([Decimal("1.50"), None, Decimal("2.25")]),
        "flag": pa.array([True, False, None]),
        "day": pa.array([dt.date(2023, 4, 1), None, dt.date(2024, 1, 1)]),
        "moment": pa.array([dt.datetime(2023, 4, 1, 12), dt.datetime(2023, 4, 2), None]),
        'odd "name"': ["x", None, "y"],
    }
    pq.write_table(pa.table(columns), path)
    table = reading.read(path)
    np.testing.assert_array_equal(table["whole"].values, [1, np.nan, 3])
    np.testing.assert_array_equal(table["exact"].values, [1.5, np.nan, 2.25])
    kinds = [column.kind for column in table]
    assert kinds == [Kind.NUMBER] * 3 + [Kind.BOOLEAN, Kind.DATE, Kind.DATE, Kind.CATEGORY]
    np.testing.assert_array_equal(table["flag"].values, [1, 0, -1])
    assert np.diff(table["moment"].values).tolist()[0] == 1
    assert table['odd "name"'].missing.tolist() == [False, True, False]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table, dict])
def test_frames_and_dictionaries_read_like_the_csv(make: type) -> None:
    table = reading.read(make(CELLS))
    check(table)
    assert isinstance(table["年商"].raw, RawNumbers)


def test_pandas_types_with_missing_values() -> None:
    frame = pd.DataFrame(
        {
            "i": pd.array([1, None, 3], dtype="Int64"),
            "f": pd.array([1.5, None, 3], dtype="Float64"),
            "b": pd.array([True, None, False], dtype="boolean"),
            "s": pd.array(["x", None, "z"], dtype="string"),
            "c": pd.Categorical(["a", None, "b"]),
            "t": pd.to_datetime(["2023-01-01", None, "2023-05-05"]),
            "n": [np.nan, 2, 3],
        }
    )
    table = reading.read(frame)
    for name in "ifbsct":
        assert table[name].missing.tolist() == [False, True, False], name
    assert [column.kind.value for column in table] == [
        "number", "number", "boolean", "category", "category", "date", "number",
    ]  # fmt: skip
    assert isinstance(table["i"].raw, RawNumbers)


def test_a_table_passes_through() -> None:
    table = reading.read({"a": [1, 2], "b": ["x", "w"]})
    assert reading.read(table) is table
    assert reading.read(table, kinds={"a": Kind.CATEGORY})["a"].levels == ("1", "2")


def test_integers_too_long_for_a_float_keep_their_digits() -> None:
    table = reading.read({"受付番号": [2**60 + n for n in range(40)], "b": list(range(40))})
    assert table["受付番号"].kind is Kind.IDENTIFIER
    assert str(2**60 + 1) in table["受付番号"].levels
