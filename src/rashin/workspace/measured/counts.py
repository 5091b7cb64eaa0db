"""Counts of a deployment between two places of the log: nothing about any one case, and nothing where there are few.

A place of the log and not a moment: what has a leaf before it is committed, so whoever counts again later finds the same.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rashin.workspace.database.tables import DecisionRecord, Json, Review, TrueOutcome

LEAST = 10
"""Whatever is told is told of at least so many cases."""
_MILLI = 1_000


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted. None where it would be told of fewer than `LEAST` cases."""

    decisions: int
    handed_over: int
    """Of these decisions."""
    waiting: int
    """Handed over, and nobody has looked yet."""
    looks: int
    """Reviews of these decisions, a second look at one included."""
    reviewed: int | None
    """Decisions that people reviewed."""
    agreed: int | None
    """Of the reviewed, those where the review that stands says what the service did."""
    known: int | None
    """Decided without a person, and what became of the case is known."""
    right: int | None
    """Of the known, those where what came is what was decided."""
    timed: int | None
    """Looks of which it was measured how long they took."""
    look_seconds: int | None
    """What the timed looks took together."""
    look_seconds_squared: int | None
    """The squares of what each took, added up."""
    processor_milliseconds: int
    """Of a processor core, to decide."""

    def as_json(self) -> Json:
        """For a receipt: whole numbers and null."""
        return asdict(self)


def count(session: Session, deployment_id: str, from_index: int, to_index: int) -> Counts:
    """Count a deployment's decisions with leaves from one place of the log up to another, that one excluded.

    Reviews and outcomes count that had a leaf before `to_index`; what comes to these decisions later counts nowhere.

    Args:
        session: a transaction of the organisation.
        deployment_id: of the organisation.
        from_index: the first leaf that counts.
        to_index: the first one that does not.
    """
    window = _window(deployment_id, from_index, to_index)
    decided, handed, seconds = session.execute(
        select(func.count(), _sum(DecisionRecord.handed_over), func.sum(DecisionRecord.seconds)).where(window)
    ).one()
    reviewed, agreed, seen = session.execute(_standing(window, to_index)).one()
    looks, timed, spent, squares = session.execute(_looks(window, to_index)).one()
    known, right = session.execute(_known(window, to_index)).one()
    return enough(
        Counts(
            decisions=decided,
            handed_over=handed or 0,
            waiting=(handed or 0) - (seen or 0),
            looks=looks,
            reviewed=reviewed,
            agreed=agreed or 0,
            known=known,
            right=right or 0,
            timed=timed,
            look_seconds=round(spent or 0),
            look_seconds_squared=round(squares or 0),
            processor_milliseconds=round(_MILLI * (seconds or 0)),
        )
    )


def enough(counts: Counts) -> Counts:
    """The counts without those that would be told of fewer than `LEAST` cases."""
    few: dict[str, Any] = {}
    for of, those in (
        ("reviewed", ("reviewed", "agreed")),
        ("known", ("known", "right")),
        ("timed", ("timed", "look_seconds", "look_seconds_squared")),
    ):
        if (getattr(counts, of) or 0) < LEAST:
            few |= dict.fromkeys(those)
    return replace(counts, **few)


def _window(deployment_id: str, from_index: int, to_index: int) -> ColumnElement[bool]:
    return and_(
        DecisionRecord.deployment_id == deployment_id,
        DecisionRecord.log_index >= from_index,
        DecisionRecord.log_index < to_index,
    )


def _standing(window: ColumnElement[bool], to_index: int) -> Select[int, int | None, int | None]:
    """How many decisions were reviewed, agreed with, and handed over of these: by the review that stands of each."""
    newest = (
        select(func.max(Review.log_index))
        .join(DecisionRecord, DecisionRecord.id == Review.decision_id)
        .where(window, Review.log_index < to_index)
        .group_by(Review.decision_id)
    )
    return (
        select(func.count(), _sum(~Review.overruled), _sum(DecisionRecord.handed_over))
        .select_from(Review)
        .join(DecisionRecord, DecisionRecord.id == Review.decision_id)
        .where(Review.log_index.in_(newest))
    )


def _looks(window: ColumnElement[bool], to_index: int) -> Select[int, int, float | None, float | None]:
    return (
        select(
            func.count(),
            func.count(Review.seconds),
            func.sum(Review.seconds),
            func.sum(Review.seconds * Review.seconds),
        )
        .select_from(Review)
        .join(DecisionRecord, DecisionRecord.id == Review.decision_id)
        .where(window, Review.log_index < to_index)
    )


def _known(window: ColumnElement[bool], to_index: int) -> Select[int, int | None]:
    return (
        select(func.count(), _sum(TrueOutcome.outcome == DecisionRecord.outcome))
        .select_from(TrueOutcome)
        .join(DecisionRecord, DecisionRecord.id == TrueOutcome.decision_id)
        .where(window, TrueOutcome.log_index < to_index, DecisionRecord.handed_over.is_(False))
    )


def _sum(holds: ColumnElement[bool] | InstrumentedAttribute[bool]) -> ColumnElement[int | None]:
    return func.sum(case((holds, 1), else_=0))
