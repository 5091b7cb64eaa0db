"""How many opinions nobody has looked at yet: public, so that leaving them lie is seen."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rashin.workspace.clock import now
from rashin.workspace.database.programme_tables import Opinion
from rashin.workspace.watch.reading import day_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be looked at."""

    count: int
    overdue: int
    """Past the day by which they should have been answered."""


def waiting(session: Session, organisation_id: str) -> Waiting:
    """What waits to be looked at, counted."""
    chosen = select(func.count()).where(Opinion.organisation_id == organisation_id, Opinion.state == "waiting")
    late = chosen.where(Opinion.due < day_of(now()).isoformat())
    return Waiting(session.scalar(chosen) or 0, session.scalar(late) or 0)
