"""What became of decided cases, once it is known."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rashin.errors import NotFound, OutcomesTooMany, OutcomesUnreadable, OutcomeUnmatched
from rashin.language import Text
from rashin.web.api.answering import Cursor, Limit, Page, given, made, paged
from rashin.web.api.caller import DecideKey, ReadKey
from rashin.web.api.document import ROOT, Problem, fails, said
from rashin.web.api.many import LINES
from rashin.web.api.sending import Key, body_of, once_of, refuse_other_kinds
from rashin.web.api.told import OutcomeShown
from rashin.web.asking import Here
from rashin.web.problems import as_body
from rashin.workspace.database.tables import TrueOutcome
from rashin.workspace.deployments import find
from rashin.workspace.once import Answer, answer_once
from rashin.workspace.outcomes import MOST, Line, Recorded, from_csv, from_json_lines, record

router = APIRouter(prefix=ROOT, tags=["outcomes"])

_CSV = "text/csv"
_LARGEST = 2_000_000
_MOST_REFUSED = 100
_EXAMPLES = {
    _CSV: "reference,outcome\nA-1,favourable\nA-2,adverse\n",
    LINES: '{"decision": "dec_01k9example", "outcome": "favourable"}\n{"reference": "A-2", "outcome": "adverse"}\n',
}


class LineRefused(BaseModel):
    """A line that was not recorded."""

    line: int
    problem: Problem


class OutcomesRecorded(BaseModel):
    """What came of a file of outcomes."""

    recorded: int = Field(description="Outcomes that are new, each with a leaf in the transparency log.")
    known: int = Field(description="Lines that say what was on record already.")
    refused: int = Field(description="Lines that were not recorded.")
    why: list[LineRefused] = Field(description=f"The first {_MOST_REFUSED} of those, and why.")

    @classmethod
    def of(cls, found: Recorded) -> OutcomesRecorded:
        """What a file came to."""
        why = [
            LineRefused(line=one.number, problem=Problem.model_validate(as_body(one.why)))
            for one in found.refused[:_MOST_REFUSED]
        ]
        return cls(recorded=len(found.new), known=found.known, refused=len(found.refused), why=why)


@router.get(
    "/outcomes",
    summary="List true outcomes",
    response_model=Page[OutcomeShown],
    openapi_extra=said("わかった結果の一覧"),
)
def list_outcomes(
    here: Here,
    key: ReadKey,
    deployment: Annotated[str | None, Query(max_length=60, examples=["dep_01k9example"])] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """What became of decided cases, recorded last first."""
    chosen = select(TrueOutcome)
    if deployment is not None:
        chosen = chosen.where(TrueOutcome.deployment_id == deployment)
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return paged(session, chosen, TrueOutcome.id, lambda row: OutcomeShown.of(row[0]), cursor=cursor, limit=limit)


@router.post(
    "/deployments/{deployment}/outcomes",
    summary="Record true outcomes",
    response_model=OutcomesRecorded,
    responses=fails(
        NotFound(what="dep_01k9example"),
        OutcomesUnreadable(where=Text("2行目がJSONではありません", "line 2 is no JSON object")),
        OutcomesTooMany(most=MOST),
        OutcomeUnmatched(case="A-9"),
    ),
    openapi_extra=said(
        "わかった結果を記録する",
        requestBody={
            "required": True,
            "content": {
                kind: {"schema": {"type": "string"}, "example": example} for kind, example in _EXAMPLES.items()
            },
        },
    ),
)
async def record_outcomes(request: Request, here: Here, key: DecideKey, deployment: str, once: Key) -> Response:
    """Send what became of cases, matched by the decision's id or by your own label, as CSV or JSON lines.

    The outcome is favourable or adverse, or a word of the table learned from. A line that fits no decision, or several, is
    refused and told; the others are recorded, all of them or none.
    """
    kind = refuse_other_kinds(request, *_EXAMPLES)
    request.state.body = body = await body_of(request, _LARGEST)
    asked = once_of(request, once)

    def keep() -> Answer:
        lines = from_csv(body) if kind == _CSV else from_json_lines(body)
        return answer_once(here.database, key.organisation_id, asked, lambda session: make(session, lines))

    def make(session: Session, lines: list[Line]) -> Answer:
        found = record(session, here.log, find(session, deployment), lines)
        return made(OutcomesRecorded.of(found), f"{ROOT}/outcomes?deployment={deployment}", HTTPStatus.OK)

    return given(await run_in_threadpool(keep))
