"""Erasing what a decision says of somebody: the leaf stays in the log and every proof holds, but nobody can tell of whom."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from rashin.errors import Erased, ErasureUnexplained
from rashin.trust.receipts.entries import Kind
from rashin.workspace.clock import now
from rashin.workspace.database.tables import DecisionRecord, Erasure, Opening, Person, Review, TrueOutcome
from rashin.workspace.decisions.account import find
from rashin.workspace.ids import new_id
from rashin.workspace.log import Log

_DIGITS_LEFT = 1
"""Digits of the probability that stay: with all of them, and the model, one could tell which case it was."""


def erase(session: Session, log: Log, decision_id: str, by: Person, why: str) -> Erasure:
    """Remove what a decision and its reviews say, for good.

    The outcome, the time, the model and that people reviewed it stay, so that what was done can still be counted.

    Args:
        session: a transaction of the organisation.
        log: where the erasure gets its leaf.
        decision_id: what is erased.
        by: who erases; the caller has seen to it that they may approve.
        why: kept for ever, so it should name nobody.

    Raises:
        NotFound: the organisation has no such decision.
        Erased: it was erased before.
        ErasureUnexplained: it is not said why.
    """
    record = find(session, decision_id, to_change=True)
    if record.payload is None:
        raise Erased
    plain = why.replace("\0", "").strip()
    if not plain:
        raise ErasureUnexplained(field="why")
    _empty(record)
    session.execute(update(Review).where(Review.decision_id == decision_id).values(payload=None, salt=None))
    session.execute(update(TrueOutcome).where(TrueOutcome.decision_id == decision_id).values(payload=None, salt=None))
    session.execute(delete(Opening).where(Opening.decision_id == decision_id))
    return _on_record(session, log, record, by, plain)


def _empty(record: DecisionRecord) -> None:
    record.payload = record.salt = record.case = record.row = None
    record.reference, record.bins, record.waiting = "", b"", False
    record.probability = round(record.probability, _DIGITS_LEFT)


def _on_record(session: Session, log: Log, record: DecisionRecord, by: Person, why: str) -> Erasure:
    identifier, at = new_id("era"), now()
    payload = {
        "id": identifier,
        "organisation": record.organisation_id,
        "deployment": record.deployment_id,
        "decision": record.id,
        "log_index": record.log_index,
        "why": why,
        "erased_by": {"id": by.id, "name": by.name},
    }
    sealing = log.seal(session, Kind.ERASURE, at, payload)
    erasure = Erasure(
        id=identifier,
        organisation_id=record.organisation_id,
        decision_id=record.id,
        person_id=by.id,
        why=why,
        at=at,
        payload=sealing.payload,
        salt=sealing.salt,
        log_index=sealing.log_index,
    )
    session.add(erasure)
    session.flush()
    return erasure
