"""One case as typed values: the short road for a single decision, without a table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from math import isinf, isnan

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.additive import MISSING_BIN, Feature
from rashin.errors import ColumnMissing

Cell = float | str | None


class CaseReader:
    """Turns a mapping of feature name → value into bins."""

    def __init__(self, features: tuple[Feature, ...]) -> None:
        """Lay out the lookups of these features once."""
        self._lookups = [(feature.name, _lookup(feature)) for feature in features]

    def bins(self, case: Mapping[str, Cell]) -> NDArray[np.uint8]:
        """The bin of each feature; shape (features, 1).

        Raises:
            ColumnMissing: a feature is not in `case`.
        """
        try:
            found = [lookup(case[name]) for name, lookup in self._lookups]
        except KeyError as missing:
            raise ColumnMissing(column=str(missing.args[0]), present=", ".join(map(str, case))) from None
        return np.array(found, dtype=np.uint8)[:, None]


def _lookup(feature: Feature) -> Callable[[Cell], int]:
    if feature.kind.is_coded:
        places: dict[Cell, int] = {level: place for place, level in enumerate(feature.levels, start=1)}
        places[None] = MISSING_BIN
        return lambda cell: places.get(cell, feature.unseen_bin)
    edges = feature.edges.tolist()

    def number(cell: Cell) -> int:
        value = float("nan") if cell is None else float(cell)
        if isnan(value):
            return MISSING_BIN
        return feature.unseen_bin if isinf(value) else bisect_right(edges, value) + 1

    return number
