"""Files that commands write, and how names stand on a command line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rashin.errors import CannotWrite, EncodingTooSmall, OutputIsInput

_NEEDS_QUOTES = re.compile(r"[\x00-\x7f]")
_SAFE = re.compile(r"[\w@%+=:,./-]")


def shell(*words: str | Path) -> str:
    """A command to type; Japanese needs no quotation marks, blanks and brackets do."""
    return " ".join(map(_quoted, map(str, words)))


def _quoted(word: str) -> str:
    plain = word and all(_SAFE.match(sign) or not _NEEDS_QUOTES.match(sign) for sign in word)
    return word if plain else "'" + word.replace("'", "'\\''") + "'"


def check_out(out: Path, *read: Path) -> None:
    """Refuse a place where nothing can be written, before minutes are spent on what to write.

    Raises:
        OutputIsInput: `out` is one of the files that are read.
        CannotWrite: the folder is not there or closed, or `out` is a folder.
    """
    folder = out.parent
    if out.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise CannotWrite(path=out)
    for source in read:
        if out.exists() and source.exists() and out.samefile(source):
            raise OutputIsInput(path=out)


@contextmanager
def writing(out: Path, *, encoding: str = "utf-8") -> Iterator[None]:
    """What goes wrong with writing a file, as errors of ours.

    Raises:
        CannotWrite: the file cannot be written.
        EncodingTooSmall: a character of the text is not in the encoding.
    """
    try:
        yield
    except UnicodeEncodeError as trouble:
        raise EncodingTooSmall(encoding=encoding, sign=trouble.object[trouble.start]) from None
    except OSError:
        raise CannotWrite(path=out) from None
