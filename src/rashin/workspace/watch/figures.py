"""How a deployment has done lately: every figure with its cases and its interval, or nothing where there are too few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt

import numpy as np
from sqlalchemy.orm import Session

from rashin.engines.contract import Outcome
from rashin.errors import NotFound
from rashin.estimates import NORMAL_95, Estimate, wilson
from rashin.language import Text
from rashin.learning.models import Model
from rashin.workspace.clock import now
from rashin.workspace.database.tables import LearnedModel
from rashin.workspace.deployments.approving import in_use
from rashin.workspace.deployments.costing import cost_out
from rashin.workspace.deployments.held_out import HeldOut, held_out_of
from rashin.workspace.files import Files
from rashin.workspace.models import Models
from rashin.workspace.watch.drift import Shift, feature_shift, score_shift
from rashin.workspace.watch.reading import (
    Counted,
    Recent,
    Reviewing,
    answers,
    by_day,
    day_of,
    known,
    newest,
    reviewing,
)

_PER_POINT = 30
"""Known outcomes for each point of the calibration drawing."""
_MOST_POINTS = 10


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, or what there is of them."""

    first: date
    last: date
    handed_over: Estimate


@dataclass(frozen=True, slots=True)
class Moved:
    """How far one input has moved since learning."""

    feature: str
    label: Text
    shift: Shift


@dataclass(frozen=True, slots=True)
class Answer:
    """How often decisions come to one thing, now and among cases held out of learning."""

    name: str
    """favourable, adverse (both without a person), or person."""
    now: Estimate
    before: Estimate | None


@dataclass(frozen=True, slots=True)
class Point:
    """Decided cases given about the same probability, and how often the adverse outcome came."""

    probability: float
    observed: Estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether probabilities come true, on decided cases whose outcome is known by now."""

    expected: float
    """The mean of what was said."""
    observed: Estimate
    """The share of what came."""
    learned: Estimate
    """The share of it at learning time."""
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What people made of decisions."""

    overruled: Estimate
    """The share that people overruled."""
    minutes: Estimate | None
    """The middle time that a look took (median); None where none was timed."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one decision took."""

    seconds: Estimate
    """Of a processor core."""
    person_seconds: Estimate
    """Of people's looks that were timed, spread over all decisions."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Now against learning time, for the model in use."""

    inputs: tuple[Moved, ...]
    """The most moved first."""
    score: Shift | None
    """Of the probabilities; None where the model keeps no held-out cases."""
    answers: tuple[Answer, ...]
    cases: int
    """The newest decisions that inputs and score are told from."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A deployment over the last days."""

    first: date
    last: date
    days: tuple[tuple[date, Counted], ...]
    decided: Counted
    weeks: tuple[Week, ...]
    model: LearnedModel | None
    """The one in use."""
    compared: Compared | None
    calibration: Calibration | None
    """None before any outcome is known."""
    reviewed: Reviewed | None
    """None before anybody looked."""
    spent: Spent | None
    """None without decisions."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.decided.n and (self.compared, self.calibration, self.reviewed) == (None, None, None)


def share(hits: int, n: int) -> Estimate:
    """How often something came among n cases."""
    value = hits / n if n else 0.0
    return Estimate(value, *wilson(value, n), n)


def watched(session: Session, models: Models, files: Files, deployment_id: str, days: int) -> Watched:
    """A deployment over so many days up to today.

    Args:
        session: a transaction of the organisation.
        models: where models are read.
        files: where their held-out cases are.
        deployment_id: of the organisation.
        days: how far to look back, today included.
    """
    last = day_of(now())
    first = last - timedelta(days=days - 1)
    counted = by_day(session, deployment_id, first, last)
    decided, looks = sum((one for _, one in counted), Counted()), reviewing(session, deployment_id, first)
    served = _in_use(session, models, deployment_id)
    return Watched(
        first=first,
        last=last,
        days=counted,
        decided=decided,
        weeks=weeks(counted),
        model=None if served is None else served[0],
        compared=None if served is None else _compared(session, files, *served, first),
        calibration=None if served is None else calibration(served[1], known(session, deployment_id, served[0].id)),
        reviewed=reviewed(looks),
        spent=spent(decided, looks),
    )


def weeks(days: tuple[tuple[date, Counted], ...]) -> tuple[Week, ...]:
    """Days by sevens, the last seven whole."""
    begins = [0, *range(len(days) % 7 or 7, len(days), 7), len(days)]
    return tuple(_week(days[begin:end]) for begin, end in pairwise(begins))


def compared(model: Model, held: HeldOut | None, recent: Recent, counts: dict[str, int]) -> Compared:
    """Recent decisions of a model against its learning."""
    moved = [
        Moved(feature.name, feature.role.label, found)
        for feature, bins in zip(model.additive.features, recent.bins, strict=True)
        if (found := feature_shift(feature, bins)) is not None
    ]
    return Compared(
        inputs=tuple(sorted(moved, key=lambda one: -one.shift.psi)),
        score=None if held is None else score_shift(held.probability, recent.probability),
        answers=_answers(model, held, counts),
        cases=len(recent.probability),
    )


def calibration(model: Model, recent: Recent) -> Calibration | None:
    """Whether what a model said of decided cases came true. `recent`: cases whose outcome is known."""
    n = len(recent.probability)
    if not n:
        return None
    order = np.argsort(recent.probability, kind="stable")
    parts = np.array_split(order, max(1, min(_MOST_POINTS, n // _PER_POINT)))
    return Calibration(
        expected=float(recent.probability.mean()),
        observed=share(int(recent.adverse.sum()), n),
        learned=share(model.card.adverse, model.card.rows),
        points=tuple(
            Point(float(recent.probability[part].mean()), share(int(recent.adverse[part].sum()), len(part)))
            for part in parts
        ),
    )


def reviewed(found: Reviewing) -> Reviewed | None:
    """What people's looks come to."""
    if not found.n:
        return None
    timed = len(found.seconds)
    return Reviewed(share(found.overruled, found.n), _median(np.sort(found.seconds) / 60) if timed else None)


def spent(decided: Counted, found: Reviewing) -> Spent | None:
    """What a decision took of processor and people."""
    if not decided.n:
        return None
    person = float(found.seconds.sum()), float((found.seconds**2).sum())
    return Spent(_mean(decided.n, decided.seconds, decided.squares), _mean(decided.n, *person))


def _in_use(session: Session, models: Models, deployment_id: str) -> tuple[LearnedModel, Model] | None:
    used = in_use(session, deployment_id)
    if used is None:
        return None
    row = session.get_one(LearnedModel, used.model_id)
    return row, models.get(row.file_key)


def _compared(session: Session, files: Files, row: LearnedModel, model: Model, first: date) -> Compared | None:
    recent = newest(session, row.deployment_id, row.id, first, len(model.additive.features))
    if not len(recent.probability):
        return None
    try:
        held = held_out_of(files, row.file_key)
    except NotFound:
        held = None  # learned elsewhere
    return compared(model, held, recent, answers(session, row.deployment_id, row.id, first))


def _week(days: tuple[tuple[date, Counted], ...]) -> Week:
    handed, n = sum(one.handed_over for _, one in days), sum(one.n for _, one in days)
    return Week(days[0][0], days[-1][0], share(handed, n))


def _answers(model: Model, held: HeldOut | None, counts: dict[str, int]) -> tuple[Answer, ...]:
    n = sum(counts.values())
    before: dict[str, Estimate] = {"person": model.card.hand_over_share}
    if held is not None:
        costed = cost_out(held, model.card.certainty, model.card.costs)
        before = {
            Outcome.FAVOURABLE: costed.granted,
            Outcome.ADVERSE: costed.refused,
            "person": costed.handed_over,
        }
    names = (Outcome.FAVOURABLE, Outcome.ADVERSE, "person")
    return tuple(Answer(str(name), share(counts.get(name, 0), n), before.get(name)) for name in names)


def _mean(n: int, total: float, squares: float) -> Estimate:
    """A mean from a sum and a sum of squares, with its normal interval."""
    mean = total / n
    spread = sqrt(max(squares / n - mean * mean, 0.0) / max(n - 1, 1))
    return Estimate(mean, max(mean - NORMAL_95 * spread, 0.0), mean + NORMAL_95 * spread, n)


def _median(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Estimate:
    """The median of sorted values with its interval by ranks (Conover 1999, Practical Nonparametric Statistics, 3.2)."""
    n = len(values)
    reach = NORMAL_95 * sqrt(n) / 2
    low, high = max(int(n / 2 - reach), 0), min(int(np.ceil(n / 2 + reach)), n - 1)
    return Estimate(float(np.median(values)), float(values[low]), float(values[high]), n)
