"""A model: looked at honestly, tried with other costs, and approved."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from rashin.errors import NotFound, RashinError
from rashin.language import Text
from rashin.web.asking import Approver, Form, Here, Member, Reader
from rashin.web.page import Crumb, page
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.pages.models.account import COSTS, PARTS, part_of, sections
from rashin.web.pages.models.costs import Tried, tried
from rashin.web.roads import address_of
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.tables import Dataset, Deployment, LearnedModel
from rashin.workspace.deployments import (
    COST_FIELDS,
    approve,
    find,
    find_model,
    held_out_of,
    in_use,
    models_of,
    names,
    signing,
    summary_of,
)
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/deployments/{deployment}/models/{model}")

_LOOK = Text("モデルを確かめる", "A look at the model")
_APPROVE = Text("モデルを承認する", "Approve the model")


@router.get("")
def show(
    request: Request, here: Here, reader: Reader, deployment: str, model: str, part: str = PARTS[0].key
) -> Response:
    """The honest account of a model, a part at a time; one of the parts tries out other costs."""
    with here.database.tenant(reader.id, reading=True) as session:
        owner, row = _found(session, deployment, model)
        served = in_use(session, deployment)
        others = [one for one in models_of(session, deployment) if one.id != model]
    shown = part_of(part)
    return page(
        request,
        "models/look.html.j2",
        _LOOK,
        crumbs=crumbs_of(reader, owner),
        row=row,
        summary=summary_of(row),
        parts=PARTS,
        part=shown,
        sections=sections(here.models.get(row.file_key), shown),
        served=served,
        others=others,
        may_approve=reader.may(Permission.APPROVE),
        **_places(reader, deployment, row),
        **(_costs(request, here, reader, row) if shown.key == COSTS else {}),
    )


@router.get("/costs")
def show_costs(request: Request, here: Here, reader: Reader, deployment: str, model: str) -> Response:
    """What the costs in the query would come to: a piece of the page, for its script."""
    with here.database.tenant(reader.id, reading=True) as session:
        _, row = _found(session, deployment, model)
    return page(
        request,
        "models/costs.html.j2",
        _LOOK,
        **_places(reader, deployment, row),
        **_costs(request, here, reader, row),
    )


@router.get("/approve")
def show_approve(request: Request, here: Here, approver: Approver, deployment: str, model: str) -> Response:
    """What is signed for, and the form that signs."""
    return _approve(request, here, approver, deployment, model)


@router.post("/approve")
def do_approve(request: Request, here: Here, approver: Approver, deployment: str, model: str, fields: Form) -> Response:
    """Sign."""
    try:
        with here.database.tenant(approver.id) as session:
            _found(session, deployment, model)
            approve(session, here.log, here.models, model, approver.person, str(fields.get("why_alone", "")))
    except NotFound:
        raise
    except RashinError as wrong:
        return _approve(request, here, approver, deployment, model, wrong=wrong)
    return see(f"{address_of(f'/o/{approver.id}', deployment)}?done=approved")


def _approve(
    request: Request,
    here: Workspace,
    approver: Member,
    deployment_id: str,
    model_id: str,
    wrong: RashinError | None = None,
) -> Response:
    with here.database.tenant(approver.id, reading=True) as session:
        owner, row = _found(session, deployment_id, model_id)
        served = in_use(session, deployment_id)
        facts: dict[str, Any] = {
            "wanted": signing(session, row, approver.person.id),
            "people": names(session, [row.requested_by]),
            "dataset": session.get_one(Dataset, row.dataset_id),
        }
    places = _places(approver, deployment_id, row)
    return page(
        request,
        "models/approve.html.j2",
        _APPROVE,
        crumbs=(*crumbs_of(approver, owner), Crumb(_LOOK, places["address_of_model"])),
        wrong=wrong,
        address=f"{places['address_of_model']}/approve",
        row=row,
        summary=summary_of(row),
        served=served,
        wording=here.models.get(row.file_key).card.wording,
        **places,
        **facts,
    )


def _found(session: Session, deployment_id: str, model_id: str) -> tuple[Deployment, LearnedModel]:
    """A deployment and a model of it."""
    owner, row = find(session, deployment_id), find_model(session, model_id)
    if row.deployment_id != owner.id:
        raise NotFound(what=model_id)
    return owner, row


def _places(member: Member, deployment_id: str, row: LearnedModel) -> dict[str, Any]:
    own = address_of(f"/o/{member.id}", deployment_id)
    return {"base": f"/o/{member.id}", "own": own, "address_of_model": f"{own}/models/{row.id}"}


def _costs(request: Request, here: Workspace, member: Member, row: LearnedModel) -> dict[str, Any]:
    found: Tried = tried(
        request.query_params, here.models.get(row.file_key).card, held_out_of(here.files, row.file_key)
    )
    return {"tried": found, "cost_fields": COST_FIELDS, "may_decide": member.may(Permission.DECIDE)}
