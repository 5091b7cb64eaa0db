"""Closing a deployment: it decides and learns nothing more, all that it did stays; and opening it again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import ClosingUnexplained, DeploymentClosed, DeploymentOpen
from rashin.trust.receipts.entries import Kind
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Closing, Deployment, Person
from rashin.workspace.deployments.deployments import find
from rashin.workspace.ids import new_id
from rashin.workspace.log import Log

LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class _Step:
    """What is done to a deployment, by whom and why."""

    closed: bool
    by: Person
    why: str


def close(session: Session, log: Log, deployment_id: str, by: Person, why: str) -> Closing:
    """Stop deciding and learning. Reviews of what was decided, true outcomes, letters and receipts go on.

    Args:
        session: a transaction of the organisation.
        log: where it gets its leaf.
        deployment_id: what is closed.
        by: who closes it; the caller has seen to it that they may approve.
        why: kept for ever.

    Raises:
        NotFound: the organisation has no such deployment.
        DeploymentClosed: it is closed already.
        ClosingUnexplained: it is not said why.
    """
    deployment = find(session, deployment_id, to_change=True)
    refuse_closed(deployment)
    return _on_record(session, log, deployment, _Step(closed=True, by=by, why=_plain(why)))


def reopen(session: Session, log: Log, deployment_id: str, by: Person, why: str) -> Closing:
    """Let a closed deployment decide and learn again, by the model that it had. The arguments are those of `close`.

    Raises:
        NotFound: the organisation has no such deployment.
        DeploymentOpen: it is not closed.
        ClosingUnexplained: it is not said why.
    """
    deployment = find(session, deployment_id, to_change=True)
    if deployment.closed_at is None:
        raise DeploymentOpen
    return _on_record(session, log, deployment, _Step(closed=False, by=by, why=_plain(why)))


def refuse_closed(deployment: Deployment) -> None:
    """See that a deployment is open.

    Raises:
        DeploymentClosed: it is not.
    """
    if deployment.closed_at is not None:
        raise DeploymentClosed


def last_closing(session: Session, deployment_id: str) -> Closing | None:
    """What was done last: closing or opening again; None where it was never closed."""
    chosen = select(Closing).where(Closing.deployment_id == deployment_id)
    return session.scalar(chosen.order_by(Closing.log_index.desc()).limit(1))


def _plain(why: str) -> str:
    plain = why.replace("\0", "").strip()[:LONGEST_REASON]
    if not plain:
        raise ClosingUnexplained(field="why")
    return plain


def _on_record(session: Session, log: Log, deployment: Deployment, step: _Step) -> Closing:
    identifier, at = new_id("clo"), now()
    payload = {
        "id": identifier,
        "organisation": deployment.organisation_id,
        "deployment": deployment.id,
        "closed": step.closed,
        "why": step.why,
        "signed_by": {"id": step.by.id, "name": step.by.name},
    }
    sealing = log.seal(session, Kind.CLOSING, at, payload)
    closing = Closing(
        id=identifier,
        organisation_id=deployment.organisation_id,
        deployment_id=deployment.id,
        closed=step.closed,
        person_id=step.by.id,
        why=step.why,
        at=at,
        payload=sealing.payload,
        salt=sealing.salt,
        log_index=sealing.log_index,
    )
    deployment.closed_at = at if step.closed else None
    session.add(closing)
    session.flush()
    return closing
