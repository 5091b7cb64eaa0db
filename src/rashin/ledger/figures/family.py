"""Families of figures: what is counted, and by what it is told apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from rashin.errors import CheckUnreadable
from rashin.language import Text
from rashin.ledger.headed import read_headed

_FOLDER = Path(__file__).parent
COUNTED = _FOLDER / "counted.sql"
"""What every family counts from, made before any of them."""
DIMENSIONS = ("programme", "ministry", "field", "call", "award", "payee", "fiscal_year")
"""What figures can be told apart by. The first of a grouping is whose page the figure belongs to."""


class Unit(StrEnum):
    """What a figure counts."""

    YEN = "yen"
    """Whole units of the book's currency in its smallest coin."""
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Family:
    """Figures that are made by one query: a row set with `id`, `value` and dimensions, summed by several groupings."""

    code: str
    name: Text
    what: Text
    """What it counts and what it does not, for a reader who does not know the book."""
    unit: Unit
    by: tuple[tuple[str, ...], ...]
    distinct: bool
    """Whether a row of one id counts once in each group, however often it is there."""
    query: str
    digest: str
    """sha256 of the file, in hexadecimal digits."""


@cache
def families() -> tuple[Family, ...]:
    """Every family, in the order of their codes.

    Raises:
        CheckUnreadable: a file is not of this form.
    """
    return read_families(_FOLDER)


def read_families(folder: Path) -> tuple[Family, ...]:
    """The families in a folder, such as that of a published site.

    Raises:
        CheckUnreadable: a file is not of this form.
    """
    return tuple(_read(path) for path in sorted(folder.glob("*.sql")) if path.name != COUNTED.name)


def _read(path: Path) -> Family:
    matter, query = read_headed(path)
    try:
        return Family(
            path.stem,
            Text(**matter["name"]),
            Text(**matter["what"]),
            Unit(matter["unit"]),
            tuple(map(_grouping, matter["by"])),
            bool(matter.get("distinct", False)),
            query,
            sha256(path.read_bytes()).hexdigest(),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise CheckUnreadable(file=path.name, found=str(wrong)) from wrong


def _grouping(given: list[Any]) -> tuple[str, ...]:
    unknown = [one for one in given if one not in DIMENSIONS]
    if unknown:
        raise ValueError(f"by: {unknown}")
    return tuple(given)
