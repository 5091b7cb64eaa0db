"""What people make of decisions."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.engines.contract import Outcome
from rashin.errors import AnswerTooLong, Erased, NotFound, ReviewedMeanwhile, WhyNeeded
from rashin.language import Text
from rashin.web.api.answering import Cursor, Limit, Page, Words, answered_once, made, paged
from rashin.web.api.caller import DecideKey, ReadKey, acting
from rashin.web.api.document import ROOT, fails, said
from rashin.web.api.sending import Asked, Key, sent
from rashin.web.api.told import DecisionShown, ReviewShown
from rashin.web.asking import Here
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.tables import DecisionRecord, Review
from rashin.workspace.decisions.told import Told
from rashin.workspace.once import Answer
from rashin.workspace.reviews import review
from rashin.workspace.reviews.reviewing import LONGEST_REASON

router = APIRouter(prefix=ROOT, tags=["reviews"])

Deployment = Annotated[str | None, Query(max_length=60, examples=["dep_01k9example"])]


class WaitingShown(BaseModel):
    """A decision that waits for a person."""

    decision: DecisionShown
    why: list[Words] = Field(description="Why a person decides.")

    @classmethod
    def of(cls, row: DecisionRecord) -> WaitingShown:
        """One decision that waits."""
        why = [] if row.payload is None else [Words.of(one) for one in Told.of(row.payload).why_handed_over]
        return cls(decision=DecisionShown.of(row), why=why)


class Reviewing(Asked):
    """What a person decided."""

    outcome: Outcome = Field(description="What they decided.")
    reason: str = Field(
        "",
        max_length=LONGEST_REASON,
        description="Needed where it departs from what past cases suggest, or where it was reviewed before.",
    )
    seen: str = Field("", max_length=60, description="The review that stood when they looked; empty for none.")


@router.get(
    "/reviews/waiting",
    summary="Decisions that wait for a person",
    response_model=Page[WaitingShown],
    openapi_extra=said("人の判断を待っているもの"),
)
def waiting(
    here: Here, key: ReadKey, deployment: Deployment = None, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """What waits, the oldest first."""
    chosen = select(DecisionRecord).where(DecisionRecord.waiting.is_(True))
    if deployment is not None:
        chosen = chosen.where(DecisionRecord.deployment_id == deployment)
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return paged(
            session,
            chosen,
            DecisionRecord.id,
            lambda row: WaitingShown.of(row[0]),
            cursor=cursor,
            limit=limit,
            oldest_first=True,
        )


@router.get("/reviews", summary="List reviews", response_model=Page[ReviewShown], openapi_extra=said("見直しの一覧"))
def list_reviews(
    here: Here, key: ReadKey, deployment: Deployment = None, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """What people made of decisions, the newest first."""
    chosen = select(Review)
    if deployment is not None:
        chosen = chosen.where(Review.deployment_id == deployment)
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return paged(session, chosen, Review.id, lambda row: ReviewShown.of(row[0]), cursor=cursor, limit=limit)


@router.post(
    "/decisions/{decision}/reviews",
    summary="Review a decision",
    status_code=HTTPStatus.CREATED,
    response_model=ReviewShown,
    responses=fails(
        NotFound(what="dec_01k9example"),
        Erased(),
        ReviewedMeanwhile(who="羅針 花子", outcome=Text("融資する", "grant the loan")),
        WhyNeeded(),
        AnswerTooLong(most="2,000"),
    ),
    openapi_extra=said("判断を見直す"),
)
def make_review(
    request: Request,
    here: Here,
    key: DecideKey,
    decision: str,
    once: Key,
    asked: Annotated[Reviewing, Depends(sent(Reviewing))],
) -> Response:
    """Put on record what a person decided, in the name of the person who made the key. Nothing is taken back:
    reviewed again, both reviews stay on record and the newest stands.
    """

    def make(session: Session) -> Answer:
        by = acting(session, key, Permission.DECIDE)
        row = review(session, here.log, decision, by, asked.outcome, asked.reason, seen=asked.seen)
        return made(ReviewShown.of(row), f"{ROOT}/decisions/{decision}")

    return answered_once(request, here, key, once, make)
