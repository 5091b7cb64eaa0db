"""Compiled scoring: flat tables, one kernel for a batch with every term's exact contribution, one for a single case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rashin.engines.kernels import exact
from rashin.engines.tabular.additive import Additive

Floats = NDArray[np.float64]
Bins = NDArray[np.uint8]
Ints = NDArray[np.int64]

_BLOCK = 64
"""Rows scored together: their contributions stay in the nearest cache while all terms pass over them."""


@dataclass(frozen=True)
class FlatTables:
    """All tables one behind the other, and where each term's begins."""

    values: Floats
    """Main tables on the fine bins, pair tables on the coarse grid; log-odds."""
    starts: Ints
    """Where each term's table begins; (terms,)."""
    sides: Ints
    """The features of each term, −1 for a main term's second; (terms, 2)."""
    widths: Ints
    """Coarse bins of the second side; (terms,)."""
    coarse: Bins
    """Fine → coarse bin of each feature; (features, 256)."""
    intercept: float

    @classmethod
    def of(cls, additive: Additive) -> FlatTables:
        """The flat tables of a model; the numbers are the model's own, to the last bit."""
        sizes = [term.units.size for term in additive.terms]
        coarse = np.zeros((len(additive.features), 256), np.uint8)
        for f, feature in enumerate(additive.features):
            coarse[f, : feature.bins] = feature.coarse
        return cls(
            values=np.concatenate([term.values.ravel() for term in additive.terms]),
            starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
            sides=np.array([[*term.features, -1][:2] for term in additive.terms], dtype=np.int64),
            widths=np.array([term.units.shape[-1] for term in additive.terms], dtype=np.int64),
            coarse=coarse,
            intercept=additive.intercept,
        )

    def contributions(self, bins: Bins) -> tuple[Floats, Floats]:
        """Scores (rows,) and contributions (rows, terms) of binned rows, shape (features, rows)."""
        terms, rows = len(self.starts), bins.shape[1]
        out = np.empty((rows, terms))
        scores = np.empty(rows)
        _contribute(bins, self.values, self.starts, self.sides, self.widths, self.coarse, self.intercept, out, scores)
        return scores, out

    def scores(self, bins: Bins) -> Floats:
        """Scores alone, shape (rows,)."""
        scores = np.empty(bins.shape[1])
        _score(bins, self.values, self.starts, self.sides, self.widths, self.coarse, self.intercept, scores)
        return scores


@exact
def _contribute(
    bins: Bins,
    values: Floats,
    starts: Ints,
    sides: Ints,
    widths: Ints,
    coarse: Bins,
    intercept: float,
    out: Floats,
    scores: Floats,
) -> None:
    rows, terms = out.shape
    grid = np.empty((bins.shape[0], _BLOCK), np.uint8)
    for first in range(0, rows, _BLOCK):
        last = min(first + _BLOCK, rows)
        for f in range(bins.shape[0]):
            for row in range(first, last):
                grid[f, row - first] = coarse[f, bins[f, row]]
        scores[first:last] = intercept
        for t in range(terms):
            start, a, b, width = starts[t], sides[t, 0], sides[t, 1], widths[t]
            if b < 0:
                for row in range(first, last):
                    value = values[start + bins[a, row]]
                    out[row, t] = value
                    scores[row] += value
            else:
                for row in range(first, last):
                    value = values[start + grid[a, row - first] * width + grid[b, row - first]]
                    out[row, t] = value
                    scores[row] += value


@exact
def _score(
    bins: Bins, values: Floats, starts: Ints, sides: Ints, widths: Ints, coarse: Bins, intercept: float, scores: Floats
) -> None:
    scores[:] = intercept
    for t in range(len(starts)):
        start, a, b, width = starts[t], sides[t, 0], sides[t, 1], widths[t]
        if b < 0:
            for row in range(len(scores)):
                scores[row] += values[start + bins[a, row]]
        else:
            for row in range(len(scores)):
                scores[row] += values[start + coarse[a, bins[a, row]] * width + coarse[b, bins[b, row]]]
