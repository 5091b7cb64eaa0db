"""Goals and what came of them, one row each: all targets stand on one line, and what is past it reached its goal."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import NO_VALUE, brief, span
from rashin.charts.scale import Scale
from rashin.charts.svg import LINE, TEXT, WIDE, Canvas, Svg, on_two_lines, shortened, text_width
from rashin.language import Language, Text, same

ACTUAL, TARGET, BASELINE = Text("実績", "Actual"), Text("目標", "Target"), Text("はじめ", "Baseline")
INTERVAL = Text("95%区間", "95% interval")
MET, NOT_MET = Text("届いた", "met"), Text("届いていない", "not met")
OR_LESS = Text("以下", " or less")
NO_TARGET = Text("目標なし", "no target")
_ROOMY, _LEAST, _MOST = 560, -0.3, 1.7
"""From where on names stand beside the tracks, px; and the ends of a track, in ways from the baseline to the target."""
_STRIP, _PAD, _LOOSE = 32, 12, 1.12
"""Height of a track with its room, px; between parts of a row, px; for fonts that are wider than Noto Sans."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One outcome: where it stood, where it should be, and where it is."""

    label: Text
    unit: Text
    """Of all its numbers, such as 件 or %."""
    baseline: float | None
    target: float | None
    actual: float | None
    low: float | None = None
    high: float | None = None
    """The ends of the actual value's interval."""
    falling: bool = False
    """Less is better."""
    note: Text | None = None
    """What to add to the name, such as the year and the method."""
    link: Text | None = None
    """Its page's address in each language."""

    @property
    def met(self) -> bool | None:
        """Whether the actual value is at its target or past it; None where either is missing."""
        if self.target is None or self.actual is None:
            return None
        return self.actual <= self.target if self.falling else self.actual >= self.target

    def way(self, value: float) -> float:
        """Where a value stands on the way: 1 at the target, more past it, and 0 at the baseline.

        Without a baseline the way starts at nought, and where less is better at twice the target.
        """
        if self.target is None:
            return 0.0
        start = self.baseline
        if start is None or start == self.target:
            start = 2 * self.target if self.falling else 0.0
        whole = abs(self.target - start) or abs(value - self.target) or 1.0
        return 1 + (self.target - value if self.falling else value - self.target) / whole


@dataclass(frozen=True, slots=True)
class Goals:
    """Goals side by side, each in its own unit."""

    title: Text
    description: Text
    name: Text
    """What the rows are, for the table."""
    goals: tuple[Goal, ...]

    def draw(self, language: Language, width: int = WIDE) -> Svg:
        """The drawing: names beside the tracks where there is room, else above them."""
        canvas, place = Canvas(width), self._layout(language, width)
        aim = place.track(1)
        canvas.text("label", aim, TEXT, TARGET[language], "middle")
        self._sides(canvas, language, place)
        top = LINE + 8.0
        for goal in self.goals:
            top += self._row(canvas, language, goal, place, top)
        return canvas.svg(top + 4, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every goal with its numbers."""
        heads = (
            Head(self.name, number=False),
            Head(BASELINE),
            Head(TARGET),
            Head(ACTUAL),
            Head(INTERVAL),
            Head(Text("目標に届いたか", "Met"), number=False),
        )
        return DataTable(self.title, heads, tuple(_cells(goal) for goal in self.goals))

    def _layout(self, language: Language, width: int) -> _Layout:
        said = [_said(goal, language) for goal in self.goals]
        right = _LOOSE * max((text_width(words) for pair in said for words in pair), default=0.0)
        if width < _ROOMY:
            return _Layout(Scale(_LEAST, _MOST, 8, width - 8), width, width, stacked=True)
        right = min(right, width * 0.3)
        longest = max((text_width(goal.label[language]) for goal in self.goals), default=0.0)
        left = min(max(_LOOSE * longest, width * 0.2), width * 0.42)
        return _Layout(Scale(_LEAST, _MOST, left + 2 * _PAD, width - right - 2 * _PAD), left, width, stacked=False)

    def _sides(self, canvas: Canvas, language: Language, place: _Layout) -> None:
        """What the marks are and what the sides of the line mean, where there is room beside its name."""
        base, short, reached = (words[language] for words in (BASELINE, NOT_MET, MET))
        aim, start = place.track(1), place.track(0)
        taken = place.track.start
        if any(goal.baseline is not None and goal.target is not None for goal in self.goals):
            canvas.text("tick", start, TEXT, base, "middle")
            taken = start + _LOOSE * text_width(base) / 2 + 8
        gap = _LOOSE * text_width(TARGET[language]) / 2 + 16
        if aim - gap - _LOOSE * text_width(f"← {short}") >= taken:
            canvas.text("tick", aim - gap, TEXT, f"← {short}", "end")
        if aim + gap + _LOOSE * text_width(f"{reached} →") <= place.end:
            canvas.text("tick", aim + gap, TEXT, f"{reached} →")

    def _row(self, canvas: Canvas, language: Language, goal: Goal, place: _Layout, top: float) -> float:
        """One goal; how tall it is, px."""
        lines = on_two_lines(goal.label[language], place.name)
        notes = [shortened(goal.note[language], place.name)] if goal.note else []
        names = LINE * len(lines + notes)
        above = names + 6 if place.stacked else 0
        tall = above + _STRIP + LINE + 12 if place.stacked else max(names, 2 * LINE) + 20
        middle = top + above + _STRIP / 2 if place.stacked else top + tall / 2
        start = top + TEXT if place.stacked else middle - names / 2 + TEXT + 1
        address = goal.link[language] if goal.link else None
        said = _said(goal, language)
        with canvas.named(
            " ".join([goal.label[language], said[0] or NO_VALUE[language], said[1]]).rstrip(),
            address,
            (0, top + 1, place.end, tall - 3),
        ):
            for at, line in enumerate(lines + notes):
                canvas.text("label" if at < len(lines) else "tick", 0, start + LINE * at, line)
            _track(canvas, language, goal, place.track, middle)
            self._numbers(canvas, said, place, middle)
        canvas.line("grid", 0, top + tall - 0.5, place.end, top + tall - 0.5)
        return tall

    def _numbers(self, canvas: Canvas, said: tuple[str, str], place: _Layout, middle: float) -> None:
        """The actual value and the target, at the right of the track or below it."""
        if place.stacked:
            y = middle + _STRIP / 2 + TEXT - 2
            actual = shortened(said[0], place.end * 0.64)
            beside = place.end - _LOOSE * text_width(actual) - _PAD
            parts = [("strong", 0.0, y, actual), ("tick", place.end, y, shortened(said[1], beside))]
        else:
            x, both = place.track.end + 2 * _PAD, all(said)
            actual, target = (shortened(words, place.end - x) for words in said)
            parts = [
                ("strong", x, middle - 4 if both else middle + 5, actual),
                ("tick", x, middle + LINE - 4 if both else middle + 5, target),
            ]
        for look, x, y, words in parts:
            if words:
                canvas.text(look, x, y, words, "end" if x == place.end else "start")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the tracks run, how wide names may be, where the drawing ends, and whether names stand above."""

    track: Scale
    name: float
    end: float
    stacked: bool


def _track(canvas: Canvas, language: Language, goal: Goal, track: Scale, y: float) -> None:
    """The way from the baseline to the target, with the actual value on it or its empty place."""
    if goal.target is None:
        canvas.text("tick", track.start, y + 5, (NO_TARGET if goal.actual is not None else NO_VALUE)[language])
        return
    if goal.actual is None:
        _missing(canvas, language, track, y)
    else:
        canvas.line("axis", track.start, y, track.end, y)
    canvas.line("aim", track(1), y - 13, track(1), y + 13)
    if goal.baseline is not None:
        x = track(goal.way(goal.baseline))
        canvas.line("base", x, y - 6, x, y + 6)
    if goal.actual is None:
        return
    look = "" if goal.met else " short"
    if goal.low is not None and goal.high is not None:
        canvas.line(f"whisker{look}", track(goal.way(goal.low)), y, track(goal.way(goal.high)), y)
    _actual(canvas, track, goal.way(goal.actual), y, look)


def _missing(canvas: Canvas, language: Language, track: Scale, y: float) -> None:
    """An empty place where the actual value would stand; the way stops for the words."""
    x, words = (track(0) + track(1)) / 2, NO_VALUE[language]
    wide = _LOOSE * text_width(words) + 22
    canvas.line("axis", track.start, y, x - wide / 2 - 6, y)
    canvas.line("axis", x + wide / 2 + 2, y, track.end, y)
    canvas.shape("circle", "missing", cx=x - wide / 2 + 7, cy=y, r=6)
    canvas.text("tick", x - wide / 2 + 20, y + 5, words)


def _actual(canvas: Canvas, track: Scale, way: float, y: float, look: str) -> None:
    """A dot, or an arrow at the end of a track that does not reach so far."""
    if _LEAST <= way <= _MOST:
        canvas.dot(f"point{look}", track(way), y, 7)
        return
    end, tip = (track.end, 8.0) if way > _MOST else (track.start, -8.0)
    canvas.path(f"point{look}", [(end - tip, y - 8), (end + tip, y), (end - tip, y + 8)], closed=True)


def _said(goal: Goal, language: Language) -> tuple[str, str]:
    """The actual value and the target with their unit, each empty where there is none."""
    actual = "" if goal.actual is None else f"{ACTUAL[language]} {_with_unit(goal.actual, goal, language)}"
    if goal.target is None:
        return actual, ""
    target = f"{TARGET[language]} {_with_unit(goal.target, goal, language)}"
    return actual, target + (OR_LESS[language] if goal.falling else "")


def _with_unit(value: float, goal: Goal, language: Language) -> str:
    unit = goal.unit[language]
    return f"{brief(value)}{'' if language == 'ja' or unit in {'%', ''} else ' '}{unit}"


def _cells(goal: Goal) -> tuple[Text, ...]:
    def written(value: float | None) -> Text:
        if value is None:
            return same("—")
        return Text(_with_unit(value, goal, "ja"), _with_unit(value, goal, "en"))

    interval = same("—") if goal.low is None or goal.high is None else span(brief(goal.low), brief(goal.high))
    met = {None: same("—"), True: MET, False: NOT_MET}[goal.met]
    target = written(goal.target)
    if goal.falling and goal.target is not None:
        target = Text(target.ja + OR_LESS.ja, target.en + OR_LESS.en)
    return (
        goal.label,
        written(goal.baseline),
        target,
        (NO_VALUE if goal.actual is None else written(goal.actual)),
        interval,
        met,
    )
