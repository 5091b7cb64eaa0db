"""Where along the probability a case is decided, and where a person decides."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import percent, span
from rashin.charts.scale import Scale
from rashin.charts.svg import LINE, WIDE, Canvas, Svg, text_width
from rashin.language import Language, Text

_TALL = 56


@dataclass(frozen=True, slots=True)
class Zone:
    """One stretch of the probability and what happens in it."""

    label: Text
    start: float
    end: float
    person: bool = False


@dataclass(frozen=True, slots=True)
class Zones:
    """The stretches from 0 to 1, in order."""

    title: Text
    description: Text
    axis: Text
    zones: tuple[Zone, ...]

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: a bar cut into stretches, each named within it or below it."""
        canvas, axis = Canvas(width), Scale(0, 1, 2, width - 2)
        for zone in self.zones:
            canvas.rect(
                "zone person" if zone.person else "zone", axis(zone.start), 4, axis(zone.end) - axis(zone.start), _TALL
            )
        taken = -1e9
        for mark in sorted({0.0, 1.0, *(zone.start for zone in self.zones)}):
            words = percent(mark, 0)
            half = text_width(words) / 2
            at = min(max(axis(mark), half), width - half)
            if at - half > taken:
                canvas.text("tick", at, _TALL + LINE + 4, words, "middle")
                taken = at + half + 4
        below = self._names(canvas, language, axis)
        y = _TALL + 2 * LINE + 4 + below * (LINE + 4)
        canvas.text("label", width, y + 4, self.axis[language], "end")
        return canvas.svg(y + 12, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every stretch with its ends."""
        heads = (Head(Text("扱い", "What happens"), number=False), Head(self.axis))
        rows = tuple((zone.label, span(percent(zone.start), percent(zone.end))) for zone in self.zones)
        return DataTable(self.title, heads, rows)

    def _names(self, canvas: Canvas, language: Language, axis: Scale) -> int:
        """Names that fit go into the bar; the others below it, one to a line. Returns how many went below."""
        below = 0
        for zone in self.zones:
            words, middle = zone.label[language], (axis(zone.start) + axis(zone.end)) / 2
            look = "keyed" if zone.person else "label"
            if text_width(words) + 8 <= axis(zone.end) - axis(zone.start):
                canvas.text(look, middle, _TALL / 2 + 9, words, "middle")
            elif zone.end > zone.start:
                below += 1
                y = _TALL + LINE + 4 + below * (LINE + 4)
                canvas.text(look, 0, y, f"{percent(zone.start, 0)}–{percent(zone.end, 0)} {words}")
        return below
