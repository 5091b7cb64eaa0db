"""Weight of evidence: each column cut into bins, each bin replaced by its log-odds against the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MOST_BINS = 10
SMALLEST_SHARE = 0.02
"""Levels of a category rarer than this share are one bin."""
SMOOTHING = 0.5


@dataclass(frozen=True)
class _Column:
    """Bins of one column: `cuts` for numbers, `levels` for categories; bin 0 is absent, and one bin is for the rare."""

    cuts: NDArray[np.float64]
    levels: tuple[Any, ...] | None
    weights: NDArray[np.float64]


class WeightOfEvidence:
    """Learns the bins and weights of every column; calling it turns inputs into weights (Siddiqi 2006)."""

    def __init__(self, inputs: pd.DataFrame, target: NDArray[np.int64]) -> None:
        self._columns = {c: _learn(inputs[c], target) for c in inputs}

    def __call__(self, inputs: pd.DataFrame) -> NDArray[np.float64]:
        """Weights, shape (rows, columns)."""
        return np.column_stack([c.weights[_bins(inputs[n], c.cuts, c.levels)] for n, c in self._columns.items()])


def _learn(column: pd.Series, target: NDArray[np.int64]) -> _Column:
    if isinstance(column.dtype, pd.CategoricalDtype):
        shares = column.value_counts(normalize=True)
        levels, cuts = tuple(shares.index[shares >= SMALLEST_SHARE]), np.empty(0)
    else:
        levels = None
        cuts = np.unique(np.nanquantile(column, np.arange(1, MOST_BINS) / MOST_BINS))
    bins, count = _bins(column, cuts, levels), 2 + (len(cuts) if levels is None else len(levels))
    return _Column(cuts, levels, _log_odds(bins, target, count))


def _bins(column: pd.Series, cuts: NDArray[np.float64], levels: tuple[Any, ...] | None) -> NDArray[np.intp]:
    if levels is None:
        values = column.to_numpy(np.float64)
        return np.where(np.isnan(values), 0, 1 + np.searchsorted(cuts, values, side="right"))
    found = pd.Index(levels).get_indexer(column.astype(object))
    return np.where(column.isna(), 0, np.where(found < 0, 1 + len(levels), 1 + found))


def _log_odds(bins: NDArray[np.intp], target: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    bad = np.bincount(bins[target == 1], minlength=count) + SMOOTHING
    good = np.bincount(bins[target == 0], minlength=count) + SMOOTHING
    weights = np.log(bad / bad.sum()) - np.log(good / good.sum())
    return np.where(np.bincount(bins, minlength=count) > 0, weights, 0.0)
