"""A whole cut into its parts: one bar, each part as long as its share, with its name and its cases below."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import percent, span
from rashin.charts.scale import Scale
from rashin.charts.svg import LINE, WIDE, Canvas, Svg, shortened, text_width
from rashin.language import Language, Text, same

_TALL, _SWATCH = 56, 14


@dataclass(frozen=True, slots=True)
class Share:
    """One part: its share of the whole with the 95% interval, and its cases."""

    label: Text
    value: float
    low: float
    high: float
    cases: int
    person: bool = False
    """Left to a person: drawn as in `Zones`."""
    key: bool = False
    """The part that the message is about."""


@dataclass(frozen=True, slots=True)
class Shares:
    """The parts, in order; they add up to one."""

    title: Text
    description: Text
    parts: tuple[Share, ...]

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: shares within the bar where there is room, then a line for each part."""
        canvas, axis = Canvas(width), Scale(0, 1, 2, width - 2)
        start = 0.0
        for part in self.parts:
            left, right = axis(start), axis(start + part.value)
            canvas.rect(_look(part), left, 4, right - left, _TALL)
            words = percent(part.value, 0)
            if text_width(words) + 12 <= right - left:
                canvas.text(_ink(part), (left + right) / 2, _TALL / 2 + 9, words, "middle")
            start += part.value
        y = _TALL + 12.0
        for part in self.parts:
            y += LINE + 8
            self._name(canvas, language, part, y)
        return canvas.svg(y + 12, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every part with its cases, its share and the interval."""
        heads = (
            Head(Text("扱い", "What happens"), number=False),
            Head(Text("件数", "Cases")),
            Head(Text("割合", "Share")),
            Head(Text("95%区間", "95% interval")),
        )
        rows = tuple(
            (
                part.label,
                same(f"{part.cases:,}"),
                same(percent(part.value)),
                span(percent(part.low), percent(part.high)),
            )
            for part in self.parts
        )
        return DataTable(self.title, heads, rows)

    def _name(self, canvas: Canvas, language: Language, part: Share, y: float) -> None:
        canvas.rect(_look(part), 2, y - _SWATCH + 2, _SWATCH, _SWATCH)
        counted = f"{part.cases:,}{'件' if language == 'ja' else ''}  {percent(part.value)}"
        room = canvas.width - text_width(counted) - 40
        canvas.text("label", 26, y, shortened(part.label[language], room))
        canvas.text("strong", canvas.width, y, counted, "end")


def _look(part: Share) -> str:
    return "zone person" if part.person else "bar" if part.key else "zone"


def _ink(part: Share) -> str:
    return "reversed" if part.key else "keyed" if part.person else "label"
