"""The outcome column: which rows have one, which of its two values is the bad one, and what gives it away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.reading.cells import key, shown
from rashin.engines.tabular.reading.distinct import number_text
from rashin.engines.tabular.reading.drift import drift_problems
from rashin.engines.tabular.reading.leaks import leak_problems
from rashin.engines.tabular.reading.scales import truth
from rashin.engines.tabular.table import Column, Kind, Problem, Severity, Table
from rashin.errors import AdverseAbsent, AdverseUnclear, LabelledTooFew, TargetNotBinary, TargetOneClass
from rashin.language import Text

LEAST_LABELLED = 30
"""Rows with a known outcome below which nothing honest can be learned."""

_FEW_OF_ONE = 10


@dataclass(frozen=True, slots=True)
class LabelledTarget:
    """The outcome of the rows that have one."""

    column: str
    rows: NDArray[np.bool_]
    """Which rows of the table have an outcome; shape (table rows,)."""
    adverse: NDArray[np.uint8]
    """1 where the outcome is the bad one; shape (labelled rows,), in the table's order."""
    adverse_value: str
    favourable_value: str

    def __len__(self) -> int:
        return len(self.adverse)


def check_target(
    table: Table,
    target: str,
    *,
    adverse: str | float | None = None,
    adverse_values: Sequence[str] = (),
    time: str | None = None,
    afterwards: Callable[[str], bool] | Collection[str] = (),
    exclude: Iterable[str] = (),
) -> tuple[LabelledTarget, tuple[Problem, ...]]:
    """The outcome as 0 and 1, and what stands in the way of learning it.

    Args:
        table: The table as read.
        target: The outcome column.
        adverse: The value of the bad outcome, as the user names it.
        adverse_values: Words by which tables write the bad outcome, if the user does not name it. Digits among them
            count only when the two values are 0 and 1: in a column of 1 and 2 either may be the bad one.
        time: The column that orders cases in time, if there is one; else the order of rows is looked at.
        afterwards: Names of columns known only after the decision, or a function that tells them.
        exclude: Columns that will not be inputs anyway, and are not scanned.

    Returns:
        The target, and the problems: refusals for columns that give the answer away, warnings for drift and few cases.

    Raises:
        ColumnMissing: the target or the time column is not there.
        TargetOneClass, TargetNotBinary, LabelledTooFew: the outcome cannot be learned from.
        AdverseAbsent: `adverse` is not a value of the column.
        AdverseUnclear: which value is the bad one cannot be told.
    """
    labelled, notes = _labelled(table, table[target], adverse, adverse_values)
    inputs = [name for name in table.columns if name not in {target, *exclude}]
    if time is not None:
        _ = table[time]
    problems = (
        *notes,
        *leak_problems(table, inputs, labelled.rows, labelled.adverse, afterwards),
        *drift_problems(
            table, target, [name for name in inputs if name != time], labelled.rows, labelled.adverse, time
        ),
    )
    return labelled, problems


def refuse_if_unusable(problems: Iterable[Problem]) -> None:
    """Raises the error of the first problem that is a refusal, if there is one.

    Raises:
        RashinError: that error.
    """
    for problem in problems:
        if problem.error is not None and problem.severity is Severity.REFUSE:
            raise problem.error


def _labelled(
    table: Table, column: Column, adverse: str | float | None, words: Sequence[str]
) -> tuple[LabelledTarget, tuple[Problem, ...]]:
    rows = ~column.missing
    values, which = np.unique(column.values[rows], return_inverse=True)
    names = [_name(column, value) for value in values.tolist()]
    _check_classes(column.name, names, len(which))
    bad = _bad(column, names, adverse, words)
    labelled = LabelledTarget(column.name, rows, (which == bad).astype(np.uint8), names[bad], names[1 - bad])
    return labelled, _notes(table, labelled, asked=adverse is not None)


def _check_classes(column: str, names: list[str], rows: int) -> None:
    listed = ", ".join(shown(name, 20) for name in names[:5]) + (", …" if len(names) > 5 else "")
    if len(names) > 2:
        raise TargetNotBinary(column=column, found=len(names), values=listed)
    if len(names) < 2:
        raise TargetOneClass(column=column, values=listed or "—")
    if rows < LEAST_LABELLED:
        raise LabelledTooFew(column=column, found=rows, least=LEAST_LABELLED)


def _name(column: Column, value: float) -> str:
    if column.kind.is_coded:
        return column.levels[int(value)]
    return number_text(float(value))


def _bad(column: Column, names: list[str], adverse: str | float | None, words: Sequence[str]) -> int:
    """Which of the two values is the bad outcome."""
    if adverse is not None:
        return _named(column, names, str(adverse))
    keys = [key(name) for name in names]
    if set(keys) == {"0", "1"}:
        return keys.index("1")
    bad_words = {key(word) for word in words if not key(word).isdecimal()}
    hits = [place for place, plain in enumerate(keys) if plain in bad_words]
    if len(hits) != 1:
        raise AdverseUnclear(column=column.name, first=shown(names[0]), second=shown(names[1]))
    return hits[0]


def _named(column: Column, names: list[str], adverse: str) -> int:
    keys = [key(name) for name in names]
    if key(adverse) in keys:
        return keys.index(key(adverse))
    meant = {"1": True, "0": False}.get(key(adverse), truth(adverse))
    if column.kind is Kind.BOOLEAN and meant is not None:
        return [truth(name) for name in names].index(meant)
    raise AdverseAbsent(column=column.name, value=shown(adverse), present=", ".join(map(shown, names)))


def _notes(table: Table, labelled: LabelledTarget, *, asked: bool) -> tuple[Problem, ...]:
    problems = [] if asked else [_taken(labelled)]
    unlabelled = table.rows - len(labelled)
    if unlabelled:
        problems.append(_dropped(labelled.column, unlabelled))
    bad = int(labelled.adverse.sum())
    if min(bad, len(labelled) - bad) < _FEW_OF_ONE:
        problems.append(_few(labelled, bad))
    return tuple(problems)


def _taken(labelled: LabelledTarget) -> Problem:
    facts = {"column": labelled.column, "value": shown(labelled.adverse_value)}
    what = Text(
        "「{column}」の「{value}」を悪い結果としました。", "“{value}” in “{column}” was taken as the bad outcome."
    ).filled(**facts)
    mend = Text(
        "逆のときは、悪い結果の値を --bad（Python では bad=）で指定してください。",
        "If it is the other one, say so with --bad (in Python bad=).",
    )
    return Problem("adverse-value", Severity.NOTE, what, mend, labelled.column)


def _dropped(column: str, rows: int) -> Problem:
    what = Text(
        "「{column}」が空の{rows}行は、学習に使いません。", "{rows} rows without “{column}” are not learned from."
    ).filled(column=column, rows=f"{rows:,}")
    mend = Text("結果が分かっていれば、入れてください。", "Fill in the outcome where it is known.")
    return Problem("target-missing", Severity.WARN, what, mend, column)


def _few(labelled: LabelledTarget, bad: int) -> Problem:
    good = len(labelled) - bad
    what = Text(
        "「{column}」の内訳は「{a}」{n}行、「{b}」{m}行で、片方が少なすぎます。",
        "“{column}” has {n} rows of “{a}” and {m} of “{b}”: one of them is too rare.",
    ).filled(column=labelled.column, a=shown(labelled.adverse_value), n=bad, b=shown(labelled.favourable_value), m=good)
    mend = Text(
        f"少ないほうの結果を{_FEW_OF_ONE}行以上に増やしてください。できた判断は人が確かめてください。",
        f"Add cases until each outcome has at least {_FEW_OF_ONE} rows, and have a person check decisions.",
    )
    return Problem("few-of-one-outcome", Severity.WARN, what, mend, labelled.column)
