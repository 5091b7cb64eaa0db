"""Cases as JSON objects turned into a model's bins: clean cells by a short road, all others by the reader of tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from rashin.engines.tabular.additive import Feature
from rashin.engines.tabular.display import Value
from rashin.engines.tabular.encoding import Doubt, Encoded, Encoder, with_levels
from rashin.engines.tabular.reading import amounts
from rashin.engines.tabular.reading.distinct import factorised, number_text
from rashin.engines.tabular.reading.raw_table import headers
from rashin.engines.tabular.table import Column, Kind
from rashin.errors import CaseIncomplete, CaseNested, CellNested
from rashin.notation import dates

_OTHER_SPELLINGS = 32
"""Spellings of a feature's categories that are remembered besides one for each level."""

_LONGEST_REMEMBERED = 64
_SENDERS = 4
"""Sets of names that are remembered: a program sends the same ones every time."""

_EXACT_INTEGER = 2**53


class Reading(NamedTuple):
    """One cell as the model sees it."""

    bin: int
    doubt: int
    value: Value


Reader = Callable[[Any], Reading]


@dataclass(frozen=True)
class CaseCells:
    """Cells that are held case by case."""

    features: tuple[Feature, ...]
    cases: Sequence[Sequence[Reading]]

    def row(self, row: int) -> Sequence[Value]:
        """One case's cells; (features,)."""
        return [cell.value for cell in self.cases[row]]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """One column for each feature, in the model's order."""
        return tuple(_column(feature, [cells[f] for cells in self.cases]) for f, feature in enumerate(self.features))


class CaseEncoder:
    """Turns cases into the bins of these features, each by itself and as an `Encoder` does a table of one row."""

    def __init__(self, features: tuple[Feature, ...]) -> None:
        """Lay out the lookups once for many cases."""
        self._features = features
        self._names = frozenset(feature.name for feature in features)
        self._readers = [(feature.name, _reader(feature)) for feature in features]
        self._headers = lru_cache(_SENDERS)(lambda *names: headers(names))

    def __call__(self, cases: Sequence[Mapping[str, Any]]) -> Encoded:
        """The bins of the cases.

        Raises:
            CaseIncomplete: a feature is not in a case.
            CaseNested: a value is a list or an object.
        """
        rows = [self._read(case, number) for number, case in enumerate(cases, start=1)]
        shape = len(self._features), len(rows)
        bins, doubts = np.empty(shape, np.uint8), np.empty(shape, np.uint8)
        for row, cells in enumerate(rows):
            bins[:, row] = [cell.bin for cell in cells]
            doubts[:, row] = [cell.doubt for cell in cells]
        return Encoded(self._features, bins, doubts, CaseCells(self._features, rows))

    def _read(self, case: Mapping[str, Any], number: int) -> list[Reading]:
        cells = self._named(case, number)
        try:
            return [read(cells[name]) for name, read in self._readers]
        except CellNested as nested:
            raise CaseNested(case=number, column=nested.column) from None

    def _named(self, case: Mapping[str, Any], number: int) -> Mapping[str, Any]:
        """The case by the names of columns as the reader of tables knows them."""
        if case.keys() == self._names:
            return case
        cells = dict(zip(self._headers(*case), case.values(), strict=True))
        if not self._names <= cells.keys():
            missing = next(feature.name for feature in self._features if feature.name not in cells)
            raise CaseIncomplete(case=number, column=missing, present=", ".join(cells))
        return cells


def _reader(feature: Feature) -> Reader:
    table = Encoder((feature,))

    def as_table(cell: Any) -> Reading:
        """Any cell at all: a table of one cell."""
        encoded = table({feature.name: [cell]})
        return Reading(int(encoded.bins[0, 0]), int(encoded.doubts[0, 0]), encoded.cells.row(0)[0])

    if feature.kind.is_coded:
        return _category_reader(feature, as_table)
    stated = _stated_day if feature.kind is Kind.DATE else _stated_amount(feature.name)
    return _number_reader(feature, stated, as_table)


def _number_reader(feature: Feature, stated: Callable[[Any], float | None], as_table: Reader) -> Reader:
    """A number within what the model learned from passes as it is: it can neither be out of range nor a code."""
    low, high, edges = feature.low, feature.high, feature.edges.data
    blank = as_table(None)

    def read(cell: Any) -> Reading:
        if cell is None:
            return blank
        number = stated(cell)
        if number is None or not low <= number <= high:
            return as_table(cell)
        value = float(number)
        return Reading(bisect_right(edges, value) + 1, 0, value)

    return read


def _stated_amount(name: str) -> Callable[[Any], float | None]:
    unit = amounts.header_unit(name)
    scale = unit.scale

    def stated(cell: Any) -> float | None:
        kind = type(cell)
        if kind is int or kind is float:
            return cell * scale
        amount = amounts.parsed(cell, unit) if kind is str else None
        return amount.value if amount else None

    return stated


def _stated_day(cell: Any) -> float | None:
    day = dates.parsed(cell) if type(cell) is str else None
    return day.days if day else None


def _category_reader(feature: Feature, as_table: Reader) -> Reader:
    """Categories are few, so the reader of tables is asked once for each spelling."""
    remembered = lru_cache(feature.bins + _OTHER_SPELLINGS)(as_table)
    blank = as_table(None)

    def read(cell: Any) -> Reading:
        if cell is None:
            return blank
        text = _text(cell)
        if text is None:
            return as_table(cell)
        return remembered(text) if len(text) <= _LONGEST_REMEMBERED else as_table(text)

    return read


def _text(cell: Any) -> str | None:
    """A plain cell as the reader of tables writes it among categories; None where that takes a look at its type."""
    kind = type(cell)
    if kind is str or kind is bool:
        return str(cell)
    if (kind is int or kind is float) and abs(cell) < _EXACT_INTEGER:
        return number_text(cell)
    return None


def _column(feature: Feature, cells: Sequence[Reading]) -> Column:
    unreadable = np.array([cell.doubt & Doubt.UNREADABLE > 0 for cell in cells], bool)
    suspect = unreadable if unreadable.any() else None
    if not feature.kind.is_coded:
        values = np.array([cell.value for cell in cells], np.float64)
        return Column(feature.name, feature.kind, values, suspect=suspect)
    found = factorised([cell.value if isinstance(cell.value, str) else None for cell in cells])
    return with_levels(feature, Column(feature.name, feature.kind, found.codes, found.levels, suspect))
