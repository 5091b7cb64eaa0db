"""What a part of the benchmark gives back: its tables, and the bars that its figures are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tables import markdown


@dataclass(frozen=True)
class Bar:
    """One thing that Rashin sets out to show, with what was measured."""

    claim: str
    bar: str
    measured: str
    holds: bool


@dataclass(frozen=True)
class Part:
    """One part's tables as Markdown, and its bars."""

    text: str
    bars: list[Bar] = field(default_factory=list)


def bar_table(bars: Sequence[Bar]) -> str:
    """All bars with the figures, and whether they hold."""
    rows = [[bar.claim, bar.bar, bar.measured, "holds" if bar.holds else "falls short"] for bar in bars]
    return markdown(["what is to be shown", "bar", "measured", ""], rows)
