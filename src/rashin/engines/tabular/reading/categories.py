"""Coded columns: categories, ordered categories, yes/no, identifiers and free text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.reading.cells import key
from rashin.engines.tabular.reading.distinct import Distinct
from rashin.engines.tabular.reading.repairs import Tally
from rashin.engines.tabular.reading.scales import order_of, said
from rashin.engines.tabular.table import Column, Kind, Repair
from rashin.notation.letters import trimmed, visible


def coded_column(cells: Distinct, kind: Kind, known: Sequence[str] | None) -> tuple[Column, tuple[Repair, ...]]:
    """The cells as codes into levels.

    Args:
        cells: The column's distinct cells.
        kind: Any coded kind.
        known: The model's levels when deciding; cells are matched to them without case, space and width, and a level
            that the model does not know is put behind them.
    """
    if kind in {Kind.IDENTIFIER, Kind.TEXT}:
        return _verbatim(cells, kind, known or ())
    groups = _grouped(cells, kind, known or ())
    spelling = {same: _spelling(cells, places) for same, places in groups.items()}
    levels = list(known or ())
    place_of = {_sameness(kind)(level): code for code, level in enumerate(levels)}
    for same in _ordered(kind, spelling):
        if same not in place_of:
            place_of[same] = len(levels)
            levels.append(spelling[same])
    by_level = np.full(len(cells.levels), -1, np.int32)
    for same, places in groups.items():
        by_level[places] = place_of[same]
    return _column(cells, kind, by_level, tuple(levels))


def _verbatim(cells: Distinct, kind: Kind, known: Sequence[str]) -> tuple[Column, tuple[Repair, ...]]:
    place_of = {level: code for code, level in enumerate(known)}
    texts = [trimmed(text) for text in cells.levels]
    by_level = [
        -1 if gone else place_of.setdefault(text, len(place_of))
        for text, gone in zip(texts, cells.missing, strict=True)
    ]
    return _column(cells, kind, np.array(by_level, np.int32), tuple(place_of))


def _sameness(kind: Kind) -> Callable[[str], str | bool]:
    return _yes_no if kind is Kind.BOOLEAN else key


def _yes_no(text: str) -> str | bool:
    meaning = said(text)
    return key(text) if meaning is None else meaning


def _grouped(cells: Distinct, kind: Kind, known: Sequence[str]) -> dict[str | bool, list[int]]:
    """Places of the distinct cells that are one level; a word for missing is a level where the model has it."""
    sameness = _sameness(kind)
    known_same = {sameness(level) for level in known}
    groups: dict[str | bool, list[int]] = defaultdict(list)
    for place, (text, plain) in enumerate(zip(cells.levels, cells.keys, strict=True)):
        same = sameness(text) if kind is Kind.BOOLEAN else plain
        if not cells.missing[place] or (same != "" and same in known_same):
            groups[same].append(place)
    return groups


def _spelling(cells: Distinct, places: Iterable[int]) -> str:
    """The most common way to write a level, the first in the alphabet among equals."""
    counts: dict[str, int] = defaultdict(int)
    for place in places:
        counts[trimmed(cells.levels[place])] += int(cells.counts[place])
    return min(counts, key=lambda text: (-counts[text], text))


def _ordered(kind: Kind, spelling: dict[str | bool, str]) -> list[str | bool]:
    if kind is Kind.ORDERED:
        order = order_of({str(same) for same in spelling})
        if order is not None:
            return list(order)
    return sorted(spelling, key=_rank)


def _rank(same: str | bool) -> tuple[int, float, str]:
    """No before yes, then numbers by size, then words by alphabet: an order that rows cannot change."""
    if isinstance(same, bool):
        return 0, float(same), ""
    try:
        return (1, float(same), same) if same.isascii() and same[:1].isdecimal() else (2, 0.0, same)
    except ValueError:
        return 2, 0.0, same


def _column(
    cells: Distinct, kind: Kind, by_level: NDArray[np.int32], levels: tuple[str, ...]
) -> tuple[Column, tuple[Repair, ...]]:
    tally = Tally(cells.name)
    for place, (text, code) in enumerate(zip(cells.levels, by_level.tolist(), strict=True)):
        if code < 0:
            tally.add(
                "missing-word" if text.strip() else "blank", cells.counts[place], text, "" if text.strip() else None
            )
        elif text != levels[code]:
            _count_change(tally, int(cells.counts[place]), text, levels[code])
    column = Column(cells.name, kind, cells.spread(by_level, np.int32, absent=-1), levels, raw=cells.raw)
    return column, tally.repairs()


def _count_change(tally: Tally, cells: int, before: str, after: str) -> None:
    if visible(before) != before:
        tally.add("invisible", cells, before, after)
    if trimmed(before) != after:
        tally.add("variant", cells, before, after)
