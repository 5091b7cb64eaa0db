"""From a table to a model's bins, with every cell that must not pass silently flagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntFlag
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import Flag
from rashin.engines.tabular.additive import MISSING_BIN, Feature
from rashin.engines.tabular.display import Value, said_cell, said_range, understood
from rashin.engines.tabular.number_bins import NumberBins
from rashin.engines.tabular.reading import Known, read_as
from rashin.engines.tabular.table import Column
from rashin.language import Text


class Doubt(IntFlag):
    """Why a cell needs a person's look."""

    NONE = 0
    UNSEEN = 1
    OUT_OF_RANGE = 2
    UNREADABLE = 4
    NEWLY_MISSING = 8


_TOO_RARE = Text(
    "「{label}」の{value}は、学習した表にないか、ごくまれにしかない区分です。",
    "{value} in “{label}” is a category that learning saw never or hardly ever.",
)
_WORDS = {
    Doubt.UNSEEN: Text(
        "「{label}」の{value}は、学習した表にない区分です。",
        "{value} in “{label}” is a category that learning never saw.",
    ),
    Doubt.OUT_OF_RANGE: Text(
        "「{label}」の{value}は、学習した範囲（{range}）の外です。",
        "{value} in “{label}” is outside the range learned from ({range}).",
    ),
    Doubt.UNREADABLE: Text(
        "「{label}」の値が、欠損の符号か、読めない書き方です。",
        "“{label}” holds a code for a missing value, or cannot be read.",
    ),
    Doubt.NEWLY_MISSING: Text(
        "「{label}」が空です。学習した表では、必ず埋まっていました。",
        "“{label}” is blank; in the table learned from it was always filled in.",
    ),
}


def _words(doubt: Doubt, feature: Feature) -> Text:
    pooled = doubt is Doubt.UNSEEN and feature.counts[feature.unseen_bin] > 0
    return _TOO_RARE if pooled else _WORDS[doubt]


class Cells(Protocol):
    """Cells as they were understood, each as its feature's kind."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """One column for each feature, in the model's order."""

    def row(self, row: int) -> Sequence[Value]:
        """One row's cells; (features,)."""


@dataclass(frozen=True)
class TypedColumns:
    """Cells that are held as columns."""

    columns: tuple[Column, ...]

    def row(self, row: int) -> Sequence[Value]:
        """One row's cells; (features,)."""
        return [understood(column, row) for column in self.columns]


@dataclass(frozen=True)
class Encoded:
    """Rows as a model sees them."""

    features: tuple[Feature, ...]
    bins: NDArray[np.uint8]
    """Bin of each cell; (features, rows)."""
    doubts: NDArray[np.uint8]
    """`Doubt` of each cell; (features, rows)."""
    cells: Cells
    """What the cells say."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns read as the model's kinds, in the model's order."""
        return self.cells.columns

    def flags(self, row: int) -> tuple[Flag, ...]:
        """What is doubtful about one row, in words."""
        found: list[Flag] = []
        for f in np.flatnonzero(self.doubts[:, row]).tolist():
            feature = self.features[f]
            doubt = Doubt(int(self.doubts[f, row]))
            facts = {
                "label": feature.role.label,
                "value": said_cell(feature, self.cells.row(row)[f]),
                "range": said_range(feature),
            }
            found += [
                Flag(str(one.name).lower().replace("_", "-"), feature.name, _words(one, feature).filled(**facts))
                for one in _WORDS
                if one in doubt
            ]
        return tuple(found)


class Encoder:
    """Turns tables into the bins of these features."""

    def __init__(self, features: tuple[Feature, ...]) -> None:
        """Lay out the lookups once for many tables."""
        self._features = features
        self._kinds = {feature.name: feature.kind for feature in features}
        self._known = {feature.name: Known(feature.levels, (feature.low, feature.high)) for feature in features}
        self._numbers = {f: NumberBins.of(one) for f, one in enumerate(features) if not one.kind.is_coded}

    def __call__(self, data: Any) -> Encoded:
        """The bins of the rows of a table, a path or a frame; other columns and the order of columns do not matter.

        Raises:
            ColumnMissing: a feature's column is not there.
        """
        table = read_as(data, self._known, self._kinds)
        columns = tuple(with_levels(feature, table[feature.name]) for feature in self._features)
        bins = np.empty((len(self._features), table.rows), np.uint8)
        doubts = np.zeros((len(self._features), table.rows), np.uint8)
        for f, (feature, column) in enumerate(zip(self._features, columns, strict=True)):
            self._encode(f, feature, column, bins[f], doubts[f])
        return Encoded(self._features, bins, doubts, TypedColumns(columns))

    def _encode(
        self, f: int, feature: Feature, column: Column, bins: NDArray[np.uint8], doubts: NDArray[np.uint8]
    ) -> None:
        if f in self._numbers:
            values = np.ascontiguousarray(column.values, dtype=np.float64)
            self._numbers[f].write(values, bins, doubts, int(Doubt.OUT_OF_RANGE))
        else:
            codes = np.asarray(column.values, dtype=np.int64)
            bins[:] = np.minimum(codes, len(feature.levels)) + 1
            doubts[codes >= len(feature.levels)] = Doubt.UNSEEN
        if column.suspect is not None:
            doubts[column.suspect] |= np.uint8(Doubt.UNREADABLE)
        if feature.counts[MISSING_BIN] == 0:
            doubts[(bins == MISSING_BIN) & (doubts == 0)] = Doubt.NEWLY_MISSING


def encode(features: tuple[Feature, ...], data: Any) -> Encoded:
    """One table's rows as these features see them; for many tables keep an `Encoder`.

    Raises:
        ColumnMissing: a feature's column is not there.
    """
    return Encoder(features)(data)


def with_levels(feature: Feature, column: Column) -> Column:
    """The column with the feature's levels first; one that was typed without raw cells may have others, or fewer."""
    if not feature.kind.is_coded or column.levels == feature.levels:
        return column
    places = {level: place for place, level in enumerate(dict.fromkeys((*feature.levels, *column.levels)))}
    codes = np.array([*(places[level] for level in column.levels), -1], dtype=np.int32)
    return replace(column, values=codes[column.values], levels=tuple(places))
