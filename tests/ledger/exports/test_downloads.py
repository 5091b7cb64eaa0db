"""Downloads: the same rows in three formats, safe in a spreadsheet, whole in the others."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.exports.books import ABOUT, Rows, lay_scope, opened

from rashin.language import Text
from rashin.ledger.book.book import Book
from rashin.ledger.exports.downloads import download
from rashin.ledger.exports.exports import exports
from rashin.ledger.exports.files import File
from rashin.ledger.exports.tables import Field, Table
from rashin.ledger.importing.importing import import_into
from rashin.spreadsheets.delimited import harmless


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[File, ...]]:
    folder = tmp_path_factory.mktemp("release")
    return folder, exports(opened(folder, scope=["ai", "ai/sub"]), folder, ABOUT)


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def read_parquet(path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    with duckdb.connect() as connection:
        rows = connection.execute(f"FROM '{path}'").fetchall()
        return [column[0] for column in connection.description or ()], rows


def test_each_file_is_told_with_its_digest_and_size(release: tuple[Path, tuple[File, ...]]) -> None:
    folder, files = release
    assert {file.path for file in files} == {f"data/{path.name}" for path in (folder / "data").iterdir()}
    for file in files:
        content = (folder / file.path).read_bytes()
        assert (file.sha256, file.size) == (sha256(content).hexdigest(), len(content))


def test_every_format_holds_the_same_rows(release: tuple[Path, tuple[File, ...]]) -> None:
    folder, files = release
    for file in (one for one in files if one.format == "parquet"):
        stem = folder / "data" / file.of
        names, rows = read_parquet(stem.with_suffix(".parquet"))
        for written, row, cells in zip(
            json.loads(stem.with_suffix(".json").read_text("utf-8")),
            rows,
            read_csv(stem.with_suffix(".csv")),
            strict=True,
        ):
            assert list(written) == list(cells) == names
            for name, value in zip(names, row, strict=True):
                said = value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value
                assert written[name] == (said if isinstance(said, str | int | float) or said is None else str(said))
                assert cells[name] == ("" if said is None else str(harmless(said)))
        assert file.rows == len(rows)


def test_an_entry_says_where_it_came_from_but_not_who_entered_it(release: tuple[Path, tuple[File, ...]]) -> None:
    folder, files = release
    (row,) = json.loads((folder / "data" / "evaluation.json").read_text("utf-8"))
    assert {name: row[name] for name in ("entry", "batch", "recorded", "why")} == {
        "entry": "000001/evaluation/0", "batch": "000001", "recorded": "2026-10-31T15:00:00Z", "why": "初めて",
    }  # fmt: skip
    assert not [
        file.path for file in files if "担当 花子" in (folder / file.path).read_bytes().decode("utf-8", "replace")
    ]


def test_excel_takes_the_csv_for_utf_8_and_runs_nothing(release: tuple[Path, tuple[File, ...]]) -> None:
    content = (release[0] / "data" / "payment.csv").read_bytes()
    assert content.startswith("\ufeffid,".encode())
    assert content.count(b"\r\n") == content.count(b"\n") == 6
    assert [row["payee_name"] for row in read_csv(release[0] / "data" / "payment.csv") if row["id"] == "y4"] == [
        "'-その他"
    ]


CELLS = (
    st.none()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
    | st.sampled_from(["=1", "＝1", "\t", '"', "a,b\r\nc", "'"])
)


@settings(max_examples=40)
@given(st.lists(st.tuples(CELLS, st.none() | st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=4))
def test_any_text_comes_through(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, int | None]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (id INTEGER, said VARCHAR, amount BIGINT)")
    connection.executemany("INSERT INTO t VALUES (?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
    fields = (
        Field("id", Text("", ""), "integer"),
        Field("said", Text("", "")),
        Field("amount", Text("", ""), "integer"),
    )
    list(download(connection, Table("t", Text("", ""), "t", fields, "id"), folder))
    assert [(row["said"], row["amount"]) for row in json.loads((folder / "t.json").read_text("utf-8"))] == rows
    assert [row[1:] for row in read_parquet(folder / "t.parquet")[1]] == rows
    assert [(row["said"], row["amount"]) for row in read_csv(folder / "t.csv")] == [
        (str(harmless(said) or ""), "" if amount is None else str(amount)) for said, amount in rows
    ]


def test_the_same_book_gives_the_same_bytes(tmp_path: Path, release: tuple[Path, tuple[File, ...]]) -> None:
    again = exports(opened(tmp_path, scope=["ai/sub", "ai"]), tmp_path, ABOUT)
    assert [(file.path, file.sha256) for file in again] == [(file.path, file.sha256) for file in release[1]]


def test_a_stage_is_told_for_every_table(tmp_path: Path) -> None:
    told: list[Text] = []
    files = exports(opened(tmp_path), tmp_path, ABOUT, tell=told.append)
    assert sum("Writing “" in one.en for one in told) == len([file for file in files if file.format == "csv"])


def test_a_book_without_awards_gives_tables_alone(tmp_path: Path) -> None:
    rows: Rows = {"programme": [{"id": "p", "title": "事業"}], "payment": [{"id": "1", "programme": "p", "amount": 5}]}
    files = exports(opened(tmp_path, rows), tmp_path, ABOUT)
    assert {file.of for file in files} == {"programme", "payment", "batch", "scope_programme", "datapackage", "dcat"}
    assert not (tmp_path / "data" / "360giving.json").exists()
    assert not (tmp_path / "data" / "ocds.json").exists()


@pytest.mark.heavy
def test_all_of_judgit(shared_data: Path, tmp_path: Path) -> None:
    book = Book(tmp_path / "book")
    import_into(book, "judgit", shared_data / "ledger" / "jp_gyosei_review_judgit", by="x")
    with book.open() as connection:
        lay_scope(connection)
        files = {file.name: file for file in exports(connection, tmp_path, ABOUT)}
        (total,) = connection.execute("SELECT sum(amount) FROM payment").fetchall()
    assert files["payment.csv"].rows == files["payment.json"].rows == files["payment.parquet"].rows == 699_361
    assert files["programme.csv"].rows == 47_597
    for form in ("parquet", "csv"):
        with duckdb.connect() as reader:
            summed = reader.execute(f"SELECT sum(amount) FROM '{tmp_path}/data/payment.{form}'").fetchall()
        assert summed == [total]
