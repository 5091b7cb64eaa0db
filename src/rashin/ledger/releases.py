"""Releases: what was published when, each in a folder of its own that is never changed again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any
from zoneinfo import ZoneInfo

from rashin.ledger.exports.files import FOLDER as DATA

LATEST, LOG = "latest", "log"
"""Where a site shows its last release and its log; a book keeps its log under the same name."""
ABOUT = f"{DATA}/release.json"
_NAME = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]+)?")
_JAPAN = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Release:
    """One publication."""

    name: str
    """The month, such as `2026-11`; a further one of the same month is `2026-11-2`."""
    issued: date
    scope: str
    rule: str
    """Digest of the scope's rule."""
    book: str
    """Digest of the book it was made from."""
    batches: int
    figures: int
    moved: int
    """Figures that differ from the release before."""
    pages: int
    drawn: int
    """Pages that were drawn anew; the others are as they were in an earlier release."""
    errors: int
    """What the rules found that would have blocked it, had it not been published as received."""
    why_as_received: str
    published_by: str

    def as_fact(self) -> dict[str, Any]:
        """The release for a program."""
        return asdict(self) | {"issued": self.issued.isoformat()}


def releases(site: Path) -> tuple[Release, ...]:
    """The releases of a site, the oldest first."""
    named = (path for path in site.iterdir() if is_release(path.name)) if site.is_dir() else ()
    return tuple(sorted((read_release(path) for path in named), key=lambda one: order(one.name)))


def newest(site: Path) -> Path | None:
    """The folder of the release that was published last, without reading any; None if there is none.

    It is the same as `latest`, but stands there whole at once.
    """
    names = [path.name for path in site.iterdir() if is_release(path.name)] if site.is_dir() else []
    return site / max(names, key=order) if names else None


def is_release(name: str) -> bool:
    """Whether a folder of that name is a release."""
    return _NAME.fullmatch(name) is not None


def read_release(folder: Path) -> Release:
    """What a release says of itself.

    Raises:
        OSError, ValueError: it does not.
    """
    facts = json.loads((folder / ABOUT).read_bytes())
    return Release(**{**facts, "issued": date.fromisoformat(facts["issued"])})


def order(name: str) -> tuple[int, ...]:
    """Sorts names by time."""
    return (*map(int, name.split("-")), 1)[:3]


def next_name(site: Path, at: datetime) -> str:
    """What a release published now is called, by the month in Japan."""
    month = f"{at.astimezone(_JAPAN):%Y-%m}"
    taken = [order(one.name)[2] for one in releases(site) if one.name.startswith(month)]
    return f"{month}-{max(taken) + 1}" if taken else month


def linked_copy(source: Path, target: Path, but: Callable[[str], bool] = lambda _: False) -> None:
    """A folder that shares every file with another; what is written to one of them later replaces the file there alone.

    Args:
        source: a folder.
        target: where it is to be.
        but: says of a path within the folder whether it is left out.
    """
    for root, _, names in os.walk(source):
        inside = os.path.relpath(root, source)
        os.makedirs(target / inside, exist_ok=True)  # noqa: PTH103 - thousands of times
        for name in names:
            path = name if inside == "." else f"{inside}/{name}"
            if not but(path):
                os.link(f"{root}/{name}", f"{target}/{path}")


def mirror(source: str | Path, target: str | Path) -> None:
    """Make a folder share every file with another, and hold nothing else; a file that it shares already stays untouched.

    Each file changes at once, and those that lead to others come after them only by chance: a reader may for a moment see
    a page of the release before.
    """
    os.makedirs(target, exist_ok=True)  # noqa: PTH103 - thousands of times; pathlib takes longer
    held = {entry.name: entry for entry in os.scandir(target)}
    for entry in os.scandir(source):
        there, place = held.pop(entry.name, None), f"{target}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            mirror(entry.path, place)
        elif there is None or there.inode() != entry.inode():
            _share(entry.path, place)
    for gone in held.values():
        if gone.is_dir(follow_symlinks=False):
            rmtree(gone)
        else:
            Path(gone).unlink(missing_ok=True)


def _share(file: str, place: str) -> None:
    """Let a place hold a file, whatever it held, and whatever somebody who was stopped left beside it."""
    new = f"{place}.new"
    Path(new).unlink(missing_ok=True)
    os.link(file, new)
    os.replace(new, place)  # noqa: PTH105
