"""Services, and an organisation's use of them."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import (
    DataNotReady,
    DeploymentClosed,
    LearningUnderWay,
    NameNeeded,
    NotFound,
    QuotaReached,
    ServiceUnknown,
)
from rashin.language import Text
from rashin.services import find as find_service
from rashin.services import services
from rashin.services.contract import Service
from rashin.web.api.answering import Cursor, Limit, Page, Words, answered_once, made, paged, single, when
from rashin.web.api.caller import DecideKey, ReadKey, maker
from rashin.web.api.document import ROOT, UNCHANGED, fails, said
from rashin.web.api.jobs import JobShown
from rashin.web.api.sending import Asked, Key, sent
from rashin.web.asking import Here
from rashin.workspace.clock import stamp
from rashin.workspace.database.tables import Approval, Deployment, Job
from rashin.workspace.datasets import find as find_dataset
from rashin.workspace.deployments import (
    COST_FIELDS,
    Period,
    Plans,
    ask_to_learn,
    find,
    history,
    names,
    road_of,
    start,
)
from rashin.workspace.deployments.deployments import LONGEST_NAME, costs_of
from rashin.workspace.once import Answer

router = APIRouter(prefix=ROOT)

SERVICES: list[Any] = [service.name for service in services()]


class ServiceShown(BaseModel):
    """A ready-made service for a trade."""

    name: str = Field(examples=["lending"])
    label: Words
    purpose: Words
    needs: Words = Field(description="What a table must hold.")
    risk_class: str = Field(description="How much a wrong decision can harm the person decided about.")
    risk_reason: Words

    @classmethod
    def of(cls, service: Service) -> ServiceShown:
        """A service."""
        return cls(
            name=service.name,
            label=Words.of(service.label),
            purpose=Words.of(service.purpose),
            needs=Words.of(service.needs),
            risk_class=service.risk_class,
            risk_reason=Words.of(service.risk_reason),
        )


class ModelInUse(BaseModel):
    """Which model was in use, from when to when, and who signed for it."""

    model: str = Field(examples=["mod_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    digest: str = Field(description="SHA-256 of the model file's contents.")
    since: str = Field(examples=["2026-11-20T01:23:45.678Z"])
    until: str | None = Field(description="When the next one was approved; null while it is in use.")
    approval: str = Field(examples=["app_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    approved_by: str = Field(description="The name of who signed.")
    why_alone: str | None = Field(description="Why whoever asked for the model also signed for it.")
    log_index: int = Field(description="Where the signature stands in the transparency log.")

    @classmethod
    def of(cls, period: Period, names: dict[str, str]) -> ModelInUse:
        """One period of a deployment."""
        one = period.approval
        return cls(
            model=one.model_id,
            digest=one.digest,
            since=stamp(one.at),
            until=when(period.until),
            approval=one.id,
            approved_by=names[one.approved_by],
            why_alone=one.why_alone,
            log_index=one.log_index,
        )


class DeploymentShown(BaseModel):
    """An organisation's use of one service."""

    id: str = Field(examples=["dep_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    name: str = Field(examples=["融資の審査"])
    service: str = Field(examples=["lending"])
    created_at: str
    model_in_use: str | None = Field(description="The approved model that decides; null before the first approval.")
    model_digest: str | None
    closed_at: str | None = Field(description="Since when it decides nothing more; null while it is open.")


class DeploymentAccount(DeploymentShown):
    """A deployment and how far it has come."""

    next: str = Field(description="What is to be done next.", examples=["approve"])
    dataset: str | None = Field(description="The table that the next learning is from.")
    learning: str | None = Field(description="The job that learned last, or learns now.")
    waiting: int = Field(description="Decisions that a person is still to look at.")
    alarms: int = Field(description="Alarms that nobody has seen to.")


class NewDeployment(Asked):
    """A service to begin using."""

    service: str = Field(examples=["lending"], json_schema_extra={"enum": SERVICES})
    name: str = Field(min_length=1, max_length=LONGEST_NAME, examples=["融資の審査"])


def _cost(name: str) -> Any:
    field = COST_FIELDS[name]
    return Field(ge=field.least, le=field.most, description=f"{field.label.en} ({field.unit.en}).")


class CostsAsked(Asked):
    """What mistakes and a person's look cost."""

    adverse_accepted: int = _cost("adverse_accepted")
    favourable_refused: int = _cost("favourable_refused")
    review_minutes: int = _cost("review_minutes")
    yen_per_minute: int = _cost("yen_per_minute")


class Learning(Asked):
    """What to learn from, and what it costs to be wrong."""

    dataset: str = Field(examples=["dat_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    costs: CostsAsked | None = Field(None, description="Unless given, those of the last learning, or the service's.")
    error_rate: float | None = Field(
        None, gt=0, lt=1, description="Share of each outcome's cases that may be decided wrongly without a person."
    )


@router.get(
    "/services",
    tags=["services"],
    summary="List services",
    response_model=Page[ServiceShown],
    openapi_extra=said("サービスの一覧"),
)
def list_services(_key: ReadKey) -> Page[ServiceShown]:
    """Every ready-made service of this installation."""
    return Page(items=[ServiceShown.of(one) for one in services()], next=None)


@router.get(
    "/services/{service}",
    tags=["services"],
    summary="Show a service",
    response_model=ServiceShown,
    responses=UNCHANGED | fails(NotFound(what="no-such-service")),
    openapi_extra=said("サービスを見る"),
)
def show_service(request: Request, _key: ReadKey, service: str) -> Response:
    """What a service does, what it needs, and how much harm a wrong decision can do."""
    return single(request, ServiceShown.of(_service(service)))


@router.get(
    "/deployments",
    tags=["deployments"],
    summary="List deployments",
    response_model=Page[DeploymentShown],
    openapi_extra=said("導入の一覧"),
)
def list_deployments(here: Here, key: ReadKey, cursor: Cursor = None, limit: Limit = 50) -> Response:
    """The organisation's deployments, the newest first."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return paged(
            session,
            select(Deployment),
            Deployment.id,
            lambda row: _shown(session, row[0]),
            cursor=cursor,
            limit=limit,
        )


@router.post(
    "/deployments",
    tags=["deployments"],
    summary="Begin to use a service",
    status_code=HTTPStatus.CREATED,
    response_model=DeploymentShown,
    responses=fails(NameNeeded(most=LONGEST_NAME), ServiceUnknown(name="landing", known="lending")),
    openapi_extra=said("サービスを使い始める"),
)
def create(
    request: Request,
    here: Here,
    key: DecideKey,
    once: Key,
    asked: Annotated[NewDeployment, Depends(sent(NewDeployment))],
) -> Response:
    """Make a deployment. It decides nothing until a model has been learned and approved."""
    service = find_service(asked.service)

    def make(session: Session) -> Answer:
        deployment = start(session, key.organisation_id, service, asked.name, maker(session, key))
        return made(_shown(session, deployment), f"{ROOT}/deployments/{deployment.id}")

    return answered_once(request, here, key, once, make)


@router.get(
    "/deployments/{deployment}",
    tags=["deployments"],
    summary="Show a deployment",
    response_model=DeploymentAccount,
    responses=UNCHANGED | fails(NotFound(what="dep_01k9example")),
    openapi_extra=said("導入を見る"),
)
def show(request: Request, here: Here, key: ReadKey, deployment: str) -> Response:
    """A deployment: the model in use, and what is to be done next."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        road = road_of(session, find(session, deployment))
        account = DeploymentAccount(
            **_shown(session, road.deployment).model_dump(),
            next=road.next,
            dataset=road.plans.dataset,
            learning=road.plans.job,
            waiting=road.waiting,
            alarms=road.alarms,
        )
    return single(request, account)


@router.get(
    "/deployments/{deployment}/history",
    tags=["deployments"],
    summary="Which model was in use when",
    response_model=Page[ModelInUse],
    responses=fails(NotFound(what="dep_01k9example")),
    openapi_extra=said("いつ、どのモデルが使われていたか"),
)
def show_history(
    here: Here,
    key: ReadKey,
    deployment: str,
    at: Annotated[
        datetime | None,
        Query(
            description="Only the model in use at this time; none, where none was.", examples=["2026-11-20T01:00:00Z"]
        ),
    ] = None,
) -> Page[ModelInUse]:
    """The models of a deployment and when each was in use, the newest first. Nothing in it is ever rewritten."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        find(session, deployment)
        periods = history(session, deployment)
        who = names(session, [one.approval.approved_by for one in periods])
    moment = at and (at if at.tzinfo else at.replace(tzinfo=UTC))
    chosen = [one for one in periods if moment is None or _holds(one, moment)]
    return Page(items=[ModelInUse.of(one, who) for one in chosen], next=None)


@router.post(
    "/deployments/{deployment}/learn",
    tags=["deployments"],
    summary="Learn a model",
    status_code=HTTPStatus.ACCEPTED,
    response_model=JobShown,
    responses=fails(
        NotFound(what="dat_01k9example"),
        DeploymentClosed(),
        DataNotReady(),
        LearningUnderWay(),
        QuotaReached(limit=Text("学習60分", "60 minutes of learning"), retry_after=86_400),
    ),
    openapi_extra=said("学習を始める"),
)
def learn(
    request: Request,
    here: Here,
    key: DecideKey,
    deployment: str,
    once: Key,
    asked: Annotated[Learning, Depends(sent(Learning))],
) -> Response:
    """Ask for a model of a table. The answer is a job; when it is done, its result names the model."""

    def make(session: Session) -> Answer:
        found, dataset = find(session, deployment, to_change=True), find_dataset(session, asked.dataset)
        if dataset.service != found.service:
            raise NotFound(what=dataset.id)
        before = Plans.of(found)
        plans = Plans(
            costs=before.costs if asked.costs is None else costs_of(asked.costs.model_dump()),
            error_rate=before.error_rate if asked.error_rate is None else asked.error_rate,
        )
        job = ask_to_learn(session, here.jobs, found, dataset, plans, maker(session, key))
        session.flush()
        shown = JobShown.of(session.get_one(Job, job))
        return made(shown, f"{ROOT}/jobs/{job}", HTTPStatus.ACCEPTED)

    return answered_once(request, here, key, once, make)


def _service(name: str) -> Service:
    """A service by its name; the address names it, so without one there is nothing at this address."""
    try:
        return find_service(name)
    except ServiceUnknown:
        raise NotFound(what=name) from None


def _shown(session: Session, row: Deployment) -> DeploymentShown:
    newest = select(Approval).where(Approval.deployment_id == row.id).order_by(Approval.log_index.desc()).limit(1)
    approval = session.scalar(newest)
    return DeploymentShown(
        id=row.id,
        name=row.name,
        service=row.service,
        created_at=stamp(row.created_at),
        model_in_use=None if approval is None else approval.model_id,
        model_digest=None if approval is None else approval.digest,
        closed_at=when(row.closed_at),
    )


def _holds(period: Period, at: datetime) -> bool:
    return period.approval.at <= at and (period.until is None or at < period.until)
