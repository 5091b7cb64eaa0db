"""The sheets of a workbook, or CSV files, as tables of texts named after the kinds they hold."""

from __future__ import annotations

import datetime as dt
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from rashin.errors import ArchiveBomb, FileDamaged, FileTooLarge, ImportProblem, TextUndecodable
from rashin.language import Text
from rashin.ledger.book.engine import put, quoted
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.ledger.importing.headings import kind_of
from rashin.ledger.importing.problems import Problems, load_csv
from rashin.settings import settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOTES = ("書き方", "How to", "メモ", "memo")
"""Sheets whose names begin so are for people, and are not read."""

_MOST_UNPACKED = 1 << 30
_BLOCK = 1 << 20
_NO_KIND = Text("シートの名前が、帳簿のどの種類でもありません。", "The sheet is named after no kind of the book.")
_RENAME = Text(
    "名前を {known} などにしてください。読ませないシートは、名前を「メモ」で始めてください。",
    "Name it {known} or the like. To keep a sheet from being read, let its name begin with “memo”.",
)
_NO_HEAD = Text("1行目に見出しがありません。", "Row 1 has no headings.")
_HEAD = Text("1行目に見出しを置き、2行目から書いてください。", "Put headings into row 1, and entries from row 2 on.")
_LOST_HEAD = Text("見出しのない列に値があります。", "A column without a heading has values.")
_NAME_IT = Text("1行目に見出しを書くか、その列を消してください。", "Write a heading into row 1, or clear the column.")
_TWICE = Text("「{found}」の列が2つあります。", "There are two columns “{found}”.")
_JOIN_COLUMNS = Text("どちらか一方だけにしてください。", "Keep one of them only.")
_NOTHING = Text("読むものがありません。", "There is nothing to read.")
_ENTER = Text("どれかのシートの2行目から記入してください。", "Fill in one of the sheets from row 2 on.")
_TWO_SHEETS = Text("同じ種類のシートが2つあります。", "There are two sheets of the same kind.")
_JOIN = Text("1枚にまとめてください。", "Put them on one sheet.")


def table_of(sheet: str) -> str:
    """The name of the table that holds a sheet; a sheet may be called as its kind is."""
    return f"sheet {sheet}"


def is_workbook(path: Path) -> bool:
    """Whether it looks like a workbook of Rashin's, or CSV files with the names of kinds."""
    if path.is_dir():
        return any(kind_of(one.stem) for one in path.glob("*.csv"))
    if path.suffix.lower() == ".csv":
        return kind_of(path.stem) is not None
    return path.suffix.lower() in {".xlsx", ".xlsm"}


def load_sheets(connection: DuckDBPyConnection, problems: Problems, path: Path) -> dict[str, Kind]:
    """Make a table of texts (see `table_of`) for every sheet with entries; the sheets and their kinds.

    Blank cells are NULL, blank rows are left out, and `source_row` counts as a spreadsheet does.

    Raises:
        FileTooLarge, ArchiveBomb, FileDamaged, TextUndecodable: it cannot be read at all.
        ImportRefused: a sheet is of no kind, or nothing is filled in.
    """
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    if sum(file.stat().st_size for file in files) > settings().max_file_mb * 1_000_000:
        raise FileTooLarge(limit=f"{settings().max_file_mb:,} MB")
    found: dict[str, Kind] = {}
    for file in files:
        if file.suffix.lower() == ".csv":
            _load_csv(connection, problems, file, found)
        else:
            _load_xlsx(connection, problems, file, found)
    problems.refuse()
    if not found:
        problems.add(ImportProblem(_NOTHING, _ENTER))
        problems.refuse()
    return found


def _kind(problems: Problems, sheet: str, found: dict[str, Kind]) -> Kind | None:
    kind = kind_of(sheet)
    if kind is None:
        known = Text(*("、".join(one.label[lang] for one in list(KINDS.values())[:8]) for lang in ("ja", "en")))
        problems.add(ImportProblem(_NO_KIND, _RENAME.filled(known=known), sheet=sheet))
    elif kind in found.values():
        problems.add(ImportProblem(_TWO_SHEETS, _JOIN, sheet=sheet))
        return None
    return kind


def _load_csv(connection: DuckDBPyConnection, problems: Problems, file: Path, found: dict[str, Kind]) -> None:
    kind = _kind(problems, file.stem, found)
    if kind is None:
        return
    with _as_utf8(file) as readable:
        load_csv(connection, problems, "cells", readable, sheet=file.name, delimiter=_delimiter(readable))
    headings = [str(row[0]) for row in connection.execute("DESCRIBE cells").fetchall() if row[0] != "source_row"]
    blank = "nullif(trim({0}, ' 　\t\r\n\u00a0'), '') AS {0}"
    cleaned = ", ".join(blank.format(quoted(name)) for name in headings)
    anything = ", ".join(quoted(name) for name in headings)
    connection.execute(
        f"CREATE TABLE {quoted(table_of(file.stem))} AS SELECT * FROM (SELECT {cleaned}, source_row FROM cells) "
        f"WHERE coalesce({anything}) IS NOT NULL"
    )
    connection.execute("DROP TABLE cells")
    found[file.stem] = kind


def _delimiter(file: str) -> str:
    with Path(file).open(encoding="utf-8") as text:
        heads = text.readline()
    return max(",\t;", key=heads.count)


@contextmanager
def _as_utf8(file: Path) -> Iterator[str]:
    """The path of a CSV file in UTF-8: of itself, or of a copy where Excel wrote it in CP932."""
    if _undecodable_row(file, "utf-8-sig") is None:
        yield str(file)
        return
    failed_in = _undecodable_row(file, "cp932")
    if failed_in is not None:
        raise TextUndecodable(row=failed_in)
    with NamedTemporaryFile("w", encoding="utf-8", newline="") as copy:
        with file.open(encoding="cp932", newline="") as text:
            copyfileobj(text, copy)
        copy.flush()
        yield copy.name


def _undecodable_row(file: Path, encoding: str) -> int | None:
    decoder, row = getincrementaldecoder(encoding)(), 1
    with file.open("rb") as data:
        while block := data.read(_BLOCK):
            try:
                row += decoder.decode(block, final=len(block) < _BLOCK).count("\n")
            except UnicodeDecodeError as trouble:
                return row + trouble.object[: trouble.start].count(b"\n")
    return None


def _load_xlsx(connection: DuckDBPyConnection, problems: Problems, file: Path, found: dict[str, Kind]) -> None:
    for sheet, rows in _sheets(file):
        filled = [(row, cells) for row, cells in enumerate(rows, start=1) if any(cell is not None for cell in cells)]
        if sheet.startswith(NOTES) or (len(filled) <= 1 and kind_of(sheet)) or not filled:
            continue
        kind = _kind(problems, sheet, found)
        if kind is not None and _put_sheet(connection, problems, sheet, filled):
            found[sheet] = kind


def _put_sheet(
    connection: DuckDBPyConnection, problems: Problems, sheet: str, filled: Sequence[tuple[int, Sequence[str | None]]]
) -> bool:
    first, heads = filled[0]
    if first != 1:
        problems.add(ImportProblem(_NO_HEAD, _HEAD, 1, sheet=sheet))
        return False
    columns: dict[str, list[str | int | None]] = {}
    for place, head in enumerate(heads):
        cells: list[str | int | None] = [row[place] for _, row in filled[1:]]
        if head is not None and head in columns:
            problems.add(ImportProblem(_TWICE.filled(found=head), _JOIN_COLUMNS, 1, head, sheet))
            return False
        if head is not None:
            columns[head] = cells
        elif any(cell is not None for cell in cells):
            problems.add(ImportProblem(_LOST_HEAD, _NAME_IT, 1, sheet=sheet))
            return False
    put(connection, table_of(sheet), {**columns, "source_row": [row for row, _ in filled[1:]]})
    return True


def _sheets(file: Path) -> Iterator[tuple[str, list[list[str | None]]]]:
    """Every visible sheet and its cells as texts."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise ArchiveBomb
        workbook = CalamineWorkbook.from_path(file)
        for sheet in workbook.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                yield sheet.name, [[_text(cell) for cell in row] for row in rows]
    except (CalamineError, BadZipFile, OSError):
        raise FileDamaged(path=file.name) from None


def _text(cell: Any) -> str | None:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text or None
