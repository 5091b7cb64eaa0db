"""Decisions on record: found, shown, explained, proven, erased."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import Erased, ErasureUnexplained, NotFound
from rashin.web.api.answering import Cursor, Limit, Page, answered_once, made, paged, single
from rashin.web.api.caller import ApproveKey, ReadKey, acting
from rashin.web.api.document import ROOT, UNCHANGED, fails, said
from rashin.web.api.sending import JSON, Asked, Key, sent
from rashin.web.api.told import CounterfactualShown, DecisionAccount, DecisionShown
from rashin.web.asking import Here
from rashin.workspace.access.roles import Permission
from rashin.workspace.clock import stamp
from rashin.workspace.database.tables import DecisionRecord, Erasure
from rashin.workspace.decisions.account import account, find
from rashin.workspace.decisions.erasing import erase
from rashin.workspace.decisions.searching import State, Wish
from rashin.workspace.log import LogReader
from rashin.workspace.once import Answer

router = APIRouter(prefix=ROOT, tags=["decisions"])

_NOT_THERE = NotFound(what="dec_01k9example")


class ReceiptShown(BaseModel):
    """Proof that something was recorded and not changed since; `docs/receipts.md` tells the format."""

    format: str = Field(examples=["rashin-receipt/1"])
    payload: dict[str, Any]
    salt: str
    entry: str
    index: int
    proof: list[str]
    checkpoint: str


class Erasing(Asked):
    """Why something is erased."""

    why: str = Field(
        min_length=1, max_length=2_000, description="Kept for ever, so name nobody.", examples=["本人の求め"]
    )


class ErasureShown(BaseModel):
    """That something was erased."""

    id: str = Field(examples=["era_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    decision: str
    at: str
    why: str
    log_index: int

    @classmethod
    def of(cls, row: Erasure) -> ErasureShown:
        """One erasure."""
        return cls(id=row.id, decision=row.decision_id, at=stamp(row.at), why=row.why, log_index=row.log_index)


def _wish(
    deployment: Annotated[str | None, Query(max_length=60, examples=["dep_01k9example"])] = None,
    batch: Annotated[str | None, Query(max_length=60, examples=["bat_01k9example"])] = None,
    state: Annotated[State | None, Query(description="How they stand.")] = None,
    since: Annotated[date | None, Query(description="Decided on this day, by Japanese time, or later.")] = None,
    until: Annotated[date | None, Query(description="Decided on this day, by Japanese time, or before.")] = None,
    reference: Annotated[str, Query(max_length=200, description="Part of your own label of the case.")] = "",
) -> Wish:
    return Wish(deployment, batch, state, since, until, reference)


@router.get(
    "/decisions",
    summary="Find decisions",
    response_model=Page[DecisionShown],
    openapi_extra=said("判断をさがす"),
)
def list_decisions(
    here: Here, key: ReadKey, wish: Annotated[Wish, Depends(_wish)], cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """The organisation's decisions that fit, the newest first."""
    chosen = select(DecisionRecord).where(*wish.conditions())
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return paged(
            session, chosen, DecisionRecord.id, lambda row: DecisionShown.of(row[0]), cursor=cursor, limit=limit
        )


@router.get(
    "/decisions/{decision}",
    summary="Show a decision",
    response_model=DecisionAccount,
    responses=UNCHANGED | fails(_NOT_THERE),
    openapi_extra=said("判断を見る"),
)
def show(request: Request, here: Here, key: ReadKey, decision: str) -> Response:
    """A decision with its reasons, what people made of it, and what became of the case."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return single(request, DecisionAccount.told(account(session, here.models, decision)))


@router.get(
    "/decisions/{decision}/counterfactual",
    summary="What would change a decision",
    response_model=CounterfactualShown,
    responses=UNCHANGED | fails(_NOT_THERE, Erased()),
    openapi_extra=said("何が変われば結果が変わるか"),
)
def counterfactual(request: Request, here: Here, key: ReadKey, decision: str) -> Response:
    """The smallest change within the person's power that would give the favourable outcome, or the proof of none."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        found = account(session, here.models, decision)
    if found.change is None:
        raise Erased
    return single(request, CounterfactualShown.of(found.change))


@router.get(
    "/decisions/{decision}/receipt",
    summary="The receipt of a decision",
    response_model=ReceiptShown,
    responses=fails(_NOT_THERE, Erased()),
    openapi_extra=said("判断の受領証"),
)
def receipt(here: Here, key: ReadKey, decision: str) -> Response:
    """Proved against the newest checkpoint. `rashin verify` and `docs/verify.py` check it offline."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        written = LogReader(session).receipt(find(session, decision)).to_json()
    headers = {"content-disposition": f'attachment; filename="{decision}.receipt.json"'}
    return Response(written, headers=headers, media_type=JSON)


@router.post(
    "/decisions/{decision}/erasure",
    summary="Erase what a decision says",
    status_code=HTTPStatus.CREATED,
    response_model=ErasureShown,
    responses=fails(_NOT_THERE, Erased(), ErasureUnexplained()),
    openapi_extra=said("判断の中身を消去する"),
)
def remove(
    request: Request,
    here: Here,
    key: ApproveKey,
    decision: str,
    once: Key,
    asked: Annotated[Erasing, Depends(sent(Erasing))],
) -> Response:
    """Remove the case, the reasons and the reviews, for good. The log still proves that there was a decision."""

    def make(session: Session) -> Answer:
        by = acting(session, key, Permission.APPROVE)
        row = erase(session, here.log, decision, by, asked.why)
        return made(ErasureShown.of(row), f"{ROOT}/decisions/{decision}")

    return answered_once(request, here, key, once, make)
