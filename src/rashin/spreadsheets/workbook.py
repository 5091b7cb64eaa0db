"""Rows as a workbook of Excel: Office Open XML (ISO/IEC 29500), the least of it that holds a table.

Texts stand in it as texts, so none can be taken for a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from math import isfinite
from tempfile import TemporaryFile
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

MOST_ROWS = 250_000
"""On one sheet; further rows go on another. Excel takes 1,048,576, but then a part may pass 2 GiB, for which a package
needs Zip64, and not every program reads that."""
LONGEST_TEXT = 32_767
"""Source: Microsoft, Excel specifications and limits."""
_CHUNK = 1 << 16
_NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONT = '<font>{}<sz val="11"/><name val="Yu Gothic"/></font>'
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2">{_FONT.format("")}{_FONT.format("<b/>")}</fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_HEAD_STAYS = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'


def xlsx_rows(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The rows, heads first, as a workbook in pieces. Numbers are numbers there, everything else is text."""
    yield from _pieces(_numbered(iter(rows)))


def xlsx_sheets(sheets: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> Iterator[bytes]:
    r"""Several sheets, each with its name and its rows, heads first, as one workbook in pieces.

    Names are different, at most 31 characters long, and have none of `[]:*?/\`: so Excel wants it.
    """
    yield from _pieces((name, next(given, ()), given) for name, rows in sheets for given in [iter(rows)])


_Sheet = tuple[str, Sequence[Any], Iterable[Sequence[Any]]]


def _pieces(sheets: Iterable[_Sheet]) -> Iterator[bytes]:
    with TemporaryFile() as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as package:
            _write(package, sheets)
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


def _write(package: ZipFile, sheets: Iterable[_Sheet]) -> None:
    names = []
    for name, heads, rows in sheets:
        names.append(name)
        with package.open(f"xl/worksheets/sheet{len(names)}.xml", "w") as sheet:
            _write_sheet(sheet, heads, rows)
    for part, content in _parts(names):
        package.writestr(part, content)


def _numbered(rows: Iterator[Sequence[Any]]) -> Iterator[_Sheet]:
    """One table over as many sheets as it needs, called 1, 2 and so on."""
    heads = next(rows, ())
    yield "1", heads, islice(rows, MOST_ROWS - 1)
    for number, first in enumerate(rows, start=2):
        yield str(number), heads, chain([first], islice(rows, MOST_ROWS - 2))


def _write_sheet(sheet: IO[bytes], heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    widths = f'<cols><col min="1" max="{max(len(heads), 1)}" width="18" customWidth="1"/></cols>'
    sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">{_HEAD_STAYS}{widths}<sheetData>'.encode())
    sheet.write(_row(heads, ' s="1"'))
    for row in rows:
        sheet.write(_row(row))
    sheet.write(b"</sheetData></worksheet>")


def _row(cells: Sequence[Any], style: str = "") -> bytes:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>".encode()


def _cell(cell: Any, style: str) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
        return f"<c{style}><v>{cell}</v></c>"
    text = escape(_NO_CHARACTER.sub("\ufffd", str(cell))[:LONGEST_TEXT])
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else f"<c{style}/>"


def _parts(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What tells a reader which sheets there are; names and kinds of parts stand in ISO/IEC 29500-1, 12.3."""
    numbers = range(1, len(names) + 1)
    yield "xl/styles.xml", _STYLES
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, start=1)
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
    )
    targets = [("styles", "styles.xml"), *(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers)]
    yield "xl/_rels/workbook.xml.rels", _relations(targets)
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    kinds = [
        ("workbook", "sheet.main"),
        ("styles", "styles"),
        *((f"worksheets/sheet{n}", "worksheet") for n in numbers),
    ]
    parts = "".join(f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for part, kind in kinds)
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    yield "[Content_Types].xml", f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{default}{parts}</Types>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    """The first goes by r0, and so on."""
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
