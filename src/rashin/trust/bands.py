"""Numbers such as ages as groups that can be read: 〜29, 30〜39, 40〜."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor, inf, log10

import numpy as np
from numpy.typing import NDArray

MOST = 6
"""Bands that nine people in ten are spread over, at most."""


def bands(
    values: NDArray[np.float64] | Sequence[float | None], *, width: float | None = None, fewest: int = 30
) -> list[str | None]:
    """The band of each number; None where the number is missing (None or NaN).

    Bands begin at multiples of `width`; the two at the ends take in their neighbours until they hold `fewest` numbers.
    With a width of whole numbers, `30〜39` is everything from 30 to just under 40.

    Args:
        values: shape (rows,).
        width: chosen among 1, 2 and 5 times powers of ten when absent.
        fewest: see above.
    """
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        return [None] * len(numbers)
    step = width or _readable(known)
    places = np.floor(known / step)
    cuts = _cuts(places, fewest)
    names = _names([cut * step for cut in cuts], step)
    return [
        names[k] if finite else None
        for k, finite in zip(
            np.searchsorted(cuts, np.floor(numbers / step), "right"), np.isfinite(numbers), strict=True
        )
    ]


def reading_order(group: str) -> tuple[float, str]:
    """Sorts groups as a reader expects: bands and other numbers by size, words alphabetically after them."""
    number = re.match(r"-?\d+(\.\d+)?", group)
    return (float(number[0]) if number else -inf if group.startswith("〜") else inf, group)


def _readable(known: NDArray[np.float64]) -> float:
    """The least round number that cuts the middle nine tenths into no more than `MOST` bands."""
    low, high = np.quantile(known, [0.05, 0.95])
    whole = bool((known == np.floor(known)).all())
    least = max(float(high - low) / MOST, 1.0 if whole else 0.0)
    if least <= 0:
        return 1.0
    power = 10.0 ** floor(log10(least))
    return next(many * power for many in (1.0, 2.0, 5.0, 10.0) if many * power >= least)


def _cuts(places: NDArray[np.float64], fewest: int) -> list[float]:
    """Where bands begin, in widths: at each place taken that leaves `fewest` numbers below it and above."""
    taken, counts = np.unique(places, return_counts=True)
    below = np.cumsum(counts) - counts
    return [float(place) for place in taken[(below >= fewest) & (len(places) - below >= fewest)]]


def _names(starts: list[float], step: float) -> list[str]:
    """Band names, one more than there are starts; "〜" when there is nothing to tell apart."""
    whole = step == floor(step)
    begins = ["", *(_written(start) for start in starts)]
    ends = [*(_written(start - 1) if whole else f"<{_written(start)}" for start in starts), ""]
    return [f"{begin}〜{end}" for begin, end in zip(begins, ends, strict=True)]


def _written(number: float) -> str:
    return str(int(number)) if number == floor(number) else f"{number:.10g}"
