"""What every chart gives: a message as its title, words for those who do not see it, a drawing, and its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rashin.charts.svg import Svg
from rashin.language import Language, Text


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table's column."""

    label: Text
    number: bool = True
    """Numbers stand at the right."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """The numbers behind a chart, or a table of its own; the first cell of a row names the row."""

    caption: Text
    heads: tuple[Head, ...]
    rows: tuple[tuple[Text, ...], ...]


class Chart(Protocol):
    """One message, drawn."""

    @property
    def title(self) -> Text:
        """The message, as a sentence."""

    @property
    def description(self) -> Text:
        """What the drawing shows, in words."""

    def draw(self, language: Language, width: int) -> Svg:
        """The drawing at a width in px."""

    def table(self) -> DataTable:
        """Every number that the drawing shows."""
