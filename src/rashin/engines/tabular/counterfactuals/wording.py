"""Answers of the search in people's words: values to aim for, changes, and one sentence."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np

from rashin.engines.contract import Counterfactual, CounterfactualSearch, FeatureChange
from rashin.engines.tabular.additive import FIXED_POINT, Additive, Feature
from rashin.engines.tabular.counterfactuals.search import Answer, SearchResult
from rashin.engines.tabular.display import said_level, said_value, with_unit
from rashin.engines.tabular.reasons import logistic
from rashin.engines.tabular.table import Column, Kind
from rashin.language import Text, same

_DIGITS = 18
"""One more than the significant digits that tell any two float64 apart."""

_ENOUGH_ROWS = 5
"""A value that fewer rows share might give away whose it is."""

_NOT_NEEDED = Text(
    "いまのままで通ります。変える必要はありません。", "It is favourable as it stands; nothing has to change."
)
_NONE = Text(
    "変えられる項目を{most}個まで変えても、結果は変わりません。すべての組み合わせを確かめました。",
    "No permitted change of up to {most} items would change the outcome; every combination was ruled out.",
)
_FOUND = Text("{changes}変えると、通ります。", "It would be favourable with {changes}.")
_CHANGE = Text("「{label}」を{before}から{after}に", "“{label}” changed from {before} to {after}")


def explained(model: Additive, columns: tuple[Column, ...], row: int, result: SearchResult) -> CounterfactualSearch:
    """The search's result for one row of `columns` (one for each feature, read as its kind) in people's words."""
    found = tuple(_counterfactual(model, columns, row, answer) for answer in result.answers)
    return CounterfactualSearch(
        found=found[0] if found else None,
        proven_none=result.proven_none,
        most_changes=result.most_changes,
        needed=result.needed,
        alternatives=found[1:],
    )


def said(search: CounterfactualSearch) -> Text:
    """What would change the outcome, in one sentence."""
    if not search.needed:
        return _NOT_NEEDED
    if search.found is None:
        return _NONE.filled(most=search.most_changes)
    changes = [_CHANGE.filled(label=c.label, before=c.before, after=c.after) for c in search.found.changes]
    listed = Text("、".join(change.ja for change in changes), " and ".join(change.en for change in changes))
    return _FOUND.filled(changes=listed)


def display_value(feature: Feature, bin_: int, present: float | str | None) -> float | str:
    """A value of that bin to aim for; encoding it gives that very bin.

    For coded kinds the level. For numbers the present value if it lies in the bin already; else the value that learning
    saw there, where bins hold one each and enough rows share it; else the roundest number in the half of the bin that lies nearer to the present
    value (nearest the bin's middle where that is missing), whole if the column's numbers are. Dates are days.
    """
    if feature.kind.is_coded:
        return feature.levels[bin_ - 1]
    low, high = _inside(feature, bin_)
    now = float("nan") if present is None else float(present)
    if low <= now < high:
        return now
    if feature.single_valued and feature.counts[bin_] >= _ENOUGH_ROWS:
        return _learned_value(feature, bin_)
    return _shortest(low, high, now, whole=_is_whole(feature))


def _counterfactual(model: Additive, columns: tuple[Column, ...], row: int, answer: Answer) -> Counterfactual:
    changes = tuple(
        _change(model.features[move.feature], columns[move.feature], row, move.bin, move.cost) for move in answer.moves
    )
    return Counterfactual(changes, answer.cost, float(logistic(answer.score_units * FIXED_POINT)))


def _change(feature: Feature, column: Column, row: int, bin_: int, cost: float) -> FeatureChange:
    present = None if feature.kind.is_coded else float(column.values[row])
    before = said_value(feature, column, row)
    if feature.kind is Kind.DATE and present is not None and not np.isnan(present):
        before = _said(feature, present)
    return FeatureChange(
        feature=feature.name,
        label=feature.role.label,
        before=before,
        after=_said(feature, display_value(feature, bin_, present)),
        cost=cost,
    )


def _said(feature: Feature, value: float | str) -> Text:
    """The value in full: what is aimed for must not be rounded out of its bin."""
    if isinstance(value, str):
        return said_level(value)
    if feature.kind is Kind.DATE:
        return same(str(date(1970, 1, 1) + timedelta(days=value)))
    return with_unit(feature, f"{Decimal(repr(value)).normalize():,f}")


def _inside(feature: Feature, bin_: int) -> tuple[float, float]:
    """The bin's numbers that lie in the learning range: from the first on, up to but not including the second."""
    edges = feature.edges.tolist()
    bottom = edges[bin_ - 2] if bin_ > 1 else feature.low
    top = edges[bin_ - 1] if bin_ <= len(edges) else float(np.nextafter(feature.high, np.inf))
    return bottom, top


def _is_whole(feature: Feature) -> bool:
    """Whether learning saw whole numbers only, as far as the edges, middles between neighbours, can tell."""
    bounds = np.array([feature.low, feature.high])
    return feature.kind is Kind.DATE or bool((bounds % 1 == 0).all() and (feature.edges * 2 % 1 == 0).all())


def _learned_value(feature: Feature, bin_: int) -> float:
    """The one value of a bin: an edge is the middle between it and its neighbour, and the first bin's is the lowest."""
    value = feature.low
    for edge in feature.edges[: bin_ - 1].tolist():
        value = 2 * edge - value
    low, high = _inside(feature, bin_)
    noise = 1e-9 * max(abs(value), high - low)
    clean = _roundest(value - noise, value + noise, value)
    return clean if clean is not None and low <= clean < high else _shortest(low, high, value, whole=False)


def _shortest(low: float, high: float, now: float, *, whole: bool) -> float:
    """The roundest number of the near half of [low, high), failing that of all of it, failing that the near end."""
    last = float(np.nextafter(high, -np.inf))
    middle = min(max(low / 2 + high / 2, low), last)
    near = (low, middle, low) if now < low else (middle, last, last) if now >= high else (low, last, middle)
    windows = (near, (low, last, near[2]))
    found = [_roundest(*window, smallest=0) for window in windows] if whole else []
    found += [_roundest(*window) for window in windows]
    return next((value for value in found if value is not None), near[2])


def _roundest(first: float, last: float, aim: float, smallest: int | None = None) -> float | None:
    """The multiple of the largest power of ten (10^smallest at least) within [first, last] that lies nearest to aim."""
    largest = Decimal(max(abs(first), abs(last))).adjusted() + 1
    for exponent in range(largest, (largest - _DIGITS if smallest is None else smallest) - 1, -1):
        step = Decimal(1).scaleb(exponent)
        multiples = [float((Decimal(aim) / step).to_integral_value(way) * step) for way in (ROUND_CEILING, ROUND_FLOOR)]
        inside = [value for value in multiples if first <= value <= last]
        if inside:
            return min(inside, key=lambda value: abs(value - aim))
    return None
