"""From cases to decisions that are ready to be kept: decided, put into a payload, committed to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import thread_time
from typing import Any

from rashin.engines.contract import Decision
from rashin.errors import RashinError
from rashin.learning.models import Model
from rashin.trust.receipts.decisions import decision_payload
from rashin.trust.receipts.entries import Committed, Kind, commit
from rashin.workspace.clock import now
from rashin.workspace.ids import new_id
from rashin.workspace.once import Once


@dataclass(frozen=True, slots=True)
class Wanted:
    """Cases of one deployment that somebody wants decided."""

    organisation_id: str
    deployment_id: str
    cases: Sequence[Mapping[str, Any]]
    references: Sequence[str]
    """The organisation's own label of each case; empty where there is none."""
    batch_id: str | None = None
    rows: Sequence[int] = ()
    """Each case's row in the batch's file; empty where there is none."""
    once: Once | None = None
    """Asked again under the same name, the decisions are not made again but given again."""


@dataclass(frozen=True, slots=True)
class InUse:
    """The model that a deployment decides by."""

    model_id: str
    model: Model


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that is still to be kept."""

    committed: Committed
    row: dict[str, Any]


def make(wanted: Sequence[Wanted], in_use: InUse) -> list[list[Made] | RashinError]:
    """Decide for several askers of one deployment; together, unless the cases of one cannot be read."""
    try:
        return list(_together(wanted, in_use))
    except RashinError as wrong:
        if len(wanted) == 1:
            return [wrong]
        return [answer for one in wanted for answer in make([one], in_use)]


def _together(wanted: Sequence[Wanted], in_use: InUse) -> list[list[Made]]:
    began, at = thread_time(), now()
    decisions = in_use.model.decide_cases([case for one in wanted for case in one.cases])
    bins = decisions.encoded.bins.T
    rest = zip(decisions, bins, strict=True)
    made = [[_made(one, in_use, at, place, *next(rest)) for place in range(len(one.cases))] for one in wanted]
    seconds = (thread_time() - began) / max(len(decisions), 1)
    for mine in made:
        for each in mine:
            each.row["seconds"] = seconds
    return made


def _made(wanted: Wanted, in_use: InUse, at: datetime, place: int, decision: Decision, bins: Any) -> Made:
    identifier, reference, model = new_id("dec"), wanted.references[place], in_use.model
    payload = decision_payload(
        decision,
        decision_id=identifier,
        organisation=wanted.organisation_id,
        deployment=wanted.deployment_id,
        service=model.service,
        reference=reference,
        reference_score=float(model.additive.intercept + model.reference.means.sum()),
        threshold_score=model.threshold_score,
    )
    committed = commit(Kind.DECISION, at, payload)
    row = {
        "id": identifier,
        "organisation_id": wanted.organisation_id,
        "deployment_id": wanted.deployment_id,
        "model_id": in_use.model_id,
        "batch_id": wanted.batch_id,
        "row": wanted.rows[place] if wanted.rows else None,
        "at": at,
        "reference": reference,
        "outcome": str(decision.outcome),
        "probability": decision.probability,
        "handed_over": decision.handed_over,
        "waiting": decision.handed_over,
        "standing": None if decision.handed_over else str(decision.outcome),
        # Half a character cannot be written in UTF-8, yet JSON can carry it; what one asker sends must not stop others.
        "case": json.dumps(wanted.cases[place], ensure_ascii=False).encode(errors="surrogatepass"),
        "bins": bins.tobytes(),
        "payload": committed.payload,
        "salt": committed.salt,
    }
    return Made(committed, row)
