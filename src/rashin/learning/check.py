"""Checking a table for a service: what each column is taken for, and what stands in the way of learning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rashin.engines.tabular.reading import LabelledTarget, check_target, read
from rashin.engines.tabular.table import Problem, Severity, Table
from rashin.learning.roles import Roles, resolve_roles
from rashin.services import find
from rashin.services.contract import Service, Use

_WORST_FIRST = {Severity.REFUSE: 0, Severity.WARN: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Declared:
    """What the user says about the columns, beyond what the service knows."""

    target: str
    bad: str | None = None
    protected: Sequence[str] = ()
    allow: Sequence[str] = ()
    group: str | None = None
    time: str | None = None
    monotone: Mapping[str, str] | None = None
    change: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A table as a service understands it."""

    service: Service
    table: Table
    problems: tuple[Problem, ...]
    """Worst first."""
    roles: Roles | None = None
    """None until the target is known."""
    target: LabelledTarget | None = None

    @property
    def usable(self) -> bool:
        """Whether learning would go ahead."""
        return all(problem.severity is not Severity.REFUSE for problem in self.problems)


def check(
    service: str,
    data: Any,
    *,
    target: str | None = None,
    bad: str | None = None,
    protected: Sequence[str] = (),
    allow: Sequence[str] = (),
    group: str | None = None,
    time: str | None = None,
) -> Checked:
    """How a service understands a table, a path or a frame; with `target`, also whether it can be learned from.

    Raises:
        ServiceUnknown: no such service.
        UnreadableFile, UnusableTable: what cannot even be checked.
    """
    found = find(service)
    table = read(data)
    if target is None:
        return Checked(found, table, _sorted(table.problems))
    checked, _, _ = check_declared(found, table, Declared(target, bad, protected, allow, group, time))
    return checked


def check_declared(service: Service, table: Table, declared: Declared) -> tuple[Checked, LabelledTarget, Roles]:
    """The check behind `check` and learning, with the outcome and the roles that it found."""
    roles = resolve_roles(
        service,
        tuple(table),
        target=declared.target,
        protected=declared.protected,
        allow=declared.allow,
        group=declared.group,
        time=declared.time,
        monotone=declared.monotone,
        change=declared.change,
    )
    labelled, problems = check_target(
        table,
        declared.target,
        adverse=declared.bad,
        adverse_values=service.adverse_values,
        time=declared.time,
        exclude=tuple(name for name in roles.left_out if roles.uses[name] is not Use.AFTERWARDS),
        afterwards=tuple(name for name, use in roles.uses.items() if use is Use.AFTERWARDS),
    )
    return Checked(service, table, _sorted((*table.problems, *problems)), roles, labelled), labelled, roles


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: _WORST_FIRST[problem.severity]))
