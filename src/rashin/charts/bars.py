"""Bars from nought, longest first or in a given order: weights of the parts of a decision, models, or who was paid."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import NO_VALUE, Unit, plain
from rashin.charts.scale import Scale
from rashin.charts.svg import LINE, TEXT, WIDE, Anchor, Canvas, Svg, on_two_lines, text_width
from rashin.language import Language, Text, same

_STACKED, _BESIDE = 56, 36
_TOP, _THICK = 28, 20
_LOOSE = 1.12
"""Room that amounts are given, since a reader's font may be wider than Noto Sans."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; with an interval it gets a whisker."""

    label: Text
    value: float
    low: float | None = None
    high: float | None = None
    other: bool = False
    """Drawn gray: there to compare with."""
    link: Text | None = None
    """Its page's address in each language."""


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
    unit: Unit | None = None
    """With a unit, amounts are written in it, such as 12.3億円, and not with `digits`."""

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: names beside the bars where there is room, else above them."""
        canvas = Canvas(width)
        stacked = width < 480
        gutter = 0.0 if stacked else self._gutter(language, width)
        most = max([*(b.high or b.value for b in self.bars), 1e-9])
        axis = Scale(0, most, gutter, width - 8 - self._amounts(language))
        canvas.text("tick", axis.start, TEXT, self.measure[language])
        top = float(_TOP)
        for bar in self.bars:
            names = on_two_lines(bar.label[language], (width if stacked else axis.start) - 8)
            top += self._bar(canvas, language, bar, names, axis, top, stacked=stacked)
        if not stacked:
            canvas.line("axis", axis.start, _TOP, axis.start, top)
        return canvas.svg(top + 4, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every bar with its amount, and its interval where it has one."""
        ranged = any(bar.low is not None for bar in self.bars)
        unit = Text(f"（{self.unit.name.ja}）", f" ({self.unit.name.en})") if self.unit else same("")
        measure = Text(self.measure.ja + unit.ja, self.measure.en + unit.en)
        heads = (Head(self.name, number=False), Head(measure), *([Head(Text("95%区間", "95% interval"))] * ranged))
        if not self.bars:
            return DataTable(self.title, heads, ((NO_VALUE, same("—"), *([same("—")] * ranged)),))
        return DataTable(self.title, heads, tuple(self._cells(bar, ranged=ranged) for bar in self.bars))

    def _full(self, value: float) -> str:
        return self.unit.full(value) if self.unit else plain(value, self.digits)

    def _brief(self, value: float, language: Language) -> str:
        return self.unit.brief(value)[language] if self.unit else plain(value, self.digits)

    def _cells(self, bar: Bar, *, ranged: bool) -> tuple[Text, ...]:
        cells = (bar.label, same(self._full(bar.value)))
        if not ranged:
            return cells
        if bar.low is None or bar.high is None:
            return (*cells, same("—"))
        low, high = self._full(bar.low), self._full(bar.high)
        return (*cells, Text(f"{low}〜{high}", f"{low} to {high}"))

    def _amounts(self, language: Language) -> float:
        """Room for the amounts at the ends of the bars, px."""
        longest = max((text_width(self._brief(bar.value, language)) for bar in self.bars), default=0.0)
        return max(text_width("0" * 7), _LOOSE * longest + 8)

    def _gutter(self, language: Language, width: int) -> float:
        longest = max((text_width(bar.label[language]) for bar in self.bars), default=0)
        return min(longest + 12, width * 0.44)

    def _bar(
        self, canvas: Canvas, language: Language, bar: Bar, names: list[str], axis: Scale, top: float, *, stacked: bool
    ) -> float:
        """One bar with its name and amount; how tall it is, px."""
        tall = _STACKED + LINE * (len(names) - 1) if stacked else max(_BESIDE, LINE * len(names) + 8)
        y = top + (LINE * len(names) + 4 if stacked else (tall - _THICK) / 2)
        start = top + 16 if stacked else top + (tall - LINE * len(names)) / 2 + 15
        anchor: Anchor = "start" if stacked else "end"
        x = 0.0 if stacked else axis.start - 8
        amount, address = self._brief(bar.value, language), bar.link[language] if bar.link else None
        with canvas.named(f"{bar.label[language]} {amount}", address, (0, top + 1, canvas.width, tall - 2)):
            for at, line in enumerate(names):
                canvas.text("label", x, start + LINE * at, line, anchor)
            canvas.rect("bar other" if bar.other else "bar", axis.start, y, axis(bar.value) - axis.start, _THICK)
            canvas.text("strong", self._whisker(canvas, bar, axis, y + _THICK / 2) + 6, y + 15, amount)
        return tall

    def _whisker(self, canvas: Canvas, bar: Bar, axis: Scale, y: float) -> float:
        """The bar's interval, where it has one; where bar and interval end, px."""
        if bar.low is None or bar.high is None:
            return axis(bar.value)
        canvas.line("halo", axis(bar.low), y, axis(bar.high), y)
        canvas.line("spread", axis(bar.low), y, axis(bar.high), y)
        return axis(bar.high)
