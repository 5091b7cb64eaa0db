"""How the columns of a table are told: what kind each is, and the values it holds."""

from __future__ import annotations

import numpy as np

from rashin.charts.numbers import brief, span
from rashin.engines.tabular.table import Column, Kind
from rashin.language import Text, listed, same
from rashin.report.sections.data import KINDS

__all__ = ["KINDS", "values_of"]

_LEVELS = Text("{n}種類: {names}", "{n}: {names}")
_MOST_LEVELS = 3


def values_of(column: Column) -> Text:
    """The range of numbers and dates, the commonest categories, an example of what differs in every row."""
    known = column.values[~column.missing]
    if not len(known):
        return same("—")
    if not column.kind.is_coded:
        ends = (float(known.min()), float(known.max()))
        days = column.kind is Kind.DATE
        return span(*(str(np.datetime64(int(end), "D")) if days else brief(end) for end in ends))
    if column.kind in (Kind.IDENTIFIER, Kind.TEXT):
        return Text("{one} など", "{one}, …").filled(one=column.levels[int(known[0])])
    counts = np.bincount(known, minlength=len(column.levels))
    often = [column.levels[at] for at in np.argsort(-counts, kind="stable")[:_MOST_LEVELS]]
    return _LEVELS.filled(n=len(column.levels), names=listed(often))
