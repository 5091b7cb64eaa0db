"""Reading a table again with a model's kinds, so that a decision sees what learning saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rashin.engines.tabular.reading.columns import Known, Span, Typed, typed
from rashin.engines.tabular.table import Column, Kind, Table


def retyped_column(column: Column, kind: Kind, levels: Sequence[str] = (), span: Span | None = None) -> Column:
    """The column read as `kind`, from its raw cells, each cell by itself.

    Args:
        column: A column of a table that was read.
        kind: The model's kind. Cells that cannot be read as it become missing and suspect.
        levels: For coded kinds: the model's levels. Cells are matched without case, space and width; an unknown cell
            gets a level behind them.
        span: For numbers: the lowest and highest the model learned from. A code such as -999 outside becomes missing
            and suspect.
    """
    return _typed(column, kind, levels, span).column


def retyped(
    table: Table,
    kinds: Mapping[str, Kind],
    levels: Mapping[str, Sequence[str]] | None = None,
    spans: Mapping[str, Span] | None = None,
) -> Table:
    """The table with the named columns read again as a model's kinds; repairs and problems follow the new reading.

    Columns that `kinds` does not name stay as they are; names that the table lacks are left to the caller to miss.
    """
    named = [name for name in kinds if name in table.columns]
    again = {
        name: _typed(table[name], kinds[name], (levels or {}).get(name, ()), (spans or {}).get(name)) for name in named
    }
    columns = {name: again[name].column if name in again else column for name, column in table.columns.items()}
    kept_repairs = tuple(repair for repair in table.repairs if repair.column not in again)
    kept_problems = tuple(problem for problem in table.problems if problem.column not in again)
    return replace(
        table,
        columns=columns,
        repairs=kept_repairs + tuple(repair for one in again.values() for repair in one.repairs),
        problems=kept_problems + tuple(problem for one in again.values() for problem in one.problems),
    )


def _typed(column: Column, kind: Kind, levels: Sequence[str], span: Span | None) -> Typed:
    if column.raw is None:
        raise ValueError(f"column {column.name!r} was made without raw cells and cannot be read again")
    return typed(column.name, column.raw, kind, Known(tuple(levels), span))
