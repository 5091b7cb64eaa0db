"""A figure and its 95% interval: one road from per-row contributions to an interval, for rows alone or in clusters."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

NORMAL_95 = 1.959963984540054
"""The 97.5% point of the normal distribution."""

_STUDENT_95 = {1: 12.706204736174694, 2: 4.302652729749462}
"""97.5% points of Student's t where its expansion is not yet accurate."""

Rows = NDArray[np.intp]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95% interval and the number of cases it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How far an estimate would move with other cases."""

    variance: float
    freedom: int
    """Independent pieces of evidence, less one."""

    @property
    def margin(self) -> float:
        """Half the width of the 95% interval."""
        return student(self.freedom) * sqrt(self.variance)


def student(freedom: int) -> float:
    """The 97.5% point of Student's t, to 0.2% or better (Abramowitz & Stegun 1964, 26.7.5)."""
    if freedom in _STUDENT_95:
        return _STUDENT_95[freedom]
    z, v = NORMAL_95, max(freedom, 1)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return float(z + sum(term / v**power for power, term in enumerate(terms, start=1)))


def wilson(share: float, n: float, z: float = NORMAL_95) -> tuple[float, float]:
    """The score interval of a proportion seen in `n` cases; (0, 1) when there are none.

    `n` need not be whole: with clustered cases it is the effective number of them.
    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.
    """
    if n <= 0:
        return 0.0, 1.0
    centre = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = ((centre + sign * reach) / (1 + z * z / n) for sign in (-1, 1))
    # At the ends the interval reaches the share itself, which rounding must not take away.
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def spread(contributions: Floats, clusters: Rows, evidence: int | None = None) -> Spread:
    """The spread of an estimate from what each entry added to its error.

    Args:
        contributions: shape (entries,); summed over a cluster they are its part of the estimate's error.
        clusters: shape (entries,); entries of one cluster depend on each other, those of different ones do not.
        evidence: independent pieces of evidence when they are fewer than the clusters, such as the rarer outcome.

    Source: Liang & Zeger (1986), Longitudinal data analysis using generalized linear models.
    """
    sums = np.bincount(np.unique(clusters, return_inverse=True)[1], weights=contributions)
    freedom = min(len(sums), evidence or len(sums)) - 1
    return Spread(float(sums @ sums), max(freedom, 1))


def few_clusters(rows: Rows, clusters: Rows) -> float:
    """What to multiply the variance by since clusters are fewer than rows; 1 when each row stands alone."""
    n, c = len(np.unique(rows)), len(np.unique(clusters))
    return c / max(c - 1, 1) * (n - 1) / max(n, 1)


def around(value: float, spread: Spread, n: int) -> Estimate:
    """The estimate with its symmetric interval."""
    return Estimate(value, value - spread.margin, value + spread.margin, n)


def within(share: float, spread: Spread, n: int) -> Estimate:
    """The estimate of a share, with the score interval at the effective number of cases that its spread amounts to.

    Where nothing varied, as when the share is 0 or 1, that number is the independent pieces of evidence.
    """
    effective = share * (1 - share) / spread.variance if spread.variance > 0 else 0.0
    return Estimate(share, *wilson(share, effective or spread.freedom + 1, student(spread.freedom)), n)


def proportion(hits: Bools, clusters: Rows | None = None) -> Estimate:
    """How often something came, with the Wilson interval; clustered cases count for as many as they are worth."""
    n = len(hits)
    share = float(np.mean(hits)) if n else 0.0
    return Estimate(share, *wilson(share, n if clusters is None else _effective(hits, share, clusters)), n)


def _effective(hits: Bools, share: float, clusters: Rows) -> float:
    """The cases divided by their design effect, or the clusters where nothing varied (Kish 1965, Survey Sampling)."""
    n = len(hits)
    clustered = spread((hits - share) / max(n, 1), clusters).variance
    return share * (1 - share) / clustered if clustered > 0 else float(len(np.unique(clusters)))
