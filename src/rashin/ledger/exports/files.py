"""Files of an export: each with what it takes to see that it arrived whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rashin.ledger.book.batches import file_sha256

FOLDER = "data"
"""Where the files lie, within a release."""

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True, slots=True)
class File:
    """One file that was written."""

    path: str
    """Within the release, such as `data/payment.csv`."""
    of: str
    """The table that it holds, or the standard that it follows."""
    sha256: str
    size: int
    """In bytes."""
    rows: int | None = None
    """Entries in a table, grants, or contracting processes."""
    left_out: int = 0
    """Entries that could not be said in the standard's terms."""

    @property
    def name(self) -> str:
        """Its name in the folder."""
        return self.path.rpartition("/")[2]

    @property
    def format(self) -> str:
        """The last part of its name."""
        return self.path.rpartition(".")[2]

    @property
    def media_type(self) -> str:
        """Source: IANA, Media Types."""
        return MEDIA_TYPES[self.format]


def written(folder: Path, name: str, of: str, rows: int | None = None, left_out: int = 0) -> File:
    """A file that lies in the folder now."""
    path = folder / name
    return File(f"{FOLDER}/{name}", of, file_sha256(path), path.stat().st_size, rows, left_out)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """One JSON document."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_package(path: Path, head: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]) -> int:
    """A JSON document with a list under `name`, one item after another, so that it need not fit into memory.

    Returns:
        How many items there were. If there was none, there is no file.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(pruned(head), ensure_ascii=False, indent=2)[:-2] + f',\n  "{name}": [')
        for count, item in enumerate(items, start=1):
            file.write((",\n" if count > 1 else "\n") + json.dumps(pruned(item), ensure_ascii=False))
        file.write("\n  ]\n}\n")
    if not count:
        path.unlink()
    return count


def pruned(content: Any) -> Any:
    """The content without what says nothing: these standards leave out what is not known."""
    if isinstance(content, Mapping):
        kept = {name: pruned(value) for name, value in content.items()}
        return {name: value for name, value in kept.items() if not _says_nothing(value)}
    if isinstance(content, list | tuple):
        return [value for value in map(pruned, content) if not _says_nothing(value)]
    return content


def _says_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)
