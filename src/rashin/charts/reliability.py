"""Do the probabilities come true: what was said against what came, with whiskers."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import percent, span
from rashin.charts.scale import Scale, ticks, widened
from rashin.charts.svg import LINE, TEXT, WIDE, Canvas, Svg
from rashin.language import Language, Text, same

_LEFT, _TOP, _MOST_SIDE = 44, 32, 400


@dataclass(frozen=True, slots=True)
class Said:
    """Cases given about the same probability, and how often the outcome came."""

    probability: float
    observed: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """Probabilities said against shares observed; on the diagonal they agree."""

    title: Text
    description: Text
    said: Text
    came: Text
    points: tuple[Said, ...]

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing, as wide as high where the page allows."""
        side = min(width - _LEFT - 16, _MOST_SIDE)
        canvas = Canvas(_LEFT + side + 16)
        most = min(1.0, widened(0, max(max(p.high, p.probability) for p in self.points), 5)[1])
        x, y = Scale(0, most, _LEFT, _LEFT + side), Scale(0, most, _TOP + side, _TOP)
        self._frame(canvas, language, x, y)
        for point in self.points:
            canvas.line("whisker", x(point.probability), y(point.low), x(point.probability), y(point.high))
            canvas.dot("point", x(point.probability), y(point.observed))
        bottom = y.start + 2 * LINE + 8
        canvas.text("label", _LEFT + side, bottom, f"{self.said[language]}→", "end")
        return canvas.svg(bottom + 8, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every point with its interval and cases."""
        heads = (Head(self.said), Head(self.came), Head(Text("95%区間", "95% interval")), Head(Text("件数", "Cases")))
        rows = tuple(
            (
                same(percent(p.probability)),
                same(percent(p.observed)),
                span(percent(p.low), percent(p.high)),
                same(f"{p.n:,}"),
            )
            for p in self.points
        )
        return DataTable(self.title, heads, rows)

    def _frame(self, canvas: Canvas, language: Language, x: Scale, y: Scale) -> None:
        canvas.text("label", 0, TEXT, f"↑{self.came[language]}")
        for mark in ticks(0, y.high, 5):
            canvas.line("grid" if mark else "axis", x.start, y(mark), x.end, y(mark))
            canvas.text("tick", x.start - 6, y(mark) + 5, percent(mark, 0), "end")
            canvas.text("tick", x(mark), y.start + LINE, percent(mark, 0), "middle")
        canvas.line("rule", x.start, y.start, x.end, y.end)
        words = Text("言ったとおり", "as said")[language]
        at = x.start + (x.end - x.start) * 0.86
        canvas.text("label over", at - 8, y.start - (y.start - y.end) * 0.86 - 6, words, "end")
