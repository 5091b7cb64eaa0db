"""What each kind of chart must get right of its own."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from rashin.charts import NARROW, WIDE, Bar, Bars, CostCurve, Hundred, Line, Step, TermCurve
from rashin.charts.curve import merged, visible
from rashin.language import same

SVG = "{http://www.w3.org/2000/svg}"
NAME = same("x")

steps = st.lists(
    st.tuples(st.integers(0, 500), st.floats(-60, 60), st.floats(0, 20), st.floats(0.01, 50)), min_size=1, max_size=80
)


def curve_of(drawn: list[tuple[int, float, float, float]]) -> tuple[Step, ...]:
    at, found = 0.0, []
    for n, points, reach, wide in drawn:
        found.append(Step(at, at + wide, points, points - reach, points + reach, n))
        at += wide
    return tuple(found)


def shapes(drawing: object, look: str) -> list[ET.Element]:
    return [element for element in ET.fromstring(str(drawing)).iter() if element.get("class") == look]  # noqa: S314 - our own


@given(st.lists(st.floats(0.01, 1000), min_size=2, max_size=12))
def test_bars_start_at_nought_and_are_as_long_as_their_amounts(amounts: list[float]) -> None:
    drawing = Bars(NAME, NAME, NAME, NAME, tuple(Bar(same(str(n)), v) for n, v in enumerate(amounts))).draw("ja", WIDE)
    bars = shapes(drawing, "bar")
    starts = {bar.get("x") for bar in bars}
    lengths = [float(bar.get("width", 0)) for bar in bars]
    assert len(starts) == 1
    longest = max(lengths)
    for amount, length in zip(amounts, lengths, strict=True):
        assert abs(length / longest - amount / max(amounts)) < 0.1 / longest + 1e-9


@given(st.floats(0, 1))
def test_out_of_a_hundred_fills_as_many_squares_as_it_says(share: float) -> None:
    drawing = Hundred(NAME, NAME, NAME, NAME, share, share, share, 50).draw("ja", NARROW)
    key_and_squares = len(shapes(drawing, "bar"))
    assert key_and_squares == round(100 * share) + 1
    assert key_and_squares + len(shapes(drawing, "empty")) == 102


@given(steps)
def test_a_curve_stays_in_its_frame_and_goes_from_left_to_right(drawn: list[tuple[int, float, float, float]]) -> None:
    curve = TermCurve(NAME, NAME, NAME, None, curve_of(drawn), (-50, 50))
    (line,) = shapes(curve.draw("ja", NARROW), "curve")
    places = [tuple(map(float, pair.split())) for pair in re.findall(r"[-\d.]+ [-\d.]+", line.get("d", ""))]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert all(0 <= x <= NARROW and 32 <= y <= 200 for x, y in places)


@given(steps, st.integers(1, 12))
def test_putting_stretches_together_loses_no_case_and_no_value(
    drawn: list[tuple[int, float, float, float]], most: int
) -> None:
    before = curve_of(drawn)
    after = merged(before, most)
    assert len(after) <= most
    assert sum(step.n for step in after) == sum(step.n for step in before)
    assert (after[0].start, after[-1].end) == (before[0].start, before[-1].end)
    assert all(a.end == b.start for a, b in pairwise(after))
    assert all(min(s.points for s in before) - 1e-9 <= s.points <= max(s.points for s in before) + 1e-9 for s in after)


@given(steps)
def test_what_is_told_of_a_curve_is_what_is_seen(drawn: list[tuple[int, float, float, float]]) -> None:
    before = curve_of(drawn)
    total = sum(step.n for step in before)
    assert sum(step.n for step in visible(before)) >= 0.98 * total - 1e-9
    assert all(step.n for step in visible(before)) or not total


def test_a_column_with_one_value_is_drawn_too() -> None:
    curve = TermCurve(NAME, NAME, NAME, None, (Step(5.0, 5.0, 0.0, -1.0, 1.0, 40),), (-10, 10))
    assert shapes(curve.draw("ja", NARROW), "curve")


def test_costs_are_drawn_from_nought_and_the_chosen_line_stands_at_its_threshold() -> None:
    lines = tuple(Line(n / 10, 0, 0, 0, 1e6 * (10 + (n - 3) ** 2)) for n in range(11))
    drawing = CostCurve(NAME, NAME, NAME, lines, lines[3], NAME, NAME).draw("ja", WIDE)
    (marker,) = shapes(drawing, "point")
    (stem,) = shapes(drawing, "lead")
    (base,) = shapes(drawing, "axis")
    left, right = float(base.get("x1", 0)), float(base.get("x2", 0))
    assert abs(float(marker.get("cx", 0)) - (left + 0.3 * (right - left))) < 0.1
    assert stem.get("y2") == base.get("y1")
    ticks = [element.text for element in shapes(drawing, "tick")]
    assert "0" in ticks


def test_the_table_of_costs_holds_the_chosen_line() -> None:
    lines = tuple(Line(n / 100, n, 100 - n, 0, 1e6 * n) for n in range(101))
    rows = CostCurve(NAME, NAME, NAME, lines, lines[37], NAME, NAME).table().rows
    assert len(rows) <= 15
    assert [row for row in rows if "いまの線" in row[0].ja] == [
        row for row in rows if row[0].ja.startswith("37.0%") and row[4].ja == "¥37,000,000"
    ]
    assert any("いまの線" in row[0].ja for row in rows)
