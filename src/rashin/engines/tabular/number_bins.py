"""The bins of numbers, fast: a small table jumps to the neighbourhood of each value, a step or two finds its bin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rashin.engines.kernels import exact
from rashin.engines.tabular.additive import MISSING_BIN, Feature

Floats = NDArray[np.float64]
Bins = NDArray[np.uint8]

_CELLS = 2048
"""Most cells of the jump table; with a byte each it stays in the nearest cache."""

_ONE = int(np.float64(1.0).view(np.int64))
_BLOCK = 1024
_SMALL_BATCH = 256
"""Below so many rows NumPy's own search is quick enough and needs no compiled code."""


@dataclass(frozen=True)
class NumberBins:
    """One feature's edges with their jump table.

    A value's key is the bit pattern of 1 + |value| / scale, signed: it rises with the value, evenly near nought and
    with the logarithm far out, so that skewed amounts spread over the cells. `jumps[key]` counts the edges of lower
    keys, all of which are below the value; from there on edges are compared one by one.
    """

    edges: Floats
    low: float
    high: float
    unseen: int
    inverse_scale: float
    shift: int
    first_key: int
    jumps: Bins

    @classmethod
    def of(cls, feature: Feature) -> NumberBins:
        """The jump table of a number feature."""
        inverse_scale = _inverse_scale(feature.edges)
        keys = _keys(feature.edges, inverse_scale)
        span = int(keys[-1]) - int(keys[0]) if len(keys) else 0
        shift = max(0, span.bit_length() - (_CELLS.bit_length() - 1))
        keys = keys >> shift
        first = int(keys[0]) if len(keys) else 0
        cells = int(keys[-1]) - first + 2 if len(keys) else 1
        jumps = np.searchsorted(keys, np.arange(first, first + cells)).astype(np.uint8)
        return cls(feature.edges, feature.low, feature.high, feature.unseen_bin, inverse_scale, shift, first, jumps)

    def write(self, values: Floats, bins: Bins, out_of_range: Bins, code: int) -> None:
        """Write the bin of each number, and `code` where it is outside the learning range; all shapes (rows,).

        Nought for NaN, the unseen bin for infinity, else 1 + the count of edges ≤ value.
        """
        if len(values) < _SMALL_BATCH:
            self._write_few(values, bins, out_of_range, code)
            return
        _write(
            values,
            self.edges,
            self.low,
            self.high,
            self.unseen,
            self.inverse_scale,
            self.shift,
            self.first_key,
            self.jumps,
            code,
            bins,
            out_of_range,
        )

    def _write_few(self, values: Floats, bins: Bins, out_of_range: Bins, code: int) -> None:
        bins[:] = np.searchsorted(self.edges, values, side="right") + 1
        bins[np.isnan(values)] = MISSING_BIN
        bins[np.isinf(values)] = self.unseen
        out_of_range[(values < self.low) | (values > self.high)] = code


def _inverse_scale(edges: Floats) -> float:
    """One over the middle size of the edges, where that is a number."""
    sizes = np.sort(np.abs(edges[edges != 0]))
    scale = 1.0 / float(sizes[len(sizes) // 2]) if len(sizes) else 1.0
    return scale if 0.0 < scale < np.inf else 1.0


def _keys(values: Floats, inverse_scale: float) -> NDArray[np.int64]:
    with np.errstate(over="ignore"):  # the key of infinity is as good as any
        sizes = np.abs(values) * inverse_scale + 1.0
    keys = sizes.view(np.int64) - _ONE
    return np.asarray(np.where(values < 0, -keys, keys))


@exact
def _write(
    values: Floats,
    edges: Floats,
    low: float,
    high: float,
    unseen: int,
    inverse_scale: float,
    shift: int,
    first_key: int,
    jumps: Bins,
    code: int,
    bins: Bins,
    out_of_range: Bins,
) -> None:
    sizes = np.empty(_BLOCK)
    keys = sizes.view(np.int64)
    count = len(edges)
    for first in range(0, len(values), _BLOCK):
        rows = min(_BLOCK, len(values) - first)
        for i in range(rows):
            sizes[i] = abs(values[first + i]) * inverse_scale + 1.0
        for i in range(rows):
            value = values[first + i]
            if np.isnan(value):
                bins[first + i] = MISSING_BIN
                continue
            if value < low or value > high:
                out_of_range[first + i] = code
            if np.isinf(value):
                bins[first + i] = unseen
                continue
            key = keys[i] - _ONE
            key = ((-key if value < 0.0 else key) >> shift) - first_key
            below = np.int64(jumps[min(max(key, 0), len(jumps) - 1)]) if key >= 0 else 0
            while below < count and edges[below] <= value:
                below += 1
            bins[first + i] = below + 1
