"""Public keys as commands are given them, and the files that they are to verify."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rashin.cli.options import option
from rashin.errors import FileLocked, FileMissing

if TYPE_CHECKING:
    from rashin.trust.log.keys import VerifierKey

Keys = Annotated[
    list[str],
    option(
        "--key",
        metavar="KEY",
        ja="ログの公開鍵（名前+番号+文字列）か、それを1行に1つ書いたファイル。証人の鍵も渡せます。その場合は、"
        "証人の署名があることも確かめます。何度でも書けます。",
        en="The log’s public key (name+number+letters), or a file with one in each line. Keys of witnesses may be given "
        "as well: then their signatures must be there. May be repeated.",
    ),
]
LogKeys = Annotated[
    list[str],
    option(
        "--key",
        metavar="KEY",
        ja="ログの公開鍵（名前+番号+文字列）か、それを1行に1つ書いたファイル。何度でも書けます。",
        en="The log’s public key (name+number+letters), or a file with one in each line. May be repeated.",
    ),
]


def keys_of(given: Sequence[str]) -> list[VerifierKey]:
    """The keys that were given.

    Raises:
        KeyWrong: one is no key that can be used.
        FileMissing, FileLocked: one is the name of a file that cannot be read.
    """
    from rashin.trust.log.keys import VerifierKey, lines_of

    written = [[one] if _is_key(one) else lines_of(one) for one in given]
    return [VerifierKey.parse(key) for keys in written for key in keys]


def _is_key(given: str) -> bool:
    """Whether it is a key rather than the name of a file."""
    return given.count("+") > 1


def file_bytes(path: Path, most: int) -> bytes:
    """A file, and a byte more than `most` if it is longer.

    Raises:
        FileMissing: there is no such file.
        FileLocked: it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise FileMissing(path=path) from None
    except OSError:
        raise FileLocked(path=path) from None
