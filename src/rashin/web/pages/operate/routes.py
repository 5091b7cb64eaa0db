"""The operator's pages: organisations and their limits."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from rashin.errors import RashinError
from rashin.language import Text, same
from rashin.web.asking import Fields, Form, Here, Operator, operator
from rashin.web.page import Crumb, page
from rashin.web.visiting import link, see
from rashin.workspace.access.invitations import invite
from rashin.workspace.access.operating import QUOTAS, organisation, organisations, set_quotas
from rashin.workspace.access.people import found
from rashin.workspace.access.roles import Role
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/operate", dependencies=[Depends(operator)])

_OPERATE = Text("組織", "Organisations")
_FOUND = Text("組織をつくる", "Create an organisation")
_INVITED = Text("招待のリンクができました", "The invitation is ready")
_CRUMBS = (Crumb(_OPERATE, "/operate"),)
_FOUNDERS = (Role.DECIDE, Role.APPROVE)
_SAVED = Text("上限を保存しました。", "The limits are saved.")


@router.get("")
def show(
    request: Request,
    here: Here,
    q: str = "",
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """Every organisation, and how much it uses."""
    with here.database.system(reading=True) as session:
        listing = organisations(session, q, number)
    return page(request, "operate/organisations.html.j2", _OPERATE, organisations=listing, words=q)


@router.get("/organisations/new")
def show_found(request: Request) -> Response:
    """The form to create an organisation."""
    return _found(request, {})


@router.post("/organisations/new")
def do_found(request: Request, here: Here, guest: Operator, fields: Form) -> Response:
    """Create an organisation, and invite its first approver."""
    try:
        with here.database.system() as session:
            founded = found(session, fields.text("organisation"))
            token = invite(session, founded.id, guest.person, fields.text("name"), _FOUNDERS)
    except RashinError as wrong:
        return _found(request, fields, wrong=wrong)
    return _invited(request, token, fields.text("name"), founded.id, founded.name)


@router.get("/organisations/{organisation_id}")
def show_organisation(
    request: Request,
    here: Here,
    organisation_id: str,
    done: str = "",
) -> Response:
    """One organisation: its limits, and a way in for its approver."""
    return _organisation(request, here, organisation_id, done=_SAVED if done == "saved" else None)


@router.post("/organisations/{organisation_id}")
def do_quotas(
    request: Request,
    here: Here,
    organisation_id: str,
    fields: Form,
) -> Response:
    """Set the limits of an organisation."""
    try:
        with here.database.system() as session:
            set_quotas(session, organisation_id, {quota.name: fields.text(quota.name) for quota in QUOTAS})
    except RashinError as wrong:
        return _organisation(request, here, organisation_id, wrong=wrong, filled=fields)
    return see(f"/operate/organisations/{organisation_id}?done=saved")


@router.post("/organisations/{organisation_id}/invite")
def do_invite(request: Request, here: Here, guest: Operator, organisation_id: str, fields: Form) -> Response:
    """Invite an approver, as when the only one left. The organisation sees who invited whom."""
    try:
        with here.database.system() as session:
            name = organisation(session, organisation_id).name
            token = invite(session, organisation_id, guest.person, fields.text("name"), _FOUNDERS)
    except RashinError as wrong:
        return _organisation(request, here, organisation_id, wrong=wrong, filled=fields)
    return _invited(request, token, fields.text("name"), organisation_id, name)


def _found(request: Request, filled: Fields | dict[str, str], *, wrong: RashinError | None = None) -> Response:
    return page(request, "operate/found.html.j2", _FOUND, crumbs=_CRUMBS, wrong=wrong, filled=filled)


def _organisation(
    request: Request,
    here: Workspace,
    organisation_id: str,
    *,
    done: Text | None = None,
    wrong: RashinError | None = None,
    filled: Fields | None = None,
) -> Response:
    with here.database.system(reading=True) as session:
        shown = organisation(session, organisation_id)
    return page(
        request,
        "operate/organisation.html.j2",
        same(shown.name),
        crumbs=_CRUMBS,
        address=f"/operate/organisations/{organisation_id}",
        wrong=wrong,
        done=done,
        organisation=shown,
        quotas=QUOTAS,
        filled={**shown.quotas, **(filled or {})},
    )


def _invited(request: Request, token: str, name: str, organisation_id: str, organisation_name: str) -> Response:
    return page(
        request,
        "members/invited.html.j2",
        _INVITED,
        status=HTTPStatus.CREATED,
        crumbs=(*_CRUMBS, Crumb(same(organisation_name), f"/operate/organisations/{organisation_id}")),
        address="/operate",
        name=name.strip(),
        address_to_pass_on=link(request, f"/join?token={token}"),
    )
