"""Out of a hundred: a hundred squares of which some are filled, the plainest picture of a share."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import percent, span
from rashin.charts.svg import LINE, NARROW, TEXT, Canvas, Svg
from rashin.language import Language, Text, same

_SIDE, _PITCH, _IN_A_ROW = 20, 24, 10


@dataclass(frozen=True, slots=True)
class Hundred:
    """A share with its interval, as filled squares among a hundred."""

    title: Text
    description: Text
    filled: Text
    """What the filled squares are."""
    rest: Text
    """What the others are."""
    share: float
    low: float
    high: float
    n: int

    def draw(self, language: Language, width: int = NARROW) -> Svg:
        """The drawing: ten rows of ten squares, with what is filled beside its number."""
        canvas = Canvas(width)
        filled = round(100 * self.share)
        for place in range(100):
            x, y = place % _IN_A_ROW * _PITCH, place // _IN_A_ROW * _PITCH
            look = "bar" if place < filled else "empty"
            canvas.rect(look, x + 0.5, y + 0.5, _SIDE, _SIDE, rx="3")
        base = _IN_A_ROW * _PITCH + TEXT + 4
        counts = (filled, self.filled[language]), (100 - filled, self.rest[language])
        for place, (count, words) in enumerate(counts):
            y = base + place * (LINE + 4)
            canvas.rect("empty" if place else "bar", 0.5, y - 12.5, 14, 14, rx="3")
            canvas.text("label" if place else "keyed", 22, y, f"{count}{'件' if language == 'ja' else ''} {words}")
        return canvas.svg(base + LINE + 16, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """The share, its interval and the cases."""
        heads = (
            Head(Text("内訳", "Part"), number=False),
            Head(Text("割合", "Share")),
            Head(Text("95%区間", "95% interval")),
            Head(Text("もとになった件数", "Cases behind it")),
        )
        parts = (
            (self.filled, self.share, self.low, self.high),
            (self.rest, 1 - self.share, 1 - self.high, 1 - self.low),
        )
        rows = tuple(
            (name, same(percent(v)), span(percent(a), percent(b)), same(f"{self.n:,}")) for name, v, a, b in parts
        )
        return DataTable(self.title, heads, rows)
