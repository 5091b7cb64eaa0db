"""What is wrong with a table as a whole: constants, identifiers, repeated rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.reading.privacy import MASK
from rashin.engines.tabular.table import Column, Kind, Problem, Severity, Table
from rashin.errors import RowsIdentical
from rashin.language import Text

_LEAST_FOR_CONSTANT = 2
_LEAST_COLUMNS_FOR_NEAR = 8
"""In narrower tables, rows that differ in one cell only are nothing special."""

_MOST_CELLS_FOR_NEAR = 20_000_000
"""Beyond this the search for near-duplicates would take longer than reading."""

_IDENTIFIER = (
    Text(
        "「{column}」の列は、一件ごとに違う番号や名前です。判断には使いません。",
        "“{column}” is a number or name of its own for each case. It is not used for decisions.",
    ),
    Text(
        "判断に使う列なら、意味のあるまとまりに分けてください。",
        "If it should be used, group its values into meaningful classes.",
    ),
)
_EMPTY = (
    Text("「{column}」の列には値がありません。", "The column “{column}” has no values."),
    Text("値を入れるか、列を消してください。", "Fill it in or remove the column."),
)
_CONSTANT = (
    Text(
        "「{column}」の列は、すべて同じ値です。判断の役に立ちません。",
        "All values of “{column}” are the same. It tells nothing.",
    ),
    Text(
        "ほかの値が抜けていないかを確かめるか、列を消してください。",
        "Check that no values are lost, or remove the column.",
    ),
)
_DUPLICATE = (
    Text(
        "前の行とまったく同じ行が{count}行あります（例: {row}行目と{other}行目）。",
        "{count} rows repeat an earlier row exactly (for example rows {other} and {row}).",
    ),
    Text("同じ案件が二重に入っていれば、片方を消してください。", "If a case was entered twice, remove one of the two."),
)
_NEAR = (
    Text(
        "1つの列か番号だけが違う、ほぼ同じ行が{count}行あります（例: {row}行目と{other}行目）。",
        "{count} rows differ from an earlier row in one column or an identifier only (for example rows {other} and {row}).",
    ),
    Text(
        "同じ案件を書き直したものなら、新しいほうだけを残してください。",
        "If they are revisions of one case, keep only the latest.",
    ),
)


def findings(table: Table, first: int) -> Table:
    """The table with the problems that only show when it is seen whole."""
    found = (*_about_columns(table), *_about_rows(table, first))
    return replace(table, problems=table.problems + found)


def _about_columns(table: Table) -> Iterator[Problem]:
    for column in table:
        if MASK in column.levels:
            continue
        if column.kind is Kind.IDENTIFIER:
            yield _noted("identifier", Severity.NOTE, _IDENTIFIER, column.name)
        known = column.values[~column.missing]
        if not len(known):
            yield _noted("empty-column", Severity.WARN, _EMPTY, column.name)
        elif table.rows >= _LEAST_FOR_CONSTANT and len(known) == table.rows and (known == known[0]).all():
            yield _noted("constant-column", Severity.WARN, _CONSTANT, column.name)


def _noted(code: str, severity: Severity, words: tuple[Text, Text], column: str) -> Problem:
    return Problem(code, severity, words[0].filled(column=column), words[1], column)


def _about_rows(table: Table, first: int) -> Iterator[Problem]:
    if table.rows < 2:
        return
    inputs = [_hashed(column, place) for place, column in enumerate(table) if column.kind is not Kind.IDENTIFIER]
    names = [_hashed(column, place) for place, column in enumerate(table) if column.kind is Kind.IDENTIFIER]
    content = _sum(inputs, table.rows)
    telling = content if inputs else _sum(names, table.rows)
    if (telling == telling[0]).all():
        yield Problem.refusal(RowsIdentical(rows=f"{table.rows:,}"))
        return
    whole = content + _sum(names, table.rows)
    exact = _repeats(whole)
    if exact.any():
        yield _repeated("duplicate-rows", _DUPLICATE, exact, _pair(whole, exact, first))
    yield from _near_duplicates(inputs, content, exact, first)


def _near_duplicates(
    inputs: Sequence[NDArray[np.uint64]], content: NDArray[np.uint64], exact: NDArray[np.bool_], first: int
) -> Iterator[Problem]:
    """Rows that agree in all but one input, or in all inputs under another identifier."""
    if len(inputs) < _LEAST_COLUMNS_FOR_NEAR or len(inputs) * len(content) > _MOST_CELLS_FOR_NEAR:
        return
    kept = np.flatnonzero(~exact)
    near = np.zeros(len(content), bool)
    facts: dict[str, int] = {}
    for rest in (content, *(content - column for column in inputs)):
        here = np.zeros(len(content), bool)
        here[kept] = _repeats(rest[kept])
        near |= here
        if here.any() and not facts:
            facts = _pair(rest, here, first)
    if facts:
        yield _repeated("near-duplicate-rows", _NEAR, near, facts)


def _hashed(column: Column, place: int) -> NDArray[np.uint64]:
    """Each value mixed to 64 bits, differently in each column, so that sums over columns tell rows apart.

    Mixing: SplitMix64 (Steele, Lea and Flood, 2014).
    """
    values = np.ascontiguousarray(column.values, np.float64)
    values = np.where(np.isnan(values), np.inf, values + 0.0)
    mixed = values.view(np.uint64) + np.uint64((place + 1) * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _sum(columns: Sequence[NDArray[np.uint64]], rows: int) -> NDArray[np.uint64]:
    total = np.zeros(rows, np.uint64)
    for column in columns:
        total += column
    return total


def _repeats(content: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which rows repeat an earlier one."""
    order = np.argsort(content, kind="stable")
    again = np.zeros(len(content), bool)
    again[order[1:]] = content[order[1:]] == content[order[:-1]]
    return again


def _pair(content: NDArray[np.uint64], again: NDArray[np.bool_], first: int) -> dict[str, int]:
    row = int(np.argmax(again))
    return {"row": row + first, "other": int(np.argmax(content == content[row])) + first}


def _repeated(code: str, words: tuple[Text, Text], again: NDArray[np.bool_], facts: dict[str, int]) -> Problem:
    what = words[0].filled(**facts, count=f"{int(again.sum()):,}")
    return Problem(code, Severity.WARN, what, words[1], row=facts["row"])
