"""What every format of import gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rashin.language import Text
from rashin.ledger.book.draft import Draft


@dataclass(frozen=True, slots=True)
class Format:
    """One format that can be imported."""

    code: str
    """As it is typed after `rashin ledger import`."""
    label: Text
    needs: Text
    """What a file or folder of this format holds, in words."""
    sniff: Callable[[Path], bool]
    """Whether the file or folder looks like it. Says nothing about whether it is sound."""
    read: Callable[[Path], Draft]
    """Its entries. Raises ImportRefused with everything that must be mended, up to fifty things."""
    parts: tuple[str, ...] = ()
    """The files that are read, where the format is a folder of files."""
