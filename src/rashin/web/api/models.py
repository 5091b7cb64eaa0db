"""Models: their figures, their report, their file, and the signature that puts one to use."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import (
    ApprovedAlready,
    DeploymentClosed,
    ModelDigestWrong,
    NotAllowed,
    NotFound,
    ReasonNeeded,
    SecondPersonNeeded,
)
from rashin.language import Text
from rashin.report import render
from rashin.web.api.answering import Cursor, Limit, Page, answered_once, made, paged, single, tagged
from rashin.web.api.caller import ApproveKey, ReadKey, acting
from rashin.web.api.document import ROOT, UNCHANGED, fails, said
from rashin.web.api.sending import Asked, Key, sent
from rashin.web.asking import Here
from rashin.workspace.access.roles import Permission
from rashin.workspace.clock import stamp
from rashin.workspace.database.tables import Approval, LearnedModel
from rashin.workspace.deployments import approve, find_model, in_use
from rashin.workspace.once import Answer

router = APIRouter(prefix=ROOT, tags=["models"])

_NOT_THERE = NotFound(what="mod_01k9example")
_HTML, _BYTES = "text/html", "application/octet-stream"
_REPORT: dict[int | str, dict[str, Any]] = {200: {"content": {_HTML: {"schema": {"type": "string"}}}}}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}}}
}


class ModelShown(BaseModel):
    """A model learned for a deployment."""

    id: str = Field(examples=["mod_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    deployment: str
    dataset: str
    digest: str = Field(description="SHA-256 of the model file's contents: the model's name for all time.")
    created_at: str
    in_use: bool = Field(description="Whether it is the approved one that decides now.")
    log_index: int = Field(description="Where it stands in the transparency log.")


class ModelAccount(ModelShown):
    """A model with how good it was found to be."""

    summary: dict[str, Any] = Field(
        description="How good it was found to be on cases it never saw: each figure as value, low and high ends of its "
        "95% interval, and the number of cases n."
    )


class Signature(Asked):
    """What is said when signing."""

    why_alone: str = Field(
        "",
        max_length=2_000,
        description="Why the person who asked for the model also signs for it; only where there is no other approver.",
    )


class ApprovalShown(BaseModel):
    """A signature that puts a model to use."""

    id: str = Field(examples=["app_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    deployment: str
    model: str
    digest: str
    at: str
    why_alone: str | None
    log_index: int

    @classmethod
    def of(cls, row: Approval) -> ApprovalShown:
        """A signature."""
        return cls(
            id=row.id,
            deployment=row.deployment_id,
            model=row.model_id,
            digest=row.digest,
            at=stamp(row.at),
            why_alone=row.why_alone,
            log_index=row.log_index,
        )


@router.get("/models", summary="List models", response_model=Page[ModelShown], openapi_extra=said("モデルの一覧"))
def list_models(
    here: Here,
    key: ReadKey,
    deployment: Annotated[str | None, Query(max_length=60, examples=["dep_01k9example"])] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """The organisation's models, the newest first."""
    chosen = select(LearnedModel)
    if deployment is not None:
        chosen = chosen.where(LearnedModel.deployment_id == deployment)
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return paged(session, chosen, LearnedModel.id, lambda row: _shown(session, row[0]), cursor=cursor, limit=limit)


@router.get(
    "/models/{model}",
    summary="Show a model",
    response_model=ModelAccount,
    responses=UNCHANGED | fails(_NOT_THERE),
    openapi_extra=said("モデルを見る"),
)
def show(request: Request, here: Here, key: ReadKey, model: str) -> Response:
    """A model's figures."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        row = find_model(session, model)
        account = ModelAccount(**_shown(session, row).model_dump(), summary=row.summary)
    return single(request, account)


@router.get(
    "/models/{model}/report",
    summary="The whole account of a model",
    response_class=Response,
    responses=_REPORT | UNCHANGED | fails(_NOT_THERE),
    openapi_extra=said("モデルの報告書"),
)
def report(request: Request, here: Here, key: ReadKey, model: str) -> Response:
    """One HTML page in both languages that needs nothing beside itself."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        row = find_model(session, model)
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
    page = render(here.models.get(row.file_key)).encode()
    return tagged(request, page, _HTML, headers={"content-security-policy": policy})


@router.get(
    "/models/{model}/file",
    summary="Download a model",
    response_class=Response,
    responses=_FILE | fails(_NOT_THERE),
    openapi_extra=said("モデルのファイルを受け取る"),
)
def download(here: Here, key: ReadKey, model: str) -> Response:
    """The model file: `rashin decide` and `rashin.load` read it."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        row = find_model(session, model)
    headers = {"content-disposition": f'attachment; filename="{row.id}.rashin"'}
    pieces = here.files.read(row.file_key)
    first = next(pieces, b"")  # a file that is gone is answered before anything is sent
    return StreamingResponse(_all(first, pieces), headers=headers, media_type=_BYTES)


@router.post(
    "/models/{model}/approval",
    summary="Approve a model",
    status_code=HTTPStatus.CREATED,
    response_model=ApprovalShown,
    responses=fails(
        _NOT_THERE,
        DeploymentClosed(),
        ApprovedAlready(),
        SecondPersonNeeded(others="羅針 花子"),
        ReasonNeeded(),
        ModelDigestWrong(path="mod_01k9example.rashin"),
        NotAllowed(needed=Text("責任者", "Approver")),
    ),
    openapi_extra=said("モデルを承認する"),
)
def sign(
    request: Request,
    here: Here,
    key: ApproveKey,
    model: str,
    once: Key,
    asked: Annotated[Signature, Depends(sent(Signature))],
) -> Response:
    """Put a model to use from now on, in the name of the person who made the key.

    The same rule holds as on pages: whoever asked for the model cannot sign for it while there is another approver.
    """

    def make(session: Session) -> Answer:
        by = acting(session, key, Permission.APPROVE)
        approval = approve(session, here.log, here.models, model, by, asked.why_alone)
        location = f"{ROOT}/deployments/{approval.deployment_id}/history"
        return made(ApprovalShown.of(approval), location)

    return answered_once(request, here, key, once, make)


def _shown(session: Session, row: LearnedModel) -> ModelShown:
    served = in_use(session, row.deployment_id)
    return ModelShown(
        id=row.id,
        deployment=row.deployment_id,
        dataset=row.dataset_id,
        digest=row.digest,
        created_at=stamp(row.created_at),
        in_use=served is not None and served.model_id == row.id,
        log_index=row.log_index,
    )


def _all(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
