"""Reasons as bars on a terminal: from the reference to this case, one reason at a time, adding up exactly."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import floor
from typing import TYPE_CHECKING

from rashin.cli.layout import GAP, clipped, folded, padded, width
from rashin.language import Language, Text

if TYPE_CHECKING:
    from rashin.engines.contract import Reason

_OTHERS = Text("ほか{n}項目", "{n} others")
_TOTAL = Text("合計", "total")
_RAISES = Text("見込みを100件あたり{n}件分高めています。{typical}", "Adds {n} in 100; {typical}")
_LOWERS = Text("見込みを100件あたり{n}件分低くしています。{typical}", "Takes away {n} in 100; {typical}")
_RISES, _FALLS = "█", "░"
_MOST_LABEL, _MOST_VALUE, _POINTS = 20, 18, 7
_LEAST_BAR = 6


def in_tenths(points: Sequence[float]) -> list[int]:
    """Each number in tenths, rounded up or down so that they add up to their rounded sum: the largest rests go up."""
    whole = [floor(10 * one) for one in points]
    short = round(10 * sum(points)) - sum(whole)
    for at in sorted(range(len(points)), key=lambda at: whole[at] - 10 * points[at])[:short]:
        whole[at] += 1
    return whole


def waterfall(reasons: Sequence[Reason], shown: int, ends: tuple[str, str], language: Language, places: int) -> str:
    """A line for each reason, with its size and what is typical, the others together, and their sum.

    Args:
        reasons: of one decision, the weightiest first.
        shown: how many of them are told one by one.
        ends: whom the case is compared with and how likely they are, and how likely the case is.
        language: of the words.
        places: the width of the terminal.
    """
    tenths = in_tenths([one.points for one in reasons])
    told, rest = reasons[:shown], tenths[shown:]
    steps = [*tenths[:shown], *([sum(rest)] if rest else [])]
    names = [(one.label[language], one.value[language]) for one in told]
    names += [(_OTHERS.filled(n=len(rest))[language], "")] if rest else []
    sizes = [min(max(width(name[at]) for name in names), most) for at, most in ((0, _MOST_LABEL), (1, _MOST_VALUE))]
    room = max(places - sum(sizes) - _POINTS - 4 * len(GAP), _LEAST_BAR)
    lines = [GAP + ends[0]]
    for at, ((label, value), drawn) in enumerate(zip(names, _bars(steps, room), strict=True)):
        lines.append(_row(label, value, steps[at], drawn, sizes))
        if at < len(told):
            lines.append(folded(_effect(told[at])[language], places, indent="      "))
    return "\n".join([*lines, _row(_TOTAL[language], "", sum(steps), ends[1], sizes)])


def _row(label: str, value: str, tenths: int, drawn: str, sizes: Sequence[int]) -> str:
    points = padded(f"{'+' if tenths > 0 else '−' if tenths < 0 else ''}{abs(tenths) / 10:,.1f}", _POINTS, right=True)
    cells = padded(clipped(label, sizes[0]), sizes[0]), padded(clipped(value, sizes[1]), sizes[1])
    return GAP + GAP.join((*cells, points, drawn)).rstrip()


def _effect(reason: Reason) -> Text:
    words = _RAISES if reason.probability > 0 else _LOWERS
    return words.filled(n=f"{abs(100 * reason.probability):.1f}", typical=reason.typical)


def _bars(steps: Sequence[int], room: int) -> list[str]:
    """Each step from where the one before it ended."""
    levels = list(accumulate(steps, initial=0))
    low, high = min(levels), max(levels)
    scale = (room - 1) / max(high - low, 1)

    def place(level: int) -> int:
        return round((level - low) * scale)

    return [
        " " * min(place(before), place(after)) + sign * max(abs(place(after) - place(before)), 1)
        for before, after, sign in (
            (before, after, _RISES if after >= before else _FALLS) for before, after in pairwise(levels)
        )
    ]
