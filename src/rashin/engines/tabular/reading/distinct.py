"""A raw column by its distinct cells, so that each spelling is understood once however often it occurs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.reading import amounts
from rashin.engines.tabular.reading.cells import is_missing, key
from rashin.engines.tabular.table import RawNumbers, RawText
from rashin.notation import dates

_PLAIN_CHARACTERS = re.compile(r"[0-9eE+.\n-]*")
_EXACT_INTEGER = 2.0**53


class Index(dict[str, int]):
    """Numbers strings in the order they first come: `index[text]` is its code."""

    def __missing__(self, text: str) -> int:
        code = self[text] = len(self)
        return code


def factorised(cells: Sequence[str | None]) -> RawText:
    """Text cells as codes into their distinct values; None is an absent cell."""
    index = Index()
    if None in cells:
        codes = np.fromiter((-1 if cell is None else index[cell] for cell in cells), np.int32, len(cells))
    else:
        codes = np.fromiter(map(index.__getitem__, cast("Sequence[str]", cells)), np.int32, len(cells))
    return RawText(codes, tuple(index))


def as_text(raw: RawText | RawNumbers) -> RawText:
    """The same cells as text; a whole number is written without a point."""
    if isinstance(raw, RawText):
        return raw
    distinct, codes = np.unique(raw.values, return_inverse=True)
    absent = np.isnan(distinct)
    return RawText(
        np.where(absent[codes], -1, codes).astype(np.int32),
        tuple(number_text(value) for value in distinct[~absent].tolist()),
    )


def number_text(value: float) -> str:
    """A number as a person writes it: 3 rather than 3.0, otherwise the shortest text that reads back exactly."""
    return str(int(value)) if abs(value) < _EXACT_INTEGER and value == int(value) else repr(float(value))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Each distinct cell read as a number: its value (NaN where it is none), and who failed and who was repaired."""

    values: NDArray[np.float64]
    unreadable: NDArray[np.bool_]
    missing: NDArray[np.bool_]
    repaired: dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class Distinct:
    """The distinct cells of a text column, with lazily computed ways to understand them."""

    name: str
    raw: RawText

    @property
    def levels(self) -> tuple[str, ...]:
        """The distinct cells as written."""
        return self.raw.levels

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many rows hold each distinct cell; shape (levels,)."""
        codes = self.raw.codes
        return np.bincount(codes[codes >= 0], minlength=len(self.levels))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What each cell shares with its other spellings."""
        return tuple(map(key, self.levels))

    @cached_property
    def missing(self) -> NDArray[np.bool_]:
        """Which cells say that there is no value, the column taken for a category; shape (levels,)."""
        return np.fromiter((is_missing(text, category=True) for text in self.levels), bool, len(self.levels))

    @cached_property
    def numbers(self) -> Numbers:
        """The cells read as numbers."""
        unit = amounts.header_unit(self.name)
        plain = _plain_floats(self.levels) if unit.scale == 1 else None
        return _read_numbers(self.levels, unit) if plain is None else _all_plain(plain)

    @cached_property
    def days(self) -> list[dates.Day | None]:
        """The cells read as dates."""
        return [dates.parsed(text) for text in self.levels]

    def spread(self, by_level: Iterable[Any], dtype: Any, *, absent: Any) -> NDArray[Any]:
        """What holds for each level, spread over the rows; `absent` for rows without a cell."""
        return np.append(np.asarray(list(by_level), dtype), np.asarray([absent], dtype))[self.raw.codes]


def _plain_floats(levels: tuple[str, ...]) -> NDArray[np.float64] | None:
    """The fast road: all cells blank or as float() reads them and nothing else."""
    if not _PLAIN_CHARACTERS.fullmatch("\n".join(levels)):
        return None
    try:
        return np.array([float(text) if text else np.nan for text in levels], np.float64) + 0.0
    except ValueError:
        return None


def _all_plain(values: NDArray[np.float64]) -> Numbers:
    return Numbers(values, np.zeros(len(values), bool), np.isnan(values), {})


def _read_numbers(levels: tuple[str, ...], unit: amounts.HeaderUnit) -> Numbers:
    read = [amounts.parsed(text, unit) for text in levels]
    failed = np.fromiter((amount is None for amount in read), bool, len(read))
    missing = np.fromiter(
        (amount is None and is_missing(text) for amount, text in zip(read, levels, strict=True)), bool, len(read)
    )
    values = np.array([amount.value if amount else np.nan for amount in read], np.float64)
    repaired = {place: amount.repairs for place, amount in enumerate(read) if amount and amount.repairs}
    return Numbers(values, failed & ~missing, missing, repaired)
