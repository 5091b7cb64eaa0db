"""The chi-square distribution, as far as watching needs it; SciPy would be 100 MB for it."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, sqrt

from rashin.estimates import NORMAL_95

_PRECISE = 1e-14
_MOST_STEPS = 10_000


def survival(x: float, freedom: int) -> float:
    """The chance that a chi-square with so many degrees of freedom is at least x.

    Source: the incomplete gamma function by its series below the mean, by Lentz's continued fraction above it
    (Abramowitz & Stegun 1964, 6.5.29 and 6.5.31).
    """
    a, half = freedom / 2, x / 2
    if half <= 0:
        return 1.0
    scale = exp(a * log(half) - half - lgamma(a))
    return max(0.0, 1 - scale * _series(a, half)) if half < a + 1 else scale * _fraction(a, half)


def critical(chance: float, freedom: int) -> float:
    """The value that a chi-square with so many degrees of freedom exceeds with this chance."""
    return _bisected(lambda x: survival(x, freedom) <= chance, freedom + 10 * sqrt(2 * freedom) + 100)


def noncentrality(x: float, freedom: int, z: float = NORMAL_95) -> tuple[float, float]:
    """The interval of the noncentrality behind a chi-square of this value; 95% unless `z` says otherwise.

    From two degrees of freedom on, what lies beyond either end is within 0.03 of its 0.025.

    Sources: Steiger & Fouladi (1997), Noncentrality interval estimation; the distribution by its normal approximation
    to the cube root (Abdel-Aty 1954, Approximate formulae for the percentage points of non-central χ²).
    """
    most = x + (z + 3) * (2 * sqrt(x + freedom) + z) + freedom
    low, high = (
        _bisected(lambda ncp, bound=bound: _normal_score(x, freedom, ncp) <= bound, most)  # type: ignore[misc]
        for bound in (z, -z)
    )
    return low, high


def _normal_score(x: float, freedom: int, noncentral: float) -> float:
    """How far x lies above the middle of the noncentral chi-square, in standard deviations."""
    mean = freedom + noncentral
    spread = 2 * (1 + noncentral / mean) / (9 * mean)
    return float(((x / mean) ** (1 / 3) - (1 - spread)) / sqrt(spread))


def _bisected(beyond: Callable[[float], bool], most: float) -> float:
    """Where a condition that holds from some point on begins to hold, between 0 and `most`."""
    low, high = 0.0, most
    if beyond(low):
        return low
    while high - low > 1e-9 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return high


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    for step in range(1, _MOST_STEPS):
        term *= x / (a + step)
        total += term
        if term < total * _PRECISE:
            break
    return total


def _fraction(a: float, x: float) -> float:
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    value = d
    for step in range(1, _MOST_STEPS):
        factor = -step * (step - a)
        b += 2
        d = 1 / _nonzero(factor * d + b, tiny)
        c = _nonzero(b + factor / c, tiny)
        value *= c * d
        if abs(c * d - 1) < _PRECISE:
            break
    return value


def _nonzero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny
