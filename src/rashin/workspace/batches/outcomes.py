"""Files of what became of cases, as a company keeps them: Excel or CSV, under the headings of its trade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rashin.engines.tabular.reading import read_cells
from rashin.engines.tabular.reading.raw_table import RawTable
from rashin.errors import ColumnMissing, RashinError
from rashin.services.contract import Service, Use, plain_name
from rashin.workspace.batches.cases import cell, label_of
from rashin.workspace.outcomes import MOST, Line

_DECISION = ("判断の番号", "decision_id", "decision")
_REFERENCE = ("案件番号", "case_number", "reference")
_OUTCOME = ("結果", "outcome")
"""Headings of the files that we hand out ourselves, and of the API."""


def lines_in(path: Path, name: str, service: Service) -> Iterator[list[Line]]:
    """The lines of a file, as many at a time as can be put on record at once.

    Args:
        path: where the file lies.
        name: what its owner calls it.
        service: knows the headings of its trade.

    Raises:
        UnreadableFile: one of its kinds.
        ColumnMissing: there is no column of outcomes, or none that tells cases apart.
    """
    try:
        raw = read_cells(path)
    except RashinError as wrong:
        if "path" in wrong.facts:
            wrong.facts["path"] = name  # ours means nothing to its owner
        raise
    decision = _named(raw, _DECISION)
    reference = _named(raw, _REFERENCE) or label_of(raw, service)
    outcome = _named(raw, _OUTCOME) or _target(raw, service)
    for needed, found in ((_REFERENCE, decision or reference), (_OUTCOME, outcome)):
        if found is None:
            raise ColumnMissing(column=needed[0], present=", ".join(raw.columns))
    lines = (
        Line(raw.first_row + row, _said(raw, decision, row), _said(raw, reference, row), _said(raw, outcome, row))
        for row in range(raw.rows)
    )
    known = [line for line in lines if line.outcome]
    for start in range(0, len(known), MOST):
        yield known[start : start + MOST]


def _named(raw: RawTable, names: Sequence[str]) -> str | None:
    wanted = [plain_name(name) for name in names]
    return next((column for column in raw.columns if plain_name(column) in wanted), None)


def _target(raw: RawTable, service: Service) -> str | None:
    """The one column that the service knows to hold outcomes."""
    known = [name for name in raw.columns if (one := service.concept_of(name)) and one.use is Use.TARGET]
    return known[0] if len(known) == 1 else None


def _said(raw: RawTable, column: str | None, row: int) -> str:
    found = None if column is None else cell(raw.columns[column], row)
    return "" if found is None else str(found).replace("\0", "").strip()
