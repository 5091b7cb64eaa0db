"""The people of an organisation: who they are, what they may do, and whom to invite."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from rashin.errors import RashinError
from rashin.language import Text, same
from rashin.web.asking import Approver, Fields, Form, Here, Member, Reader
from rashin.web.confirming import unless_sure
from rashin.web.page import Crumb, page
from rashin.web.pages.members.questions import REMOVE, REVOKE, WITHDRAW
from rashin.web.visiting import link, see
from rashin.workspace.access.invitations import invite, open_invitations, withdraw
from rashin.workspace.access.keys import keys
from rashin.workspace.access.people import change_roles, member, members, remove
from rashin.workspace.access.roles import Permission, Role
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/members")

TITLE = Text("人と鍵", "People and keys")
_INVITE = Text("人を招く", "Invite somebody")
_INVITED = Text("招待のリンクができました", "The invitation is ready")
_DONE = {
    "roles": Text("役割を変えました。", "The roles are changed."),
    "removed": Text("組織から外しました。", "They belong to the organisation no more."),
    "withdrawn": Text("招待を取り消しました。", "The invitation is withdrawn."),
    "revoked": Text("鍵を無効にしました。", "The key is revoked."),
}


@router.get("")
def show(
    request: Request,
    here: Here,
    reader: Reader,
    q: str = "",
    number: Annotated[int, Query(alias="page")] = 1,
    done: str = "",
) -> Response:
    """Who belongs to the organisation, who is invited, and which keys there are."""
    approves = reader.may(Permission.APPROVE)
    with here.database.system(reading=True) as session:
        return page(
            request,
            "members/members.html.j2",
            TITLE,
            done=_DONE.get(done),
            people=members(session, reader.id, q, number),
            words=q,
            role=Role,
            invitations=open_invitations(session, reader.id) if approves else [],
            keys=keys(session, reader.id) if approves else [],
            permission=Permission,
            withdraw=WITHDRAW,
            revoke=REVOKE,
        )


@router.get("/invite")
def show_invite(request: Request, approver: Approver) -> Response:
    """The form to invite somebody."""
    return _invite(request, approver, {}, [Role.DECIDE])


@router.post("/invite")
def do_invite(request: Request, here: Here, approver: Approver, fields: Form) -> Response:
    """Make an invitation; its link is shown this once."""
    roles = fields.chosen("roles", Role)
    try:
        with here.database.system() as session:
            token = invite(session, approver.id, approver.person, fields.text("name"), roles)
    except RashinError as wrong:
        return _invite(request, approver, fields, roles, wrong=wrong)
    return page(
        request,
        "members/invited.html.j2",
        _INVITED,
        status=HTTPStatus.CREATED,
        crumbs=crumbs(approver),
        name=fields.text("name").strip(),
        address_to_pass_on=link(request, f"/join?token={token}"),
    )


@router.post("/invitations/{invitation}/withdraw")
def do_withdraw(request: Request, here: Here, approver: Approver, invitation: str, fields: Form) -> Response:
    """Make an invitation useless."""
    back = f"/o/{approver.id}/members"
    asked = unless_sure(request, fields, WITHDRAW, back)
    if asked is not None:
        return asked
    with here.database.tenant(approver.id) as session:
        withdraw(session, approver.id, invitation)
    return see(f"{back}?done=withdrawn")


@router.get("/{membership}")
def show_member(request: Request, here: Here, approver: Approver, membership: str) -> Response:
    """One member, and what they may do."""
    return _member(request, here, approver, membership)


@router.post("/{membership}")
def do_member(request: Request, here: Here, approver: Approver, membership: str, fields: Form) -> Response:
    """Change what a member may do."""
    roles = fields.chosen("roles", Role)
    try:
        with here.database.system() as session:
            change_roles(session, approver.id, membership, roles)
    except RashinError as wrong:
        return _member(request, here, approver, membership, roles=roles, wrong=wrong)
    return see(f"/o/{approver.id}/members?done=roles")


@router.post("/{membership}/remove")
def do_remove(request: Request, here: Here, approver: Approver, membership: str, fields: Form) -> Response:
    """Make somebody a member no more."""
    with here.database.system(reading=True) as session:
        person, _ = member(session, approver.id, membership)
    question = REMOVE.filled(name=same(person.name))
    asked = unless_sure(request, fields, question, f"/o/{approver.id}/members/{membership}")
    if asked is not None:
        return asked
    try:
        with here.database.system() as session:
            remove(session, approver.id, membership)
    except RashinError as wrong:
        return _member(request, here, approver, membership, wrong=wrong)
    return see("/organisations" if person.id == approver.person.id else f"/o/{approver.id}/members?done=removed")


def _invite(
    request: Request,
    approver: Member,
    filled: Fields | dict[str, str],
    roles: list[Role],
    *,
    wrong: RashinError | None = None,
) -> Response:
    return page(
        request,
        "members/invite.html.j2",
        _INVITE,
        crumbs=crumbs(approver),
        wrong=wrong,
        filled=filled,
        chosen=roles,
        offered=list(Role),
    )


def _member(
    request: Request,
    here: Workspace,
    approver: Member,
    membership: str,
    *,
    roles: list[Role] | None = None,
    wrong: RashinError | None = None,
) -> Response:
    with here.database.system(reading=True) as session:
        person, kept = member(session, approver.id, membership)
    return page(
        request,
        "members/member.html.j2",
        same(person.name),
        crumbs=crumbs(approver),
        address=f"/o/{approver.id}/members/{membership}",
        wrong=wrong,
        person=person,
        membership=kept,
        chosen=kept.roles if roles is None else roles,
        offered=list(Role),
        question=REMOVE.filled(name=same(person.name)),
    )


def crumbs(member_here: Member) -> tuple[Crumb, ...]:
    """The way to a page below "people and keys"."""
    return (Crumb(TITLE, f"/o/{member_here.id}/members"),)
