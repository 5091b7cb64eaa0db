"""What cannot be read is refused at once, by its own error, with the place and the mend."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rashin import errors
from rashin.engines.tabular import reading
from rashin.engines.tabular.reading import limits

from .conftest import WriteCsv


def refused(source: object, kind: type[errors.RashinError]) -> errors.RashinError:
    with pytest.raises(kind) as caught:
        reading.read(source)
    error = caught.value
    for language in ("ja", "en"):
        assert len(error.message(language)) > 20
        assert "{" not in error.message(language).replace('{"', "")
    return error


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "ない.csv" in refused(tmp_path / "ない.csv", errors.FileMissing).what_happened.ja
    refused(tmp_path, errors.FileLocked)
    refused("bad\0name.csv", errors.FileLocked)


@pytest.mark.parametrize("content", ["", "\n", "\r\n\r\n", "\ufeff", " , \n"])
def test_an_empty_file(csv_file: WriteCsv, content: str) -> None:
    refused(csv_file(content), errors.FileEmpty)


@pytest.mark.parametrize("content", ["a,b\n", "a,b", "a,b\n\n\n", "a,b\n,\n,\n"])
def test_a_header_only(csv_file: WriteCsv, content: str) -> None:
    refused(csv_file(content), errors.HeaderOnly)


def test_duplicate_headers(csv_file: WriteCsv) -> None:
    assert refused(csv_file("a,b, a\n1,2,3\n"), errors.HeadersDuplicate).column == "a"
    assert refused(csv_file("a,b\u200b,b\n1,2,3\n"), errors.HeadersDuplicate).column == "b"
    assert refused(pd.DataFrame([[1, 2]], columns=["a", "a"]), errors.HeadersDuplicate).column == "a"


def test_a_blank_header(csv_file: WriteCsv) -> None:
    assert "2番目" in refused(csv_file("a,,c\n1,2,3\n"), errors.HeaderBlank).what_happened.ja
    refused(csv_file("\na,b\n1,2\n"), errors.HeaderBlank)


def test_a_ragged_row(csv_file: WriteCsv) -> None:
    error = refused(csv_file("a,b,c\n1,2,3\n4,5\n6,7,8\n"), errors.RowRagged)
    assert error.row == 3
    assert "3行目" in error.what_happened.ja
    assert refused(csv_file('a,b\n"1\n2",3\n4,5,6\n'), errors.RowRagged).row == 3


def test_a_quote_that_is_not_closed(csv_file: WriteCsv) -> None:
    assert refused(csv_file('a,b\n1,2\n3,"4\n5,6\n'), errors.QuoteBroken).row == 3
    assert refused(csv_file('a,b\n1,2\n"3"x,4\n'), errors.QuoteBroken).row == 3


def test_a_quote_that_swallows_the_file(csv_file: WriteCsv) -> None:
    assert refused(csv_file('a,b\n1,"2\n' + "3,4\n" * 100_000), errors.CellTooLong).row == 2


def test_a_line_without_end_is_refused_without_being_held(csv_file: WriteCsv, tmp_path: Path) -> None:
    path = csv_file("a,b\n1,2\n")
    with path.open("r+b") as file:
        file.truncate(3_000_000_000)  # a hole: takes no room on the disk
    error = refused(path, errors.LineTooLong)
    assert error.row == 3
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_over_the_cap(csv_file: WriteCsv, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(limits, "most_file_bytes", lambda: 1000)
    refused(csv_file("a,b\n" + "1,2\n" * 1000), errors.FileTooLarge)
    pq.write_table(pa.table({"a": list(range(5000))}), tmp_path / "t.parquet")
    refused(tmp_path / "t.parquet", errors.FileTooLarge)


def test_a_hundred_thousand_columns(csv_file: WriteCsv) -> None:
    wide = ",".join(f"c{n}" for n in range(100_000))
    error = refused(csv_file(f"{wide}\n{wide}\n"), errors.ColumnsTooMany)
    assert "100,000" in error.what_happened.en
    refused({f"c{n}": [n] for n in range(limits.most_columns() + 1)}, errors.ColumnsTooMany)


def test_ten_thousand_columns_are_read() -> None:
    assert len(reading.read({f"c{n}": [n, -n] for n in range(limits.most_columns())}).columns) == limits.most_columns()


def test_bytes_that_are_no_text(csv_file: WriteCsv) -> None:
    assert refused(csv_file(b"a,b\n1,2\n\x81\x20\xff\xfe,3\n"), errors.TextUndecodable).row == 3


@pytest.mark.parametrize("name", ["t.pdf", "t", "t.xls", "t.json", "t.pkl"])
def test_an_unknown_format(csv_file: WriteCsv, name: str) -> None:
    refused(csv_file("a,b\n1,2\n", name), errors.FormatUnknown)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 ...", "t.csv"),
        (b"PK\x03\x04 and so on", "t.csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "t.xlsx"),
        (b"a,b\n1,2\n", "t.xlsx"),
        (b"a,b\n1,2\n", "t.parquet"),
        (b"\x89PNG\r\n\x1a\n", "t.jsonl"),
        (b"<html><table>", "t.csv"),
    ],
)
def test_contents_that_the_name_denies(csv_file: WriteCsv, content: bytes, name: str) -> None:
    refused(csv_file(content, name), errors.ContentMismatch)


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_a_file_cut_off(tmp_path: Path, suffix: str) -> None:
    whole = tmp_path / f"whole.{suffix}"
    frame = pd.DataFrame({"a": range(1000), "b": "x"})
    frame.to_excel(whole, index=False) if suffix == "xlsx" else frame.to_parquet(whole)
    cut = tmp_path / f"cut.{suffix}"
    cut.write_bytes(whole.read_bytes()[:-200])
    refused(cut, errors.FileDamaged)


@pytest.mark.parametrize(
    "line", ["{", "[1]", '"a"', '{"a": 1, "a": 2}', "[" * 100_000, '{"a":' * 100_000, '{"a": ' + "9" * 5000 + "}"]
)
def test_a_line_that_is_not_one_object(csv_file: WriteCsv, line: str) -> None:
    assert refused(csv_file('{"a": 1}\n' + line + "\n", "t.jsonl"), errors.LineNotJson).row == 2


@pytest.mark.parametrize(
    "source", [{"a": [[1], [2]]}, {"a": [{"b": 1}]}, pl.DataFrame({"a": [[1]]}), pl.DataFrame({"a": [b"x"]})]
)
def test_nested_cells(source: object) -> None:
    assert refused(source, errors.CellNested).column == "a"


def test_nested_cells_of_files(tmp_path: Path, csv_file: WriteCsv) -> None:
    pq.write_table(pa.table({"a": [[1], [2]]}), tmp_path / "t.parquet")
    refused(tmp_path / "t.parquet", errors.CellNested)
    refused(csv_file('{"a": {"b": 1}}\n', "t.jsonl"), errors.CellNested)


@pytest.mark.parametrize("source", [3, None, [1, 2], {"a": "text"}, {"a": 3}, pl.DataFrame({"a": [1]}).lazy()])
def test_what_is_no_table(source: object) -> None:
    refused(source, errors.SourceUnknown)


@pytest.mark.parametrize("source", [{}, pd.DataFrame(), pl.DataFrame()])
def test_a_frame_of_nothing(source: object) -> None:
    refused(source, errors.FileEmpty)


def test_a_frame_without_rows() -> None:
    refused(pl.DataFrame({"a": [], "b": []}), errors.HeaderOnly)


def test_columns_of_different_length() -> None:
    assert refused({"a": [1, 2], "b": [1]}, errors.ColumnsUneven).column == "b"


def test_more_cells_than_are_read(csv_file: WriteCsv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 100)
    refused(csv_file("a,b\n" + "1,2\n" * 51), errors.CellsTooMany)
    assert len(reading.read(csv_file("a,b\n" + "1,2\n3,4\n" * 25))) == 50


def test_a_parquet_file_of_a_billion_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    batch = pa.table({"a": pa.DictionaryArray.from_arrays(pa.array([0] * 1_000_000, pa.int8()), pa.array(["x"]))})
    with pq.ParquetWriter(path, batch.schema) as writer:
        for _ in range(110):
            writer.write_table(batch)
    assert path.stat().st_size < 2_000_000
    refused(path, errors.CellsTooMany)


# --- workbooks made to hurt -----------------------------------------------------------------------------------------


def workbook_bytes(**replaced: bytes) -> bytes:
    """A true workbook with parts replaced or added; names are given with / written as __ and . as _dot_."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    parts = {name.replace("__", "/").replace("_dot_", "."): data for name, data in replaced.items()}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, b"") or old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def test_the_workbook_that_the_next_tests_spoil_is_sound(csv_file: WriteCsv) -> None:
    assert len(reading.read(csv_file(workbook_bytes(), "t.xlsx"))) == 1


def test_a_bomb_by_its_ratio(csv_file: WriteCsv) -> None:
    refused(csv_file(workbook_bytes(xl__media__x_dot_bin=bytes(30_000_000)), "t.xlsx"), errors.ArchiveBomb)


def test_a_bomb_by_its_size(csv_file: WriteCsv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UNPACKED_BYTES", 50_000)
    refused(csv_file(workbook_bytes(xl__media__x_dot_bin=bytes(range(256)) * 400), "t.xlsx"), errors.ArchiveBomb)


def test_a_bomb_whose_directory_lies(csv_file: WriteCsv) -> None:
    true, claimed = 30_000_000, 1000
    data = workbook_bytes(xl__media__x_dot_bin=bytes(true))
    lying = data.replace(struct.pack("<L", true), struct.pack("<L", claimed))
    assert lying != data
    refused(csv_file(lying, "t.xlsx"), errors.ArchiveBomb)


NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CORNERS = {
    "by its name": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "with blanks": "<row><c r = \"A1\"><v>1</v></c><c\n r\n=\n'XFD1048576'><v>1</v></c></row>",
    "by its place": '<row r="1"><c><v>1</v></c></row><row r="1048576">' + "<c><v>1</v></c>" * 16384 + "</row>",
    "by counting rows": "<row/>" * 1_000_000 + '<row><c r="XFD1"><v>1</v></c></row>',
}


@pytest.mark.parametrize("corner", CORNERS)
def test_a_cell_in_the_farthest_corner(csv_file: WriteCsv, corner: str) -> None:
    sheet = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{CORNERS[corner]}</sheetData></worksheet>'.encode()
    refused(csv_file(workbook_bytes(xl__worksheets__sheet1_dot_xml=sheet), "t.xlsx"), errors.CellsTooMany)
    prefixed = sheet.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    refused(csv_file(workbook_bytes(xl__worksheets__sheet1_dot_xml=prefixed), "t.xlsx"), errors.CellsTooMany)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl/../../x", "C:\\x.xml", "..\\x"])
def test_a_path_that_leads_outside(csv_file: WriteCsv, name: str) -> None:
    out = io.BytesIO(workbook_bytes())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"x")
    refused(csv_file(out.getvalue(), "t.xlsx"), errors.ArchiveUnsafe)


def test_an_archive_in_an_archive(csv_file: WriteCsv) -> None:
    inner = workbook_bytes()
    for _ in range(10):
        inner = workbook_bytes(xl__embeddings__x_dot_xlsx=inner)
    refused(csv_file(inner, "t.xlsx"), errors.ArchiveUnsafe)
    hidden = workbook_bytes(xl__media__x_dot_bin=workbook_bytes())
    refused(csv_file(hidden, "t.xlsx"), errors.ArchiveUnsafe)


def test_an_archive_that_is_no_workbook(csv_file: WriteCsv) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    refused(csv_file(out.getvalue(), "t.xlsx"), errors.ContentMismatch)


def test_a_workbook_with_nothing_in_it(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "t.xlsx")
    refused(tmp_path / "t.xlsx", errors.FileEmpty)


@pytest.mark.parametrize("sheet", [b"<worksheet><sheetData><row>", b"not xml", zlib.compress(b"x" * 100)])
def test_a_sheet_that_is_broken(csv_file: WriteCsv, sheet: bytes) -> None:
    with pytest.raises(errors.UnreadableFile):
        reading.read(csv_file(workbook_bytes(xl__worksheets__sheet1_dot_xml=sheet), "t.xlsx"))
