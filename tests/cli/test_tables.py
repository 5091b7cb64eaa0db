from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.cli.tables import write_table
from rashin.errors import OutputFormatUnknown

FRAME: dict[str, list[Any]] = {
    "行": [2, 3],
    "名前": ["=1+1", "ふつう"],
    "見込み": [0.25, 0.5],
    "-列": ["-999", "@x"],
}


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_excel_is_told_that_a_csv_is_utf_8(tmp_path: Path) -> None:
    write_table(FRAME, tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_csv(tmp_path / "d.csv")[0] == ["行", "名前", "見込み", "'-列"]


def test_numbers_stay_numbers_in_a_csv(tmp_path: Path) -> None:
    write_table({"点": [-1.5, 2]}, tmp_path / "d.csv")
    assert read_csv(tmp_path / "d.csv")[1:] == [["-1.5"], ["2"]]


@given(start=st.sampled_from("=+-@\t\r＝＋－＠"), rest=st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_in_a_csv_runs_as_a_formula(tmp_path_factory: pytest.TempPathFactory, start: str, rest: str) -> None:
    path = tmp_path_factory.mktemp("t") / "d.csv"
    write_table({"a": [start + rest]}, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    assert text.split("\r\n", 1)[1].lstrip('"').startswith("'" + start)


def test_parquet_keeps_types_and_blanks(tmp_path: Path) -> None:
    write_table({**FRAME, "空": [None, "x"]}, tmp_path / "it's.parquet")
    back = duckdb.execute("SELECT * FROM read_parquet($path)", {"path": str(tmp_path / "it's.parquet")})
    assert [(column[0], str(column[1])) for column in back.description or ()] == [
        ("行", "BIGINT"),
        ("名前", "VARCHAR"),
        ("見込み", "DOUBLE"),
        ("-列", "VARCHAR"),
        ("空", "VARCHAR"),
    ]
    assert back.fetchall() == [(2, "=1+1", 0.25, "-999", None), (3, "ふつう", 0.5, "@x", "x")]


def test_parquet_needs_no_pandas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    write_table(FRAME, tmp_path / "d.parquet")
    assert (tmp_path / "d.parquet").stat().st_size


def test_json_lines_are_one_case_a_line(tmp_path: Path) -> None:
    write_table(FRAME, tmp_path / "d.jsonl")
    lines = (tmp_path / "d.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["名前"] for line in lines] == ["=1+1", "ふつう"]


def test_another_ending_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(OutputFormatUnknown, match=r"\.csv, \.parquet, \.jsonl"):
        write_table(FRAME, tmp_path / "d.xls")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    write_table(FRAME, path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="zip"):
        write_table({"a": [1], "b": [1, 2]}, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
