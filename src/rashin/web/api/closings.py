"""Closing a deployment, and opening it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from rashin.errors import ClosingUnexplained, DeploymentClosed, DeploymentOpen, NotFound
from rashin.web.api.answering import answered_once, made
from rashin.web.api.caller import ApproveKey, acting
from rashin.web.api.document import ROOT, fails, said
from rashin.web.api.sending import Asked, Key, sent
from rashin.web.asking import Here
from rashin.workspace.access.keys import KeyHolder
from rashin.workspace.access.roles import Permission
from rashin.workspace.clock import stamp
from rashin.workspace.database.tables import Closing, Person
from rashin.workspace.deployments import close, reopen
from rashin.workspace.deployments.closing import LONGEST_REASON
from rashin.workspace.log import Log
from rashin.workspace.once import Answer

router = APIRouter(prefix=ROOT, tags=["deployments"])

_NOT_THERE = NotFound(what="dep_01k9example")
_Change = Callable[[Session, Log, str, Person, str], Closing]


class Explained(Asked):
    """Why a deployment is closed, or opened again."""

    why: str = Field(min_length=1, max_length=LONGEST_REASON, description="Kept for ever.", examples=["事業の終了"])


class ClosingShown(BaseModel):
    """That a deployment was closed, or opened again."""

    id: str = Field(examples=["clo_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    deployment: str
    closed: bool = Field(description="False where it was opened again.")
    at: str
    why: str
    log_index: int

    @classmethod
    def of(cls, row: Closing) -> ClosingShown:
        """One step."""
        return cls(
            id=row.id,
            deployment=row.deployment_id,
            closed=row.closed,
            at=stamp(row.at),
            why=row.why,
            log_index=row.log_index,
        )


@router.post(
    "/deployments/{deployment}/closing",
    summary="Close a deployment",
    status_code=HTTPStatus.CREATED,
    response_model=ClosingShown,
    responses=fails(_NOT_THERE, DeploymentClosed(), ClosingUnexplained()),
    openapi_extra=said("導入を終了する"),
)
def do_close(
    request: Request,
    here: Here,
    key: ApproveKey,
    deployment: str,
    once: Key,
    asked: Annotated[Explained, Depends(sent(Explained))],
) -> Response:
    """From now on it decides and learns nothing. Reviews, outcomes and receipts of what it decided go on."""
    return answered_once(request, here, key, once, partial(_done, here.log, close, deployment, key, asked.why))


@router.post(
    "/deployments/{deployment}/reopening",
    summary="Open a closed deployment again",
    status_code=HTTPStatus.CREATED,
    response_model=ClosingShown,
    responses=fails(_NOT_THERE, DeploymentOpen(), ClosingUnexplained()),
    openapi_extra=said("終了した導入を再開する"),
)
def do_reopen(
    request: Request,
    here: Here,
    key: ApproveKey,
    deployment: str,
    once: Key,
    asked: Annotated[Explained, Depends(sent(Explained))],
) -> Response:
    """It decides and learns again, by the model that was approved last."""
    return answered_once(request, here, key, once, partial(_done, here.log, reopen, deployment, key, asked.why))


def _done(log: Log, change: _Change, deployment: str, key: KeyHolder, why: str, session: Session) -> Answer:
    by = acting(session, key, Permission.APPROVE)
    return made(ClosingShown.of(change(session, log, deployment, by, why)), f"{ROOT}/deployments/{deployment}")
