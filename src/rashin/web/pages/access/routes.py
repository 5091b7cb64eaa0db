"""Setting up, signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from rashin.errors import RashinError
from rashin.language import Text
from rashin.web import cookies
from rashin.web.asking import Form, Here, MaybeGuest, language_of, maybe_guest
from rashin.web.page import page
from rashin.web.visiting import own, place, see, signed_in
from rashin.workspace.access.people import Newcomer, set_up, setup_open
from rashin.workspace.access.visits import begin, sign_in, sign_out

router = APIRouter(include_in_schema=False)

_SIGN_IN = Text("サインイン", "Sign in")
_SETUP = Text("はじめの設定", "First steps")


@router.get("/")
def first(guest: MaybeGuest) -> Response:
    """Where somebody belongs: their organisation, the choice of several, the operator's pages, or the sign-in."""
    if guest is None:
        return see("/sign-in")
    if len(guest.belongs_to) == 1:
        return see(f"/o/{guest.belongs_to[0].organisation.id}")
    return see("/operate" if guest.person.operator and not guest.belongs_to else "/organisations")


@router.get("/setup", dependencies=[Depends(maybe_guest)])
def show_setup(request: Request, here: Here, token: str = "") -> Response:
    """The form by which the first person sets the installation up."""
    with here.database.system(reading=True) as session:
        usable = setup_open(session, token)
    return page(request, "access/setup.html.j2", _SETUP, token=token, usable=usable, filled={})


@router.post("/setup")
def do_setup(request: Request, here: Here, fields: Form) -> Response:
    """Make the first person and the first organisation."""
    try:
        newcomer = Newcomer(fields.text("name"), fields.text("email"), fields.text("password"), language_of(request))
        with here.database.system() as session:
            person, organisation = set_up(session, fields.text("token"), newcomer, fields.text("organisation"))
            visit = begin(session, person)
    except RashinError as wrong:
        return page(
            request, "access/setup.html.j2", _SETUP, wrong=wrong, token=fields["token"], usable=True, filled=fields
        )
    return signed_in(request, visit, f"/o/{organisation.id}")


@router.get("/sign-in")
def show_sign_in(request: Request, guest: MaybeGuest, next: Annotated[str, "where to go on to"] = "/") -> Response:  # noqa: A002 (a word of the address)
    """The form to sign in; whoever is signed in goes on at once."""
    if guest is not None:
        return see(own(next))
    return page(request, "access/sign_in.html.j2", _SIGN_IN, goes_to=own(next), filled={})


@router.post("/sign-in")
def do_sign_in(request: Request, here: Here, fields: Form) -> Response:
    """Begin a visit."""
    goes_to = own(str(fields.get("next", "/")))
    try:
        visit = sign_in(here.database, fields.text("email"), fields.text("password"), place(request))
    except RashinError as wrong:
        return page(request, "access/sign_in.html.j2", _SIGN_IN, wrong=wrong, goes_to=goes_to, filled=fields)
    return signed_in(request, visit, goes_to)


@router.post("/sign-out")
def do_sign_out(request: Request, here: Here, guest: MaybeGuest, fields: Form) -> Response:
    """End a visit."""
    if guest is not None:
        with here.database.system() as session:
            sign_out(session, guest.token)
    response = see(own(str(fields.get("next", "/sign-in"))))
    cookies.drop(request, response, cookies.VISIT)
    return response
