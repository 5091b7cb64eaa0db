"""Decisions as the API shows them."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, Field

from rashin.engines.contract import Counterfactual, CounterfactualSearch
from rashin.web.api.answering import Words
from rashin.web.api.document import ROOT
from rashin.workspace.clock import stamp
from rashin.workspace.database.tables import DecisionRecord, Review, TrueOutcome
from rashin.workspace.decisions.account import Account, Reviewed
from rashin.workspace.decisions.searching import State, state_of

Result = Literal["favourable", "adverse"]


class ReasonTold(BaseModel):
    """One exact contribution to a decision."""

    feature: str = Field(description="The column.", examples=["年商"])
    label: Words
    value: Words
    part: int = Field(description="In units of 2⁻³³ log-odds; with the reference score all parts add up to the score.")
    sentence: Words


class Told(BaseModel):
    """What a decision says. Its numbers are whole units, so that anybody can add the reasons up."""

    outcome: Result = Field(description="A person's part in it left aside.")
    handed_over: bool = Field(description="Whether a person decides.")
    words: Words
    possible: list[Result] = Field(description="Outcomes that cannot be excluded.")
    why_handed_over: list[Words]
    probability: str = Field(description="Of the adverse outcome.", examples=["0.083512"])
    units: Literal["2^-33"]
    score: int
    threshold: int
    reference_score: int
    reasons: list[ReasonTold] = Field(description="All of them, the weightiest first.")


class DecisionMade(BaseModel):
    """One decision, on record."""

    id: str = Field(examples=["dec_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    organisation: str
    deployment: str
    service: str
    model: str = Field(description="The digest of the model that decided.")
    reference: str = Field(description="The organisation's own label of the case; empty where it has none.")
    kind: Literal["decision"]
    at: str
    decision: Told
    log_index: int = Field(description="Where it stands in the transparency log.")
    receipt: str = Field(description="Where its receipt is.")


class DecisionShown(BaseModel):
    """One decision in a list."""

    id: str = Field(examples=["dec_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    at: str
    deployment: str
    model: str = Field(description="The id of the model that decided.")
    batch: str | None
    reference: str
    state: State = Field(description="How it stands: as it was given, as a person decided, waiting for one, or erased.")
    outcome: Result = Field(description="As it was given.")
    probability: float = Field(description="Of the adverse outcome.", ge=0, le=1)
    handed_over: bool
    log_index: int
    receipt: str

    @classmethod
    def of(cls, row: DecisionRecord) -> DecisionShown:
        """A decision as it stands."""
        return cls(**_line(row))


class ReviewShown(BaseModel):
    """What a person made of a decision."""

    id: str = Field(examples=["rev_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    decision: str
    deployment: str
    at: str
    outcome: Result
    overruled: bool = Field(description="Whether they decided otherwise than past cases suggest.")
    reason: str | None = Field(description="Null once erased.")
    seconds: float | None = Field(description="How long it took; null where nobody saw the case opened.")
    log_index: int

    @classmethod
    def of(cls, row: Review) -> ReviewShown:
        """One review."""
        reason = None if row.payload is None else json.loads(row.payload)["reason"]
        return cls(
            id=row.id,
            decision=row.decision_id,
            deployment=row.deployment_id,
            at=stamp(row.at),
            outcome=_result(row.outcome),
            overruled=row.overruled,
            reason=reason,
            seconds=row.seconds,
            log_index=row.log_index,
        )


class OutcomeShown(BaseModel):
    """What became of a decided case."""

    id: str = Field(examples=["out_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    decision: str
    outcome: Result
    at: str = Field(description="When it was recorded.")
    log_index: int

    @classmethod
    def of(cls, row: TrueOutcome) -> OutcomeShown:
        """One known outcome."""
        return cls(
            id=row.id,
            decision=row.decision_id,
            outcome=_result(row.outcome),
            at=stamp(row.at),
            log_index=row.log_index,
        )


class DecisionAccount(DecisionShown):
    """One decision with everything that belongs to it."""

    model_digest: str
    approval: str = Field(description="The signature by which the model was in use.")
    decision: Told | None = Field(description="Null once erased.")
    reviews: list[ReviewShown] = Field(description="The newest first; that one stands.")
    became: OutcomeShown | None = Field(description="What became of it, as far as is known.")
    erased_at: str | None

    @classmethod
    def told(cls, account: Account) -> DecisionAccount:
        """Everything about a decision."""
        record, payload = account.record, account.record.payload
        return cls(
            **_line(record),
            model_digest=account.row.digest,
            approval=account.approval.id,
            decision=None if payload is None else Told(**json.loads(payload)["decision"]),
            reviews=[_review(one) for one in account.reviews],
            became=None if account.became is None else OutcomeShown.of(account.became),
            erased_at=None if account.erasure is None else stamp(account.erasure.at),
        )


class ChangeShown(BaseModel):
    """One step of what would change the outcome."""

    feature: str
    label: Words
    before: Words
    after: Words
    cost: float = Field(description="How far the value moves through the population, 0 to 1.")


class WayShown(BaseModel):
    """Changes that together give the favourable outcome without a person."""

    changes: list[ChangeShown]
    cost: float
    probability: float = Field(description="Of the adverse outcome after the changes.")

    @classmethod
    def of(cls, way: Counterfactual) -> WayShown:
        """One way."""
        return cls(
            changes=[
                ChangeShown(
                    feature=one.feature,
                    label=Words.of(one.label),
                    before=Words.of(one.before),
                    after=Words.of(one.after),
                    cost=one.cost,
                )
                for one in way.changes
            ],
            cost=way.cost,
            probability=way.probability,
        )


class CounterfactualShown(BaseModel):
    """What would change the outcome, searched exactly."""

    needed: bool = Field(description="False where the outcome is favourable already.")
    found: WayShown | None = Field(description="The cheapest way.")
    alternatives: list[WayShown]
    proven_none: bool = Field(description="True where no permitted change of so many values is enough: that is proven.")
    most_changes: int

    @classmethod
    def of(cls, search: CounterfactualSearch) -> CounterfactualShown:
        """What a search came to."""
        return cls(
            needed=search.needed,
            found=None if search.found is None else WayShown.of(search.found),
            alternatives=[WayShown.of(one) for one in search.alternatives],
            proven_none=search.proven_none,
            most_changes=search.most_changes,
        )


def _line(row: DecisionRecord) -> dict[str, Any]:
    return {
        "id": row.id,
        "at": stamp(row.at),
        "deployment": row.deployment_id,
        "model": row.model_id,
        "batch": row.batch_id,
        "reference": row.reference,
        "state": state_of(row),
        "outcome": row.outcome,
        "probability": row.probability,
        "handed_over": row.handed_over,
        "log_index": row.log_index,
        "receipt": f"{ROOT}/decisions/{row.id}/receipt",
    }


def _review(reviewed: Reviewed) -> ReviewShown:
    return ReviewShown.of(reviewed.review)


def _result(outcome: str) -> Result:
    return "adverse" if outcome == "adverse" else "favourable"
