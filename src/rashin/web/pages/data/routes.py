"""Bringing a table, what its check found, and correcting its columns by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rashin.errors import RashinError
from rashin.language import Text, same
from rashin.services import find as find_service
from rashin.settings import settings
from rashin.web.asking import Decider, Form, Here, Member, Reader, language_of, refuse_strangers, refuse_unmarked
from rashin.web.page import Crumb, page
from rashin.web.pages.data.columns import CHANGE, FATES, MONOTONE, USES, corrected, names_of, paged
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.progress import failed, told
from rashin.web.roads import address_of
from rashin.web.uploading import Upload, take
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.tables import DataCheck, Dataset, Deployment
from rashin.workspace.datasets import ColumnUse, Corrections, bring, check_again, datasets, find, findings_of
from rashin.workspace.deployments import choose
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/deployments/{deployment}/data")

_BRING = Text("データを入れる", "Bring data")
_CHECK = Text("表の確認", "The table, checked")
_CORRECT = Text("列の扱いを直す", "Correct the columns")
_DONE = {"saved": Text("直した内容で確認し直しました。", "Checked again with your corrections.")}
PageNumber = Annotated[int, Query(alias="page")]


@router.get("")
def show(request: Request, here: Here, decider: Decider, deployment: str) -> Response:
    """Where a table is brought."""
    return _bring(request, here, decider, deployment)


@router.post("")
async def do_bring(request: Request, here: Here, decider: Decider, deployment: str) -> Response:
    """Take a file, piece by piece, and have it checked."""
    refuse_strangers(request)
    found = await run_in_threadpool(_deployment, here, decider, deployment)

    def keep(upload: Upload) -> Dataset:
        means = here.database, here.files, here.jobs, decider.id
        return bring(
            *means,
            service=find_service(found.service),
            name=upload.file_name,
            chunks=upload.chunks,
            by=decider.person.id,
            also=partial(_choose_in, deployment),
        )

    try:
        dataset = await take(request, lambda sent: refuse_unmarked(request, decider.guest, sent.get("csrf", "")), keep)
    except RashinError as wrong:
        return await run_in_threadpool(_bring, request, here, decider, deployment, wrong)
    return see(f"{address_of(f'/o/{decider.id}', deployment)}/data/{dataset.id}")


@router.post("/{dataset}/use")
def do_use(here: Here, decider: Decider, deployment: str, dataset: str, fields: Form) -> Response:  # noqa: ARG001 (the form's mark is checked)
    """Learn from a table that was brought before."""
    with here.database.tenant(decider.id) as session:
        _choose_in(deployment, session, find(session, dataset))
    return see(f"{address_of(f'/o/{decider.id}', deployment)}/data/{dataset}")


@router.get("/{dataset}")
def show_check(
    request: Request,
    here: Here,
    reader: Reader,
    deployment: str,
    dataset: str,
    number: PageNumber = 1,
    done: str = "",
) -> Response:
    """What the check of a table found, or how far it is."""
    with here.database.tenant(reader.id, reading=True) as session:
        owner, table = find_deployment(session, deployment), find(session, dataset)
        record = session.scalar(
            select(DataCheck).where(DataCheck.dataset_id == dataset).order_by(DataCheck.log_index.desc()).limit(1)
        )
    job = here.jobs.status(reader.id, table.job_id) if table.job_id else None
    found = findings_of(table)
    return page(
        request,
        "data/check.html.j2",
        _CHECK,
        crumbs=crumbs_of(reader, owner),
        done=_DONE.get(done) if found else None,
        base=f"/o/{reader.id}",
        own=address_of(f"/o/{reader.id}", deployment),
        table=table,
        found=found,
        columns=paged(found.columns, number) if found else None,
        job=job,
        now=told(job, language_of(request)) if job else None,
        failed=failed(job.error) if job else None,
        record=record,
        fates=FATES,
        directions=MONOTONE,
        may_decide=reader.may(Permission.DECIDE),
    )


@router.get("/{dataset}/columns")
def show_columns(
    request: Request, here: Here, decider: Decider, deployment: str, dataset: str, number: PageNumber = 1
) -> Response:
    """The form that corrects what was understood of the columns."""
    return _columns(request, here, decider, deployment, dataset, number)


@router.post("/{dataset}/columns")
def do_columns(here: Here, decider: Decider, deployment: str, dataset: str, fields: Form) -> Response:
    """Keep the corrections and check again."""
    with here.database.tenant(decider.id) as session:
        find_deployment(session, deployment)
        table = find(session, dataset)
        found = findings_of(table)
        if found is not None:
            corrections = corrected(fields, Corrections.of(table.declared), found)
            check_again(session, here.jobs, table, corrections, decider.person.id)
    return see(f"{address_of(f'/o/{decider.id}', deployment)}/data/{dataset}?done=saved")


@router.post("/{dataset}/drop")
def do_drop(here: Here, decider: Decider, deployment: str, dataset: str, fields: Form) -> Response:
    """Leave one column out, and check again."""
    with here.database.tenant(decider.id) as session:
        find_deployment(session, deployment)
        table = find(session, dataset)
        before = Corrections.of(table.declared)
        after = replace(before, uses={**before.uses, fields.text("column"): ColumnUse.DROPPED})
        check_again(session, here.jobs, table, after, decider.person.id)
    return see(f"{address_of(f'/o/{decider.id}', deployment)}/data/{dataset}?done=saved")


def _bring(
    request: Request, here: Workspace, decider: Member, deployment_id: str, wrong: RashinError | None = None
) -> Response:
    with here.database.tenant(decider.id, reading=True) as session:
        deployment = find_deployment(session, deployment_id)
        before = [(dataset, findings_of(dataset)) for dataset in datasets(session, deployment.service)]
    own = address_of(f"/o/{decider.id}", deployment_id)
    return page(
        request,
        "data/bring.html.j2",
        _BRING,
        crumbs=crumbs_of(decider, deployment),
        wrong=wrong,
        address=f"{own}/data",
        own=own,
        service=find_service(deployment.service),
        before=before,
        most_mb=settings().upload_mb,
    )


def _columns(
    request: Request, here: Workspace, decider: Member, deployment_id: str, dataset_id: str, number: int
) -> Response:
    with here.database.tenant(decider.id, reading=True) as session:
        owner, table = find_deployment(session, deployment_id), find(session, dataset_id)
    own, found = address_of(f"/o/{decider.id}", deployment_id), findings_of(table)
    if found is None or not found.columns:
        return see(f"{own}/data/{dataset_id}")
    return page(
        request,
        "data/columns.html.j2",
        _CORRECT,
        crumbs=(*crumbs_of(decider, owner), Crumb(same(table.name), f"{own}/data/{dataset_id}")),
        own=own,
        table=table,
        found=found,
        listing=paged(names_of(found), number),
        known={column.name: column for column in found.columns},
        corrections=Corrections.of(table.declared),
        fates=FATES,
        uses=USES,
        directions=MONOTONE,
        changes=CHANGE,
    )


def _deployment(here: Workspace, decider: Member, deployment_id: str) -> Deployment:
    with here.database.tenant(decider.id, reading=True) as session:
        return find_deployment(session, deployment_id)


def _choose_in(deployment_id: str, session: Session, dataset: Dataset) -> None:
    choose(find_deployment(session, deployment_id, to_change=True), dataset)
