"""Dots with whiskers, one row each: categories of a column, or groups of people, against a line of reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import percent, signed, span
from rashin.charts.scale import Scale, ticks, widened
from rashin.charts.svg import LINE, TEXT, WIDE, Canvas, Svg, shortened, text_width
from rashin.language import Language, Text, same

SMALL = Text("少数", "few")
INTERVAL = Text("95%区間", "95% interval")
_BESIDE, _STACKED, _ROOMY = 36, 52, 480
_TOP, _PAD, _FIGURE = 48, 12, 44
"""Room above the rows, at either end of the axis, and for a figure beyond it."""
_FORMATS = {"points": (signed, 0, 1), "share": (percent, 0, 1)}


@dataclass(frozen=True, slots=True)
class Dot:
    """One row: a figure with its interval and the cases it rests on."""

    label: Text
    value: float | None
    low: float | None
    high: float | None
    n: int
    small: bool = False
    """Too few cases to conclude anything: drawn hollow, said in words."""


@dataclass(frozen=True, slots=True)
class Dots:
    """Figures of one kind, side by side."""

    title: Text
    description: Text
    name: Text
    """What the rows are, for the table."""
    measure: Text
    """What is measured, for the axis and the table."""
    rows: tuple[Dot, ...]
    form: Literal["points", "share"] = "share"
    extent: tuple[float, float] | None = None
    """The ends of the axis; by default the range of the intervals, for shares with nought."""
    reference: tuple[float, Text] | None = None
    """A line to compare with, and its name."""
    interval: Text = INTERVAL

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: names beside the dots where there is room, else above them."""
        canvas, place = Canvas(width), self._layout(language, width)
        top = _TOP if self.reference else _TOP - LINE
        bottom = top + place.pitch * len(self.rows)
        canvas.text("tick", 0, TEXT, self.measure[language])
        self._frame(canvas, place, top)
        if self.reference:
            _refer(canvas, place, self.reference[0], self.reference[1][language], top, bottom)
        for number, row in enumerate(self.rows):
            self._row(canvas, language, place, row, top + number * place.pitch)
        return canvas.svg(bottom + LINE + 8, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every row with its figure, interval and cases."""
        heads = (Head(self.name, number=False), Head(self.measure), Head(self.interval), Head(Text("件数", "Cases")))
        return DataTable(self.title, heads, tuple(self._cells(row) for row in self.rows))

    def _written(self, value: float, *, precise: bool = False) -> str:
        write, coarse, fine = _FORMATS[self.form]
        return write(value, fine if precise else coarse)

    def _cells(self, row: Dot) -> tuple[Text, ...]:
        mark = Text(f"（{SMALL.ja}）", f" ({SMALL.en})") if row.small else same("")
        name = Text(row.label.ja + mark.ja, row.label.en + mark.en)
        if row.value is None or row.low is None or row.high is None:
            return name, same("—"), same("—"), same(f"{row.n:,}")
        ends = span(self._written(row.low, precise=True), self._written(row.high, precise=True))
        return name, same(self._written(row.value, precise=True)), ends, same(f"{row.n:,}")

    def _layout(self, language: Language, width: int) -> _Layout:
        low, high = self.extent or self._range()
        if width < _ROOMY:
            return _Layout(Scale(low, high, _PAD, width - _PAD - _FIGURE), width, stacked=True)
        longest = max((text_width(row.label[language]) for row in self.rows), default=0)
        left = min(longest + 16, width * 0.36) + _PAD
        counts = max((text_width(_count(row, language)) for row in self.rows), default=0)
        return _Layout(Scale(low, high, left, width - counts - _FIGURE - _PAD), width, stacked=False)

    def _range(self) -> tuple[float, float]:
        ends = [v for row in self.rows for v in (row.low, row.high, row.value) if v is not None]
        ends += [0.0] + ([self.reference[0]] if self.reference else [])
        low, high = min(ends), max(ends)
        return widened(low, high if high > low else low + 1)

    def _frame(self, canvas: Canvas, place: _Layout, top: float) -> None:
        """The lines of the axis, only where dots are, so that they cross no name."""
        axis, bottom = place.axis, top + place.pitch * len(self.rows)
        for mark in ticks(axis.low, axis.high, 5):
            for number in range(len(self.rows)):
                start = top + number * place.pitch + place.above
                canvas.line("axis" if mark == 0 else "grid", axis(mark), start, axis(mark), start + place.strip)
            canvas.text("tick", axis(mark), bottom + LINE - 2, self._written(mark), "middle")

    def _row(self, canvas: Canvas, language: Language, place: _Layout, row: Dot, top: float) -> None:
        axis, small, count = place.axis, " small" if row.small else "", _count(row, language)
        y = top + place.above + place.strip / 2
        named = top + LINE if place.stacked else y + 5
        room = place.end - text_width(count) - 8 if place.stacked else axis.start - _PAD - 8
        canvas.text("label", 0, named, shortened(row.label[language], room))
        canvas.text("tick", place.end, named, count, "end")
        if row.value is None or row.low is None or row.high is None:
            canvas.text("tick", axis.start, y + 5, "—")
            return
        canvas.line(f"whisker{small}", axis(row.low), y, axis(row.high), y)
        canvas.dot(f"point{small}", axis(row.value), y)
        words = self._written(row.value)
        canvas.text("keyed over", max(axis(row.high), axis(row.value) + 5) + 6, y + 5, words)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the axis runs, where the drawing ends, and whether names stand above the dots."""

    axis: Scale
    end: float
    stacked: bool

    @property
    def pitch(self) -> float:
        return _STACKED if self.stacked else _BESIDE

    @property
    def above(self) -> float:
        return LINE + 6 if self.stacked else 0

    @property
    def strip(self) -> float:
        return self.pitch - self.above


def _refer(canvas: Canvas, place: _Layout, value: float, name: str, top: float, bottom: float) -> None:
    at = place.axis(value)
    canvas.line("rule", at, top - 4, at, bottom)
    canvas.text("label", at, top - 10, name, "middle")


def _count(row: Dot, language: Language) -> str:
    return f"n={row.n:,}" + (f" {SMALL[language]}" if row.small else "")
