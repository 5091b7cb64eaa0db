"""Text on a terminal: widths as the eye sees them, lines broken as both languages break them, aligned columns.

A Japanese character takes two places where a Latin one takes one (Unicode Standard Annex #11, East Asian Width), so
`len` and `str.ljust` do not line anything up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain

_NOT_AT_START = "、。，．・：；？」』）〕］｝】〉》〜ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%,.:;?)]}”’…"
_NOT_AT_END = "「『（〔［｛【〈《([{“‘¥"
_PIECES = re.compile(
    rf"[{re.escape(_NOT_AT_END)}]*(?:[!-~\u00a0-\u1fff¥]+|\S)[{re.escape(_NOT_AT_START)}]*|\s+", re.UNICODE
)
"""What must not be torn apart: a Latin word, or one other character, with the punctuation that clings to it."""

GAP = "  "

_NARROWEST = 8
"""What no column is narrowed below."""


def width(text: str) -> int:
    """How many places the text takes on a terminal."""
    return sum(map(_places, text))


def _places(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def printable(text: str) -> str:
    """The text without what would move the cursor or turn the writing round: cells come from strangers."""
    return "".join(
        sign if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs") else "�" for sign in text
    )


def padded(text: str, places: int, *, right: bool = False) -> str:
    """The text with blanks after it, or before it, up to so many places."""
    blanks = " " * max(places - width(text), 0)
    return blanks + text if right else text + blanks


def clipped(text: str, places: int) -> str:
    """The text, or as much of its beginning as fits with a … behind it."""
    if width(text) <= places:
        return text
    taken, kept = 1, ""
    for sign in text:
        taken += _places(sign)
        if taken > places:
            break
        kept += sign
    return kept.rstrip() + "…"


def folded(text: str, places: int, *, indent: str = "") -> str:
    """The text broken into lines of at most so many places, each after `indent`."""
    room = places - width(indent)
    return "\n".join(indent + line for line in chain.from_iterable(_lines(part, room) for part in text.split("\n")))


def _lines(text: str, room: int) -> Iterator[str]:
    line = ""
    for piece in _PIECES.findall(text):
        if line and width(line + piece.rstrip()) > room:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
        while width(line.rstrip()) > room:
            head = _head(line, room)
            yield head
            line = line[len(head) :]
    if line.strip() or not text.strip():
        yield line.rstrip()


def _head(text: str, room: int) -> str:
    """As much of a word that is longer than a line as fits, and at least one sign of it."""
    taken = 0
    for place, sign in enumerate(text):
        taken += _places(sign)
        if taken > room:
            return text[: max(place, 1)]
    return text


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], places: int, *, right: Sequence[int] = (), indent: str = ""
) -> str:
    """Rows in aligned columns under their heads, no wider than so many places: the widest columns give way.

    Args:
        heads: one for each column; all blank for a table without heads.
        rows: cells; line breaks in them become blanks.
        places: the width of the terminal.
        right: columns of numbers, which are aligned to the right.
        indent: before every line.
    """
    every = [[" ".join(cell.split()) for cell in row] for row in ([heads, *rows] if any(heads) else rows)]
    room = places - width(indent) - len(GAP) * (len(heads) - 1)
    wanted = [max((width(row[at]) for row in every), default=0) for at in range(len(heads))]
    sizes = _narrowed([min(size, places) for size in wanted], room)
    return "\n".join(
        indent
        + GAP.join(
            padded(clipped(cell, size), size, right=at in right)
            for at, (cell, size) in enumerate(zip(row, sizes, strict=True))
        ).rstrip()
        for row in every
    )


def _narrowed(sizes: list[int], room: int) -> list[int]:
    while sum(sizes) > room and max(sizes) > _NARROWEST:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes
