"""What watching reads of the database: counts by day, the newest decisions, known outcomes, people's looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, case, func, select, type_coerce
from sqlalchemy.orm import Session

from rashin.workspace.database.tables import DecisionRecord, Review, TrueOutcome
from rashin.workspace.ids import first_id

_JAPAN = ZoneInfo("Asia/Tokyo")
_OFFSET, _DAY = 9 * 3_600_000, 86_400_000
_EPOCH = date(1970, 1, 1)
MOST = 20_000
"""Decisions that drift and calibration are told from; more would tell hardly more, and take longer."""
_KEPT = DecisionRecord.payload.is_not(None)
"""Of what was erased, neither bins nor an exact probability are left."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Decisions of some time, counted."""

    n: int = 0
    handed_over: int = 0
    seconds: float = 0.0
    """Of processor, altogether."""
    squares: float = 0.0
    """The squares of the seconds, added up."""

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.n + other.n,
            self.handed_over + other.handed_over,
            self.seconds + other.seconds,
            self.squares + other.squares,
        )


@dataclass(frozen=True)
class Recent:
    """Decisions one by one."""

    probability: NDArray[np.float64]
    """Of the adverse outcome; (cases,)."""
    bins: NDArray[np.uint8]
    """Of each feature; (features, cases)."""
    adverse: NDArray[np.bool_]
    """What became of them, where that was asked for; (cases,)."""


@dataclass(frozen=True)
class Reviewing:
    """People's looks."""

    n: int
    """Decisions that people reviewed; of each only the review that stands."""
    overruled: int
    seconds: NDArray[np.float64]
    """How long those reviews took that were timed; (timed,)"""


def day_of(at: datetime) -> date:
    """The day of a moment in Japan."""
    return at.astimezone(_JAPAN).date()


def begin_of(day: date) -> datetime:
    """When a day begins in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=_JAPAN)


def by_day(session: Session, deployment_id: str, first: date, last: date) -> tuple[tuple[date, Counted], ...]:
    """Decisions of each day, those without any included."""
    number = ((type_coerce(DecisionRecord.at, BigInteger) + _OFFSET) // _DAY).label("day")
    chosen = (
        select(
            number,
            func.count(),
            func.sum(case((DecisionRecord.handed_over, 1), else_=0)),
            func.sum(DecisionRecord.seconds),
            func.sum(DecisionRecord.seconds * DecisionRecord.seconds),
        )
        .where(*_since(deployment_id, first))
        .group_by(number)
    )
    found = {_EPOCH + timedelta(days=int(row[0])): Counted(*row[1:]) for row in session.execute(chosen)}
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple((day, found.get(day, Counted())) for day in days)


def answers(session: Session, deployment_id: str, model_id: str, first: date) -> dict[str, int]:
    """How many decisions of a model came to what: favourable or adverse without a person, or person."""
    what = case((DecisionRecord.handed_over, "person"), else_=DecisionRecord.outcome)
    chosen = (
        select(what, func.count())
        .where(*_since(deployment_id, first), DecisionRecord.model_id == model_id)
        .group_by(what)
    )
    return {str(name): count for name, count in session.execute(chosen)}


def newest(session: Session, deployment_id: str, model_id: str, first: date, features: int) -> Recent:
    """The newest decisions of a model."""
    chosen = (
        select(DecisionRecord.probability, DecisionRecord.bins)
        .where(*_since(deployment_id, first), DecisionRecord.model_id == model_id, DecisionRecord.payload.is_not(None))
        .order_by(DecisionRecord.id.desc())
        .limit(MOST)
    )
    rows = session.execute(chosen).all()
    bins = np.frombuffer(b"".join(row.bins for row in rows), np.uint8).reshape(len(rows), features)
    return Recent(np.array([row.probability for row in rows], dtype=np.float64), bins.T, np.zeros(len(rows), np.bool_))


def known(session: Session, deployment_id: str, model_id: str) -> Recent:
    """The decisions of a model whose outcome became known last."""
    chosen = (
        select(DecisionRecord.probability, TrueOutcome.outcome)
        .join(TrueOutcome, TrueOutcome.decision_id == DecisionRecord.id)
        .where(TrueOutcome.deployment_id == deployment_id, DecisionRecord.model_id == model_id, _KEPT)
        .where(DecisionRecord.payload.is_not(None))
        .order_by(TrueOutcome.id.desc())
        .limit(MOST)
    )
    rows = session.execute(chosen).all()
    return Recent(
        np.array([row.probability for row in rows], dtype=np.float64),
        np.zeros((0, len(rows)), np.uint8),
        np.array([row.outcome == "adverse" for row in rows], dtype=np.bool_),
    )


def reviewing(session: Session, deployment_id: str, first: date) -> Reviewing:
    """People's looks, the newest."""
    lately = (Review.deployment_id == deployment_id, Review.at >= begin_of(first))
    standing = select(func.max(Review.log_index)).where(*lately).group_by(Review.decision_id)
    chosen = select(Review.seconds, Review.overruled).where(*lately, Review.log_index.in_(standing))
    rows = session.execute(chosen.order_by(Review.log_index.desc()).limit(MOST)).all()
    timed = [row.seconds for row in rows if row.seconds is not None]
    return Reviewing(len(rows), sum(row.overruled for row in rows), np.array(timed, dtype=np.float64))


def _since(deployment_id: str, first: date) -> tuple[ColumnElement[bool], ...]:
    begin = begin_of(first)
    return (
        DecisionRecord.deployment_id == deployment_id,
        # By name as well as by time: names are in order of time and have an index.
        DecisionRecord.id >= first_id("dec", begin),
        DecisionRecord.at >= begin,
    )
