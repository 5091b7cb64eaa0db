"""Everything there is to say of one decision: what was found, by which model, what people made of it, what is left."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.engines.contract import CounterfactualSearch, Flag, Outcome
from rashin.engines.tabular.decisions import TabularDecisions
from rashin.errors import NotFound
from rashin.learning.models import Model
from rashin.services import find as find_service
from rashin.services.contract import Service
from rashin.workspace.database.tables import (
    Approval,
    DecisionRecord,
    Deployment,
    Erasure,
    LearnedModel,
    Review,
    TrueOutcome,
)
from rashin.workspace.decisions.deciding import cases_of
from rashin.workspace.decisions.told import Told, ToldReason
from rashin.workspace.deployments import in_use, names
from rashin.workspace.models import Models

_WAYS = 2
"""Other ways to the favourable outcome that are shown beside the cheapest."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one person made of the decision."""

    review: Review
    who: str
    reason: str | None
    """Empty where none was needed; None once erased."""

    @property
    def outcome(self) -> Outcome:
        """What they decided."""
        return Outcome(self.review.outcome)


@dataclass(frozen=True)
class Account:
    """One decision and all that belongs to it."""

    record: DecisionRecord
    deployment: Deployment
    service: Service
    row: LearnedModel
    model: Model
    approval: Approval
    """The signature under the model in use when it was decided."""
    approved_by: str
    in_use: bool
    """Whether the model is in use still."""
    reviews: tuple[Reviewed, ...]
    """The newest first; that one stands."""
    became: TrueOutcome | None
    erasure: Erasure | None
    erased_by: str

    @property
    def last(self) -> Reviewed | None:
        """The review that stands."""
        return self.reviews[0] if self.reviews else None

    @cached_property
    def told(self) -> Told | None:
        """The decision as its receipt tells it; None once erased."""
        return None if self.record.payload is None else Told.of(self.record.payload)

    @cached_property
    def values(self) -> tuple[ToldReason, ...]:
        """What was decided on, in the order of the table learned from."""
        reasons = {one.feature: one for one in self.told.reasons} if self.told else {}
        return tuple(reasons[one.name] for one in self.model.additive.features if one.name in reasons)

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """What is unusual about the case."""
        return self._again.encoded.flags(0) if self._again else ()

    @cached_property
    def change(self) -> CounterfactualSearch | None:
        """What would change the outcome; None once erased."""
        return self.model.counterfactuals_of(self._again.encoded, 0, alternatives=_WAYS) if self._again else None

    @cached_property
    def _again(self) -> TabularDecisions | None:
        """The case as its model sees it."""
        return None if self.record.case is None else self.model.decide_cases([cases_of(self.record.case)])


def find(session: Session, decision_id: str, *, to_change: bool = False) -> DecisionRecord:
    """A decision; `to_change`: nobody else can change it until the transaction ends.

    Raises:
        NotFound: the organisation has no such decision.
    """
    record = session.get(DecisionRecord, decision_id, with_for_update=to_change or None)
    if record is None:
        raise NotFound(what=decision_id)
    return record


def account(session: Session, models: Models, decision_id: str) -> Account:
    """Everything about a decision.

    Raises:
        NotFound: the organisation has no such decision.
    """
    record = find(session, decision_id)
    row = session.get_one(LearnedModel, record.model_id)
    deployment = session.get_one(Deployment, record.deployment_id)
    erasure = session.scalar(select(Erasure).where(Erasure.decision_id == decision_id))
    became = session.scalar(select(TrueOutcome).where(TrueOutcome.decision_id == decision_id))
    reviews = session.scalars(
        select(Review).where(Review.decision_id == decision_id).order_by(Review.log_index.desc())
    ).all()
    approval, now = _signed(session, record), in_use(session, record.deployment_id)
    who = names(
        session, [approval.approved_by, *(one.person_id for one in reviews)] + ([erasure.person_id] if erasure else [])
    )
    return Account(
        record=record,
        deployment=deployment,
        service=find_service(deployment.service),
        row=row,
        model=models.get(row.file_key),
        approval=approval,
        approved_by=who[approval.approved_by],
        in_use=now is not None and now.model_id == record.model_id,
        reviews=tuple(Reviewed(one, who[one.person_id], reason_of(one)) for one in reviews),
        became=became,
        erasure=erasure,
        erased_by=who[erasure.person_id] if erasure else "",
    )


def _signed(session: Session, record: DecisionRecord) -> Approval:
    """The signature by which the record's model was in use: the last before the decision's own leaf."""
    return session.scalars(
        select(Approval)
        .where(Approval.deployment_id == record.deployment_id, Approval.log_index < record.log_index)
        .order_by(Approval.log_index.desc())
        .limit(1)
    ).one()


def reason_of(review: Review) -> str | None:
    """Why somebody decided so; None once erased."""
    if review.payload is None:
        return None
    reason: str = json.loads(review.payload)["reason"]
    return reason
