"""The cases of a table as people tell them apart: by row, and by the numbers and names in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashin.language import Language, Text

if TYPE_CHECKING:
    from rashin.engines.tabular.table import Column, Table

ROW = Text("行", "row")


def marks_of(table: Table, service: str, language: Language) -> dict[str, list[str | int]]:
    """Row numbers and identifiers of all cases, as columns."""
    rows: dict[str, list[str | int]] = {ROW[language]: list(range(table.first_row, table.first_row + table.rows))}
    return rows | {column.name: [*_cells(column)] for column in identifiers(table, service)}


def identifiers(table: Table, service: str) -> list[Column]:
    """The columns that tell cases apart."""
    from rashin.engines.tabular.table import Kind
    from rashin.services import find
    from rashin.services.contract import Use

    found = find(service)

    def tells_apart(column: Column) -> bool:
        concept = found.concept_of(column.name)
        return column.kind is Kind.IDENTIFIER or (concept is not None and concept.use is Use.IDENTIFIER)

    return [column for column in table if tells_apart(column)]


def _cells(column: Column) -> list[str]:
    return [cell(column, at) for at in range(len(column))]


def cell(column: Column, at: int) -> str:
    """One cell as it was understood; empty where there is no value."""
    value = column.values[at]
    if column.kind.is_coded:
        return column.levels[int(value)] if value >= 0 else ""
    return "" if value != value else f"{value:.15g}"  # noqa: PLR0124 - NaN is no value
