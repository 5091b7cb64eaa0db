"""The texts of the sample as they are packaged, and what entries of the book are made of."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from rashin.ledger.book.draft import Value

PROGRAMME = "ai100"
OFFICE = f"{PROGRAMME}-office"
FIELDS = ("generative", "trust", "chips", "robotics", "health", "infrastructure", "talent", "sme")
"""The parts of the programme that give awards."""

Row = dict[str, Value]
Rows = dict[str, list[Row]]
"""Entries of a book by their kinds."""


@cache
def themes() -> Mapping[str, Any]:
    """Each field with the themes of its awards, and the calls."""
    return _read("themes.toml")


@cache
def words() -> Mapping[str, Any]:
    """What organisations are made of."""
    return _read("organisations.toml")


@cache
def stories() -> Mapping[str, Any]:
    """What is told one by one."""
    return _read("stories.toml")


def part(field: str) -> str:
    """The programme's part for a field; the programme itself for none."""
    return f"{PROGRAMME}-{field}" if field else PROGRAMME


def joined(*several: Mapping[str, Iterable[Row]]) -> Rows:
    """All of these entries, kind by kind."""
    rows: Rows = {}
    for one in several:
        for kind, entries in one.items():
            rows.setdefault(kind, []).extend(entries)
    return rows


def fiscal_year(day: date) -> int:
    """The year in which the April before the day lies."""
    return day.year - (day.month < 4)


def whole(row: Row, column: str = "amount") -> int:
    """The whole number in a column, 0 where there is none."""
    return int(row[column] or 0)


def thousands(yen: float) -> int:
    """The amount in whole thousands of yen, rounded down."""
    return int(yen) // 1000 * 1000


def working_day(day: date) -> date:
    """The day itself, or the Friday before a Saturday or Sunday."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("rashin.ledger.sample").joinpath(name).read_text(encoding="utf-8"))
