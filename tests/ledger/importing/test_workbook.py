"""Rashin's own workbook: what the template asks for is read, and everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rashin.errors import FileDamaged, ImportRefused, LedgerFormatForeign
from rashin.language import LANGUAGES, Language
from rashin.ledger.book.book import Book
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.importing.headings import column_of, columns_of, kind_of
from rashin.ledger.importing.importing import import_into
from rashin.ledger.importing.template import template

Rows = Sequence[Sequence[Any]]
HEADS = ["番号", "支払日", "金額", "支払先の名称（記載のまま）", "支払先の法人番号（記載のまま）", "区分", "年度"]


def workbook(folder: Path, sheets: Mapping[str, Rows], name: str = "帳票.xlsx") -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for sheet, rows in sheets.items():
        page = made.create_sheet(sheet)
        for row in rows:
            page.append(list(row))
    made.save(folder / name)
    return folder / name


def csv(folder: Path, text: str, name: str = "支払.csv", encoding: str = "utf-8") -> Path:
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def take(folder: Path, path: Path) -> Book:
    book = Book(folder / "book")
    import_into(book, "workbook", path, by="担当")
    return book


def asked(book: Book, query: str) -> list[tuple[Any, ...]]:
    with book.open() as connection:
        return [tuple(row) for row in connection.execute(query).fetchall()]


def refused(folder: Path, path: Path) -> list[tuple[int | None, str | None, str]]:
    """Where and what is wrong; the book is not even made."""
    with pytest.raises(ImportRefused) as found:
        take(folder, path)
    assert Book(folder / "book").batches() == ()
    assert all(problem.mend.ja and problem.mend.en for problem in found.value.problems)
    return [(problem.row, problem.column, problem.what.ja) for problem in found.value.problems]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_names_every_sheet_and_column_and_is_read_once_filled(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "ひな形.xlsx"
    path.write_bytes(b"".join(template(language)))
    filled = openpyxl.load_workbook(path)
    assert [kind_of(sheet) for sheet in filled.sheetnames[1:]] == list(KINDS.values())
    for sheet in filled.sheetnames[1:]:
        kind = kind_of(sheet)
        assert kind is not None
        headings = [str(cell.value) for cell in filled[sheet][1]]
        assert [column_of(kind, heading) for heading in headings] == [(column, "円") for column in columns_of(kind)]
    page = filled[KINDS["programme"].label[language]]
    page["A2"], page["B2"] = "事業1", "名前"
    filled.save(path)
    assert asked(take(tmp_path, path), "SELECT id, title FROM programme") == [("事業1", "名前")]


def test_an_empty_template_has_nothing_to_import(tmp_path: Path) -> None:
    path = tmp_path / "ひな形.xlsx"
    path.write_bytes(b"".join(template()))
    assert refused(tmp_path, path) == [(None, None, "読むものがありません。")]


def test_cells_as_people_write_them(tmp_path: Path) -> None:
    rows: Rows = [
        HEADS,
        ["p1", datetime(2024, 4, 1), 1200000, "㈱あ", 7000012050002, "支払", "令和6年度"],
        ["p2", "令和5年4月1日", "１，２００千円", "個人A", None, "返納", 2023],
        ["p3", "2024/5/31", "△5円", "い（有）", "", "payment", "2024年度"],
    ]
    book = take(tmp_path, workbook(tmp_path, {"支払": rows}))
    columns = "id, paid, amount, amount_written, amount_unit, payee, move, fiscal_year, source_row"
    assert asked(book, f"SELECT {columns} FROM payment ORDER BY id") == [
        ("p1", date(2024, 4, 1), 1_200_000, "1200000", "円", "jp:7000012050002", "payment", 2024, 2),
        ("p2", date(2023, 4, 1), 1_200_000, "１，２００千円", "千円", "person", "refund", 2023, 3),
        ("p3", date(2024, 5, 31), -5, "△5円", "円", "name:い有限会社", "payment", 2024, 4),
    ]
    assert asked(book, "SELECT id, body FROM organisation ORDER BY id") == [
        ("jp:7000012050002", "company"), ("name:い有限会社", "company"), ("person", "person"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "factor"), [("金額", 1), ("金額（千円）", 1_000), ("金額(百万円)", 10**6), ("Amount [億円]", 10**8)]
)
def test_the_unit_of_a_heading_holds_for_its_cells(tmp_path: Path, heading: str, factor: int) -> None:
    path = workbook(tmp_path, {"支払": [["番号", heading], ["p1", 1200], ["p2", "1,200"], ["p3", "7円"]]})
    assert asked(take(tmp_path, path), "SELECT amount FROM payment ORDER BY id") == [(1200 * factor,)] * 2 + [(7,)]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    rows: Rows = [
        HEADS,
        ["p1", "昨日", "1.5", "あ", None, "払い", "来年"],
        ["p1", None, "abc", "い", None, None, None],
        [None, None, 1, "う", None, None, None],
        ["p4", None, None, "え", None, None, None],
        ["p5", "2024年4月", 10**20, "お", None, None, None],
    ]
    assert refused(tmp_path, workbook(tmp_path, {"支払": rows})) == [
        (2, "支払日", "「昨日」を日付（年月日）として読めません。"),
        (2, "金額", "「1.5」は1円に満たない端数になります。"),
        (2, "区分", "「払い」という選択肢はありません。"),
        (2, "年度", "「来年」を年度として読めません。"),
        (3, "金額", "「abc」を金額として読めません。"),
        (3, "番号", "番号「p1」は、2行目にもあります。"),
        (4, "番号", "空欄です。"),
        (5, "金額", "空欄です。"),
        (6, "支払日", "「2024年4月」を日付（年月日）として読めません。"),
        (6, "金額", "「100000000000000000000」は、金額として大きすぎます。"),
    ]


def test_no_more_than_fifty_things_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"支払": [["番号", "金額"], *([f"p{n}", f"x{n}"] for n in range(80))]})
    assert len(refused(tmp_path, path)) == 50


@pytest.mark.parametrize(
    ("sheets", "place"),
    [
        ({"支払": [["番号", "金額", "なぞ"], ["p", 1, 2]]}, (1, "なぞ")),
        ({"支払": [["番号"], ["p"]]}, (1, "金額")),
        ({"支払": [["番号", "金額", "金額"], ["p", 1, 2]]}, (1, "金額")),
        ({"支払": [["番号", "金額", None], ["p", 1, 2]]}, (1, None)),
        ({"支払い一覧": [["番号", "金額"], ["p", 1]]}, (None, None)),
        ({"支払": [["番号", "金額"], ["p", 1]], "payment": [["id", "amount"], ["q", 1]]}, (None, None)),
    ],
    ids=["unknown column", "missing column", "column twice", "no heading", "unknown sheet", "sheet twice"],
)
def test_sheets_and_columns_are_not_guessed(
    tmp_path: Path, sheets: Mapping[str, Rows], place: tuple[int | None, str | None]
) -> None:
    assert [(row, column) for row, column, _ in refused(tmp_path, workbook(tmp_path, sheets))] == [place]


def test_notes_are_not_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"メモ 4月": [["自由に"]], "支払": [["番号", "金額"], ["p", 1]]})
    assert asked(take(tmp_path, path), "SELECT id FROM payment") == [("p",)]


def test_an_entry_is_corrected_and_taken_back_by_its_id(tmp_path: Path) -> None:
    first = workbook(tmp_path, {"支払": [["番号", "金額"], ["p1", 1], ["p2", 2]]}, "1.xlsx")
    second = workbook(
        tmp_path, {"支払": [["番号", "金額", "取り消す"], ["p1", 10, None], ["p2", None, "はい"]]}, "2.xlsx"
    )
    book = take(tmp_path, first)
    import_into(book, "workbook", second, by="監査", why="桁の誤り")
    assert asked(book, "SELECT id, amount FROM payment") == [("p1", 10)]
    assert import_into(book, "workbook", second, by="監査").again


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_as_excel_saves_it(tmp_path: Path, encoding: str) -> None:
    path = csv(tmp_path, '番号,金額（千円）,支払先の名称\r\nc1,"1,200",㈱あ\r\n,,\r\nc2,３,い\r\n', encoding=encoding)
    assert asked(take(tmp_path, path), "SELECT id, amount, payee, source_row FROM payment ORDER BY id") == [
        ("c1", 1_200_000, "name:株式会社あ", 2), ("c2", 3000, "name:い", 4),
    ]  # fmt: skip


def test_a_folder_of_csv_files(tmp_path: Path) -> None:
    folder = tmp_path / "帳票"
    folder.mkdir()
    csv(folder, "番号,名前\na,事業A\n", "事業.csv")
    csv(folder, "id\tamount\np\t1\n", "payment.csv")
    assert asked(take(tmp_path, folder), "SELECT p.id, q.id FROM payment p, programme q") == [("p", "a")]


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "4月分 [最終]*"
    folder.mkdir()
    csv(folder, "番号,金額\np,1\n")
    assert asked(take(tmp_path, folder / "支払.csv"), "SELECT id FROM payment") == [("p",)]


def test_a_ragged_csv_says_its_row(tmp_path: Path) -> None:
    assert refused(tmp_path, csv(tmp_path, "番号,金額\np,1\nq,2,3\n")) == [
        (3, None, "この行のセルは3個ですが、見出しは2個です。")
    ]


def test_other_files_are_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(LedgerFormatForeign):
        take(tmp_path, csv(tmp_path, "a,b\n1,2\n", "何か.csv"))
    broken = tmp_path / "帳票.xlsx"
    broken.write_bytes(b"PK\x03\x04 no")
    with pytest.raises(FileDamaged):
        take(tmp_path, broken)
