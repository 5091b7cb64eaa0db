"""Approving a model: a second person signs, nothing signed is ever changed, and so it is known what was in use when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import ApprovedAlready, ModelDigestWrong, NotFound, ReasonNeeded, SecondPersonNeeded
from rashin.trust.receipts.entries import Kind
from rashin.workspace.access.roles import Role
from rashin.workspace.clock import now
from rashin.workspace.database.connection import as_system
from rashin.workspace.database.tables import Approval, LearnedModel, Membership, Person
from rashin.workspace.deployments.closing import refuse_closed
from rashin.workspace.deployments.deployments import find
from rashin.workspace.ids import new_id
from rashin.workspace.log import Log
from rashin.workspace.models import Models

_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Signing:
    """What stands between a person and their signature under a model."""

    alone: bool
    """They asked for the model and are the only approver: they must write why they sign alone."""
    others: tuple[str, ...]
    """The other approvers, by name, one of whom must sign; empty where they may sign themselves."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time during which one model was in use."""

    approval: Approval
    until: datetime | None
    """When the next model was approved; None while it is in use."""


def signing(session: Session, model: LearnedModel, person_id: str) -> Signing:
    """Whether a person who may approve may sign for this model."""
    if model.requested_by != person_id:
        return Signing(alone=False, others=())
    others = tuple(person.name for person in _approvers(session) if person.id != person_id)
    return Signing(alone=not others, others=others)


def approve(session: Session, log: Log, models: Models, model_id: str, by: Person, why_alone: str = "") -> Approval:
    """Put a model to use from now on.

    Args:
        session: a transaction of the organisation.
        log: where the signature gets its leaf.
        models: where models are read.
        model_id: what is signed for.
        by: who signs; the caller has seen to it that they may approve.
        why_alone: why the person who asked for the model signs for it, where there is no other approver.

    Raises:
        NotFound: the organisation has no such model.
        DeploymentClosed: its deployment is closed.
        ApprovedAlready: it is in use.
        SecondPersonNeeded: another approver must sign.
        ReasonNeeded: it is not said why one person signs alone.
        UnusableModel: its file was changed or is gone.
    """
    model = find_model(session, model_id)
    # Nobody else may change it meanwhile, so that signatures follow one another.
    refuse_closed(find(session, model.deployment_id, to_change=True))
    last = in_use(session, model.deployment_id)
    if last is not None and last.model_id == model.id:
        raise ApprovedAlready
    wanted, reason = signing(session, model, by.id), why_alone.strip()
    if wanted.others:
        raise SecondPersonNeeded(others=", ".join(wanted.others))
    if wanted.alone and not reason:
        raise ReasonNeeded
    if models.get(model.file_key).digest != model.digest:
        raise ModelDigestWrong
    return _sign(session, log, model, by, reason if wanted.alone else None, last)


def find_model(session: Session, model_id: str) -> LearnedModel:
    """A model.

    Raises:
        NotFound: the organisation has no such model.
    """
    model = session.get(LearnedModel, model_id)
    if model is None:
        raise NotFound(what=model_id)
    return model


def in_use(session: Session, deployment_id: str, at: datetime | None = None) -> Approval | None:
    """The signature under the model that is in use now, or was at a time; None before the first."""
    chosen = select(Approval).where(Approval.deployment_id == deployment_id)
    if at is not None:
        chosen = chosen.where(Approval.at <= at)
    return session.scalar(chosen.order_by(Approval.log_index.desc()).limit(1))


def history(session: Session, deployment_id: str) -> list[Period]:
    """Which model was in use from when to when, the newest first."""
    chosen = select(Approval).where(Approval.deployment_id == deployment_id).order_by(Approval.log_index.desc())
    approvals = session.scalars(chosen).all()
    ends = [None, *(approval.at for approval in approvals)]
    return [Period(approval, until) for approval, until in zip(approvals, ends, strict=False)]


def models_of(session: Session, deployment_id: str, most: int = 50) -> list[LearnedModel]:
    """The newest models of a deployment, the newest first."""
    chosen = select(LearnedModel).where(LearnedModel.deployment_id == deployment_id)
    return list(session.scalars(chosen.order_by(LearnedModel.log_index.desc()).limit(most)))


def names(session: Session, person_ids: Iterable[str | None]) -> dict[str, str]:
    """The names of people, by id."""
    chosen = select(Person).where(Person.id.in_(set(person_ids) - {None}))
    with as_system(session):
        return {person.id: person.name for person in session.scalars(chosen)}


def _approvers(session: Session) -> list[Person]:
    """The people of the organisation who may approve, by name."""
    chosen = select(Person, Membership).join(Membership, Membership.person_id == Person.id).order_by(Person.name)
    with as_system(session):
        return [person for person, membership in session.execute(chosen) if Role.APPROVE in membership.roles]


def _sign(
    session: Session, log: Log, model: LearnedModel, by: Person, why_alone: str | None, last: Approval | None
) -> Approval:
    # A clock that was set back must not change which model was in use in the past.
    at, identifier = now() if last is None else max(now(), last.at + _TICK), new_id("app")
    payload = {
        "id": identifier,
        "organisation": model.organisation_id,
        "deployment": model.deployment_id,
        "model": model.id,
        "model_digest": model.digest,
        "requested_by": model.requested_by,
        "approved_by": {"id": by.id, "name": by.name},
        "why_alone": why_alone,
        "instead_of": last and last.model_id,
    }
    sealing = log.seal(session, Kind.APPROVAL, at, payload)
    approval = Approval(
        id=identifier,
        organisation_id=model.organisation_id,
        deployment_id=model.deployment_id,
        model_id=model.id,
        digest=model.digest,
        approved_by=by.id,
        why_alone=why_alone,
        at=at,
        payload=sealing.payload,
        salt=sealing.salt,
        log_index=sealing.log_index,
    )
    session.add(approval)
    session.flush()
    return approval
