"""How a share moved from one stretch of time to the next: points with whiskers, against what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rashin.charts.contract import DataTable, Head
from rashin.charts.days import dated
from rashin.charts.numbers import percent, span
from rashin.charts.scale import Scale, ticks, widened
from rashin.charts.svg import LINE, TEXT, WIDE, Canvas, Svg, text_width
from rashin.language import Language, Text, same

_LEFT, _TOP, _PLOT = 48, 32, 160


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of time, such as a week."""

    first: date
    last: date
    share: float
    low: float
    high: float
    n: int
    """How many cases it rests on; with none there is nothing to draw."""
    small: bool = False
    """Too few cases to conclude anything: drawn hollow."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A share over time."""

    title: Text
    description: Text
    measure: Text
    """What the share is of; names the axis and the table's column."""
    time: Text
    """What a stretch is, such as a week."""
    stretches: tuple[Stretch, ...]
    """In order; at least one."""
    reference: tuple[float, Text] | None = None
    """A share to compare with, and its name."""

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing, from nought to a little above the highest whisker."""
        canvas = Canvas(width)
        tops = [one.high for one in self.stretches if one.n] + ([self.reference[0]] if self.reference else [])
        y = Scale(0, min(1.0, widened(0, max([0.05, *tops]))[1]), _TOP + _PLOT, _TOP)
        canvas.text("tick", 0, TEXT, self.measure[language])
        for mark in ticks(y.low, y.high, 4):
            canvas.line("grid" if mark else "axis", _LEFT, y(mark), width, y(mark))
            canvas.text("tick", _LEFT - 6, y(mark) + 5, percent(mark, 0), "end")
        pitch = (width - _LEFT) / len(self.stretches)
        if self.reference:
            canvas.line("rule", _LEFT, y(self.reference[0]), width, y(self.reference[0]))
        for place, one in enumerate(self.stretches):
            _draw(canvas, one, _LEFT + (place + 0.5) * pitch, y)
        if self.reference:
            self._name(canvas, f"{self.reference[1][language]} {percent(self.reference[0])}", self.measure[language])
        dated(canvas, [one.first for one in self.stretches], _LEFT, pitch, y.start)
        return canvas.svg(y.start + LINE + 8, self.title[language], self.description[language])

    def _name(self, canvas: Canvas, words: str, measure: str) -> None:
        """The reference's name beside a piece of its line, above the plot, where no point can lie under it."""
        x = text_width(measure) + 24
        if x + 30 + text_width(words) <= canvas.width:
            canvas.line("rule", x, TEXT - 5, x + 24, TEXT - 5)
            canvas.text("tick", x + 30, TEXT, words)

    def table(self) -> DataTable:
        """Every stretch with its share, interval and cases."""
        interval, cases = Text("95%区間", "95% interval"), Text("件数", "Cases")
        heads = (Head(self.time, number=False), Head(self.measure), Head(interval), Head(cases))
        return DataTable(self.title, heads, tuple(_row(one) for one in self.stretches))


def _draw(canvas: Canvas, one: Stretch, x: float, y: Scale) -> None:
    small = " small" if one.small else ""
    if one.n:
        canvas.line(f"whisker{small}", x, y(one.low), x, y(one.high))
        canvas.dot(f"point{small}", x, y(one.share))


def _row(one: Stretch) -> tuple[Text, ...]:
    days = span(one.first.isoformat(), one.last.isoformat())
    if not one.n:
        return days, same("—"), same("—"), same("0")
    return days, same(percent(one.share)), span(percent(one.low), percent(one.high)), same(f"{one.n:,}")
