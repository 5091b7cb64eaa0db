"""A drawing as inline SVG: shapes and words put on a canvas, with a title and a description for those who hear it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from hashlib import blake2s
from html import escape
from typing import Literal

TEXT = 14
"""Size of all words in a drawing, px; the smallest that the type scale has."""
LINE = 20
"""Height of one line of words, px."""
WIDE, NARROW = 680, 328
"""Widths to draw at, px: a page column, and a phone of 360 px less its margins."""

Anchor = Literal["start", "middle", "end"]
BREAK = "\u200b"
"""A sign of no width where a line may be broken."""
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Svg:
    """A finished drawing; `str()` gives the element, and Jinja takes it as markup."""

    width: int
    height: int
    title: str
    description: str
    body: str

    def __str__(self) -> str:
        key = blake2s(f"{self.width}{self.title}{self.body}".encode(errors="replace"), digest_size=6).hexdigest()
        return (
            f'<svg class="chart" role="img" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
            f'height="{self.height}" aria-labelledby="t{key} d{key}" xmlns="http://www.w3.org/2000/svg">'
            f'<title id="t{key}">{_safe(self.title)}</title><desc id="d{key}">{_safe(self.description)}</desc>'
            f"{self.body}</svg>"
        )

    __html__ = __str__


class Canvas:
    """Collects shapes; positions are px from the top left, looks are classes of `charts.css`."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._parts: list[str] = []

    def shape(self, tag: str, look: str, **attributes: float | str) -> None:
        """Any element without words."""
        self._parts.append(f'<{tag} class="{look}"{_attributes(attributes)}/>')

    def line(self, look: str, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line."""
        self.shape("line", look, x1=x1, y1=y1, x2=x2, y2=y2)

    def rect(self, look: str, x: float, y: float, width: float, height: float, **more: float | str) -> None:
        """A rectangle."""
        self.shape("rect", look, x=x, y=y, width=max(width, 0), height=max(height, 0), **more)

    def dot(self, look: str, x: float, y: float, radius: float = 5) -> None:
        """A filled circle."""
        self.shape("circle", look, cx=x, cy=y, r=radius)

    def path(self, look: str, points: list[tuple[float, float]], *, closed: bool = False) -> None:
        """A line through points, or the area within them."""
        steps = "L".join(f"{_number(x)} {_number(y)}" for x, y in points)
        self.shape("path", look, d=f"M{steps}{'Z' if closed else ''}")

    def text(
        self, look: str, x: float, y: float, words: str, anchor: Anchor = "start", *, turned: bool = False
    ) -> None:
        """Words whose baseline is at y, moved and if need be cut to stay in the drawing; turned, they run upwards."""
        if not turned:
            words, x = self._kept_in(words, x, anchor)
        more: dict[str, float | str] = {} if anchor == "start" else {"text-anchor": anchor}
        more |= {"transform": f"rotate(-90 {_number(x)} {_number(y)})"} if turned else {}
        at = _attributes({"x": x, "y": y, **more})
        self._parts.append(f'<text class="{look}"{at}>{_safe(words)}</text>')

    def _kept_in(self, words: str, x: float, anchor: Anchor) -> tuple[str, float]:
        kept = shortened(words, self.width)
        wide = text_width(kept)
        before = {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        return kept, min(max(x - before, 0.0), self.width - wide) + before

    def svg(self, height: float, title: str, description: str) -> Svg:
        """The drawing as it stands."""
        return Svg(self.width, round(height), title, description, "".join(self._parts))


def text_width(words: str, size: float = TEXT) -> float:
    """About how wide words are, px: full-width signs one em, others what Noto Sans takes on average."""
    return sum(size * _ems(sign) for sign in words)


def shortened(words: str, room: float) -> str:
    """The words, cut with an ellipsis where they do not fit the room (px)."""
    if text_width(words) <= room:
        return words
    kept = words
    while kept and text_width(kept + _ELLIPSIS) > room:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS


def wrapped(words: str, room: float, lines: int) -> list[str]:
    """The words in at most so many lines that fit the room (px), the last one cut if it must be."""
    rows: list[str] = []
    rest = words
    while rest and len(rows) < lines - 1 and text_width(rest) > room:
        cut = _break(rest, room)
        rows.append(rest[:cut].rstrip(f" {BREAK}"))
        rest = rest[cut:].lstrip()
    return [*rows, shortened(rest, room)] if rest else rows


def _ems(sign: str) -> float:
    if sign == BREAK:
        return 0.0
    return 1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.92 if sign in "%@mwMW" else 0.58


def _break(words: str, room: float) -> int:
    """How many signs go on the first line: up to the last space that fits, or as many as fit."""
    fits = max(next((n for n in range(len(words), 0, -1) if text_width(words[:n]) <= room), 1), 1)
    space = max(words.rfind(" ", 0, fits + 1), words.rfind(BREAK, 0, fits + 1))
    return space + 1 if space > 0 else fits


def _safe(words: str) -> str:
    """Escaped, and without the control signs that XML does not allow."""
    return escape("".join(sign for sign in words if sign >= " " and not 0xD800 <= ord(sign) <= 0xDFFF))


def _number(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}"


def _attributes(values: dict[str, float | str]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{_safe(value) if isinstance(value, str) else _number(value)}"'
        for name, value in values.items()
    )
