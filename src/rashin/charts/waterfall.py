"""How one decision came about: from the reference to this case, one reason at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import percent, signed
from rashin.charts.scale import Scale
from rashin.charts.svg import LINE, TEXT, WIDE, Canvas, Svg, shortened, text_width
from rashin.language import Language, Text, same

_TOP, _BESIDE, _STACKED, _THICK, _GAP, _ROOMY = 52, 36, 52, 20, 16, 480


@dataclass(frozen=True, slots=True)
class Part:
    """One reason: the feature, its value, and the points it adds to or takes from the risk."""

    label: Text
    value: Text
    points: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From the probability of the reference to that of the case."""

    title: Text
    description: Text
    start: Text
    """Whom the case is compared with."""
    end: Text
    start_probability: float
    end_probability: float
    parts: tuple[Part, ...]
    """In the order they are told; they add up to the whole way."""
    line: tuple[float, Text] | None = None
    """Points above the start at which the outcome changes, and the name of that line."""

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: blue bars to the right raise the risk, gray ones to the left lower it."""
        canvas, place = Canvas(width), self._layout(width)
        levels = self._levels()
        canvas.text("tick", 0, TEXT, Text("点（→見込みが上がる）", "Points (→ raises the risk)")[language])
        if self.line:
            self._line(canvas, place, self.line[0], self.line[1][language])
        for number in range(1, len(levels)):
            place.bar(canvas, number, levels[number - 1], levels[number])
        for number, part in enumerate(self.parts, start=1):
            place.name(canvas, number, f"{part.label[language]} {part.value[language]}".rstrip(), "label over")
        for number, name, share in (
            (0, self.start, self.start_probability),
            (len(levels), self.end, self.end_probability),
        ):
            place.name(canvas, number, name[language], "strong over")
            place.total(canvas, number, levels[min(number, len(levels) - 1)], percent(share))
        bottom = place.top(len(levels) + 1)
        return canvas.svg(bottom + 4, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """The reasons with their points, between the two probabilities."""
        heads = (
            Head(Text("理由", "Reason"), number=False),
            Head(Text("この件の値", "Value here"), number=False),
            Head(Text("点（＋は見込みが上がる）", "Points (+ raises the risk)")),
            Head(Text("見込み", "Probability")),
        )
        dash = same("—")
        first = (self.start, dash, dash, same(percent(self.start_probability)))
        last = (self.end, dash, dash, same(percent(self.end_probability)))
        parts = ((part.label, part.value, same(signed(part.points, 1)), dash) for part in self.parts)
        return DataTable(self.title, heads, (first, *parts, last))

    def _levels(self) -> list[float]:
        """Points above the start, before the first reason and after each."""
        return list(accumulate((part.points for part in self.parts), initial=0.0))

    def _layout(self, width: int) -> _Layout:
        stacked = width < _ROOMY
        reached = [*self._levels(), *([self.line[0]] if self.line else [])]
        low, high = min(reached), max(reached)
        spare = text_width("−00.0") + 10
        left = (0.0 if stacked else width * 0.4) + spare
        axis = Scale(low, high if high > low else low + 1, left, width - spare - 16)
        return _Layout(axis, stacked, _TOP if self.line else _TOP - LINE)

    def _line(self, canvas: Canvas, place: _Layout, points: float, name: str) -> None:
        at = place.axis(points)
        for number in range(len(self.parts) + 2):
            canvas.line(
                "rule",
                at,
                place.bar_top(number) - 2,
                at,
                place.bar_top(number) + _THICK + (2 if place.stacked else _GAP),
            )
        canvas.text("label", at, place.head - 8, name, "middle")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where rows and bars lie: names beside the bars, or above them on a phone."""

    axis: Scale
    stacked: bool
    head: float
    """Room above the rows, px."""

    def top(self, row: int) -> float:
        return self.head + row * (_STACKED if self.stacked else _BESIDE)

    def bar_top(self, row: int) -> float:
        return self.top(row) + (LINE + 8 if self.stacked else _GAP / 2)

    def name(self, canvas: Canvas, row: int, words: str, look: str) -> None:
        room = self.axis.end if self.stacked else self.axis.start - text_width("−00.0") - 20
        y = self.top(row) + LINE if self.stacked else self.bar_top(row) + 15
        canvas.text(look, 0, y, shortened(words, room))

    def total(self, canvas: Canvas, row: int, level: float, words: str) -> None:
        at = self.axis(level)
        canvas.dot("point", at, self.bar_top(row) + _THICK / 2, 6)
        canvas.text("keyed over", at + 12, self.bar_top(row) + 15, words)

    def bar(self, canvas: Canvas, row: int, before: float, after: float) -> None:
        """The bar of a reason, tied to what came before it and to what comes next."""
        y, rises = self.bar_top(row), after >= before
        left, right = sorted((self.axis(before), self.axis(after)))
        for at, start, end in ((before, self.bar_top(row - 1) + _THICK, y), (after, y + _THICK, self.bar_top(row + 1))):
            canvas.line("lead", self.axis(at), start, self.axis(at), end)
        canvas.rect("bar" if rises else "bar other", left, y, max(right - left, 1), _THICK)
        words = signed(after - before, 0 if abs(after - before) >= 1 else 1)
        canvas.text("strong over", right + 6 if rises else left - 6, y + 15, words, "start" if rises else "end")
