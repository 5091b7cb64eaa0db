"""What two columns do together: a grid of points, blue where they lower the risk and ochre where they raise it."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import signed
from rashin.charts.svg import BREAK, LINE, TEXT, WIDE, Canvas, Svg, shortened, text_width, wrapped
from rashin.language import Language, Text, same

_HEIGHT, _LINES, _NARROW_CELL, _TURNED = 36, 3, 60, 128
_DEEPEST = 0.5
"""Opacity of the strongest cell; words stay legible upon it."""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Points for every pair of stretches of two columns."""

    title: Text
    description: Text
    down: Text
    """The column whose stretches are the rows."""
    across: Text
    """The column whose stretches are the columns."""
    down_labels: tuple[Text, ...]
    across_labels: tuple[Text, ...]
    points: tuple[tuple[float, ...], ...]
    """Row by row."""

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing; each cell says its points, so that it reads in gray too."""
        canvas = Canvas(width)
        left = min(max(text_width(label[language]) for label in self.down_labels) + 10, width * 0.3)
        cell = (width - left - 1) / len(self.across_labels)
        top = LINE + self._heads(canvas, [label[language] for label in self.across_labels], left, cell) + 6
        self._names(canvas, language, width, left)
        for place, label in enumerate(self.down_labels):
            y = top + place * _HEIGHT
            canvas.text("tick", left - 8, y + 23, shortened(label[language], left - 8), "end")
            self._cells(canvas, self.points[place], left, y, cell)
        bottom = top + _HEIGHT * len(self.down_labels) + 2
        return canvas.svg(bottom, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """The grid, one row per stretch of the first column."""
        corner = Text(f"{self.down.ja} ＼ {self.across.ja}", f"{self.down.en} \\ {self.across.en}")
        heads = (Head(corner, number=False), *(Head(label) for label in self.across_labels))
        rows = zip(self.down_labels, self.points, strict=True)
        return DataTable(self.title, heads, tuple((label, *(same(signed(v, 1)) for v in row)) for label, row in rows))

    def _heads(self, canvas: Canvas, labels: list[str], left: float, cell: float) -> float:
        """The names of the columns, upright in a few lines or, where they do not fit, turned; returns their height."""
        turned = (
            any(text_width(part) > cell - 4 for label in labels for part in label.split(BREAK)) and cell < _NARROW_CELL
        )
        lines = [[shortened(label, _TURNED)] if turned else wrapped(label, cell - 4, _LINES) for label in labels]
        tall = max(text_width(line[0]) for line in lines) if turned else LINE * max(len(line) for line in lines)
        for place, words in enumerate(lines):
            x = left + (place + 0.5) * cell
            if turned:
                canvas.text("tick", x + 5, LINE + tall, words[0], turned=True)
            for n, line in enumerate([] if turned else words):
                canvas.text("tick", x, LINE + tall - (len(words) - 1 - n) * LINE, line, "middle")
        return tall

    def _names(self, canvas: Canvas, language: Language, width: int, left: float) -> None:
        canvas.text("label", 0, TEXT, shortened(f"↓{self.down[language]}", max(left - 8, width * 0.4)))
        canvas.text("label", width, TEXT, shortened(f"{self.across[language]}→", width * 0.55), "end")

    def _cells(self, canvas: Canvas, row: tuple[float, ...], left: float, y: float, cell: float) -> None:
        most = max([abs(v) for line in self.points for v in line] + [1e-9])
        for place, value in enumerate(row):
            x, depth = left + place * cell, _DEEPEST * abs(value) / most
            canvas.rect("cell", x, y, cell, _HEIGHT)
            canvas.rect("warmth" if value > 0 else "cool", x, y, cell, _HEIGHT, fill_opacity=f"{depth:.2f}")
            canvas.text("label", x + cell / 2, y + 23, signed(value), "middle")
