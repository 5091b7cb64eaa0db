"""What a service came to for those who use it here, from what was measured, told only where nobody can be made out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rashin.workspace.database.tables import Approval, Deployment, LearnedModel
from rashin.workspace.deployments.summary import summary_of

FEWEST = 5
"""Organisations below which nothing is told of what the others got."""

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of what several organisations got, and of how many."""

    value: float
    n: int


@dataclass(frozen=True, slots=True)
class Experience:
    """What was measured of one service in this installation."""

    organisations: int
    """That have a model in use; nothing is told of fewer than `FEWEST`, and it is 0 then."""
    caught: Middle | None
    """Share refused of the cases that turned out badly."""
    lost: Middle | None
    """Share refused of the others."""
    hand_over: Middle | None
    """Share left to a person."""
    seconds: Middle | None
    """That learning took, over all models."""
    rows: Middle | None
    """Cases that those models were learned from."""


def experience(session: Session, service: str) -> Experience:
    """What a service came to here. `session` is one of the system: it sees every organisation."""
    learned = [summary_of(model) for model in _learned(session, service)]
    served = [summary_of(model) for model in _in_use(session, service)]
    told = served if len(served) >= FEWEST else []
    return Experience(
        organisations=len(told),
        caught=_middle([one.caught.value for one in told if one.caught]),
        lost=_middle([one.lost.value for one in told if one.lost]),
        hand_over=_middle([one.hand_over.value for one in told]),
        seconds=_middle([one.seconds for one in learned], fewest=1),
        rows=_middle([float(one.rows) for one in learned], fewest=1),
    )


def _middle(values: Sequence[float], fewest: int = FEWEST) -> Middle | None:
    return Middle(median(values), len(values)) if len(values) >= fewest else None


def _learned(session: Session, service: str) -> Sequence[LearnedModel]:
    """The newest models of a service."""
    chosen = select(LearnedModel).join(Deployment, Deployment.id == LearnedModel.deployment_id)
    return session.scalars(
        chosen.where(Deployment.service == service).order_by(LearnedModel.log_index.desc()).limit(_MOST)
    ).all()


def _in_use(session: Session, service: str) -> Sequence[LearnedModel]:
    """One model an organisation: the one that was approved last."""
    newest = (
        select(func.max(Approval.log_index))
        .join(Deployment, Deployment.id == Approval.deployment_id)
        .where(Deployment.service == service)
        .group_by(Approval.organisation_id)
    )
    chosen = select(LearnedModel).join(Approval, Approval.model_id == LearnedModel.id)
    return session.scalars(chosen.where(Approval.log_index.in_(newest)).limit(_MOST)).all()
