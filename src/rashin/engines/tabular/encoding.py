"""From a table to a model's bins, with every cell that must not pass silently flagged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import Flag
from rashin.engines.tabular.additive import MISSING_BIN, Feature
from rashin.engines.tabular.display import said_range
from rashin.engines.tabular.reading import retyped_column
from rashin.engines.tabular.scoring import number_bins
from rashin.engines.tabular.table import Column, Table
from rashin.language import Text



class Doubt(IntFlag):
    """Why a cell needs a person's look."""

    NONE = 0
    UNSEEN = 1
    OUT_OF_RANGE = 2
    UNREADABLE = 4
    NEWLY_MISSING = 8


_WORDS = {
    Doubt.UNSEEN: Text(
        "「{label}」の「{value}」は、学習した表にない区分です。",
        "“{value}” in “{label}” is a category that learning never saw.",
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


@dataclass(frozen=True)
class Encoded:
    """Rows as a model sees them."""

    features: tuple[Feature, ...]
    bins: NDArray[np.uint8]
    """Bin of each cell; (features, rows)."""
    doubts: NDArray[np.uint8]
    """`Doubt` of each cell; (features, rows)."""
    columns: tuple[Column, ...]
    """The columns read as the model's kinds, in the model's order."""

    def flags(self, row: int) -> tuple[Flag, ...]:
        """What is doubtful about one row, in words."""
        found = []
        for f in np.flatnonzero(self.doubts[:, row]):
            feature = self.features[f]
            doubt = Doubt(int(self.doubts[f, row]))
            facts = {"label": feature.role.label, "value": shown(self.columns[f], row), "range": said_range(feature)}
            found += [
                Flag(str(one.name).lower().replace("_", "-"), feature.name, words.filled(**facts))
                for one, words in _WORDS.items()
                if one in doubt
            ]
        return tuple(found)


def shown(column: Column, row: int) -> str:
    """The cell as it was understood; empty when missing."""
    if column.kind.is_coded:
        code = int(column.values[row])
        return column.levels[code] if code >= 0 else ""
    value = float(column.values[row])
    return "" if np.isnan(value) else f"{value:,.10g}"


def encode(features: tuple[Feature, ...], table: Table) -> Encoded:
    """The bins of a table's rows for these features; other columns and the order of columns do not matter.

    Raises:
        ColumnMissing: a feature's column is not there.
    """
    columns = tuple(_as_learned(feature, table[feature.name]) for feature in features)
    bins = np.empty((len(features), table.rows), np.uint8)
    doubts = np.zeros((len(features), table.rows), np.uint8)
    for f, (feature, column) in enumerate(zip(features, columns, strict=True)):
        if feature.kind.is_coded:
            _encode_levels(feature, column, bins[f], doubts[f])
        else:
            _encode_numbers(feature, column, bins[f], doubts[f])
        if feature.counts[MISSING_BIN] == 0:
            doubts[f][(bins[f] == MISSING_BIN) & (doubts[f] == 0)] = Doubt.NEWLY_MISSING
    return Encoded(features, bins, doubts, columns)


def _as_learned(feature: Feature, column: Column) -> Column:
    """The column read as the feature was; one without raw cells was read so already and may only differ in levels."""
    if column.raw is not None:
        return retyped_column(column, feature.kind, feature.levels, (feature.low, feature.high))
    if not feature.kind.is_coded or column.levels == feature.levels:
        return column
    levels = (*feature.levels, *(level for level in column.levels if level not in set(feature.levels)))
    places = np.array([*(levels.index(level) for level in column.levels), -1], dtype=np.int32)
    return replace(column, values=places[column.values], levels=levels)


def _encode_levels(feature: Feature, column: Column, bins: NDArray[np.uint8], doubts: NDArray[np.uint8]) -> None:
    codes = np.asarray(column.values, dtype=np.int64)
    known = len(feature.levels)
    bins[:] = np.minimum(codes, known) + 1
    doubts[codes >= known] = Doubt.UNSEEN
    if column.suspect is not None:
        doubts[column.suspect] |= np.uint8(Doubt.UNREADABLE)


def _encode_numbers(feature: Feature, column: Column, bins: NDArray[np.uint8], doubts: NDArray[np.uint8]) -> None:
    values = np.ascontiguousarray(column.values, dtype=np.float64)
    number_bins(values, feature.edges, feature.unseen_bin, bins)
    doubts[(values < feature.low) | (values > feature.high)] = Doubt.OUT_OF_RANGE
    if column.suspect is not None:
        doubts[column.suspect] |= np.uint8(Doubt.UNREADABLE)
