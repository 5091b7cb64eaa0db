"""Releases: what was published when, each in a folder of its own that is never changed again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any
from zoneinfo import ZoneInfo

from rashin.ledger.exports.files import FOLDER as DATA

LATEST = "latest"
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
    named = (path for path in site.iterdir() if _NAME.fullmatch(path.name)) if site.is_dir() else ()
    return tuple(sorted((read_release(path) for path in named), key=lambda one: order(one.name)))


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


def mirror(source: Path, target: Path) -> None:
    """Make a folder share every file with another, and hold nothing else; a file that it shares already stays untouched.

    Each file changes at once, and those that lead to others come after them only by chance: a reader may for a moment see
    a page of the release before.
    """
    for root, folders, names in os.walk(target):
        inside = Path(source, os.path.relpath(root, target))
        for name in names:
            if not (inside / name).is_file():
                Path(root, name).unlink()
        for name in [one for one in folders if not (inside / one).is_dir()]:
            rmtree(Path(root, name))
            folders.remove(name)
    for root, _, names in os.walk(source):
        inside = os.path.join(target, os.path.relpath(root, source))  # noqa: PTH118 - thousands of times
        os.makedirs(inside, exist_ok=True)  # noqa: PTH103
        for name in names:
            _share(f"{root}/{name}", f"{inside}/{name}")


def _share(file: str, place: str) -> None:
    with suppress(FileNotFoundError):
        if os.path.samefile(file, place):  # noqa: PTH121
            return
    os.link(file, f"{place}.new")
    os.replace(f"{place}.new", place)  # noqa: PTH105
