"""Rows as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Source: OWASP, CSV Injection; the full-width signs since Japanese spreadsheets take them for the plain ones."""

MARK = "\ufeff"
"""With its byte-order mark, Excel takes the file for UTF-8."""


def csv_rows(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The rows as they go into a file, one after another."""
    line = StringIO(MARK, newline="")
    line.seek(len(MARK))
    writer = csv.writer(line, lineterminator="\r\n")
    for row in rows:
        writer.writerow(map(harmless, row))
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def harmless(cell: Any) -> Any:
    """The cell, with an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell
