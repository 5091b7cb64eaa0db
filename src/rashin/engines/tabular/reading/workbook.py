"""XLSX through calamine, after its archive was looked through: no bombs, no archives within, no paths outward."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from rashin.engines.tabular.reading import limits
from rashin.engines.tabular.reading.raw_table import RawTable, check_cells, headers, raw_column, raw_table
from rashin.engines.tabular.reading.sniffing import check_size
from rashin.engines.tabular.table import Problem, Severity
from rashin.errors import (
    ArchiveBomb,
    ArchiveUnsafe,
    ColumnsTooMany,
    ContentMismatch,
    FileDamaged,
    FileEmpty,
    HeaderOnly,
)
from rashin.language import Text, same

_BLOCK = 1 << 18
_OVERLAP = 64
_LOCAL_HEADER = 30
_CELL = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{1,4})([0-9]{1,9})\s*["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']\s*([0-9]{1,10})""")
_ROW_START = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_CELL_START = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_ARCHIVE_NAMES = (".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".pptx", ".jar", ".gz", ".7z", ".rar", ".tar")
_ARCHIVE_START = b"PK\x03\x04"


def read_workbook(path: Path) -> RawTable:
    """The first sheet that is visible and has cells.

    Raises:
        ArchiveBomb, ArchiveUnsafe: the archive is not one that a spreadsheet program writes.
        ContentMismatch: it is an archive but no workbook.
        FileDamaged: it cannot be unpacked.
        UnreadableFile: another of its kinds.
    """
    check_size(path)
    try:
        with ZipFile(path) as archive:
            _check_archive(archive, path)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise FileDamaged(path=path.name) from None
    return _table(path, *_sheet(path))


def _check_archive(archive: ZipFile, path: Path) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names:
        _refuse_unsafe(names)
        raise ContentMismatch(path=path.name, found=same("ZIP"))
    _refuse_unsafe(names)
    if len(parts) > limits.MOST_PARTS or sum(part.file_size for part in parts) > limits.MOST_UNPACKED_BYTES:
        raise ArchiveBomb
    total = 0
    with path.open("rb") as file:
        for part in parts:
            total += _check_part(file, part, limits.MOST_UNPACKED_BYTES - total)


def _refuse_unsafe(names: list[str]) -> None:
    for name in names:
        outward = name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name
        if outward or name.lower().endswith(_ARCHIVE_NAMES):
            raise ArchiveUnsafe
    if len(set(names)) < len(names):
        raise ArchiveUnsafe


def _check_part(file: IO[bytes], part: ZipInfo, room: int) -> int:
    """The true unpacked size of a part, whatever the directory claims."""
    size = 0
    extent = _Extent() if part.filename.startswith("xl/worksheets/") else None
    for block in _unpacked(file, part):
        if not size and block.startswith(_ARCHIVE_START):
            raise ArchiveUnsafe
        size += len(block)
        ratio = size / max(part.compress_size, 1)
        if size > room or (size > limits.RATIO_MATTERS_FROM_BYTES and ratio > limits.MOST_RATIO):
            raise ArchiveBomb
        if extent is not None:
            extent.look_at(block)
    return size


class _Extent:
    """How far a sheet reaches: one stray cell makes the reader fill all before it."""

    def __init__(self) -> None:
        self._tail = b""
        self._rows_begun = self._cells_in_row = 0
        self._row = self._column = 0

    def look_at(self, block: bytes) -> None:
        """Take in the next piece of the sheet.

        Raises:
            CellsTooMany: the sheet reaches farther than Rashin reads.
        """
        xml = self._tail + block
        self._tail = block[-_OVERLAP:]
        self._by_name(xml)
        self._by_place(xml)
        check_cells(max(self._row, self._rows_begun), self._column, limits.MOST_SHEET_CELLS)

    def _by_name(self, xml: bytes) -> None:
        cells = _CELL.findall(xml)
        letters = max((word.upper() for word, _ in cells), key=lambda word: (len(word), word), default=b"")
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        self._column = max(self._column, column)
        self._row = max((self._row, *(int(row) for _, row in cells), *(int(row) for row in _ROW.findall(xml))))

    def _by_place(self, xml: bytes) -> None:
        """Rows and cells may go without names; then they are counted."""
        before, *rows = _ROW_START.split(xml)
        self._rows_begun += len(rows)
        self._cells_in_row += len(_CELL_START.findall(before))
        for row in rows:
            self._column = max(self._column, self._cells_in_row)
            self._cells_in_row = len(_CELL_START.findall(row))
        self._column = max(self._column, self._cells_in_row)


def _unpacked(file: IO[bytes], part: ZipInfo) -> Iterator[bytes]:
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER)
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if part.flag_bits & 1 or part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise BadZipFile
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    left = part.compress_size
    while left > 0 and (packed := file.read(min(_BLOCK, left))):
        left -= len(packed)
        if part.compress_type == ZIP_STORED:
            yield packed
            continue
        while packed:
            yield inflate.decompress(packed, _BLOCK)
            packed = inflate.unconsumed_tail


def _sheet(path: Path) -> tuple[list[list[Any]], list[str], str]:
    """Rows of the first visible sheet with cells, its name, and the names of other sheets with cells."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_path(path)
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        for place, name in enumerate(names):
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(any(cell != "" for cell in row) for row in rows):
                return rows, names[place + 1 :], name
    except CalamineError:
        raise FileDamaged(path=path.name) from None
    raise FileEmpty


def _table(path: Path, rows: list[list[Any]], others: list[str], sheet: str) -> RawTable:
    filled = [place for place, row in enumerate(rows) if any(cell != "" for cell in row)]
    top, bottom = filled[0], filled[-1]
    left = next(place for place in range(len(rows[top])) if any(row[place] != "" for row in rows[top : bottom + 1]))
    width = len(rows[top]) - left
    if width > limits.most_columns():
        raise ColumnsTooMany(found=f"{width:,}", limit=f"{limits.most_columns():,}")
    names = headers([_cell(cell) for cell in rows[top][left:]])
    if top == bottom:
        raise HeaderOnly
    body = zip(*(row[left:] for row in rows[top + 1 : bottom + 1]), strict=True)
    columns = {name: raw_column(name, [_cell(cell) for cell in cells]) for name, cells in zip(names, body, strict=True)}
    return raw_table(columns, str(path), first_row=top + 2, problems=_other_sheets(sheet, others))


def _cell(cell: Any) -> Any:
    if isinstance(cell, (dt.datetime, dt.date, dt.time)):
        return cell.isoformat()
    return None if cell == "" else str(cell) if isinstance(cell, (dt.timedelta, bool)) else cell


def _other_sheets(sheet: str, others: list[str]) -> tuple[Problem, ...]:
    if not others:
        return ()
    what = Text(
        "シート「{sheet}」だけを読みました。読んでいないシート: {others}",
        "Only the sheet “{sheet}” was read. Sheets not read: {others}",
    ).filled(sheet=sheet, others=", ".join(others[:10]))
    mend = Text("別のシートを使うときは、最初に移してください。", "To use another sheet, move it to the front.")
    return (Problem("other-sheets", Severity.NOTE, what, mend),)
