"""Whether values now fall as they fell at learning time: the population stability index, with what chance would give.

Sources: Siddiqi (2006), Credit Risk Scorecards, for the index and for calling 0.25 large; Yurdakul (2018), Statistical
Properties of Population Stability Index, for its distribution: without a shift the index divided by 1/n + 1/m is
chi-square with one degree of freedom less than there are cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.additive import MISSING_BIN, Feature
from rashin.workspace.watch.chi_square import critical, noncentrality, survival

CHANCE = 0.05
_CELLS = 10
_LEAST_EXPECTED = 5.0

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shift:
    """How far apart two samples of one quantity are."""

    psi: float
    low: float
    high: float
    """Of the 95% interval."""
    by_chance: float
    """What the index would exceed in one of twenty samples even if nothing had changed."""
    p: float
    """Of the chi-square test that both samples come from one distribution (Pearson 1900)."""
    before: int
    """Cases at learning time."""
    now: int


def shift(before: Counts, now: Counts) -> Shift | None:
    """How far two samples are apart, each given as its counts by cell; None where there is nothing to compare.

    Args:
        before: shape (cells,).
        now: shape (cells,).
    """
    used = (before + now) > 0
    n, m = int(before.sum()), int(now.sum())
    if used.sum() < 2 or not n or not m:
        return None
    p, q = (_smooth(counts[used]) for counts in (before, now))
    psi = float(((q - p) * np.log(q / p)).sum())
    freedom, unit = int(used.sum()) - 1, 1 / n + 1 / m
    low, high = noncentrality(psi / unit, freedom)
    return Shift(
        psi=psi,
        low=min(low * unit, psi),
        high=max(high * unit, psi),
        by_chance=critical(CHANCE, freedom) * unit,
        p=_pearson(before[used], now[used]),
        before=n,
        now=m,
    )


def cells_of(feature: Feature) -> NDArray[np.intp]:
    """For each bin of a feature the cell it counts towards; (bins,).

    Missing values and values never seen are cells of their own. Numbers fall into about ten cells that were equally full
    at learning time, categories into the nine commonest and the rest.
    """
    cells = np.zeros(feature.bins, np.intp)
    between = np.arange(1, feature.unseen_bin)
    counts = feature.counts[between].astype(float)
    if feature.kind.is_coded:
        rank = np.empty(len(between), np.intp)
        rank[np.argsort(-counts, kind="stable")] = np.arange(len(between))
        cells[between] = np.minimum(rank, _CELLS - 1) + 1
    elif len(between):
        middle = np.cumsum(counts) - counts / 2
        share = middle / max(counts.sum(), 1.0)
        cells[between] = np.minimum((share * _CELLS).astype(np.intp), _CELLS - 1) + 1
    cells[MISSING_BIN], cells[feature.unseen_bin] = 0, _CELLS + 1
    return cells


def feature_shift(feature: Feature, bins: NDArray[np.uint8]) -> Shift | None:
    """How far one feature has moved since learning. `bins`: of each case now; (cases,)."""
    cells = cells_of(feature)
    before = np.bincount(cells, weights=feature.counts, minlength=_CELLS + 2).astype(np.int64)
    return shift(before, np.bincount(cells[bins], minlength=_CELLS + 2).astype(np.int64))


def score_shift(before: NDArray[np.float64], now: NDArray[np.float64]) -> Shift | None:
    """How far probabilities have moved, in tenths of those before; (cases before,) and (cases now,)."""
    edges = np.unique(np.quantile(before, np.linspace(0, 1, _CELLS + 1)[1:-1])) if len(before) else np.zeros(0)
    sides = (np.searchsorted(edges, sample, side="right") for sample in (before, now))
    counted = [np.bincount(side, minlength=len(edges) + 1).astype(np.int64) for side in sides]
    return shift(counted[0], counted[1])


def _smooth(counts: Counts) -> NDArray[np.float64]:
    """Shares in which no cell is empty: half a case more in each."""
    more = counts + 0.5
    return np.asarray(more / more.sum(), dtype=np.float64)


def _pearson(before: Counts, now: Counts) -> float:
    """The chance of samples as far apart as these; cells where few are expected are put together (Cochran 1954)."""
    table = _pooled(np.stack([before, now]).astype(float))
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    freedom = table.shape[1] - 1
    return survival(float(((table - expected) ** 2 / expected).sum()), freedom) if freedom else 1.0


def _pooled(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """The table with its emptiest columns put together until each is expected to hold five in either row."""
    table = table[:, np.argsort(-table.sum(axis=0), kind="stable")]
    rarer = table.sum(axis=1).min() / table.sum()
    while table.shape[1] > 1 and table[:, -1].sum() * rarer < _LEAST_EXPECTED:
        last = table[:, -2:].sum(axis=1, keepdims=True)
        table = np.concatenate([table[:, :-2], last], axis=1)
    return table
