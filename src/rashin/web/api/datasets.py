"""Tables of past cases: brought, checked, corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import PurePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rashin.errors import (
    FileNotChosen,
    NotFound,
    ServiceUnknown,
    StorageQuotaReached,
    UploadBroken,
    UploadTooLarge,
)
from rashin.services import find as find_service
from rashin.services.contract import Service
from rashin.web.api.answering import Cursor, Limit, Page, answered_once, given, made, paged, single
from rashin.web.api.caller import DecideKey, ReadKey, maker
from rashin.web.api.deployments import SERVICES
from rashin.web.api.document import ROOT, UNCHANGED, fails, file_sent, said
from rashin.web.api.sending import Asked, Key, refuse_other_kinds, sent
from rashin.web.asking import Here
from rashin.web.uploading import take_either
from rashin.workspace.access.keys import KeyHolder
from rashin.workspace.clock import stamp
from rashin.workspace.database.tables import Dataset
from rashin.workspace.datasets import ColumnUse, Corrections, bring, check_again, find
from rashin.workspace.once import Answer, Once, answer_before, keep_answer
from rashin.workspace.workspace import Workspace

router = APIRouter(prefix=ROOT, tags=["datasets"])

_FORM = "multipart/form-data"
_RAW = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/x-ndjson": ".jsonl",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.apache.parquet": ".parquet",
    "application/octet-stream": "",
}
"""Kinds of content that are taken as a table, and how the name of a file of each ends."""
_NOT_THERE = NotFound(what="dat_01k9example")
_UPLOADED = fails(
    ServiceUnknown(name="landing", known="lending"),
    FileNotChosen(),
    UploadBroken(),
    UploadTooLarge(most="2,000 MB"),
    StorageQuotaReached(most=500),
)


class DatasetShown(BaseModel):
    """A table of past cases."""

    id: str = Field(examples=["dat_01k9e0q3k5t2m8x4c7v6b1n0ap"])
    service: str = Field(examples=["lending"])
    name: str = Field(description="What its owner calls the file.", examples=["過去の融資.csv"])
    size: int = Field(description="Bytes.")
    sha256: str
    created_at: str
    job: str | None = Field(description="The job that checks it, or did.")
    checked: bool = Field(description="Whether the check has ended.")

    @classmethod
    def of(cls, row: Dataset) -> DatasetShown:
        """A table as it stands."""
        return cls(
            id=row.id,
            service=row.service,
            name=row.name,
            size=row.size,
            sha256=row.sha256,
            created_at=stamp(row.created_at),
            job=row.job_id,
            checked=row.report is not None,
        )


class DatasetAccount(DatasetShown):
    """A table with what its check found."""

    declared: dict[str, Any] = Field(description="What was corrected by hand; see the roles.")
    report: dict[str, Any] | None = Field(
        description="Columns as understood, repairs, and problems with their mend; null before the check has ended. "
        "Learning goes ahead unless a problem's severity is `refuse`."
    )


class Roles(Asked):
    """How the columns of a table are to be used, where that differs from what the service would do."""

    target: str | None = Field(None, description="The outcome column.", examples=["結果"])
    bad: str | None = Field(None, description="The value of the bad outcome.", examples=["延滞"])
    group: str | None = Field(None, description="Rows alike in this column stay together in validation.")
    time: str | None = Field(
        None, description="The column that orders cases in time; validation then looks ahead only."
    )
    uses: dict[str, ColumnUse] = Field(
        default_factory=dict,
        description="Column → protected (groups are compared), allowed (protected, yet decided by), or dropped.",
    )
    monotone: dict[str, Literal["raises", "lowers", "free"]] = Field(
        default_factory=dict, description="Column → what a rising value does to the risk. Holds exactly."
    )
    change: dict[str, Literal["never", "either", "up", "down"]] = Field(
        default_factory=dict, description="Column → how the person decided about could change it."
    )


@router.get("/datasets", summary="List tables", response_model=Page[DatasetShown], openapi_extra=said("表の一覧"))
def list_datasets(
    here: Here,
    key: ReadKey,
    service: Annotated[str | None, Query(max_length=100, examples=["lending"])] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """The tables that the organisation brought to learn from, the newest first."""
    chosen = select(Dataset).where(Dataset.purpose == "learn")
    if service is not None:
        chosen = chosen.where(Dataset.service == service)
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return paged(session, chosen, Dataset.id, lambda row: DatasetShown.of(row[0]), cursor=cursor, limit=limit)


@router.post(
    "/datasets",
    summary="Bring a table",
    status_code=HTTPStatus.CREATED,
    response_model=DatasetShown,
    responses=_UPLOADED,
    openapi_extra=said(
        "表を入れる",
        requestBody=file_sent(*_RAW, form=_FORM),
    ),
)
async def upload(
    request: Request,
    here: Here,
    key: DecideKey,
    once: Key,
    service: Annotated[str, Query(examples=["lending"], json_schema_extra={"enum": SERVICES})],
    name: Annotated[str, Query(max_length=200, description="What you call the file.", examples=["loans.csv"])] = "",
) -> Response:
    """Send a table as the body itself, or as the field `file` of a form. It is kept as it comes, then checked by a job.

    CSV, TSV, XLSX, Parquet and JSON lines are told apart by how the name ends or, where it has no ending, by the kind of
    content.
    """
    found = find_service(service)
    kind = refuse_other_kinds(request, *_RAW, _FORM)
    by = await run_in_threadpool(_maker, here, key)

    def keep(file_name: str, chunks: Iterator[bytes]) -> Answer:
        called = _called(name or file_name or "data", kind)
        return _keep(here, key, found, called, chunks, by, lambda row: _once(request, once, row))

    return given(await take_either(request, form=kind == _FORM, keep=keep))


@router.get(
    "/datasets/{dataset}",
    summary="Show a table and its check",
    response_model=DatasetAccount,
    responses=UNCHANGED | fails(_NOT_THERE),
    openapi_extra=said("表と確認の結果を見る"),
)
def show(request: Request, here: Here, key: ReadKey, dataset: str) -> Response:
    """The columns as understood, each repair, and each problem with its mend."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return single(request, _account(find(session, dataset)))


@router.post(
    "/datasets/{dataset}/roles",
    summary="Correct the columns of a table",
    status_code=HTTPStatus.ACCEPTED,
    response_model=DatasetShown,
    responses=fails(_NOT_THERE),
    openapi_extra=said("列の扱いを直す"),
)
def declare(
    request: Request,
    here: Here,
    key: DecideKey,
    dataset: str,
    once: Key,
    asked: Annotated[Roles, Depends(sent(Roles))],
) -> Response:
    """Say how columns are to be used. The table is checked again by a job, whose result replaces the last."""

    def make(session: Session) -> Answer:
        row = find(session, dataset)
        check_again(session, here.jobs, row, Corrections(**asked.model_dump()), maker(session, key))
        session.flush()
        return made(DatasetShown.of(row), f"{ROOT}/datasets/{dataset}", HTTPStatus.ACCEPTED)

    return answered_once(request, here, key, once, make)


def _called(name: str, kind: str) -> str:
    """What a file is called: how its name ends says how it is read."""
    return name if PurePath(name).suffix else name + _RAW.get(kind, "")


class _Again(Exception):
    """The same was asked before."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def _keep(
    here: Workspace,
    key: KeyHolder,
    service: Service,
    name: str,
    chunks: Iterator[bytes],
    by: str,
    once_for: Callable[[Dataset], Once | None],
) -> Answer:
    """Keep a table once: what it holds is known only when all of it has come."""
    answer: list[Answer] = []

    def also(session: Session, row: Dataset) -> None:
        session.flush()
        answer.append(made(DatasetShown.of(row), f"{ROOT}/datasets/{row.id}"))
        once = once_for(row)
        if once is None:
            return
        before = answer_before(session, key.organisation_id, once)
        if before is not None:
            raise _Again(before)
        asked.append(once)
        keep_answer(session, key.organisation_id, once, answer[0])

    asked: list[Once] = []
    means = here.database, here.files, here.jobs, key.organisation_id
    try:
        bring(*means, service=service, name=name, chunks=chunks, by=by, also=also)
    except _Again as again:
        return again.answer
    except IntegrityError:
        if not asked:
            raise
        with here.database.tenant(key.organisation_id, reading=True) as session:
            quicker = answer_before(session, key.organisation_id, asked[0])
        if quicker is None:
            raise
        return quicker
    return answer[0]


def _once(request: Request, key: str | None, row: Dataset) -> Once | None:
    if key is None:
        return None
    asked = f"POST {request.url.path}?{request.url.query}\n{row.name}\n{row.sha256}"
    return Once(key, hashlib.sha256(asked.encode()).hexdigest())


def _maker(here: Workspace, key: KeyHolder) -> str:
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return maker(session, key)


def _account(row: Dataset) -> DatasetAccount:
    return DatasetAccount(**DatasetShown.of(row).model_dump(), declared=row.declared, report=row.report)
