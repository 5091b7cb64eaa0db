"""Who has a case open, and since when: two people should not work on one, and how long a review takes is measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rashin.workspace.clock import now
from rashin.workspace.database.tables import Opening
from rashin.workspace.decisions.account import find
from rashin.workspace.deployments import names
from rashin.workspace.ids import new_id

FORGOTTEN = timedelta(minutes=30)
"""A case that was opened so long ago was left lying; opened again, its review begins again."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that somebody has open."""

    since: datetime
    others: tuple[tuple[str, datetime], ...]
    """Who else has it open and since when, the first first."""


def open_case(session: Session, decision_id: str, person_id: str) -> Opened:
    """Note that somebody opens a decision to review it.

    Raises:
        NotFound: the organisation has no such decision.
    """
    record = find(session, decision_id, to_change=True)
    mine = _mine(session, decision_id, person_id)
    if mine is None:
        mine = Opening(
            id=new_id("opn"),
            organisation_id=record.organisation_id,
            decision_id=decision_id,
            person_id=person_id,
            at=now(),
        )
        session.add(mine)
    elif mine.at < now() - FORGOTTEN:
        mine.at = now()
    session.flush()
    return Opened(mine.at, _others(session, decision_id, person_id))


def close_case(session: Session, decision_id: str, person_id: str) -> float | None:
    """Note that somebody has decided; for how many seconds they had it open, None where nobody saw them open it."""
    mine = _mine(session, decision_id, person_id)
    session.execute(delete(Opening).where(Opening.decision_id == decision_id))
    return None if mine is None else (now() - mine.at).total_seconds()


def _mine(session: Session, decision_id: str, person_id: str) -> Opening | None:
    return session.scalar(select(Opening).where(Opening.decision_id == decision_id, Opening.person_id == person_id))


def _others(session: Session, decision_id: str, person_id: str) -> tuple[tuple[str, datetime], ...]:
    chosen = select(Opening).where(
        Opening.decision_id == decision_id, Opening.person_id != person_id, Opening.at >= now() - FORGOTTEN
    )
    found = session.scalars(chosen.order_by(Opening.at)).all()
    who = names(session, [one.person_id for one in found])
    return tuple((who[one.person_id], one.at) for one in found)
