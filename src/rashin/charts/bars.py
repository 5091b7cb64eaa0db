"""Bars from nought, longest first or in a given order: weights of the parts of a decision, or models side by side."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import plain
from rashin.charts.scale import Scale
from rashin.charts.svg import LINE, TEXT, WIDE, Canvas, Svg, shortened, text_width
from rashin.language import Language, Text, same

_STACKED, _BESIDE = 48, 36
_TOP, _THICK = 28, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; with an interval it gets a whisker."""

    label: Text
    value: float
    low: float | None = None
    high: float | None = None
    other: bool = False
    """Drawn gray: there to compare with."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts of one kind."""

    title: Text
    description: Text
    name: Text
    measure: Text
    """What is measured, with its unit; heads the table's column."""
    bars: tuple[Bar, ...]
    digits: int = 1

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: names beside the bars where there is room, else above them."""
        canvas = Canvas(width)
        stacked = width < 480
        gutter = 0.0 if stacked else self._gutter(language, width)
        most = max([*(b.high or b.value for b in self.bars), 1e-9])
        axis = Scale(0, most, gutter, width - 8 - text_width("0" * 7))
        pitch = _STACKED if stacked else _BESIDE
        canvas.text("tick", axis.start, TEXT, self.measure[language])
        for place, bar in enumerate(self.bars):
            self._bar(canvas, bar, bar.label[language], axis, _TOP + place * pitch, stacked=stacked)
        bottom = _TOP + pitch * len(self.bars)
        if not stacked:
            canvas.line("axis", axis.start, _TOP, axis.start, bottom)
        return canvas.svg(bottom + 4, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every bar with its amount, and its interval where it has one."""
        ranged = any(bar.low is not None for bar in self.bars)
        heads = (Head(self.name, number=False), Head(self.measure), *([Head(Text("95%区間", "95% interval"))] * ranged))
        return DataTable(self.title, heads, tuple(self._cells(bar, ranged=ranged) for bar in self.bars))

    def _cells(self, bar: Bar, *, ranged: bool) -> tuple[Text, ...]:
        cells = (bar.label, same(plain(bar.value, self.digits)))
        if not ranged:
            return cells
        if bar.low is None or bar.high is None:
            return (*cells, same("—"))
        low, high = plain(bar.low, self.digits), plain(bar.high, self.digits)
        return (*cells, Text(f"{low}〜{high}", f"{low} to {high}"))

    def _gutter(self, language: Language, width: int) -> float:
        longest = max((text_width(bar.label[language]) for bar in self.bars), default=0)
        return min(longest + 12, width * 0.44)

    def _bar(self, canvas: Canvas, bar: Bar, name: str, axis: Scale, top: float, *, stacked: bool) -> None:
        y = top + (LINE + 4 if stacked else 8)
        if stacked:
            canvas.text("label", 0, top + 16, shortened(name, axis.end))
        else:
            canvas.text("label", axis.start - 8, y + 15, shortened(name, axis.start - 8), "end")
        canvas.rect("bar other" if bar.other else "bar", axis.start, y, axis(bar.value) - axis.start, _THICK)
        end = axis(bar.value)
        if bar.low is not None and bar.high is not None:
            end = axis(bar.high)
            canvas.line("halo", axis(bar.low), y + _THICK / 2, end, y + _THICK / 2)
            canvas.line("spread", axis(bar.low), y + _THICK / 2, end, y + _THICK / 2)
        canvas.text("strong", end + 6, y + 15, plain(bar.value, self.digits))
