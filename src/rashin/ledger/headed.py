"""SQL files headed by a comment that says in TOML what they ask."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from rashin.errors import CheckUnreadable

_FILE = re.compile(r"\A/\*\n(?P<matter>.*?)\n\*/\n(?P<query>.+)\Z", re.DOTALL)


def read_headed(path: Path) -> tuple[dict[str, Any], str]:
    """What the head of a file says, and its query without the last semicolon.

    Raises:
        CheckUnreadable: the file has no such head, or one that is not TOML.
    """
    found = _FILE.match(path.read_text(encoding="utf-8"))
    if found is None:
        raise CheckUnreadable(file=path.name, found="no /* front matter */ before the query")
    try:
        return tomllib.loads(found["matter"]), found["query"].strip().removesuffix(";")
    except tomllib.TOMLDecodeError as wrong:
        raise CheckUnreadable(file=path.name, found=str(wrong)) from wrong
