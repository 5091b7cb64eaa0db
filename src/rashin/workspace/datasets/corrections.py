"""What people correct by hand about the columns of a table, beyond what the service knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from rashin.learning.check import Declared
from rashin.services.contract import Service, Use
from rashin.workspace.database.tables import Json


class ColumnUse(StrEnum):
    """How a column is to be used, where that differs from what the service would do."""

    PROTECTED = "protected"
    """Not decided by; groups are compared, and certainty is held to each of them."""
    ALLOWED = "allowed"
    """A protected attribute that is decided by all the same."""
    DROPPED = "dropped"
    """As though it were not in the table."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Everything that people said of one table."""

    target: str | None = None
    bad: str | None = None
    group: str | None = None
    time: str | None = None
    uses: Mapping[str, ColumnUse] = field(default_factory=dict)
    monotone: Mapping[str, str] = field(default_factory=dict)
    """Column → "raises", "lowers" or "free"."""
    change: Mapping[str, str] = field(default_factory=dict)
    """Column → "never", "either", "up" or "down"."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_json` gave."""
        uses = {name: ColumnUse(use) for name, use in kept.get("uses", {}).items()}
        return cls(**{**kept, "uses": uses})

    def as_json(self) -> Json:
        """For a row of the database or a job's arguments."""
        return asdict(self)

    @property
    def dropped(self) -> frozenset[str]:
        """Columns to leave out of the table."""
        return frozenset(self._columns(ColumnUse.DROPPED))

    def declared(self, service: Service, target: str) -> Declared:
        """What learning is told; the roles of the outcome, the group and the time win over the use of their columns."""
        special = {target, self.group, self.time}
        allowed = [name for name in self._columns(ColumnUse.ALLOWED) if name not in special]
        protected = [name for name in self._columns(ColumnUse.PROTECTED) if name not in special]
        # Declaring what the service protects anyway would hold certainty to its groups, which nobody asked for here.
        protected += [name for name in allowed if not _is_protected(service, name)]
        return Declared(
            target=target,
            bad=self.bad,
            protected=protected,
            allow=allowed,
            group=self.group,
            time=self.time,
            monotone=self.monotone,
            change=self.change,
        )

    def _columns(self, use: ColumnUse) -> Iterable[str]:
        return (name for name, wanted in self.uses.items() if wanted is use)


def _is_protected(service: Service, name: str) -> bool:
    concept = service.concept_of(name)
    return concept is not None and concept.use is Use.PROTECTED
