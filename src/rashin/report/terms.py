"""From a model's tables to charts: the curve of a number, the dots of a category, the grid of a pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, hypot

import numpy as np
from numpy.typing import NDArray

from rashin.charts import Chart, Dot, Dots, HeatMap, Step, TermCurve
from rashin.charts.curve import BLANK, SWING, merged, visible
from rashin.charts.numbers import plain, signed, tick
from rashin.charts.svg import BREAK
from rashin.engines.tabular.additive import MISSING_BIN, Additive, Feature, Term
from rashin.engines.tabular.reasons import POINTS_PER_LOG_ODDS
from rashin.engines.tabular.table import Kind
from rashin.estimates import NORMAL_95
from rashin.language import LANGUAGES, Text, same

_NONE = same("")
_MOST_CATEGORIES = 12
_MOST_CELLS = 6
_STRETCHES = 10
_STEADY = 0.8
"""Of the whole way from lowest to highest, the least that first to last must go to be told as one way."""
_RARE = 0.02
"""Share of cases below which a cell of a pair is not told of."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A term with how far it moves a case on average, in points."""

    term: Term
    features: tuple[Feature, ...]
    weight: float

    @property
    def label(self) -> Text:
        """The names of its columns."""
        return Text(*(" × ".join(f.role.label[language] for f in self.features) for language in LANGUAGES))


def weighed(additive: Additive) -> list[Weighed]:
    """All terms, weightiest first."""
    found = []
    for term in additive.terms:
        features = tuple(additive.features[place] for place in term.features)
        spread = np.abs(points(term, features))
        found.append(Weighed(term, features, float((spread * cell_shares(features)).sum())))
    return sorted(found, key=lambda one: -one.weight)


def points(term: Term, features: tuple[Feature, ...]) -> Floats:
    """The term's table in points, with the average over the learning rows at nought."""
    values = term.values * POINTS_PER_LOG_ODDS
    return np.asarray(values - (values * cell_shares(features)).sum())


def cell_shares(features: tuple[Feature, ...]) -> Floats:
    """Share of the learning rows in each cell; for a pair as though its columns were unrelated."""
    if len(features) == 1:
        counts = features[0].counts.astype(np.float64)
        return np.asarray(counts / max(counts.sum(), 1.0))
    first, second = (coarse_counts(feature) for feature in features)
    return np.asarray(np.outer(first, second) / max(first.sum() * second.sum(), 1.0))


def coarse_counts(feature: Feature) -> Floats:
    """Learning rows in each coarse bin."""
    weights = feature.counts.astype(np.float64)
    return np.asarray(np.bincount(feature.coarse, weights, feature.coarse_bins), dtype=np.float64)


def extent(mains: list[Weighed]) -> tuple[float, float]:
    """Points at the ends of the axis that all charts of single columns share."""
    shown = [points(one.term, one.features)[one.features[0].counts > 0] for one in mains]
    low = min([0.0, *(float(values.min()) for values in shown if len(values))])
    high = max([0.0, *(float(values.max()) for values in shown if len(values))])
    room = max(high - low, 10.0) * 0.12
    return low - room, high + room


def main_chart(one: Weighed, ends: tuple[float, float]) -> Chart:
    """The chart of a single column."""
    return _dots(one, ends) if one.features[0].kind.is_coded else _curve(one, ends)


def _curve(one: Weighed, ends: tuple[float, float]) -> TermCurve:
    feature = one.features[0]
    steps, blank = _steps(one)
    seen = visible(steps)
    told = merged(seen, _STRETCHES)
    role, dates, whole = feature.role, feature.kind is Kind.DATE, _whole(feature)
    curve = TermCurve(_NONE, _told(seen), role.label, role.unit, tuple(steps), ends, blank, dates, whole)
    named = [(curve.stretch(step), step) for step in told]
    title = _flat(one, told) or _steady(one, told, seen[0].points, seen[-1].points) or _hills(one, named)
    return replace(curve, title=title)


def _whole(feature: Feature) -> bool:
    """Whether the column holds whole numbers: its ends are, and what lies between them is cut half-way."""
    ends, halves = np.array([feature.low, feature.high]), 2 * feature.edges
    return feature.kind is Kind.NUMBER and bool((ends == ends.round()).all() and (halves == halves.round()).all())


def _bounds(feature: Feature) -> list[float]:
    """Where the bins of a number begin and end; whole numbers reach half-way to their neighbours."""
    room = 0.5 if _whole(feature) or feature.high <= feature.low else 0.0
    return [feature.low - room, *(float(edge) for edge in feature.edges), feature.high + room]


def _stepper(one: Weighed) -> Callable[[int, float, float], Step]:
    """What makes a step of a bin that runs from one value to another."""
    counts = one.features[0].counts
    middle, reach = points(one.term, one.features), NORMAL_95 * one.term.standard_errors * POINTS_PER_LOG_ODDS

    def step(place: int, start: float, end: float) -> Step:
        at, by = float(middle[place]), float(reach[place])
        return Step(start, end, at, at - by, at + by, int(counts[place]))

    return step


def _steps(one: Weighed) -> tuple[list[Step], Step | None]:
    """The bins of a number in order, and the bin of blanks where there are any."""
    feature, step = one.features[0], _stepper(one)
    bounds = _bounds(feature)
    steps = [step(n + 1, bounds[n], max(bounds[n], bounds[n + 1])) for n in range(len(bounds) - 1)]
    return steps, step(MISSING_BIN, 0, 0) if feature.counts[MISSING_BIN] else None


def _dots(one: Weighed, ends: tuple[float, float]) -> Dots:
    feature = one.features[0]
    step, middle = _stepper(one), points(one.term, one.features)
    named = [(_level(feature, n), step(n, 0, 0)) for n in _levels_shown(feature, middle)]
    rows = tuple(Dot(name, step.points, step.low, step.high, step.n) for name, step in named)
    title = _flat(one, [step for _, step in named]) or _peaks(one, named)
    said = Text(
        "、".join(f"{name.ja} {signed(step.points)}点" for name, step in named),
        ", ".join(f"{name.en} {signed(step.points)} points" for name, step in named),
    )
    measure = Text("点（→見込みが上がる）", "Points (→ raises the risk)")
    return Dots(title, said, feature.role.label, measure, rows, "points", ends, interval=SWING)


def _levels_shown(feature: Feature, middle: Floats) -> list[int]:
    """The levels with the most cases: ordered ones in their order, others by their points, the blank last."""
    bins = [n for n in range(feature.unseen_bin) if feature.counts[n] or n != MISSING_BIN]
    kept = sorted(bins, key=lambda n: -feature.counts[n])[:_MOST_CATEGORIES]
    return sorted(kept, key=lambda n: (n == MISSING_BIN, n if feature.kind is Kind.ORDERED else -middle[n]))


def _level(feature: Feature, place: int) -> Text:
    return BLANK if place == MISSING_BIN else same(feature.levels[place - 1])


def _flat(one: Weighed, steps: list[Step]) -> Text | None:
    """The title of a column whose highest and lowest points lie within their swing."""
    high, low = max(steps, key=lambda s: s.points), min(steps, key=lambda s: s.points)
    reach = high.points - low.points
    if reach > hypot(high.high - high.points, low.high - low.points):
        return None
    words = Text(
        "「{name}」による違い（最大{n}点）は、ぶれの範囲を出ません",
        "Differences by “{name}” (at most {n} points) are within chance",
    )
    return words.filled(name=one.label, n=plain(reach))


def _steady(one: Weighed, steps: list[Step], first: float, last: float) -> Text | None:
    """The title of a column that moves the risk one way all along."""
    values = [step.points for step in steps]
    if abs(values[-1] - values[0]) < _STEADY * (max(values) - min(values)):
        return None
    late = one.features[0].kind is Kind.DATE
    more = Text("新しい" if late else "大きい", "later" if late else "larger")
    way = Text("上がります", "higher") if last > first else Text("下がります", "lower")
    words = Text(
        "「{name}」が{more}ほど、見込みが{way}（{a}点から{b}点へ）",
        "The {more} “{name}”, the {way} the risk ({a} to {b} points)",
    )
    return words.filled(name=one.label, more=more, way=way, a=signed(first), b=signed(last))


def _hills(one: Weighed, named: list[tuple[Text, Step]]) -> Text:
    """The title of any other number: where the risk is highest and where it is lowest."""
    high, low = max(named, key=lambda pair: pair[1].points), min(named, key=lambda pair: pair[1].points)
    words = Text(
        "「{name}」は{high}のあたりで見込みが最も高く、{low}のあたりで最も低くなります",
        "By “{name}”, the risk is highest around {high} and lowest around {low}",
    )
    return words.filled(name=one.label, high=_as_value(high[0]), low=_as_value(low[0]))


def _peaks(one: Weighed, named: list[tuple[Text, Step]]) -> Text:
    """The title of a category: where the risk is highest and where it is lowest."""
    high, low = max(named, key=lambda pair: pair[1].points), min(named, key=lambda pair: pair[1].points)
    words = Text(
        "「{name}」は{high}で見込みが最も高く（{a}点）、{low}で最も低くなります（{b}点）",
        "By “{name}”, the risk is highest at {high} ({a} points) and lowest at {low} ({b} points)",
    )
    return words.filled(
        name=one.label,
        high=_as_value(high[0]),
        low=_as_value(low[0]),
        a=signed(high[1].points),
        b=signed(low[1].points),
    )


def _as_value(words: Text) -> Text:
    return Text(f"「{words.ja}」", f"“{words.en}”")


def _told(steps: list[Step]) -> Text:
    first, last = steps[0], steps[-1]
    return Text(
        f"左端で{signed(first.points, 1)}点、右端で{signed(last.points, 1)}点。線のまわりの帯は95%のぶれの幅です。",
        f"{signed(first.points, 1)} points at the left, {signed(last.points, 1)} at the right. "
        "The band is the 95% swing.",
    )


def pair_chart(one: Weighed, risk: Text) -> HeatMap:
    """The grid of a pair, neighbouring stretches put together until it can be read."""
    parts = [_parts(feature) for feature in one.features]
    table = points(one.term, one.features)
    shares = np.maximum(cell_shares(one.features), 1e-12)
    grid = tuple(
        tuple(float(np.average(table[np.ix_(a, b)], weights=shares[np.ix_(a, b)])) for _, b in parts[1])
        for _, a in parts[0]
    )
    down, across = (tuple(label for label, _ in side) for side in parts)
    places = _told_of([[float(shares[np.ix_(a, b)].sum()) for _, b in parts[1]] for _, a in parts[0]])
    high, low = max(places, key=lambda p: grid[p[0]][p[1]]), min(places, key=lambda p: grid[p[0]][p[1]])
    words = Text(
        "「{a}」が{ha}で「{b}」が{hb}のとき、{risk}がさらに上がります（{high}点）",
        "With “{a}” at {ha} and “{b}” at {hb}, the {risk} rises further ({high} points)",
    )
    facts = {"a": one.features[0].role.label, "b": one.features[1].role.label, "risk": risk}
    title = words.filled(
        **facts, ha=_as_value(down[high[0]]), hb=_as_value(across[high[1]]), high=signed(grid[high[0]][high[1]], 1)
    )
    told = Text(
        "最も下がるのは、{la}と{lb}の組み合わせで{low}点です。", "The lowest is {la} with {lb}: {low} points."
    ).filled(la=_as_value(down[low[0]]), lb=_as_value(across[low[1]]), low=signed(grid[low[0]][low[1]], 1))
    return HeatMap(title, told, facts["a"], facts["b"], down, across, grid)


def _told_of(weights: list[list[float]]) -> list[tuple[int, int]]:
    """The cells that hold enough cases to be named in a sentence; all, where none does."""
    places = [(r, c) for r, row in enumerate(weights) for c in range(len(row))]
    return [(r, c) for r, c in places if weights[r][c] >= _RARE] or places


def _parts(feature: Feature) -> list[tuple[Text, list[int]]]:
    """Coarse bins put together into a few named parts: (name, coarse bins)."""
    inner = [n for n in dict.fromkeys(feature.coarse[1 : feature.unseen_bin].tolist()) if coarse_counts(feature)[n] > 0]
    groups = _coded_parts(feature, inner) if feature.kind.is_coded else _number_parts(feature, inner)
    blank = int(feature.coarse[MISSING_BIN])
    if feature.counts[MISSING_BIN] and blank not in inner:
        groups.append((BLANK, [blank]))
    return groups


def _coded_parts(feature: Feature, inner: list[int]) -> list[tuple[Text, list[int]]]:
    counts = coarse_counts(feature)
    kept = sorted(sorted(inner, key=lambda n: -counts[n])[:_MOST_CELLS])
    names = {n: "・".join(feature.levels[b - 1] for b in _fine(feature, n) if feature.counts[b]) for n in kept}
    return [(same(names[n]), [n]) for n in kept]


def _number_parts(feature: Feature, inner: list[int]) -> list[tuple[Text, list[int]]]:
    counts = coarse_counts(feature)[inner]
    after = np.cumsum(counts) - counts / 2
    most = min(_MOST_CELLS, len(inner))
    part = np.minimum((after / max(counts.sum(), 1.0) * most).astype(int), most - 1)
    groups = [[n for n, p in zip(inner, part, strict=True) if p == number] for number in np.unique(part)]
    return [(_range(feature, group), group) for group in groups]


def _range(feature: Feature, group: list[int]) -> Text:
    fine = sorted(b for n in group for b in _fine(feature, n))
    bounds = _bounds(feature)
    low, high = bounds[fine[0] - 1], bounds[fine[-1]]
    if _whole(feature):
        low, high = ceil(low), ceil(high) - 1
    if low == high:
        return Text(tick(low, "ja"), tick(low, "en"))
    if feature.kind is Kind.DATE:
        low_words, high_words = (str(np.datetime64(int(v), "D"))[:7] for v in (low, high))
        return Text(f"{low_words}〜{BREAK}{high_words}", f"{low_words}–{BREAK}{high_words}")
    return Text(f"{tick(low, 'ja')}〜{BREAK}{tick(high, 'ja')}", f"{tick(low, 'en')}–{BREAK}{tick(high, 'en')}")


def _fine(feature: Feature, coarse: int) -> list[int]:
    return [b for b in range(1, feature.unseen_bin) if feature.coarse[b] == coarse]
