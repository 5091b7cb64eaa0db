"""What the check of a table found, in words, as it is kept and shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from rashin.engines.tabular.reading import LabelledTarget
from rashin.engines.tabular.reading.distinct import number_text
from rashin.engines.tabular.table import Column, Kind, Problem, Severity, Table
from rashin.language import Text
from rashin.learning.check import Checked
from rashin.report.columns import KINDS, values_of
from rashin.workspace.database.tables import Dataset, Json
from rashin.workspace.datasets.corrections import Corrections
from rashin.workspace.datasets.mends import mend_on_pages

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Fate = Literal["target", "input", "fairness", "input-and-fairness", "left-out", "unknown"]
"""What becomes of a column; unknown as long as the outcome column is."""

_MOST_OUTCOMES = 6
_WITH_DIRECTION = (Kind.NUMBER, Kind.ORDERED, Kind.BOOLEAN)


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """One column as understood."""

    name: str
    kind: Text
    values: Text
    """Their range, or the commonest of them."""
    blank: int
    fate: Fate
    why: Text | None
    """Why it is left out, where it is."""
    has_order: bool
    """Whether a direction can be declared."""
    monotone: str | None
    """The direction it is held to, for inputs."""
    change: str | None
    """How the person could change it, for inputs."""


@dataclass(frozen=True, slots=True)
class RepairFound:
    """One kind of repair done to one column."""

    column: str
    what: Text
    cells: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RepairSort:
    """One kind of repair, in all the columns that it was done to."""

    what: Text
    columns: tuple[str, ...]
    cells: int
    example: tuple[str, str] | None
    """As written, and as read."""


@dataclass(frozen=True, slots=True)
class ProblemFound:
    """Something to mend, to look at, or to know."""

    severity: Severity
    code: str
    column: str | None
    row: int | None
    what: Text
    mend: Text

    @classmethod
    def of(cls, problem: Problem) -> ProblemFound:
        """A problem of the table, with its mend in the words of pages."""
        mend = mend_on_pages(problem.code, problem.mend)
        return cls(problem.severity, problem.code, problem.column, problem.row, problem.what, mend)


@dataclass(frozen=True, slots=True)
class TargetFound:
    """The outcome column."""

    column: str
    rows: int
    """With an outcome."""
    adverse: int
    adverse_value: str
    favourable_value: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The whole result of one check."""

    rows: int
    columns: tuple[ColumnFound, ...]
    repairs: tuple[RepairFound, ...]
    problems: tuple[ProblemFound, ...]
    """Worst first."""
    notes: tuple[Text, ...]
    target: TargetFound | None
    taken: str | None
    """The column that was taken for the outcome, usable or not."""
    outcomes: tuple[tuple[str, int], ...]
    """Its values with their rows, where they are few."""
    dropped: tuple[str, ...]
    """Columns that people left out."""

    @property
    def usable(self) -> bool:
        """Whether learning would go ahead."""
        return self.target is not None and not self.of(Severity.REFUSE)

    @property
    def repaired_cells(self) -> int:
        """How many cells were rewritten on reading."""
        return sum(repair.cells for repair in self.repairs)

    @property
    def sorts(self) -> list[RepairSort]:
        """The repairs by kind, the commonest first."""
        kinds: dict[Text, list[RepairFound]] = {}
        for repair in self.repairs:
            kinds.setdefault(repair.what, []).append(repair)
        return sorted((_sort(what, ones) for what, ones in kinds.items()), key=lambda one: -one.cells)

    def of(self, severity: Severity | str) -> tuple[ProblemFound, ...]:
        """The problems of one severity."""
        return tuple(problem for problem in self.problems if problem.severity == severity)

    def as_json(self) -> Json:
        """For the row of the table."""
        kept: Json = _adapter().dump_python(self, mode="json")
        return kept


def findings_of(dataset: Dataset) -> Findings | None:
    """What the last check of a table found; None before it ended."""
    return None if dataset.report is None else _adapter().validate_python(dataset.report)


def told(checked: Checked, taken: str | None, corrections: Corrections) -> Findings:
    """A check in words."""
    target = checked.target
    return Findings(
        rows=checked.table.rows,
        columns=tuple(_column(column, checked) for column in checked.table),
        repairs=tuple(RepairFound(one.column, one.what, one.cells, one.examples) for one in checked.table.repairs),
        problems=tuple(ProblemFound.of(problem) for problem in checked.problems),
        notes=checked.roles.notes if checked.roles else (),
        target=None if target is None else _target(target),
        taken=taken,
        outcomes=_outcomes(checked.table, taken),
        dropped=tuple(sorted(corrections.dropped)),
    )


def refused(problem: Problem, corrections: Corrections) -> Findings:
    """A table that could not even be read."""
    return Findings(0, (), (), (ProblemFound.of(problem),), (), None, None, (), tuple(sorted(corrections.dropped)))


def _sort(what: Text, ones: list[RepairFound]) -> RepairSort:
    examples = (example for one in ones for example in one.examples)
    return RepairSort(what, tuple(one.column for one in ones), sum(one.cells for one in ones), next(examples, None))


def _target(target: LabelledTarget) -> TargetFound:
    adverse = int(target.adverse.sum())
    return TargetFound(target.column, len(target), adverse, target.adverse_value, target.favourable_value)


def _column(column: Column, checked: Checked) -> ColumnFound:
    roles = checked.roles
    role = roles.inputs.get(column.name) if roles else None
    return ColumnFound(
        name=column.name,
        kind=KINDS[column.kind],
        values=values_of(column),
        blank=int(column.missing.sum()),
        fate=_fate(column.name, checked),
        why=roles.left_out.get(column.name) if roles else None,
        has_order=column.kind in _WITH_DIRECTION,
        monotone=role.monotone.value if role else None,
        change=role.change.value if role else None,
    )


def _fate(name: str, checked: Checked) -> Fate:
    roles = checked.roles
    if roles is None:
        return "unknown"
    if name in roles.inputs:
        return "input-and-fairness" if name in roles.protected else "input"
    if name in roles.protected:
        return "fairness"
    return "left-out" if name in roles.left_out else "target"


def _outcomes(table: Table, taken: str | None) -> tuple[tuple[str, int], ...]:
    if taken is None or taken not in table.columns:
        return ()
    column = table[taken]
    values, counts = np.unique(column.values[~column.missing], return_counts=True)
    if len(values) > _MOST_OUTCOMES:
        return ()
    names = (column.levels[int(v)] if column.kind.is_coded else number_text(float(v)) for v in values)
    return tuple(zip(names, counts.tolist(), strict=True))


@cache
def _adapter() -> TypeAdapter[Findings]:
    from pydantic import TypeAdapter

    return TypeAdapter(Findings)
