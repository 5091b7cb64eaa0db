"""A drawing as inline SVG: shapes and words put on a canvas, with a title and a description for those who hear it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import blake2s
from html import escape
from typing import Literal

TEXT = 14
"""Size of all words in a drawing, px; the smallest that the type scale has."""
LINE = 20
"""Height of one line of words, px."""
FULL, WIDE, NARROW = 1056, 680, 328
"""Widths to draw at, px: a page from margin to margin, a page column, and a phone of 360 px less its margins."""

Anchor = Literal["start", "middle", "end"]
BREAK = "\u200b"
"""A sign of no width where a line may be broken."""
_ELLIPSIS = "…"
_SHORT, _BALANCED = 1.4, 0.8
"""Words shorter than so many lines are broken where the first line is so full."""
_UNPRINTABLE = re.compile("[^ -\ud7ff\ue000-\U0010ffff]|[\x7f\ufffe\uffff]")
_NOT_FIRST = frozenset("、。，．・：；？！ー―…‥〜～）］｝〕〉》」』】ぁぃぅぇぉっゃゅょァィゥェォッャュョヶ々%")
_NOT_LAST = frozenset("（［｛〔〈《「『【")


@dataclass(frozen=True, slots=True)
class Svg:
    """A finished drawing; `str()` gives the element, and Jinja takes it as markup."""

    width: int
    height: int
    title: str
    description: str
    body: str
    linked: bool = False
    """It holds links, so that those who do not see it hear its parts and not one picture."""

    def __str__(self) -> str:
        key = blake2s(f"{self.width}{self.title}{self.body}".encode(errors="replace"), digest_size=6).hexdigest()
        return (
            f'<svg class="chart" role="{"group" if self.linked else "img"}" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
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
        self._linked = False

    def shape(self, tag: str, look: str, told: str = "", /, **attributes: float | str) -> None:
        """Any element without words; what is told appears where one points at it."""
        end = f"><title>{_safe(told)}</title></{tag}>" if told else "/>"
        self._parts.append(f'<{tag} class="{look}"{_attributes(attributes)}{end}')

    @contextmanager
    def named(self, name: str, address: str | None, box: tuple[float, float, float, float]) -> Iterator[None]:
        """What is drawn within belongs to one thing, whose name is told in full.

        Where it has an address, all of its box (left, top, width, height) leads there, and is ringed when it has focus.
        """
        tag = "g" if address is None else "a"
        self._linked = self._linked or address is not None
        at = "" if address is None else f' href="{_safe(address)}"'
        self._parts.append(f"<{tag}{at}><title>{_safe(name)}</title>")
        yield
        if address is not None:
            self.rect("hit", *box)
        self._parts.append(f"</{tag}>")

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
        return Svg(self.width, round(height), title, description, "".join(self._parts), self._linked)


def text_width(words: str, size: float = TEXT) -> float:
    """About how wide words are, px: full-width signs one em, others what Noto Sans takes on average."""
    return size * sum(map(_ems, words))


def shortened(words: str, room: float) -> str:
    """The words, cut with an ellipsis where they do not fit the room (px)."""
    if text_width(words) <= room:
        return words
    return words[: _fitting(words, room - text_width(_ELLIPSIS))].rstrip() + _ELLIPSIS


def wrapped(words: str, room: float, lines: int) -> list[str]:
    """The words in at most so many lines that fit the room (px), the last one cut if it must be."""
    rows: list[str] = []
    rest = words
    while rest and len(rows) < lines - 1 and text_width(rest) > room:
        cut = _break(rest, room)
        rows.append(rest[:cut].rstrip(f" {BREAK}"))
        rest = rest[cut:].lstrip()
    return [*rows, shortened(rest, room)] if rest else rows


def on_two_lines(words: str, room: float) -> list[str]:
    """The words on at most two lines that fit the room (px), of which the second is no single sign."""
    balanced = room < text_width(words) < _SHORT * room
    return wrapped(words, room * _BALANCED if balanced else room, 2)


@cache
def _ems(sign: str) -> float:
    if sign == BREAK:
        return 0.0
    return 1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.92 if sign in "%@mwMW" else 0.58


def _fitting(words: str, room: float) -> int:
    """How many signs from the first on fit the room (px)."""
    taken = 0.0
    for count, sign in enumerate(words):
        taken += TEXT * _ems(sign)
        if taken > room:
            return count
    return len(words)


def _break(words: str, room: float) -> int:
    """How many signs go on the first line: up to the last place for a break that fits, or as many as fit."""
    fits = max(_fitting(words, room), 1)
    return next((cut for cut in range(fits, 0, -1) if _may_break(words[cut - 1], words[cut : cut + 1])), fits)


def _may_break(last: str, first: str) -> bool:
    """Whether a line may end with one sign and the next begin with the other: at spaces, and within Japanese."""
    if last in {" ", BREAK} or first == " ":
        return True
    return _ems(last) == _ems(first or " ") == 1 and first not in _NOT_FIRST and last not in _NOT_LAST


def _safe(words: str) -> str:
    """Escaped, and without the control signs that XML does not allow."""
    return escape(_UNPRINTABLE.sub("", words))


def _number(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}"


def _attributes(values: dict[str, float | str]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{_safe(value) if isinstance(value, str) else _number(value)}"'
        for name, value in values.items()
    )
