"""What a file is, told by its contents and not only by its name; its encoding; and no line of gigabytes."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from rashin.engines.tabular.reading import limits
from rashin.errors import (
    ContentMismatch,
    FileEmpty,
    FileLocked,
    FileMissing,
    FileTooLarge,
    FormatUnknown,
    LineTooLong,
    TextUndecodable,
)
from rashin.language import Text, same

_BLOCK = 1 << 20


class Format(StrEnum):
    """The kinds of file that are read."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    PARQUET = "parquet"
    JSON_LINES = "json-lines"


_SUFFIXES = {
    ".csv": Format.DELIMITED,
    ".tsv": Format.DELIMITED,
    ".txt": Format.DELIMITED,
    ".xlsx": Format.WORKBOOK,
    ".xlsm": Format.WORKBOOK,
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
}
_MAGIC = {
    b"PK\x03\x04": same("XLSX / ZIP"),
    b"PK\x05\x06": same("ZIP"),
    b"PAR1": same("Parquet"),
    b"\xd0\xcf\x11\xe0": Text("古い形式かパスワード付きの Excel", "an old or password-protected Excel file"),
    b"%PDF": same("PDF"),
    b"\x89PNG": same("PNG"),
    b"\xff\xd8\xff": same("JPEG"),
    b"GIF8": same("GIF"),
    b"\x1f\x8b": same("gzip"),
    b"7z\xbc\xaf": same("7-Zip"),
    b"SQLite format": same("SQLite"),
    b"<!DOCTYPE": same("HTML / XML"),
    b"<!doctype": same("HTML / XML"),
    b"<html": same("HTML"),
    b"<?xml": same("XML"),
}
_OWN_MAGIC = {Format.WORKBOOK: b"PK\x03\x04", Format.PARQUET: b"PAR1"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def format_of(path: Path) -> Format:
    """The format of the file, name and contents agreeing.

    Raises:
        FileMissing: there is none.
        FileLocked: it is a folder or may not be read.
        FileEmpty: it has no bytes.
        FormatUnknown: its name is of no format that is read.
        ContentMismatch: its contents are of another format than its name.
    """
    found = _SUFFIXES.get(path.suffix.lower())
    start = _start_of(path)
    if found is None:
        raise FormatUnknown(path=path.name)
    if not start:
        raise FileEmpty
    own = _OWN_MAGIC.get(found)
    if own and start.startswith(own):
        return found
    other = next((what for magic, what in _MAGIC.items() if start.startswith(magic)), None)
    if own or other:
        raise ContentMismatch(path=path.name, found=other or Text("文字", "text"))
    return found


def encoding_of(path: Path) -> str:
    """The encoding of a text file: by its mark, else UTF-8 if it is, else CP932.

    Reads the file through once in blocks, so that nothing long is ever held.

    Raises:
        FileTooLarge: the file has more bytes than Rashin reads.
        LineTooLong: a line has.
        TextUndecodable: the bytes are no text in any of these encodings.
    """
    start = _start_of(path)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return _checked(path, (encoding,))
    unmarked = _unmarked_utf16(start)
    return _checked(path, (unmarked,) if unmarked else ("utf-8", "cp932"))


def _checked(path: Path, encodings: tuple[str, ...]) -> str:
    furthest = 0
    for encoding in encodings:
        failed_in = _undecodable_row(path, encoding)
        if failed_in is None:
            return encoding
        furthest = max(furthest, failed_in)
    raise TextUndecodable(row=furthest)


def _undecodable_row(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    row = 1
    for block in _blocks(path):
        try:
            row += decoder.decode(block).count("\n")
        except UnicodeDecodeError as error:
            return row + error.object[: error.start].count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return row
    return None


def _blocks(path: Path) -> Iterator[bytes]:
    """The file in blocks, refused as soon as it or one of its lines is too long."""
    total = since_break = rows = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            total += len(block)
            first = _first_break(block)
            longest = since_break + (len(block) if first < 0 else first)
            if longest > limits.most_line_bytes():
                raise LineTooLong(row=rows + 1, limit=_megabytes(limits.most_line_bytes()))
            if total > limits.most_file_bytes():
                raise FileTooLarge(limit=_megabytes(limits.most_file_bytes()))
            since_break = longest if first < 0 else len(block) - 1 - max(block.rfind(b"\n"), block.rfind(b"\r"))
            rows += block.count(b"\n")
            yield block


def _first_break(block: bytes) -> int:
    places = [place for place in (block.find(b"\n"), block.find(b"\r")) if place >= 0]
    return min(places, default=-1)


def check_size(path: Path) -> None:
    """Refuses a file that is too large to be read whole.

    Raises:
        FileTooLarge: it has more bytes than Rashin reads.
    """
    if path.stat().st_size > limits.most_file_bytes():
        raise FileTooLarge(limit=_megabytes(limits.most_file_bytes()))


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except FileNotFoundError:
        raise FileMissing(path=str(path)) from None
    except (OSError, ValueError):
        raise FileLocked(path=str(path)) from None


def _unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of plain letters, digits and commas is nought."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    enough = len(start) // 8
    if odd > enough and not even:
        return "utf-16-le"
    return "utf-16-be" if even > enough and not odd else None


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000:,} MB"
