"""How often people decide otherwise than past cases suggest, and how long they take."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rashin.estimates import Estimate, wilson
from rashin.workspace.database.tables import Review

_MOST = 10_000
"""Reviews that are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What reviews came to; of each decision only the review that stands counts."""

    reviews: int
    overruled: Estimate | None
    """Share decided otherwise; None before the first review."""
    seconds: float | None
    """Half took less time, half more."""
    timed: int
    """How many reviews that rests on."""


def rates(session: Session, deployment_id: str | None = None) -> Rates:
    """The rates of one deployment or of all, over its newest reviews."""
    newest = select(func.max(Review.log_index)).group_by(Review.decision_id)
    chosen = select(Review.overruled, Review.seconds).where(Review.log_index.in_(newest))
    if deployment_id is not None:
        chosen = chosen.where(Review.deployment_id == deployment_id)
    rows = session.execute(chosen.order_by(Review.log_index.desc()).limit(_MOST)).all()
    times = [seconds for _, seconds in rows if seconds is not None]
    return Rates(
        reviews=len(rows),
        overruled=_share(sum(overruled for overruled, _ in rows), len(rows)),
        seconds=median(times) if times else None,
        timed=len(times),
    )


def _share(count: int, n: int) -> Estimate | None:
    return Estimate(count / n, *wilson(count / n, n), n) if n else None
