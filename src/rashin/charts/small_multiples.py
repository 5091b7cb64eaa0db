"""Many series of years, each in a small panel of its own, all on one scale, so that they can be compared."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import NO_VALUE, YEN, Unit
from rashin.charts.scale import Scale
from rashin.charts.svg import FULL, LINE, TEXT, Canvas, Svg, on_two_lines, text_width
from rashin.charts.years import Year, year_name
from rashin.language import Language, Text, same

_NARROWEST, _MOST, _GUTTER = 144, 5, 32
"""How narrow a panel may be, px; how many stand side by side; between two, px."""
_PLOT, _ABOVE, _BELOW = 64, 8, 28
"""Height of the bars; above them; between two rows of panels, px."""
_LOOSE = 1.12
"""Room that words are given, since a reader's font may be wider than Noto Sans."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One series."""

    label: Text
    years: tuple[Year, ...]
    """In order; those that other panels have and this one has not are empty places. What is in doubt is left out."""
    link: Text | None = None
    """Its page's address in each language."""


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """Amounts by year, one panel for each of many."""

    title: Text
    description: Text
    name: Text
    """What the panels are, for the table."""
    measure: Text
    """What is counted."""
    panels: tuple[Panel, ...]
    unit: Unit = YEN

    def draw(self, language: Language, width: int = FULL) -> Svg:
        """The drawing: as many panels side by side as have room, the last year of each dark and with its amount."""
        canvas, years = Canvas(width), self._years()
        across = max(1, min(len(self.panels), int((width + _GUTTER) // (_NARROWEST + _GUTTER)), _MOST))
        wide = (width - _GUTTER * (across - 1)) / across
        canvas.text("tick", 0, TEXT, _same_scale(self.measure)[language])
        top = TEXT + _BELOW
        for start in range(0, len(self.panels), across):
            row = self.panels[start : start + across]
            names = [on_two_lines(panel.label[language], wide) for panel in row]
            base = top + LINE * (max(map(len, names)) + 1) + _ABOVE + _PLOT
            for at, (panel, lines) in enumerate(zip(row, names, strict=True)):
                x, address = at * (wide + _GUTTER), panel.link[language] if panel.link else None
                below = top + LINE * (max(map(len, names)) - len(lines))
                amount = _last(panel, self.unit)[language]
                with canvas.named(f"{panel.label[language]} {amount}", address, (x, below - 4, wide, base - below + 4)):
                    _head(canvas, language, panel, lines, (x, below), amount, years)
                    self._bars(canvas, panel, (x, wide, base), years)
                _ends(canvas, language, years, x, wide, base)
            top = base + LINE + _BELOW
        return canvas.svg(top - _BELOW + 8, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every panel with each of its years."""
        years = self._years()
        unit = Text(f"（{self.unit.name.ja}）", f" ({self.unit.name.en})")
        heads = [Head(Text(self.name.ja + unit.ja, self.name.en + unit.en), number=False)]
        heads += [Head(Text(year_name(year, "ja"), year_name(year, "en"))) for year in years]
        return DataTable(self.title, tuple(heads), tuple(self._row(panel, years) for panel in self.panels))

    def _row(self, panel: Panel, years: list[int]) -> tuple[Text, ...]:
        known = {one.year: one.value for one in panel.years}
        values = [known.get(year) for year in years]
        return panel.label, *(NO_VALUE if v is None else same(self.unit.full(v)) for v in values)

    def _years(self) -> list[int]:
        return sorted({one.year for panel in self.panels for one in panel.years})

    def _bars(self, canvas: Canvas, panel: Panel, place: tuple[float, float, float], years: list[int]) -> None:
        """The bars within (left, width, bottom) px."""
        left, wide, base = place
        y, pitch = Scale(0, self._most(), base, base - _PLOT), wide / max(len(years), 1)
        canvas.line("axis", left, base, left + wide, base)
        last, places = (panel.years[-1].year if panel.years else None), {year: at for at, year in enumerate(years)}
        for one in panel.years:
            high = min(y(max(one.value or 0, 0)), base - 1 if one.value else base)
            look = "bar" if one.year == last else "bar other"
            canvas.rect(look, left + (places[one.year] + 0.1) * pitch, high, pitch * 0.8, base - high)

    def _most(self) -> float:
        return max([one.value or 0 for panel in self.panels for one in panel.years], default=0) or 1


def _same_scale(measure: Text) -> Text:
    return Text(f"{measure.ja}（目盛りはすべて同じ）", f"{measure.en} (all on one scale)")


def _last(panel: Panel, unit: Unit) -> Text:
    """The last year's amount."""
    value = panel.years[-1].value if panel.years else None
    return NO_VALUE if value is None else unit.brief(value)


def _head(
    canvas: Canvas,
    language: Language,
    panel: Panel,
    lines: list[str],
    place: tuple[float, float],
    amount: str,
    years: list[int],
) -> None:
    """The name from (left, top) px on, and below it the last year's amount; its year, where others go on."""
    x, top = place
    for at, line in enumerate(lines):
        canvas.text("label", x, top + LINE * at + TEXT, line)
    last = panel.years[-1] if panel.years else None
    known, y = last is not None and last.value is not None, top + LINE * len(lines) + TEXT
    canvas.text("keyed" if known else "tick", x, y, amount)
    if last is not None and last.year != years[-1]:
        canvas.text("tick", x + _LOOSE * text_width(amount) + 8, y, year_name(last.year, language))


def _ends(canvas: Canvas, language: Language, years: list[int], left: float, wide: float, base: float) -> None:
    """The first and the last of all years below the bars."""
    if years:
        canvas.text("tick", left + wide, base + LINE, year_name(years[-1], language), "end")
    if len(years) > 1:
        canvas.text("tick", left, base + LINE, str(years[0]))
