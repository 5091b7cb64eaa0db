"""The few figures that say at a glance how a deployment does; what they mean is said below them on the page."""

from __future__ import annotations

from rashin.charts.numbers import percent, span
from rashin.estimates import Estimate
from rashin.language import Text, same
from rashin.report.document import Tile, Tiles
from rashin.settings import Settings
from rashin.workspace.watch import Watched
from rashin.workspace.watch.alarms import is_large

_DASH = same("—")
_DECIDED = Text("判断した件数", "Cases decided")
_PEOPLE = Text("人に回した割合", "Left to people")
_MOVED = Text("中身が大きく変わった項目", "Inputs that moved far")
_OVERRULED = Text("人が結果を覆した割合", "Overruled by people")


def glance(watched: Watched, limits: Settings) -> Tiles:
    """Four figures, each with what it rests on; a dash where there are too few cases to tell."""
    return Tiles((_decided(watched), _people(watched, limits), _moved(watched, limits), _overruled(watched)))


def _decided(watched: Watched) -> Tile:
    n, days = watched.decided.n, len(watched.days)
    rests = Text("この{days}日に", "In these {days} days").filled(days=days)
    return Tile(_DECIDED, Text("{n:,}件", "{n:,}").filled(n=n), rests)


def _people(watched: Watched, limits: Settings) -> Tile:
    answers = watched.compared.answers if watched.compared else ()
    found = next((one for one in answers if one.name == "person"), None)
    if found is None or found.now.n < limits.watch_least:
        return Tile(_PEOPLE, _DASH, _too_few(found.now.n if found else 0, limits))
    before = Text("学習のときは{share}", "{share} at learning") if found.before else Text("{n:,}件のうち", "of {n:,}")
    share = percent(found.before.value) if found.before else ""
    return Tile(_PEOPLE, same(percent(found.now.value)), before.filled(share=share, n=found.now.n))


def _moved(watched: Watched, limits: Settings) -> Tile:
    found = watched.compared
    if found is None or found.cases < limits.watch_least:
        return Tile(_MOVED, _DASH, _too_few(found.cases if found else 0, limits))
    large = sum(is_large(one.shift, limits, len(found.inputs)) for one in found.inputs)
    figure = Text("{all}項目のうち{large}", "{large} of {all}").filled(large=large, all=len(found.inputs))
    rests = Text("新しい{n:,}件を学習のときと比べて", "the newest {n:,} cases against learning")
    return Tile(_MOVED, figure, rests.filled(n=found.cases))


def _overruled(watched: Watched) -> Tile:
    found = watched.reviewed
    if found is None:
        return Tile(_OVERRULED, _DASH, Text("人が見た件はありません", "nobody looked at any"))
    return Tile(_OVERRULED, same(percent(found.overruled.value)), _of(found.overruled))


def _of(found: Estimate) -> Text:
    ends = span(percent(found.low), percent(found.high))
    told = Text("人が見た{n:,}件のうち（95%区間 {ends}）", "of {n:,} looked at (95% interval {ends})")
    return told.filled(n=found.n, ends=ends)


def _too_few(n: int, limits: Settings) -> Text:
    told = Text("いま{n:,}件。{least:,}件になると出します", "{n:,} cases so far; told from {least:,} on")
    return told.filled(n=n, least=limits.watch_least)
