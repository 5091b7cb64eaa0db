"""Whether the cases at the end of a table still look like those at its beginning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.table import Column, Kind, Problem, Severity, Table
from rashin.language import Text

LARGE_SHIFT = 0.25
"""Population stability index from which a shift is commonly called large (Siddiqi, 2006, Credit Risk Scorecards)."""

_BINS = 10
_MOST_LEVELS = 30
_LEAST_ROWS = 60
_MOST_NAMED = 5

_WHAT = Text(
    "{order}の初めの3分の1と終わりの3分の1とで、次の列の中身が大きく変わっています: {columns}",
    "Between the first and the last third {order} these columns changed much: {columns}",
)
_BY_TIME = Text("「{time}」の順で並べたとき、表", "by “{time}”")
_BY_ROW = Text("表", "of the table")
_MEND = Text(
    "古い行に今と違う決まりや単位がないかを確かめてください。時期で並ぶ表なら、日付の列を --time で指定してください。",
    "Check that older rows follow today's rules and units. If the rows are in order of time, name the date with --time.",
)


def drift_problems(
    table: Table,
    target: str,
    inputs: Sequence[str],
    rows: NDArray[np.bool_],
    adverse: NDArray[np.uint8],
    time: str | None,
) -> tuple[Problem, ...]:
    """One warning naming the columns that shifted most, the outcome among them, if any did."""
    order = _order(table, rows, time)
    if len(order) < _LEAST_ROWS:
        return ()
    third = len(order) // 3
    parts = order[:third], order[-third:]
    shifts = {name: _shift(_codes(table[name], rows), *parts) for name in inputs if _is_comparable(table[name])}
    large = sorted((name for name, shift in shifts.items() if shift > 0), key=lambda name: -shifts[name])
    if _shift(adverse.astype(np.int64), *parts) > 0:
        large.insert(0, target)
    if not large:
        return ()
    named = "、".join(large[:_MOST_NAMED]) + ("…" if len(large) > _MOST_NAMED else "")
    by = _BY_ROW if time is None else _BY_TIME.filled(time=time)
    return (Problem("drift", Severity.WARN, _WHAT.filled(order=by, columns=named), _MEND, time),)


def _order(table: Table, rows: NDArray[np.bool_], time: str | None) -> NDArray[np.intp]:
    """Labelled rows in order of time, those without a time left out."""
    labelled = int(rows.sum())
    if time is None:
        return np.arange(labelled)
    column = table[time]
    order = np.argsort(column.values[rows], kind="stable")
    return order[~column.missing[rows][order]]


def _is_comparable(column: Column) -> bool:
    return column.kind not in {Kind.IDENTIFIER, Kind.TEXT}


def _codes(column: Column, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Values as tenths or levels, 0 missing."""
    values = column.values[rows]
    if column.kind.is_coded:
        return np.minimum(values.astype(np.int64) + 1, _MOST_LEVELS)
    known = ~np.isnan(values)
    if not known.any():
        return np.zeros(len(values), np.int64)
    edges = np.unique(np.quantile(values[known], np.linspace(0, 1, _BINS + 1)[1:-1]))
    return np.where(known, np.searchsorted(edges, values, side="right") + 1, 0)


def _shift(codes: NDArray[np.int64], early: NDArray[np.intp], late: NDArray[np.intp]) -> float:
    """The population stability index, or 0 where it is small or no more than chance would give."""
    size = int(codes.max()) + 1
    before, after = (np.bincount(codes[part], minlength=size) for part in (early, late))
    used = (before + after) > 0
    p, q = ((counts[used] + 0.5) / (len(part) + 0.5 * used.sum()) for counts, part in ((before, early), (after, late)))
    index = float(((p - q) * np.log(p / q)).sum())
    freedom = int(used.sum()) - 1
    # Without a shift the index times n/2 is chi-square; five of its standard deviations are beyond chance.
    by_chance = (freedom + 5 * np.sqrt(2 * freedom)) * (1 / len(early) + 1 / len(late))
    return index if index > max(LARGE_SHIFT, by_chance) else 0.0
