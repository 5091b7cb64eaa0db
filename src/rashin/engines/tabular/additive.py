"""The additive model itself: an intercept and one table of numbers for each feature and each pair of features.

Every number is a whole multiple of 2⁻³², kept as an integer. Sums of such numbers are exact in float64 in any order,
so contributions add up to the score to the last bit, on every machine and in every language, and a monotone table
stays monotone through any regrouping.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import FeatureRole
from rashin.engines.tabular.table import Kind

FIXED_POINT = 2.0**-32
"""The unit of every table entry, in log-odds."""

MISSING_BIN = 0


@dataclass(frozen=True)
class Feature:
    """One input and how its values fall into bins.

    Bin 0 holds missing values, the last bin values never seen in learning (or, where there are too many levels, those
    seen least), and the bins between them the values:
    numbers by `edges` (bin 1 + the count of edges ≤ x), coded kinds by position in `levels`.
    """

    name: str
    kind: Kind
    role: FeatureRole
    edges: NDArray[np.float64]
    levels: tuple[str, ...]
    coarse: NDArray[np.uint8]
    """Fine bin → coarse bin, the grid that pair terms use; shape (bins,)."""
    low: float
    high: float
    """The range of numbers seen in learning."""
    counts: NDArray[np.int64]
    """Learning rows in each bin; shape (bins,)."""
    typical: NDArray[np.float64]
    """For numbers: the quartiles of what was learned from; empty otherwise."""
    single_valued: bool = False
    """Whether each bin of a number holds one distinct value, as counts and codes do."""

    @property
    def bins(self) -> int:
        """Number of bins, the missing and the unseen one included."""
        return len(self.coarse)

    @property
    def unseen_bin(self) -> int:
        """The bin of values never seen in learning."""
        return self.bins - 1

    @property
    def coarse_bins(self) -> int:
        """Number of coarse bins."""
        return int(self.coarse.max()) + 1


@dataclass(frozen=True)
class Term:
    """One feature's table, or the table of a pair on the coarse grid."""

    features: tuple[int, ...]
    units: NDArray[np.int64]
    """Contributions in units of 2⁻³²; shape (bins,) or (coarse bins of a, coarse bins of b)."""
    standard_errors: NDArray[np.float64]
    """Spread over the bags, in log-odds; same shape."""

    @property
    def values(self) -> NDArray[np.float64]:
        """Contributions in log-odds, exact; same shape as `units`."""
        return np.asarray(self.units * FIXED_POINT)


@dataclass(frozen=True)
class Additive:
    """Intercept, features and terms: everything a score is made of."""

    intercept_units: int
    features: tuple[Feature, ...]
    terms: tuple[Term, ...]

    @property
    def intercept(self) -> float:
        """The score of a case whose every contribution is nought."""
        return self.intercept_units * FIXED_POINT

    @cached_property
    def terms_of(self) -> tuple[tuple[int, ...], ...]:
        """For each feature, the terms it takes part in."""
        return tuple(
            tuple(t for t, term in enumerate(self.terms) if f in term.features) for f in range(len(self.features))
        )
