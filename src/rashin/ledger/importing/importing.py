"""From a file to the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rashin.errors import FileMissing, LedgerFormatForeign, LedgerFormatUnknown
from rashin.language import Text
from rashin.ledger.book.batches import Batch
from rashin.ledger.book.book import Book
from rashin.ledger.importing import judgit, marumie, ocds, threesixty, workbook
from rashin.ledger.importing.format import Format
from rashin.ledger.importing.sources import source_of

_ALL = (workbook.FORMAT, judgit.FORMAT, marumie.FORMAT, threesixty.FORMAT, ocds.FORMAT)
FORMATS: Mapping[str, Format] = {one.code: one for one in _ALL}
"""Every format by its code."""

LOOKING = Text("中身を確かめています", "Looking at the file")
READING = Text("読んでいます", "Reading")
ENTERING = Text("帳簿に書いています", "Entering into the book")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    batch: Batch
    again: bool
    """The same source was imported before, and nothing was entered now."""


def format_of(code: str) -> Format:
    """The format of that code.

    Raises:
        LedgerFormatUnknown: there is none.
    """
    if code not in FORMATS:
        raise LedgerFormatUnknown(name=code, known=", ".join(FORMATS))
    return FORMATS[code]


def import_into(
    book: Book,
    code: str,
    path: Path,
    *,
    by: str,
    why: str = "",
    at: datetime | None = None,
    tell: Callable[[Text], None] = lambda _: None,
) -> Imported:
    """Take a file or folder into the book, whole or not at all.

    Args:
        book: where to.
        code: the format, a key of FORMATS.
        path: the file or folder.
        by: who imports it.
        why: the reason, above all where it corrects something.
        at: when, in UTC unless it says otherwise; now, if not given.
        tell: is told each stage.

    Raises:
        LedgerFormatUnknown: there is no such format.
        FileMissing: there is no such file.
        LedgerFormatForeign: it does not look like that format.
        ImportRefused: what it holds cannot be entered; every problem is listed.
        LedgerTrouble: another of its kinds; see `Book.add`.
    """
    form = format_of(code)
    if not path.exists():
        raise FileMissing(path=path)
    tell(LOOKING)
    if not form.sniff(path):
        raise LedgerFormatForeign(path=path.name, format=form.label, needs=form.needs)
    known = book.imported(code, source_of(path, form.parts).sha256 or "") if form.parts or path.is_file() else None
    if known:
        return Imported(known, again=True)
    tell(READING)
    draft = form.read(path)
    try:
        tell(ENTERING)
        before = len(book.batches())
        batch = book.add(draft, by=by, why=why, at=at)
        return Imported(batch, again=batch.number <= before)
    finally:
        draft.connection.close()
