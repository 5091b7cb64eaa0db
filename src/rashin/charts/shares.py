"""A whole cut into its parts: one bar, each part as long as its share, with its name and its cases."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import percent, span
from rashin.charts.scale import Scale
from rashin.charts.svg import LINE, WIDE, Canvas, Svg, shortened, text_width
from rashin.language import Language, Text, same

_TALL, _SWATCH, _APART, _LOOSE = 56, 14, 16, 1.12
"""Height of the bar; of a patch beside a name; between two names, px; for fonts that are wider than Noto Sans."""

_WHAT_HAPPENS = Text("扱い", "What happens")


@dataclass(frozen=True, slots=True)
class Share:
    """One part: its share of the whole and its cases; with the 95% interval where they are a sample."""

    label: Text
    value: float
    low: float | None
    high: float | None
    cases: int
    person: bool = False
    """Left to a person: drawn as in `Zones`."""
    key: bool = False
    """The part that the message is about."""
    nothing: bool = False
    """Cases of which nothing is known: drawn empty."""

    @classmethod
    def counted(cls, label: Text, cases: int, whole: int, *, key: bool = False, nothing: bool = False) -> Share:
        """A part of cases that were all counted; of no cases at all, each part is nought."""
        return cls(label, cases / whole if whole else 0.0, None, None, cases, key=key, nothing=nothing)


@dataclass(frozen=True, slots=True)
class Shares:
    """The parts, in order; they add up to one, or there are none."""

    title: Text
    description: Text
    parts: tuple[Share, ...]
    """The parts, in order; they add up to one, or there are none."""
    name: Text = _WHAT_HAPPENS
    """What the parts are, for the table."""

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: each name under its part where all have room there, else a line for each."""
        canvas, axis = Canvas(width), Scale(0, 1, 2, width - 2)
        starts = [axis(start) for start in accumulate((part.value for part in self.parts), initial=0.0)]
        if not any(part.value for part in self.parts):
            canvas.rect("empty", 2, 4, width - 4, _TALL)
        placed = list(zip(self.parts, starts, starts[1:], strict=False))
        for part, left, right in sorted(placed, key=lambda one: one[0].person):  # their thick edge lies upon others
            canvas.rect(_look(part), left, 4, right - left, _TALL)
            words = percent(part.value, 0)
            if _LOOSE * text_width(words) + 12 <= right - left:
                canvas.text(_ink(part), (left + right) / 2, _TALL / 2 + 9, words, "middle")
        bottom = (
            self._under(canvas, language, starts) if self._fit(language, starts) else self._listed(canvas, language)
        )
        return canvas.svg(bottom + 12, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every part with its cases, its share, and the interval where there is one."""
        sampled = any(part.low is not None for part in self.parts)
        heads = (
            Head(self.name, number=False),
            Head(Text("件数", "Cases")),
            Head(Text("割合", "Share")),
            *([Head(Text("95%区間", "95% interval"))] * sampled),
        )
        return DataTable(self.title, heads, tuple(_cells(part, sampled=sampled) for part in self.parts))

    def _fit(self, language: Language, starts: list[float]) -> bool:
        """Whether every name has room under its part."""
        return all(
            _LOOSE * max(text_width(part.label[language]), text_width(_counted(part, language))) + _APART
            <= right - left
            for part, left, right in zip(self.parts, starts, starts[1:], strict=False)
        )

    def _under(self, canvas: Canvas, language: Language, starts: list[float]) -> float:
        for part, left in zip(self.parts, starts, strict=False):
            canvas.text("label", left, _TALL + 8 + LINE, part.label[language])
            canvas.text("strong", left, _TALL + 8 + 2 * LINE, _counted(part, language))
        return _TALL + 8.0 + 2 * LINE

    def _listed(self, canvas: Canvas, language: Language) -> float:
        y = _TALL + 12.0
        for part in self.parts:
            y += LINE + 8
            self._name(canvas, language, part, y)
        return y

    def _name(self, canvas: Canvas, language: Language, part: Share, y: float) -> None:
        canvas.rect(_look(part), 2, y - _SWATCH + 2, _SWATCH, _SWATCH)
        counted = _counted(part, language)
        room = canvas.width - _LOOSE * text_width(counted) - 40
        canvas.text("label", 26, y, shortened(part.label[language], room))
        canvas.text("strong", canvas.width, y, counted, "end")


def _counted(part: Share, language: Language) -> str:
    ja = language == "ja"
    cases = f"{part.cases:,}{'件' if ja else ''}"
    if not part.cases:
        return cases
    return f"{cases}（{percent(part.value)}）" if ja else f"{cases} ({percent(part.value)})"


def _cells(part: Share, *, sampled: bool) -> tuple[Text, ...]:
    cells = part.label, same(f"{part.cases:,}"), same(percent(part.value))
    if not sampled:
        return cells
    if part.low is None or part.high is None:
        return (*cells, same("—"))
    return (*cells, span(percent(part.low), percent(part.high)))


def _look(part: Share) -> str:
    if part.nothing:
        return "bar doubt"
    return "zone person" if part.person else "bar" if part.key else "zone edged"


def _ink(part: Share) -> str:
    return "reversed" if part.key else "keyed" if part.person else "label"
