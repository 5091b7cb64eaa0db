"""CSV and TSV: delimiter sniffed, quoted line breaks kept, ragged rows refused by number."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.reading.distinct import Index
from rashin.engines.tabular.reading.limits import FIRST_ROW
from rashin.engines.tabular.reading.raw_table import RawTable, check_cells, headers, raw_table
from rashin.engines.tabular.reading.sniffing import encoding_of
from rashin.engines.tabular.table import Problem, RawText, Severity
from rashin.errors import CellTooLong, FileEmpty, HeaderOnly, QuoteBroken, RowRagged
from rashin.language import Text

_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 200
_CHUNK = 20_000
"""Rows turned into codes at a time: few enough that their text need not be kept."""


def read_delimited(path: Path) -> RawTable:
    """The file as raw text columns.

    Raises:
        UnreadableFile: one of its kinds, naming the row where there is one.
    """
    encoding = encoding_of(path)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else _delimiter_of(path, encoding)
    with path.open(encoding=encoding, newline="") as stream:
        records = _records(stream, delimiter)
        columns = _columns(records, _header(records))
    return raw_table(columns, str(path), problems=_encoding_note(encoding))


def _header(records: Iterator[list[str]]) -> list[str]:
    first = next(records, None)
    if first is None or (not any(cell.strip() for cell in first) and not any(map(any, records))):
        raise FileEmpty
    return headers(first or [""])


def _columns(records: Iterator[list[str]], names: list[str]) -> dict[str, RawText]:
    indices = [Index() for _ in names]
    codes: list[list[NDArray[np.int32]]] = [[] for _ in names]
    rows = 0
    width = len(names)
    data = _data_rows(records, width)
    while chunk := list(islice(data, _CHUNK)):
        rows += len(chunk)
        check_cells(rows, width)
        for place, cells in enumerate(zip(*chunk, strict=True)):
            codes[place].append(np.fromiter(map(indices[place].__getitem__, cells), np.int32, len(chunk)))
    if not rows:
        raise HeaderOnly
    return {name: RawText(np.concatenate(codes[place]), tuple(indices[place])) for place, name in enumerate(names)}


def _data_rows(records: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    """Rows of the right width; blank ones at the end are dropped, in the middle kept so that rows keep their number."""
    blank = 0
    for row, record in enumerate(records, start=FIRST_ROW):
        if not any(record):
            blank += 1
            continue
        if len(record) != width:
            raise RowRagged(row=row, found=len(record), expected=width)
        for _ in range(blank):
            yield [""] * width
        blank = 0
        yield record


def _records(stream: TextIO, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    row = 0
    while True:
        row += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise CellTooLong(row=row, limit=f"{csv.field_size_limit():,}") from None
            raise QuoteBroken(row=row) from None
        yield record


def _delimiter_of(path: Path, encoding: str) -> str:
    """The delimiter by which most sample rows are as wide as the header, and wider than one cell."""
    with path.open(encoding=encoding, newline="") as stream:
        lines = list(islice(stream, _SAMPLE_LINES))
    return max(_DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


def _fit(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(record) for record in csv.reader(lines, delimiter=delimiter) if any(record)]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] == 1:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _encoding_note(encoding: str) -> tuple[Problem, ...]:
    if encoding != "cp932":
        return ()
    what = Text("文字コードを CP932（Shift_JIS）として読みました。", "The text was read as CP932 (Shift_JIS).")
    mend = Text("文字化けがあれば、UTF-8 で保存し直してください。", "If characters look wrong, save it again as UTF-8.")
    return (Problem("encoding", Severity.NOTE, what, mend),)
