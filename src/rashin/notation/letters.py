"""Text as it is meant: without what cannot be seen, in its plainest width, with single spaces."""

from __future__ import annotations

import re
import unicodedata

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
SPACES = re.compile(r"\s+")
_LOOSE_SPACE = re.compile(r"(?<![0-9.,]) +| +(?![0-9.,])")


def is_invisible(character: str) -> bool:
    """Whether a character shows nothing: control, format, bidi, tag, variation selector or filler."""
    if character in _FILLERS or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return True
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in "\t\n\r\v\f\x85"


def visible(text: str) -> str:
    """The text without invisible characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character for character in text if not is_invisible(character))


def trimmed(text: str) -> str:
    """The text without invisible characters, and with single spaces only between words."""
    return " ".join(visible(text).split())


def folded(text: str) -> str:
    """The text in its plainest width (NFKC), without invisible characters and outer space."""
    if text.isascii():
        return visible(text).strip()
    return unicodedata.normalize("NFKC", visible(text)).strip()


def compact(text: str) -> str:
    """`folded` text without spaces, except between digits, where a space may part two numbers."""
    return _LOOSE_SPACE.sub("", SPACES.sub(" ", folded(text)))
