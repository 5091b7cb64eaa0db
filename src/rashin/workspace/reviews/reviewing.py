"""Reviewing: a person confirms what the past cases suggest or decides otherwise, and that goes on record.

Nothing is taken back: whoever changes their mind reviews again, and both reviews stay on record.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.engines.contract import Outcome
from rashin.errors import AnswerTooLong, Erased, ReviewedMeanwhile, WhyNeeded
from rashin.services import find as find_service
from rashin.trust.receipts.entries import Kind
from rashin.workspace.clock import now
from rashin.workspace.database.tables import DecisionRecord, Deployment, Person, Review
from rashin.workspace.decisions.account import find
from rashin.workspace.deployments import names
from rashin.workspace.ids import new_id
from rashin.workspace.log import Log
from rashin.workspace.reviews.opening import close_case

LONGEST_REASON = 2_000


def review(
    session: Session, log: Log, decision_id: str, by: Person, outcome: Outcome, reason: str = "", *, seen: str = ""
) -> Review:
    """Put on record what a person decided.

    Args:
        session: a transaction of the organisation.
        log: where the review gets its leaf.
        decision_id: what is reviewed.
        by: who decides; the caller has seen to it that they may.
        outcome: what they decide.
        reason: why; needed where the outcome departs from what past cases suggest, or where it was reviewed before.
        seen: the review that stood when they looked; empty where there was none.

    Raises:
        NotFound: the organisation has no such decision.
        Erased: what it says was erased.
        ReviewedMeanwhile: somebody else has reviewed it since they looked.
        WhyNeeded, AnswerTooLong: the reason is missing, or far too long.
    """
    record = find(session, decision_id, to_change=True)
    if record.payload is None:
        raise Erased
    last = session.scalar(
        select(Review).where(Review.decision_id == decision_id).order_by(Review.log_index.desc()).limit(1)
    )
    if last is not None and last.id != seen:
        raise _meanwhile(session, record, last)
    plain, overruled = reason.strip(), outcome != record.outcome
    if not plain and (overruled or last is not None):
        raise WhyNeeded(field="reason")
    if len(plain) > LONGEST_REASON:
        raise AnswerTooLong(most=f"{LONGEST_REASON:,}", field="reason")
    return _on_record(session, log, record, by, outcome, plain, last)


def _on_record(
    session: Session, log: Log, record: DecisionRecord, by: Person, outcome: Outcome, reason: str, last: Review | None
) -> Review:
    identifier, at, seconds = new_id("rev"), now(), close_case(session, record.id, by.id)
    overruled = outcome != record.outcome
    payload = {
        "id": identifier,
        "organisation": record.organisation_id,
        "deployment": record.deployment_id,
        "decision": record.id,
        "suggested": record.outcome,
        "outcome": str(outcome),
        "overruled": overruled,
        "reason": reason,
        "reviewer": {"id": by.id, "name": by.name},
        "instead_of": last and last.id,
        "milliseconds": None if seconds is None else round(1000 * seconds),
    }
    sealing = log.seal(session, Kind.REVIEW, at, payload)
    made = Review(
        id=identifier,
        organisation_id=record.organisation_id,
        decision_id=record.id,
        deployment_id=record.deployment_id,
        person_id=by.id,
        outcome=str(outcome),
        overruled=overruled,
        seconds=seconds,
        at=at,
        payload=sealing.payload,
        salt=sealing.salt,
        log_index=sealing.log_index,
    )
    session.add(made)
    record.waiting, record.standing = False, str(outcome)
    session.flush()
    return made


def _meanwhile(session: Session, record: DecisionRecord, last: Review) -> ReviewedMeanwhile:
    verdict = find_service(session.get_one(Deployment, record.deployment_id).service).verdict
    said = verdict.favourable if last.outcome == Outcome.FAVOURABLE else verdict.adverse
    return ReviewedMeanwhile(who=names(session, [last.person_id])[last.person_id], outcome=said)
