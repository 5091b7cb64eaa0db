"""How a deployment does at work, and what its people should look at."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import NotFound
from rashin.estimates import Estimate
from rashin.settings import settings
from rashin.web.api.answering import Cursor, Limit, Page, Words, answered_once, made, paged, single
from rashin.web.api.caller import DecideKey, ReadKey, maker
from rashin.web.api.document import ROOT, UNCHANGED, fails, said
from rashin.web.api.sending import Key
from rashin.web.asking import Here
from rashin.workspace.clock import stamp
from rashin.workspace.database.tables import Alarm
from rashin.workspace.deployments import find
from rashin.workspace.once import Answer
from rashin.workspace.watch import Watched, mark_seen, said_alarm, watched
from rashin.workspace.watch.drift import Shift

router = APIRouter(prefix=ROOT, tags=["watch"])


class EstimateShown(BaseModel):
    """A figure with its 95% interval and the number of cases it rests on."""

    value: float
    low: float
    high: float
    n: int

    @classmethod
    def of(cls, found: Estimate) -> EstimateShown:
        """A figure."""
        return cls(**asdict(found))


class ShiftShown(BaseModel):
    """How far something has moved since learning."""

    psi: float = Field(description="Population stability index (Siddiqi 2006).")
    low: float
    high: float = Field(description="Of its 95% interval.")
    by_chance: float = Field(description="What it exceeds one time in twenty where nothing changed (Yurdakul 2018).")
    p: float = Field(description="Of the chi-square test that nothing changed.")
    before: int = Field(description="Cases at learning time.")
    now: int = Field(description="Cases now.")

    @classmethod
    def of(cls, found: Shift) -> ShiftShown:
        """One shift."""
        return cls(**asdict(found))


class DayShown(BaseModel):
    """The decisions of a day, by Japanese time."""

    day: str = Field(examples=["2026-11-20"])
    decisions: int
    handed_over: int


class InputShown(BaseModel):
    """How far one input has moved since learning."""

    feature: str
    label: Words
    shift: ShiftShown


class AnswerShown(BaseModel):
    """How often decisions come to one thing, now and among cases held out of learning."""

    answer: str = Field(description="favourable or adverse without a person, or person.")
    now: EstimateShown
    before: EstimateShown | None


class PointShown(BaseModel):
    """Decided cases given about the same probability."""

    probability: float
    observed: EstimateShown


class CalibrationShown(BaseModel):
    """Whether probabilities come true, on decided cases whose outcome is known."""

    expected: float
    observed: EstimateShown
    learned: EstimateShown
    points: list[PointShown]


class WatchShown(BaseModel):
    """A deployment over the last days. What there are too few cases to tell is null."""

    first: str
    last: str
    days: list[DayShown]
    model: str | None = Field(description="The one in use; the figures below it are about its decisions.")
    inputs: list[InputShown]
    score: ShiftShown | None
    answers: list[AnswerShown]
    calibration: CalibrationShown | None
    overruled: EstimateShown | None
    review_minutes: EstimateShown | None
    processor_seconds: EstimateShown | None = Field(description="Of one core, for one decision.")

    @classmethod
    def of(cls, found: Watched) -> WatchShown:
        """What watching found."""
        against, looks = found.compared, found.reviewed
        return cls(
            first=found.first.isoformat(),
            last=found.last.isoformat(),
            days=[DayShown(day=str(day), decisions=one.n, handed_over=one.handed_over) for day, one in found.days],
            model=None if found.model is None else found.model.id,
            inputs=[
                InputShown(feature=one.feature, label=Words.of(one.label), shift=ShiftShown.of(one.shift))
                for one in (against.inputs if against else ())
            ],
            score=None if against is None or against.score is None else ShiftShown.of(against.score),
            answers=[
                AnswerShown(answer=one.name, now=EstimateShown.of(one.now), before=_maybe(one.before))
                for one in (against.answers if against else ())
            ],
            calibration=_calibration(found),
            overruled=_maybe(looks.overruled if looks else None),
            review_minutes=_maybe(looks.minutes if looks else None),
            processor_seconds=_maybe(found.spent.seconds if found.spent else None),
        )


class AlarmShown(BaseModel):
    """Something about a deployment that its people should look at."""

    id: str = Field(examples=["alm_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    deployment: str
    kind: str = Field(examples=["input"])
    at: str
    what: Words
    figures: dict[str, Any] = Field(description="What it rests on, with sample sizes, interval and limit.")
    seen: bool

    @classmethod
    def of(cls, row: Alarm) -> AlarmShown:
        """One alarm."""
        return cls(
            id=row.id,
            deployment=row.deployment_id,
            kind=row.kind,
            at=stamp(row.at),
            what=Words.of(said_alarm(row.kind, row.figures)),
            figures=row.figures,
            seen=row.seen_by is not None,
        )


@router.get(
    "/deployments/{deployment}/watch",
    summary="Watch a deployment",
    response_model=WatchShown,
    responses=UNCHANGED | fails(NotFound(what="dep_01k9example")),
    openapi_extra=said("導入を見守る"),
)
def show(
    request: Request,
    here: Here,
    key: ReadKey,
    deployment: str,
    days: Annotated[int | None, Query(ge=7, le=366, description="How far to look back.")] = None,
) -> Response:
    """Decisions by day, drift of inputs and of answers against learning time, calibration, overruling."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        find(session, deployment)
        found = watched(session, here.models, here.files, deployment, days or settings().watch_days)
    return single(request, WatchShown.of(found))


@router.get("/alarms", summary="List alarms", response_model=Page[AlarmShown], openapi_extra=said("警報の一覧"))
def list_alarms(
    here: Here,
    key: ReadKey,
    deployment: Annotated[str | None, Query(max_length=60, examples=["dep_01k9example"])] = None,
    seen: Annotated[bool | None, Query(description="Whether somebody has seen to them.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """The organisation's alarms, the newest first."""
    chosen = select(Alarm)
    if deployment is not None:
        chosen = chosen.where(Alarm.deployment_id == deployment)
    if seen is not None:
        chosen = chosen.where(Alarm.seen_by.is_not(None) if seen else Alarm.seen_by.is_(None))
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return paged(session, chosen, Alarm.id, lambda row: AlarmShown.of(row[0]), cursor=cursor, limit=limit)


@router.post(
    "/alarms/{alarm}/seen",
    summary="See to an alarm",
    response_model=AlarmShown,
    responses=fails(NotFound(what="alm_01k9example")),
    openapi_extra=said("警報を確認済みにする"),
)
def see(request: Request, here: Here, key: DecideKey, alarm: str, once: Key) -> Response:
    """Note that somebody has seen to an alarm. The same is not raised again for as many days as watching looks back."""

    def make(session: Session) -> Answer:
        row = mark_seen(session, alarm, maker(session, key))
        return made(AlarmShown.of(row), f"{ROOT}/alarms?deployment={row.deployment_id}", HTTPStatus.OK)

    return answered_once(request, here, key, once, make)


def _maybe(found: Estimate | None) -> EstimateShown | None:
    return None if found is None else EstimateShown.of(found)


def _calibration(found: Watched) -> CalibrationShown | None:
    one = found.calibration
    if one is None:
        return None
    return CalibrationShown(
        expected=one.expected,
        observed=EstimateShown.of(one.observed),
        learned=EstimateShown.of(one.learned),
        points=[
            PointShown(probability=point.probability, observed=EstimateShown.of(point.observed)) for point in one.points
        ],
    )
