"""Everybody who signs in: who operates, and a way back in for whoever forgot their password."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from rashin.errors import NotFound, RashinError
from rashin.language import Text, same
from rashin.web.asking import Form, Here, Operator, form, operator
from rashin.web.confirming import Question, unless_sure
from rashin.web.page import Crumb, page
from rashin.web.visiting import link, see
from rashin.workspace.access.operating import everybody, make_operator
from rashin.workspace.access.passwords import password_link
from rashin.workspace.access.people import belongings
from rashin.workspace.database.tables import Person
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/operate/people", dependencies=[Depends(operator)])

_PEOPLE = Text("人", "People")
_LINK = Text("パスワードを決め直すリンクができました", "The password link is ready")
_CRUMBS = (Crumb(_PEOPLE, "/operate/people"),)
_DONE = {
    "operates": Text("運営者にしました。", "They operate Rashin now."),
    "stopped": Text("運営者から外しました。", "They operate Rashin no more."),
}
_APPOINT = Question(
    Text("{name}さんを運営者にしますか。", "Make {name} an operator?"),
    Text(
        "組織をつくり、上限を決め、パスワードを決め直すリンクを出せるようになります。",
        "They can create organisations, set limits, and make links to choose a new password.",
    ),
    Text("運営者にする", "Make an operator"),
)
_DISMISS = Question(
    Text("{name}さんを運営者から外しますか。", "Let {name} operate no more?"),
    Text(
        "運営のページを開けなくなります。参加している組織での役割は変わりません。",
        "They cannot open the operator's pages any more. Their roles in organisations stay.",
    ),
    Text("運営者から外す", "Stop operating"),
)


@router.get("")
def show(
    request: Request,
    here: Here,
    q: str = "",
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """Everybody who may sign in."""
    with here.database.system(reading=True) as session:
        listing = everybody(session, q, number)
    return page(request, "operate/people.html.j2", _PEOPLE, people=listing, words=q)


@router.get("/{person}")
def show_person(request: Request, here: Here, person: str, done: str = "") -> Response:
    """One person."""
    return _person(request, here, person, done=_DONE.get(done))


@router.post("/{person}/password", dependencies=[Depends(form)])
def do_link(request: Request, here: Here, person: str) -> Response:
    """Make a link to choose a password; it is shown this once."""
    with here.database.system() as session:
        token = password_link(session, person)
        owner = session.get_one(Person, person)
    return page(
        request,
        "operate/password_link.html.j2",
        _LINK,
        status=HTTPStatus.CREATED,
        crumbs=(*_CRUMBS, Crumb(same(owner.name), f"/operate/people/{person}")),
        address=f"/operate/people/{person}",
        owner=owner,
        address_to_pass_on=link(request, f"/password?token={token}"),
    )


@router.post("/{person}/operator")
def do_operator(request: Request, here: Here, guest: Operator, person: str, fields: Form) -> Response:
    """Let somebody operate the installation, or no more."""
    operates = fields.text("operates") == "yes"
    with here.database.system(reading=True) as session:
        name = _known(session.get(Person, person), person).name
    question = (_APPOINT if operates else _DISMISS).filled(name=same(name))
    asked = unless_sure(request, fields, question, f"/operate/people/{person}")
    if asked is not None:
        return asked
    try:
        with here.database.system() as session:
            make_operator(session, person, operates)
    except RashinError as wrong:
        return _person(request, here, person, wrong=wrong)
    stays = operates or person != guest.person.id
    return see(f"/operate/people/{person}?done={'operates' if operates else 'stopped'}" if stays else "/")


def _person(
    request: Request, here: Workspace, person_id: str, *, done: Text | None = None, wrong: RashinError | None = None
) -> Response:
    with here.database.system(reading=True) as session:
        person = _known(session.get(Person, person_id), person_id)
        belongs_to = belongings(session, person)
    question = (_DISMISS if person.operator else _APPOINT).filled(name=same(person.name))
    return page(
        request,
        "operate/person.html.j2",
        same(person.name),
        crumbs=_CRUMBS,
        address=f"/operate/people/{person_id}",
        wrong=wrong,
        done=done,
        person=person,
        belongs_to=belongs_to,
        question=question,
    )


def _known(person: Person | None, person_id: str) -> Person:
    if person is None:
        raise NotFound(what=person_id)
    return person
