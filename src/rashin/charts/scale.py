"""From values to places on the drawing, and the round numbers that stand at an axis."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight or logarithmic way from [low, high] to [start, end] px; values outside are put at the end."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """The place of a value, px."""
        kept = min(max(value, self.low), self.high)
        low, high, at = (
            (log10(v) for v in (self.low, self.high, kept)) if self.logarithmic else (self.low, self.high, kept)
        )
        return self.start + (at - low) / (high - low) * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        """Round numbers within the range, about so many."""
        return decades(self.low, self.high) if self.logarithmic else ticks(self.low, self.high, about)


def step(span: float, about: int) -> float:
    """The round step that cuts a span into about so many parts."""
    raw = span / max(about, 1)
    power = 10.0 ** floor(log10(raw))
    return next(r * power for r in _ROUND if r * power >= raw * 0.999)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Multiples of a round step within [low, high]."""
    size = step(high - low, about)
    first, last = ceil(low / size - 1e-9), floor(high / size + 1e-9)
    return [round(n * size, 12) for n in range(first, last + 1)]


def widened(low: float, high: float, about: int = 4) -> tuple[float, float]:
    """The range stretched outwards to round numbers."""
    size = step(high - low, about)
    return floor(low / size + 1e-9) * size, ceil(high / size - 1e-9) * size


def decades(low: float, high: float) -> list[float]:
    """1, 10, 100 … within the range, with 3 between them (or 2 and 5) where few fit."""
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    by_density = [
        [v for v in (p * 10.0**power for power in powers for p in parts) if low <= v <= high]
        for parts in ((1,), (1, 3), (1, 2, 5))
    ]
    return next((marks for marks in by_density if len(marks) >= _ENOUGH), by_density[-1])
