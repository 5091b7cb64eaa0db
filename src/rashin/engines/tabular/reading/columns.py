"""From raw cells to a typed column, with its repairs and problems."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.reading import amounts
from rashin.engines.tabular.reading.categories import coded_column
from rashin.engines.tabular.reading.cells import is_missing, shown
from rashin.engines.tabular.reading.distinct import Distinct, as_text, number_text
from rashin.engines.tabular.reading.limits import FIRST_ROW, IMPLAUSIBLE
from rashin.engines.tabular.reading.repairs import Tally
from rashin.engines.tabular.table import Column, Kind, Problem, RawNumbers, RawText, Repair, Severity
from rashin.errors import NumberNotFinite
from rashin.language import Text
from rashin.notation import dates

MISSING_NUMBERS = np.array([sign * (10.0**digits - 1) for digits in range(2, 9) for sign in (-1, 1)])
"""-99, -999, … and 99, 999, …: what older programs write where there is no value."""

_LEAST_OTHERS = 20
"""Fewer values do not show whether one lies apart."""

Span = tuple[float, float]
"""Lowest and highest number a model learned from."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed column with what was repaired in it and what is wrong with it."""

    column: Column
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a model knows of a column when it decides."""

    levels: tuple[str, ...] = ()
    span: Span | None = None


def typed(
    name: str,
    raw: RawText | RawNumbers,
    kind: Kind,
    known: Known | None = None,
    first: int = FIRST_ROW,
    cells: Distinct | None = None,
) -> Typed:
    """The cells as a column of the given kind.

    Args:
        name: The column's header, whose unit (千円) applies to its cells.
        raw: The cells as they came.
        kind: What they are to be read as.
        known: Given when deciding: each cell is then read by itself, so that other rows change nothing.
        first: The number of the first row of data, for messages.
        cells: The same cells, if somebody has understood them already.
    """
    if kind is Kind.NUMBER and isinstance(raw, RawNumbers):
        return _from_numbers(name, raw, known, first)
    cells = cells or Distinct(name, as_text(raw))
    if kind is Kind.NUMBER:
        return _from_text(cells, known, first)
    if kind is Kind.DATE:
        return _as_dates(cells, raw, first)
    column, repairs = coded_column(cells, kind, known.levels if known else None)
    return Typed(replace(column, raw=raw), repairs)


def _from_numbers(name: str, raw: RawNumbers, known: Known | None, first: int) -> Typed:
    unit = amounts.header_unit(name)
    if known and known.span and unit.scale == 1 and _all_within(raw.values, known.span):
        return Typed(Column(name, Kind.NUMBER, raw.values, raw=raw), (), ())
    tally = Tally(name, unit=unit.word)
    values = raw.values + 0.0
    if unit.scale != 1:
        present = np.flatnonzero(~np.isnan(values))
        with np.errstate(over="ignore"):  # what becomes infinite is found out below, as what came so
            values *= unit.scale
        for place in present[:3]:
            tally.add("header-unit", 1, number_text(raw.values[place]), values[place])
        tally.add("header-unit", len(present) - 3 if len(present) > 3 else 0)
    return _judged(name, raw, values, np.zeros(len(values), bool), tally, known, first)


def _from_text(cells: Distinct, known: Known | None, first: int) -> Typed:
    numbers = cells.numbers
    tally = Tally(cells.name, unit=amounts.header_unit(cells.name).word)
    _count_missing(cells, numbers.missing, tally)
    for place, codes in numbers.repaired.items():
        for code in codes:
            tally.add(code, cells.counts[place], cells.levels[place], numbers.values[place])
    values = cells.spread(numbers.values, np.float64, absent=np.nan)
    unreadable = cells.spread(numbers.unreadable, bool, absent=False)
    return _judged(cells.name, cells.raw, values, unreadable, tally, known, first)


def _judged(
    name: str,
    raw: RawText | RawNumbers,
    values: NDArray[np.float64],
    unreadable: NDArray[np.bool_],
    tally: Tally,
    known: Known | None,
    first: int,
) -> Typed:
    """Sets aside what must not pass as a number: unreadable text, infinity, codes for missing."""
    if known and known.span and _all_within(values, known.span) and not unreadable.any():
        return Typed(Column(name, Kind.NUMBER, values, raw=raw), tally.repairs(), ())
    with np.errstate(invalid="ignore"):
        huge = np.abs(values) >= IMPLAUSIBLE
    plausible = np.where(huge, np.nan, values)
    scale = amounts.header_unit(name).scale
    coded = _missing_numbers(plausible, scale, known.span if known else None) if known is None or known.span else None
    problems = _unreadable_problem(name, raw, unreadable, first, "number") + _huge_problem(name, raw, huge, first)
    suspect = unreadable | huge
    if coded is not None and coded.any():
        suspect |= coded
        _count_coded(plausible[coded], tally)
        plausible[coded] = np.nan
    column = Column(name, Kind.NUMBER, plausible, suspect=suspect if suspect.any() else None, raw=raw)
    return Typed(column, tally.repairs(), problems)


def _all_within(values: NDArray[np.float64], span: Span) -> bool:
    """Whether every number lies where the model learned: then none is infinite or stands for a missing one."""
    low, high = np.fmin.reduce(values, initial=np.inf), np.fmax.reduce(values, initial=-np.inf)
    return bool(span[0] <= low and high <= span[1])


def _missing_numbers(values: NDArray[np.float64], scale: float, span: Span | None) -> NDArray[np.bool_]:
    """Where a number is a code for missing: outside what the model knows, or else far from all other values.

    A code stands as it was written, so the header's unit (`scale`) is taken off before looking.
    """
    written = values / scale
    candidate = np.isin(written, MISSING_NUMBERS)
    if not candidate.any():
        return candidate
    if span is not None:
        return np.asarray(candidate & ((values < span[0]) | (values > span[1])))
    codes = [code for code in np.unique(written[candidate]).tolist() if _lies_apart(code, written)]
    return np.isin(written, codes)


def _lies_apart(code: float, values: NDArray[np.float64]) -> bool:
    """Whether a code is farther from all other values than these are from each other (or alone below nought)."""
    others = values[~np.isnan(values) & ~(np.isin(values, MISSING_NUMBERS) & (np.abs(values) >= abs(code)))]
    if len(others) < _LEAST_OTHERS:
        return False
    low, high = float(others.min()), float(others.max())
    if code < 0:
        return low >= 0 or low - code > high - low
    return code > 99 and code - high > high - low


def _count_coded(values: NDArray[np.float64], tally: Tally) -> None:
    for value, count in zip(*np.unique(values, return_counts=True), strict=True):
        tally.add("missing-number", int(count), number_text(float(value)), "")


def _as_dates(cells: Distinct, raw: RawText | RawNumbers, first: int) -> Typed:
    name = cells.name
    missing = np.fromiter((is_missing(text) for text in cells.levels), bool, len(cells.levels))
    failed = np.fromiter((day is None for day in cells.days), bool, len(cells.levels)) & ~missing
    tally = Tally(name)
    _count_missing(cells, missing, tally)
    for place, day in enumerate(cells.days):
        for code in day.repairs if day else ():
            tally.add(code, cells.counts[place], cells.levels[place], dates.written(day.days) if day else "")
    values = cells.spread((day.days if day else np.nan for day in cells.days), np.float64, absent=np.nan)
    unreadable = cells.spread(failed, bool, absent=False)
    column = Column(name, Kind.DATE, values, suspect=unreadable if unreadable.any() else None, raw=raw)
    return Typed(column, tally.repairs(), _unreadable_problem(name, raw, unreadable, first, "date"))


def _count_missing(cells: Distinct, missing: NDArray[np.bool_], tally: Tally) -> None:
    for place in np.flatnonzero(missing):
        text = cells.levels[place]
        tally.add("missing-word" if text.strip() else "blank", cells.counts[place], text, "" if text.strip() else None)


def _cell_shown(raw: RawText | RawNumbers, index: int) -> str:
    if isinstance(raw, RawNumbers):
        return number_text(float(raw.values[index]))
    return shown(raw.levels[raw.codes[index]])


_MENDS: dict[str, tuple[Text, Text]] = {
    "number": (
        Text(
            "{row}行目の「{column}」が「{value}」で、数として読めません（同様のセルは全部で{cells}個）。値がないものとして扱います。",
            "Row {row} of “{column}” is “{value}”, which cannot be read as a number ({cells} such cells in all). "
            "It is treated as missing.",
        ),
        Text(
            "30,000,000 のように数字だけにしてください。分からなければ空欄にします。",
            "Write digits only, such as 30,000,000, or leave the cell blank.",
        ),
    ),
    "date": (
        Text(
            "{row}行目の「{column}」が「{value}」で、日付として読めません（同様のセルは全部で{cells}個）。値がないものとして扱います。",
            "Row {row} of “{column}” is “{value}”, which cannot be read as a date ({cells} such cells in all). "
            "It is treated as missing.",
        ),
        Text("2023-04-01 のように書いてください。", "Write it like 2023-04-01."),
    ),
}


def _unreadable_problem(
    name: str, raw: RawText | RawNumbers, unreadable: NDArray[np.bool_], first: int, kind: str
) -> tuple[Problem, ...]:
    if not unreadable.any():
        return ()
    index = int(np.argmax(unreadable))
    what, mend = _MENDS[kind]
    facts = {"row": index + first, "column": name, "value": _cell_shown(raw, index), "cells": int(unreadable.sum())}
    return (Problem(f"unreadable-{kind}", Severity.WARN, what.filled(**facts), mend, name, index + first),)


def _huge_problem(name: str, raw: RawText | RawNumbers, huge: NDArray[np.bool_], first: int) -> tuple[Problem, ...]:
    if not huge.any():
        return ()
    index = int(np.argmax(huge))
    error = NumberNotFinite(column=name, row=index + first, value=_cell_shown(raw, index))
    return (Problem.refusal(error),)
