"""Who is better, and by how much more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from datasets import Dataset
from folds import Result, folds


def ranks(results: Sequence[Result]) -> dict[str, float]:
    """Rank by mean AUC, 1 = best; means that agree to four digits tie."""
    means = [-round(r.mean("auc"), 4) for r in results]
    return {r.contender: float(rank) for r, rank in zip(results, rankdata(means), strict=True)}


def mean_ranks(results: Mapping[str, Sequence[Result]]) -> dict[str, float]:
    """Mean rank over sets of each contender."""
    by_set = [ranks(of_set) for of_set in results.values()]
    return {name: sum(of_set[name] for of_set in by_set) / len(by_set) for name in by_set[0]}


@dataclass(frozen=True)
class Difference:
    """Mean AUC of one less another's, with a 95 % interval over the test rows."""

    value: float
    low: float
    high: float


def difference(one: Result, other: Result, data: Dataset, seed: int) -> Difference:
    """Paired difference in AUC (DeLong et al. 1988 in each fold, folds added up as independent)."""
    tests = [test for _, test in folds(data, len(one.auc), seed)]
    pairs = zip(tests, one.predictions, other.predictions, strict=True)
    per_fold = [_delong(data.target[t], np.asarray(a), np.asarray(b)) for t, a, b in pairs]
    value = float(np.mean([d for d, _ in per_fold]))
    half = float(norm.ppf(0.975) * np.sqrt(np.sum([v for _, v in per_fold])) / len(per_fold))
    return Difference(value, value - half, value + half)


def _delong(truth: NDArray[np.int64], a: NDArray[np.float64], b: NDArray[np.float64]) -> tuple[float, float]:
    """Difference of two AUCs on the same rows, and its variance."""
    (bad_a, good_a), (bad_b, good_b) = _placements(truth, a), _placements(truth, b)
    bad, good = bad_a - bad_b, good_a - good_b
    return float(bad.mean()), float(bad.var(ddof=1) / len(bad) + good.var(ddof=1) / len(good))


def _placements(truth: NDArray[np.int64], score: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """For each bad row the share of good rows below it, for each good row the share of bad rows above it."""
    bad, good = score[truth == 1], score[truth == 0]
    whole = rankdata(score)
    return (
        (whole[truth == 1] - rankdata(bad)) / len(good),
        1.0 - (whole[truth == 0] - rankdata(good)) / len(bad),
    )
