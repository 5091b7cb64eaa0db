"""What drawing the line somewhere would have cost, in yen, and where the line is."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import percent, tick, yen, yen_full
from rashin.charts.scale import Scale, ticks, widened
from rashin.charts.svg import LINE, TEXT, WIDE, Canvas, Svg, text_width
from rashin.language import Language, Text, same

_LEFT, _TOP, _PLOT = 64, 48, 240
_TABLE_ROWS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One place for the line: what would have happened to the cases, and the cost."""

    threshold: float
    accepted: int
    refused: int
    handed_over: int
    yen: float


@dataclass(frozen=True, slots=True)
class CostCurve:
    """Cost over the threshold, with the chosen one and the two ends named."""

    title: Text
    description: Text
    axis: Text
    """What the threshold is a probability of."""
    lines: tuple[Line, ...]
    """By rising threshold."""
    chosen: Line
    accepted: Text
    refused: Text
    at_ends: tuple[Text, Text] | None = None
    """Names of the lowest and highest threshold, where everybody falls on one side."""

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing; cost from nought."""
        canvas = Canvas(width)
        top = widened(0, max(line.yen for line in self.lines), 5)[1]
        x = Scale(self.lines[0].threshold, self.lines[-1].threshold, _LEFT, width - 24)
        y = Scale(0, top, _TOP + _PLOT, _TOP)
        self._frame(canvas, language, x, y)
        canvas.path("curve", [(x(line.threshold), y(line.yen)) for line in self.lines])
        self._chosen(canvas, language, x, y)
        bottom = y.start + 2 * LINE + 4
        if self.at_ends:
            self._ends(canvas, language, x, y, bottom)
            bottom += LINE + 4
        canvas.text("label", x.end, bottom, self.axis[language], "end")
        return canvas.svg(bottom + 8, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """About a dozen places for the line, the chosen one among them."""
        heads = (
            Head(self.axis),
            Head(self.accepted),
            Head(self.refused),
            Head(Text("人に回す", "To a person")),
            Head(Text("費用", "Cost")),
        )
        stride = max(1, -(-len(self.lines) // _TABLE_ROWS))
        shown = {line.threshold: line for line in (*self.lines[::stride], self.lines[-1], self.chosen)}
        return DataTable(self.title, heads, tuple(self._cells(shown[at]) for at in sorted(shown)))

    def _cells(self, line: Line) -> tuple[Text, ...]:
        name = percent(line.threshold)
        here = Text(f"{name}（いまの線）", f"{name} (the line now)") if line == self.chosen else same(name)
        counts = (same(f"{n:,}") for n in (line.accepted, line.refused, line.handed_over))
        return here, *counts, same(yen_full(line.yen))

    def _frame(self, canvas: Canvas, language: Language, x: Scale, y: Scale) -> None:
        canvas.text("tick", 0, TEXT, Text("費用（円）", "Cost (yen)")[language])
        for mark in ticks(0, y.high, 5):
            canvas.line("grid" if mark else "axis", x.start, y(mark), x.end, y(mark))
            canvas.text("tick", x.start - 8, y(mark) + 5, tick(mark, language), "end")
        for mark in ticks(x.low, x.high, 5):
            canvas.text("tick", x(mark), y.start + LINE, percent(mark, 0), "middle")

    def _ends(self, canvas: Canvas, language: Language, x: Scale, y: Scale, below: float) -> None:
        """The two ends, named below the axis, where no curve runs."""
        low, high = self.at_ends or (same(""), same(""))
        for line in (self.lines[0], self.lines[-1]):
            canvas.dot("point small", x(line.threshold), y(line.yen), 4)
        canvas.text("label", 0, below, f"← {low[language]}")
        canvas.text("label", x.end + 24, below, f"{high[language]} →", "end")

    def _chosen(self, canvas: Canvas, language: Language, x: Scale, y: Scale) -> None:
        at, place = x(self.chosen.threshold), y(self.chosen.yen)
        canvas.line("lead", at, place, at, y.start)
        canvas.dot("point", at, place, 6)
        where = Text(f"いまの線 {percent(self.chosen.threshold)}", f"The line now: {percent(self.chosen.threshold)}")
        words = where[language], yen(self.chosen.yen)[language]
        room = max(text_width(w) for w in words)
        anchor, side = ("start", 10) if at + 10 + room < x.end else ("end", -10)
        for n, line in enumerate(words):
            canvas.text(
                "keyed over", at + side, place + (n + 1) * LINE + 4, line, "start" if anchor == "start" else "end"
            )
