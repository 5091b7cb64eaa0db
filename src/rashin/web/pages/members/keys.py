"""API keys of an organisation: making and revoking them."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.errors import RashinError
from rashin.language import Text
from rashin.web.asking import Approver, Fields, Form, Here, Member
from rashin.web.confirming import unless_sure
from rashin.web.page import page
from rashin.web.pages.members.questions import REVOKE
from rashin.web.pages.members.routes import crumbs
from rashin.web.visiting import link, see
from rashin.workspace.access.keys import make_key, revoke
from rashin.workspace.access.roles import Permission

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/members/keys")

_MAKE = Text("APIキーをつくる", "Make an API key")
_MADE = Text("APIキーができました", "The API key is ready")


@router.get("/new")
def show_make(request: Request, approver: Approver) -> Response:
    """The form to make a key."""
    return _make(request, approver, {}, [Permission.READ, Permission.DECIDE])


@router.post("/new")
def do_make(request: Request, here: Here, approver: Approver, fields: Form) -> Response:
    """Make a key; it is shown this once."""
    scopes = fields.chosen("scopes", Permission)
    try:
        with here.database.tenant(approver.id) as session:
            key, plain = make_key(session, approver.id, approver.person, fields.text("name"), scopes)
    except RashinError as wrong:
        return _make(request, approver, fields, scopes, wrong=wrong)
    return page(
        request,
        "members/key_made.html.j2",
        _MADE,
        status=HTTPStatus.CREATED,
        crumbs=crumbs(approver),
        key=key,
        plain=plain,
        api=link(request, "/api/v1/deployments"),
    )


@router.post("/{key}/revoke")
def do_revoke(request: Request, here: Here, approver: Approver, key: str, fields: Form) -> Response:
    """Make a key useless."""
    back = f"/o/{approver.id}/members"
    asked = unless_sure(request, fields, REVOKE, back)
    if asked is not None:
        return asked
    with here.database.tenant(approver.id) as session:
        revoke(session, approver.id, key)
    return see(f"{back}?done=revoked")


def _make(
    request: Request,
    approver: Member,
    filled: Fields | dict[str, str],
    scopes: list[Permission],
    *,
    wrong: RashinError | None = None,
) -> Response:
    return page(
        request,
        "members/key.html.j2",
        _MAKE,
        crumbs=crumbs(approver),
        wrong=wrong,
        filled=filled,
        chosen=scopes,
        offered=list(Permission),
    )
