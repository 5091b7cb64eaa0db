"""How much of something came each day, as bars from nought, with the part of it that stands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import plain, tick
from rashin.charts.scale import Scale, ticks, widened
from rashin.charts.svg import LINE, TEXT, WIDE, Canvas, Svg, text_width
from rashin.language import Language, Text, same

DAY = Text("日", "Day")
_LEFT, _TOP, _PLOT = 48, 32, 160


@dataclass(frozen=True, slots=True)
class Day:
    """One day."""

    day: date
    count: int
    part: int = 0
    """How many of them stand out; at most `count`."""


@dataclass(frozen=True, slots=True)
class Days:
    """Counts by day, none left out."""

    title: Text
    description: Text
    measure: Text
    """What is counted; names the axis and the table's column."""
    part: Text
    """What stands out among it."""
    days: tuple[Day, ...]
    """In order; at least one."""

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: gray bars for all, the part that stands out in the key colour at their foot."""
        canvas = Canvas(width)
        y = Scale(0, widened(0, max(4, *(one.count for one in self.days)))[1], _TOP + _PLOT, _TOP)
        canvas.text("tick", 0, TEXT, self.measure[language])
        _key(canvas, self.part[language], text_width(self.measure[language]) + 24, width)
        for mark in ticks(y.low, y.high, 4):
            canvas.line("grid" if mark else "axis", _LEFT, y(mark), width, y(mark))
            canvas.text("tick", _LEFT - 6, y(mark) + 5, tick(mark, language), "end")
        pitch = (width - _LEFT) / len(self.days)
        for place, one in enumerate(self.days):
            x, wide = _LEFT + place * pitch, max(pitch - 1, 0.5)
            canvas.rect("bar other", x, y(one.count), wide, y.start - y(one.count))
            canvas.rect("bar", x, y(one.part), wide, y.start - y(one.part))
        dated(canvas, [one.day for one in self.days], _LEFT, pitch, y.start)
        return canvas.svg(y.start + LINE + 8, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every day."""
        heads = (Head(DAY, number=False), Head(self.measure), Head(self.part))
        rows = tuple((same(one.day.isoformat()), same(plain(one.count)), same(plain(one.part))) for one in self.days)
        return DataTable(self.title, heads, rows)


def dated(canvas: Canvas, days: list[date], left: float, pitch: float, base: float) -> None:
    """Dates under as many of the places as have room, the first among them."""
    taken = -1e9
    for place, day in enumerate(days):
        words = f"{day.month}/{day.day}"
        half, middle = text_width(words) / 2, left + (place + 0.5) * pitch
        if middle - half >= taken and middle + half <= canvas.width:
            canvas.text("tick", middle, base + LINE, words, "middle")
            taken = middle + half + 16


def _key(canvas: Canvas, words: str, x: float, width: int) -> None:
    if x + 20 + text_width(words) <= width:
        canvas.rect("bar", x, 4, 12, 12)
        canvas.text("tick", x + 18, TEXT, words)
