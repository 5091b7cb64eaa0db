"""How one number moves the risk: a stepped curve with its band, and below it where the cases are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import brief, plain, signed, span, tick
from rashin.charts.scale import Scale, ticks
from rashin.charts.svg import LINE, NARROW, TEXT, Canvas, Svg, text_width
from rashin.language import Language, Text, same

POINTS = Text("点", "points")
BLANK = Text("空欄", "blank")
_LEFT, _TOP, _PLOT, _STRIP = 36, 32, 168, 24
_BLANK_ROOM = 56
_TABLE_ROWS = 10
_CELLS = 48


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of values with its points, the band around them, and the cases in it."""

    start: float
    end: float
    points: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class TermCurve:
    """What a number does to the risk, in points, over its range."""

    title: Text
    description: Text
    label: Text
    unit: Text | None
    steps: tuple[Step, ...]
    """In order, each starting where the one before ends."""
    extent: tuple[float, float]
    """The points at the bottom and the top, alike for all curves that are to be compared."""
    blank: Step | None = None
    """Cases where the cell is empty."""
    dates: bool = False
    """Values are days since 1970-01-01."""
    whole: bool = False
    """Values are whole numbers, so that a stretch from 0.5 to 3.5 holds 1 to 3."""

    def draw(self, language: Language, width: int = NARROW) -> Svg:
        """The drawing; a phone's width is the usual one, since curves stand side by side."""
        canvas = Canvas(width)
        right = width - 8 - (_BLANK_ROOM if self.blank else 0)
        x, y = self._across(right), Scale(*self.extent, _TOP + _PLOT, _TOP)
        self._frame(canvas, language, x, y)
        self._curve(canvas, x, y)
        self._extremes(canvas, x, y)
        self._strip(canvas, x)
        if self.blank:
            _blank(canvas, self.blank, language, width - 8 - _BLANK_ROOM / 2, y)
        unit = f"{self.label[language]}{_in_brackets(self.unit, language)}"
        bottom = _TOP + _PLOT + _STRIP + 2 * LINE + 8
        canvas.text("label", _LEFT, bottom, unit)
        return canvas.svg(bottom + 8, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """The curve in at most ten stretches that hold about the same number of cases each."""
        heads = (Head(self.label, number=False), Head(POINTS), Head(SWING), Head(CASES))
        rows = [self._row(step) for step in merged(self.steps, _TABLE_ROWS)]
        if self.blank:
            rows.append((BLANK, *numbers(self.blank.points, self.blank.low, self.blank.high, self.blank.n)))
        return DataTable(self.title, heads, tuple(rows))

    def stretch(self, step: Step) -> Text:
        """The values of a stretch, written out with their unit."""
        start, end = (ceil(step.start), ceil(step.end) - 1) if self.whole else (step.start, step.end)
        first, last = self.value(start), self.value(end)
        ja, en = (self.unit.ja, f" {self.unit.en}") if self.unit else ("", "")
        if first == last:
            return Text(f"{first}{ja}", f"{first}{en}")
        return Text(f"{first}〜{last}{ja}", f"{first} to {last}{en}")

    def value(self, at: float) -> str:
        """A value of this column, written out."""
        return (date(1970, 1, 1) + timedelta(days=int(at))).isoformat() if self.dates else brief(at)

    def _row(self, step: Step) -> tuple[Text, ...]:
        return (self.stretch(step), *numbers(step.points, step.low, step.high, step.n))

    def _across(self, right: float) -> Scale:
        low, high = _ends(self.steps)
        middle = _quantile(self.steps, 0.5)
        skewed = not self.dates and low >= 1 and (high - middle) > 6 * (middle - low) and high / low > 20
        return Scale(low, high, _LEFT, right, skewed)

    def _frame(self, canvas: Canvas, language: Language, x: Scale, y: Scale) -> None:
        base = _TOP + _PLOT
        canvas.text("tick", 0, TEXT, Text("点（↑見込みが上がる）", "Points (↑ raises the risk)")[language])
        for mark in ticks(*self.extent, 5):
            canvas.line("axis" if mark == 0 else "grid", _LEFT, y(mark), x.end, y(mark))
            canvas.text("tick", _LEFT - 6, y(mark) + 5, signed(mark), "end")
        canvas.line("axis", _LEFT, base + _STRIP, x.end, base + _STRIP)
        self._x_labels(canvas, language, x, base + _STRIP)

    def _x_labels(self, canvas: Canvas, language: Language, x: Scale, base: float) -> None:
        taken = -1e9
        for mark in (mark for mark in x.ticks(4) if not self.whole or mark == round(mark)):
            words = self.value(mark)[:7] if self.dates else tick(mark, language)
            half = text_width(words) / 2
            centre = min(max(x(mark), half), x.end + 8 - half)
            if centre - half < taken:
                continue
            taken = centre + half + 8
            canvas.line("axis", x(mark), base, x(mark), base + 4)
            canvas.text("tick", centre, base + LINE, words, "middle")

    def _curve(self, canvas: Canvas, x: Scale, y: Scale) -> None:
        shown = [s for s in self.steps if s.end > x.low and s.start < x.high]
        upper = [(x(at), y(s.high)) for s in shown for at in (s.start, s.end)]
        lower = [(x(at), y(s.low)) for s in shown for at in (s.start, s.end)]
        canvas.path("band", upper + lower[::-1], closed=True)
        canvas.path("curve", [(x(at), y(s.points)) for s in shown for at in (s.start, s.end)])

    def _extremes(self, canvas: Canvas, x: Scale, y: Scale) -> None:
        shown = visible(self.steps)
        for step, below in ((max(shown, key=_points), False), (min(shown, key=_points), True)):
            words = signed(step.points)
            middle = (x(step.start) + x(step.end)) / 2
            half = text_width(words) / 2
            at = min(max(middle, x.start + half), x.end - half)
            drop = y(step.points) + (LINE if below else -8)
            canvas.text("keyed over", at, min(max(drop, TEXT), y.start + 4), words, "middle")

    def _strip(self, canvas: Canvas, x: Scale) -> None:
        """Bars from a base of nought: how many cases lie at each place of the axis."""
        base = _TOP + _PLOT + _STRIP
        heights = _density(self.steps, x, _CELLS)
        wide = (x.end - x.start) / _CELLS
        most = max(float(heights.max()), 1e-9)
        for place, height in enumerate(heights):
            if height > 0:
                tall = max(1.0, (_STRIP - 6) * float(height) / most)
                canvas.rect("strip", x.start + place * wide, base - tall, wide - 1, tall)


SWING = Text("ぶれの幅（95%）", "Swing (95%)")
CASES = Text("件数", "Cases")


def numbers(points: float, low: float, high: float, n: int) -> tuple[Text, Text, Text]:
    """Points, their band and the cases, as cells of a table."""
    return same(signed(points, 1)), span(signed(low, 1), signed(high, 1)), same(f"{n:,}")


def merged(steps: Sequence[Step], most: int) -> list[Step]:
    """Neighbouring stretches put together until at most so many are left, each with about as many cases."""
    if len(steps) <= most:
        return list(steps)
    counts = np.array([step.n for step in steps], dtype=float)
    after = np.cumsum(counts) - counts / 2
    part = np.minimum((after / max(counts.sum(), 1) * most).astype(int), most - 1)
    return [_together([s for s, p in zip(steps, part, strict=True) if p == n]) for n in np.unique(part)]


def _together(steps: Sequence[Step]) -> Step:
    weights = np.array([max(step.n, 1e-6) for step in steps])
    means = np.average([[s.points, s.low, s.high] for s in steps], axis=0, weights=weights)
    points, low, high = (float(mean) for mean in means)
    return Step(steps[0].start, steps[-1].end, points, low, high, sum(step.n for step in steps))


def _points(step: Step) -> float:
    return step.points


def _blank(canvas: Canvas, step: Step, language: Language, x: float, y: Scale) -> None:
    canvas.line("grid", x - _BLANK_ROOM / 2 + 4, y.end, x - _BLANK_ROOM / 2 + 4, y.start)
    canvas.line("whisker", x, y(step.low), x, y(step.high))
    canvas.dot("point", x, y(step.points))
    canvas.text("tick", x, _TOP + _PLOT + _STRIP + LINE, BLANK[language], "middle")
    canvas.text("tick", x, _TOP + _PLOT + _STRIP, plain(step.n), "middle")


def _in_brackets(unit: Text | None, language: Language) -> str:
    return "" if unit is None else f"（{unit.ja}）" if language == "ja" else f" ({unit.en})"


def _cumulative(steps: Sequence[Step]) -> tuple[list[float], list[float]]:
    total = max(sum(step.n for step in steps), 1)
    shares = np.cumsum([0, *(step.n for step in steps)]) / total
    return [steps[0].start, *(step.end for step in steps)], [float(v) for v in shares]


def _quantile(steps: Sequence[Step], share: float) -> float:
    bounds, shares = _cumulative(steps)
    return float(np.interp(share, shares, bounds))


def visible(steps: Sequence[Step]) -> list[Step]:
    """The stretches with cases in them, but for the outermost hundredth of cases on either side."""
    low, high = _ends(steps)
    return [step for step in steps if step.n and step.end > low and step.start < high] or list(steps)


def _ends(steps: Sequence[Step]) -> tuple[float, float]:
    low, high = _quantile(steps, 0.01), _quantile(steps, 0.99)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _density(steps: Sequence[Step], x: Scale, cells: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    bounds, shares = _cumulative(steps)
    places = np.geomspace(x.low, x.high, cells + 1) if x.logarithmic else np.linspace(x.low, x.high, cells + 1)
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = np.diff(np.interp(places, bounds, shares))
    return found
