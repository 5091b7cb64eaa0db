"""How much each year, as bars from nought; a part whose meaning is in doubt stands hollow upon them."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import NO_VALUE, YEN, Unit
from rashin.charts.scale import Scale
from rashin.charts.svg import LINE, TEXT, WIDE, Canvas, Svg, text_width
from rashin.language import Language, Text, same

FISCAL_YEAR = Text("年度", "Fiscal year")
BOTH = Text("合わせて", "Together")
_PLOT, _THICK, _PITCH, _SPARE, _LOOSE = 184, 20, 32, 8, 1.12
"""Height of the columns; of a lying bar and from one to the next; between two labels, px; and the room that words
are given, since a reader's font may be wider than Noto Sans."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year."""

    year: int
    value: float | None
    """None where nothing is recorded; nought is a value."""
    doubt: float = 0.0
    """What comes on top of it that the message does not count, such as suspected errors of unit."""
    main: bool = False
    """The message is about it; where no year is, all are drawn alike."""


@dataclass(frozen=True, slots=True)
class Years:
    """Amounts by year."""

    title: Text
    description: Text
    measure: Text
    """What is counted; names the bars and the table's column."""
    years: tuple[Year, ...]
    """In order."""
    doubt: Text | None = None
    """What the hollow part is; without it there is none."""
    unit: Unit = YEN

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: columns where their labels have room side by side, else bars that lie."""
        canvas = Canvas(width)
        top = self._key(canvas, language) + LINE
        pitch = width / max(len(self.years), 1)
        widest = max((text_width(words) for one in self.years for words in self._labels(one, language)), default=0.0)
        bottom = (
            self._columns(canvas, language, top, pitch)
            if _LOOSE * widest + _SPARE <= pitch
            else self._lying(canvas, language, top)
        )
        return canvas.svg(bottom + 4, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every year; with the part in doubt, and with both together, where there is one."""
        unit = Text(f"（{self.unit.name.ja}）", f" ({self.unit.name.en})")
        names = [self.measure] if self.doubt is None else [self.measure, self.doubt, BOTH]
        heads = (Head(FISCAL_YEAR, number=False), *(Head(Text(n.ja + unit.ja, n.en + unit.en)) for n in names))
        return DataTable(self.title, heads, tuple(self._row(one) for one in self.years))

    def _row(self, one: Year) -> tuple[Text, ...]:
        value = NO_VALUE if one.value is None else same(self.unit.full(one.value))
        if self.doubt is None:
            return same(str(one.year)), value
        both = self.unit.full((one.value or 0) + one.doubt)
        return same(str(one.year)), value, same(self.unit.full(one.doubt)), same(both)

    def _key(self, canvas: Canvas, language: Language) -> float:
        """The names of the bars and of their hollow parts; where the last line of it ends, px."""
        canvas.text("tick", 0, TEXT, self.measure[language])
        if self.doubt is None:
            return TEXT
        x = text_width(self.measure[language]) + 24
        y = TEXT if x + 20 + text_width(self.doubt[language]) <= canvas.width else TEXT + LINE
        x = x if y == TEXT else 0.0
        canvas.rect("bar doubt", x + 0.5, y - 11.5, 12, 12)
        canvas.text("tick", x + 20, y, self.doubt[language])
        return y

    def _most(self) -> float:
        return max([max(one.value or 0, 0) + one.doubt for one in self.years if one.value or one.doubt], default=0) or 1

    def _labels(self, one: Year, language: Language) -> list[str]:
        """The year, its amount, and what comes on top of it in doubt."""
        amount = NO_VALUE if one.value is None else self.unit.brief(one.value)
        more = [f"+{self.unit.brief(one.doubt)[language]}"] if self.doubt and one.doubt else []
        return [year_name(one.year, language), amount[language], *more]

    def _look(self, one: Year) -> str:
        return "bar" if one.main or not any(other.main for other in self.years) else "bar other"

    def _columns(self, canvas: Canvas, language: Language, top: float, pitch: float) -> float:
        plot = _PLOT if any(one.value or one.doubt for one in self.years) else 0
        y = Scale(0, self._most(), top + 2 * LINE + plot, top + 2 * LINE)
        canvas.line("axis", 0, y.start, canvas.width, y.start)
        thick = min(pitch * 0.72, 72)
        for place, one in enumerate(self.years):
            name, amount, *more = self._labels(one, language)
            middle, value = (place + 0.5) * pitch, max(one.value or 0, 0)
            x, end = middle - thick / 2, y(value)
            canvas.text("tick", middle, y.start + LINE, name, "middle")
            canvas.rect(self._look(one), x, end, thick, y.start - end)
            if more:
                upper = y(value + one.doubt)
                canvas.rect("bar doubt", x + 0.5, upper, thick - 1, end - upper)
                end = end if end - upper > LINE + 8 else upper
                canvas.text("tick", middle, upper - 7 - (LINE if end == upper else 0), more[0], "middle")
            canvas.text("tick" if one.value is None else "strong over", middle, end - 7, amount, "middle")
        return y.start + LINE

    def _lying(self, canvas: Canvas, language: Language, top: float) -> float:
        labels = [self._labels(one, language) for one in self.years]
        left = _LOOSE * max((text_width(name) for name, *_ in labels), default=0.0) + 8
        right = _LOOSE * max((text_width("".join(amounts)) for _, *amounts in labels), default=0.0) + 20
        x = Scale(0, self._most(), left, canvas.width - right)
        for place, (one, (name, amount, *more)) in enumerate(zip(self.years, labels, strict=True)):
            y, value = top + place * _PITCH, max(one.value or 0, 0)
            end = x(value)
            canvas.text("tick", 0, y + 15, name)
            canvas.rect(self._look(one), left, y, end - left, _THICK)
            if more:
                canvas.rect("bar doubt", end, y + 0.5, x(value + one.doubt) - end, _THICK - 1)
                end = x(value + one.doubt)
                canvas.text("tick", end + 14 + _LOOSE * text_width(amount), y + 15, more[0])
            canvas.text("tick" if one.value is None else "strong", end + 6, y + 15, amount)
        bottom = top + _PITCH * len(self.years)
        canvas.line("axis", left, top - 4, left, bottom - (_PITCH - _THICK) + 4)
        return bottom - (_PITCH - _THICK)


def year_name(year: int, language: Language) -> str:
    """2021年度; FY2021."""
    return f"{year}年度" if language == "ja" else f"FY{year}"
