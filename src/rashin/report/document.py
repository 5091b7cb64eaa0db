"""What a report is made of: sections of blocks, each with its words in both languages and no looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from rashin.charts import NARROW, WIDE, Chart, DataTable
from rashin.language import Text


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    macro: ClassVar[str] = "prose"
    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    macro: ClassVar[str] = "heading"
    text: Text


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that must not be overlooked."""

    macro: ClassVar[str] = "notice"
    title: Text
    text: Text
    tone: Literal["info", "warning"] = "info"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short statements."""

    macro: ClassVar[str] = "points"
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are."""

    macro: ClassVar[str] = "facts"
    rows: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure that the reader should take away, with what it rests on."""

    label: Text
    figure: Text
    rests_on: Text


@dataclass(frozen=True, slots=True)
class Tiles:
    """The figures to take away."""

    macro: ClassVar[str] = "tiles"
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of its own."""

    macro: ClassVar[str] = "listing"
    table: DataTable


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its table."""

    macro: ClassVar[str] = "figure"
    chart: Chart
    note: Text | None = None
    widths: tuple[int, int] = (WIDE, NARROW)
    """Drawn for a page and for a phone."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Charts side by side, each drawn once at a phone's width."""

    macro: ClassVar[str] = "gallery"
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """Something to type, the same in both languages."""

    macro: ClassVar[str] = "command"
    line: str


Block = Prose | Heading | Notice | Points | Facts | Tiles | Listing | Figure | Gallery | Command


@dataclass(frozen=True, slots=True)
class Section:
    """One question of the reader's, its answer in a sentence, and what the answer rests on."""

    key: str
    title: Text
    conclusion: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole of it."""

    title: Text
    subtitle: Text
    sections: tuple[Section, ...]
