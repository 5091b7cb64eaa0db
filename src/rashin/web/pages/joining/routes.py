"""Joining an organisation by an invitation, and choosing a password by a link."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from rashin.errors import RashinError
from rashin.language import Text
from rashin.web.asking import Fields, Form, Guest, Here, MaybeGuest, language_of, maybe_guest
from rashin.web.page import page
from rashin.web.visiting import see, signed_in
from rashin.workspace.access.invitations import inviting, join
from rashin.workspace.access.passwords import choose_password, owner_of_link
from rashin.workspace.access.people import Newcomer
from rashin.workspace.access.roles import Role
from rashin.workspace.access.visits import SignedIn, begin
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False)

_INVITED = Text("「{organisation}」への招待", "Invitation to {organisation}")
_CHOOSE = Text("新しいパスワードを決める", "Choose a new password")


@router.get("/join")
def show_invitation(request: Request, here: Here, guest: MaybeGuest, token: str = "") -> Response:
    """An invitation, and the form to take it up."""
    return _invitation(request, here, guest, token)


@router.post("/join")
def do_join(request: Request, here: Here, guest: MaybeGuest, fields: Form) -> Response:
    """Take up an invitation, as the person who is signed in or as somebody new."""
    token = fields.text("token")
    try:
        with here.database.system() as session:
            _, organisation, _ = inviting(session, token)
            person = join(session, token, guest.person if guest else _newcomer(request, fields))
            visit = None if guest else begin(session, person)
    except RashinError as wrong:
        return _invitation(request, here, guest, token, wrong=wrong, filled=fields)
    address = f"/o/{organisation.id}"
    return see(address) if visit is None else signed_in(request, visit, address)


@router.get("/password", dependencies=[Depends(maybe_guest)])
def show_password(request: Request, here: Here, token: str = "") -> Response:
    """The form to choose a password by a link."""
    return _password(request, here, token)


@router.post("/password")
def do_password(request: Request, here: Here, fields: Form) -> Response:
    """Choose a password by a link."""
    token = fields.text("token")
    try:
        with here.database.system() as session:
            visit: SignedIn = choose_password(session, token, fields.text("password"))
    except RashinError as wrong:
        return _password(request, here, token, wrong=wrong)
    return signed_in(request, visit, "/")


def _invitation(
    request: Request,
    here: Workspace,
    guest: Guest | None,
    token: str,
    *,
    wrong: RashinError | None = None,
    filled: Fields | None = None,
) -> Response:
    with here.database.system(reading=True) as session:
        invited, organisation, by = inviting(session, token)
    belongs = guest is not None and any(one.organisation.id == organisation.id for one in guest.belongs_to)
    return page(
        request,
        "joining/join.html.j2",
        _INVITED.filled(organisation=organisation.name),
        wrong=wrong,
        address=f"/join?token={token}",
        token=token,
        invited=invited,
        organisation=organisation,
        by=by,
        roles=[Role(role) for role in invited.roles],
        belongs=belongs,
        filled=filled or {"name": invited.name},
    )


def _newcomer(request: Request, fields: Fields) -> Newcomer:
    return Newcomer(fields.text("name"), fields.text("email"), fields.text("password"), language_of(request))


def _password(request: Request, here: Workspace, token: str, *, wrong: RashinError | None = None) -> Response:
    with here.database.system(reading=True) as session:
        person = owner_of_link(session, token)
    address = f"/password?token={token}"
    return page(request, "joining/password.html.j2", _CHOOSE, wrong=wrong, address=address, token=token, owner=person)
