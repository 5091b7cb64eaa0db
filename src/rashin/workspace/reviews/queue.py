"""The decisions that wait for a person, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from rashin.language import Text
from rashin.workspace.clock import now
from rashin.workspace.database.tables import DecisionRecord, Deployment, Opening, Review
from rashin.workspace.decisions.told import Told
from rashin.workspace.reviews.opening import FORGOTTEN

PER_PAGE = 50
_ASKED = Text("本人が見直しを求めています。", "The applicant asks for a review.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One decision that waits."""

    record: DecisionRecord
    deployment: str
    """What the deployment is called."""
    why: tuple[Text, ...]
    """The most particular first: what is unusual about this case before what is said of many."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of what waits."""

    rows: tuple[Waiting, ...]
    after: int | None
    """Where the next page begins; None where this is the last."""
    total: int


def queue(session: Session, deployment_id: str | None = None, *, after: int = -1) -> Queue:
    """What waits, of one deployment or of all; `after`: newer than those of the page before."""
    chosen = (
        _waiting(deployment_id)
        .join(Deployment, Deployment.id == DecisionRecord.deployment_id)
        .add_columns(Deployment.name)
        .where(DecisionRecord.log_index > after)
        .order_by(DecisionRecord.log_index)
    )
    found = session.execute(chosen.limit(PER_PAGE + 1)).all()
    reviewed = _reviewed(session, [record.id for record, _ in found])
    rows = tuple(
        Waiting(record, name, _why(record, reviewed=record.id in reviewed)) for record, name in found[:PER_PAGE]
    )
    more = len(found) > PER_PAGE
    return Queue(rows, rows[-1].record.log_index if more else None, waiting_in(session, deployment_id))


def waiting_in(session: Session, deployment_id: str | None = None) -> int:
    """How many decisions wait."""
    chosen = _waiting(deployment_id).with_only_columns(func.count())
    return int(session.scalar(chosen) or 0)


def next_case(
    session: Session, person_id: str, deployment_id: str | None = None, *, but: str | None = None
) -> DecisionRecord | None:
    """The decision that somebody should look at next: the oldest that nobody else has open, else the oldest.

    `but`: not this one, which they leave for later.
    """
    opened = exists().where(
        Opening.decision_id == DecisionRecord.id, Opening.person_id != person_id, Opening.at >= now() - FORGOTTEN
    )
    chosen = _waiting(deployment_id).order_by(opened, DecisionRecord.log_index)
    passed = None if but is None else session.get(DecisionRecord, but)
    if passed is None:
        return _first(session, chosen)
    behind = chosen.where(DecisionRecord.log_index > passed.log_index)
    return _first(session, behind) or _first(session, chosen.where(DecisionRecord.id != but))


def _first(session: Session, chosen: Select[Any]) -> DecisionRecord | None:
    found: DecisionRecord | None = session.scalar(chosen.limit(1))
    return found


def _waiting(deployment_id: str | None) -> Select[Any]:
    chosen = select(DecisionRecord).where(DecisionRecord.waiting.is_(True))
    return chosen if deployment_id is None else chosen.where(DecisionRecord.deployment_id == deployment_id)


def _reviewed(session: Session, decisions: Sequence[str]) -> set[str]:
    return set(session.scalars(select(Review.decision_id).where(Review.decision_id.in_(decisions))))


def _why(record: DecisionRecord, *, reviewed: bool) -> tuple[Text, ...]:
    why = Told.of(record.payload).why_handed_over[::-1] if record.payload is not None else ()
    return why if record.handed_over and not reviewed else (_ASKED, *why)
