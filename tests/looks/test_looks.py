"""The style sheets keep to the house's values: sizes, and contrast in light and in dark."""

from __future__ import annotations

import re

import pytest

from rashin.charts import style_sheet
from rashin.looks import blocks

PAGES = blocks().removeprefix(style_sheet())
CHARTS = style_sheet()
SIZES = {14, 16, 17, 18, 20, 22, 24, 28, 32, 36, 45}
TEXT, SHAPE = 4.5, 3.0


def palettes(sheet: str) -> dict[str, dict[str, str]]:
    """The light values, and the dark ones."""
    light, dark = re.findall(r"\{[^{}]*--text:[^{}]*\}", sheet)
    return {
        look: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for look, part in (("light", light), ("dark", dark))
    }


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))


def luminance(parts: tuple[float, ...]) -> float:
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: tuple[float, ...], two: tuple[float, ...]) -> float:
    """WCAG 2.2, contrast ratio."""
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("text", "paper", TEXT),
        ("soft-text", "paper", TEXT),
        ("quiet", "paper", TEXT),
        ("text", "gray", TEXT),
        ("key", "paper", TEXT),
        ("key", "gray", TEXT),
        ("key-hover", "paper", TEXT),
        ("text", "tint", TEXT),
        ("text", "warning-tint", TEXT),
        ("line", "paper", SHAPE),
        ("warning", "paper", SHAPE),
    ],
)
def test_the_page_can_be_read(look: str, front: str, back: str, least: float) -> None:
    colours = palettes(PAGES)[look]
    assert contrast(rgb(colours[front]), rgb(colours[back])) >= least


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("text", "paper", TEXT),
        ("quiet", "paper", TEXT),
        ("key", "paper", TEXT),
        ("key", "tint", TEXT),
        ("text", "soft", TEXT),
        ("line", "paper", SHAPE),
    ],
)
def test_charts_can_be_read(look: str, front: str, back: str, least: float) -> None:
    colours = palettes(CHARTS)[look]
    assert contrast(rgb(colours[front]), rgb(colours[back])) >= least


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("hue", ["key", "warm"])
def test_points_can_be_read_on_the_deepest_cell_of_a_heat_map(look: str, hue: str) -> None:
    colours = {name: rgb(value) for name, value in palettes(CHARTS)[look].items()}
    deepest = tuple((a + b) / 2 for a, b in zip(colours[hue], colours["paper"], strict=True))
    assert contrast(colours["text"], deepest) >= TEXT


def test_the_page_and_its_charts_share_their_colours() -> None:
    for look in ("light", "dark"):
        page, charts = palettes(PAGES)[look], palettes(CHARTS)[look]
        assert {name: charts[name] for name in ("text", "quiet", "key", "tint", "paper", "line")} == {
            name: page[name] for name in ("text", "quiet", "key", "tint", "paper", "line")
        }


def test_words_come_in_the_sizes_of_the_scale() -> None:
    sizes = {int(size) for size in re.findall(r"font(?:-size)?:[^;]*?(\d+)px", PAGES + CHARTS)}
    assert sizes <= SIZES
    weights = set(re.findall(r"font-weight: (\d+)", PAGES + CHARTS))
    assert weights <= {"400", "700"}
