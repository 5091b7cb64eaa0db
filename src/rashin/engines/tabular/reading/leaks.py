"""Columns that give the answer away: alone they tell the outcome, or their name says they came after it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.reading.cells import key
from rashin.engines.tabular.table import Column, Kind, Problem, Table
from rashin.errors import AnswerGivenAway, KnownAfterwards

MOST_AUC = 0.98
"""What no single column known beforehand reaches."""

_FOLDS = 5
_BINS = 20
_LEAST_OF_EACH = 5
"""With fewer cases of one outcome, a column separates them by chance."""

_SMOOTHING = 1.0


def leak_problems(
    table: Table,
    inputs: Sequence[str],
    rows: NDArray[np.bool_],
    adverse: NDArray[np.uint8],
    afterwards: Callable[[str], bool] | Collection[str],
) -> Iterator[Problem]:
    """A refusal for each input that must not be one.

    Args:
        table: The table as read.
        inputs: Columns to look at; identifiers are never inputs and are passed over.
        rows: Which rows have an outcome.
        adverse: Their outcome, 1 the bad one.
        afterwards: Names of columns known only afterwards, or a function that tells them.
    """
    is_afterwards = afterwards if callable(afterwards) else _named_in(afterwards)
    folds = _folds(adverse)
    enough = min(int(adverse.sum()), len(adverse) - int(adverse.sum())) >= _LEAST_OF_EACH
    for name in inputs:
        column = table[name]
        if is_afterwards(name):
            yield Problem.refusal(KnownAfterwards(column=name))
        elif enough and column.kind is not Kind.IDENTIFIER:
            found = single_column_auc(column, rows, adverse, folds)
            if found > MOST_AUC:
                yield Problem.refusal(AnswerGivenAway(column=name, auc=f"{found:.3f}", n=f"{len(adverse):,}"))


def single_column_auc(
    column: Column, rows: NDArray[np.bool_], adverse: NDArray[np.uint8], folds: NDArray[np.int64] | None = None
) -> float:
    """How well a column alone tells the outcome: the area under the ROC curve, 0.5 by chance.

    The larger of two: by the size of a number, either way up; and by the outcome rate of its level or bin, missing
    being one of its own, taken from the other folds so that rare levels do not betray themselves.
    """
    folds = _folds(adverse) if folds is None else folds
    values = column.values[rows]
    if column.kind.is_coded:
        return auc(_rates(values.astype(np.int64) + 1, adverse, folds), adverse)
    known = ~np.isnan(values)
    by_rate = auc(_rates(_binned(np.asarray(values, np.float64), known), adverse, folds), adverse)
    if not known.any():
        return by_rate
    return max(by_rate, *(_either_way(auc(np.where(known, values, gone), adverse)) for gone in (-np.inf, np.inf)))


def auc(score: NDArray[np.float64], adverse: NDArray[np.uint8]) -> float:
    """Probability that a bad case scores above a good one, ties counting half (Mann and Whitney, 1947)."""
    _, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    bad = int(adverse.sum())
    good = len(adverse) - bad
    if not bad or not good:
        return 0.5
    return float((ranks[adverse == 1].sum() - bad * (bad + 1) / 2) / (bad * good))


def _either_way(area: float) -> float:
    return max(area, 1 - area)


def _folds(adverse: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Folds of equal outcome rate, the same for the same outcomes."""
    shuffled = np.random.default_rng(0).permutation(len(adverse))
    order = shuffled[np.argsort(adverse[shuffled], kind="stable")]
    folds = np.empty(len(adverse), np.int64)
    folds[order] = np.arange(len(adverse)) % _FOLDS
    return folds


def _binned(values: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Numbers by twentieths, or one by one where few differ; 0 is missing."""
    distinct = np.unique(values[known])
    edges = distinct if len(distinct) <= _BINS else np.unique(np.quantile(values[known], np.linspace(0, 1, _BINS + 1)))
    return np.where(known, np.searchsorted(edges, values, side="right"), 0)


def _rates(codes: NDArray[np.int64], adverse: NDArray[np.uint8], folds: NDArray[np.int64]) -> NDArray[np.float64]:
    """Outcome rate of each row's code in the other folds, drawn towards the overall rate."""
    size = int(codes.max()) + 1
    prior = float(adverse.mean())
    rates = np.empty(len(codes), np.float64)
    for fold in range(_FOLDS):
        inside = folds == fold
        counts = np.bincount(codes[~inside], minlength=size)
        bad = np.bincount(codes[~inside], weights=adverse[~inside], minlength=size)
        rates[inside] = ((bad + _SMOOTHING * prior) / (counts + _SMOOTHING))[codes[inside]]
    return rates


def _named_in(names: Collection[str]) -> Callable[[str], bool]:
    plain = {_plain(name) for name in names}
    return lambda name: _plain(name) in plain


def _plain(name: str) -> str:
    return key(name).replace("_", "")
