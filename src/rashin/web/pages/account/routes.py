"""A person's own account, and the organisations they belong to."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from rashin.errors import FieldsWrong, RashinError
from rashin.language import LANGUAGES, Text
from rashin.web import cookies
from rashin.web.asking import AnyGuest, Fields, Form, Guest, Here, guest
from rashin.web.confirming import Question, unless_sure
from rashin.web.page import Crumb, page
from rashin.web.visiting import place, see, signed_in
from rashin.workspace.access.passwords import change_password
from rashin.workspace.access.people import plain_name
from rashin.workspace.access.visits import sign_out_everywhere
from rashin.workspace.database.tables import Person

router = APIRouter(include_in_schema=False)

_ACCOUNT = Text("アカウント", "Account")
_ORGANISATIONS = Text("組織を選ぶ", "Choose an organisation")
_PASSWORD = Text("パスワードを変える", "Change the password")
_DONE = {
    "saved": Text("保存しました。", "Saved."),
    "password": Text(
        "パスワードを変えました。ほかの端末のサインインは終わりました。",
        "The password is changed. All other devices are signed out.",
    ),
}
_EVERYWHERE = Question(
    Text("すべての端末でサインアウトしますか。", "Sign out everywhere?"),
    Text(
        "この端末も含めて、サインインがすべて終わります。もう一度使うには、サインインし直します。",
        "Every device is signed out, this one included. To go on, sign in again.",
    ),
    Text("サインアウトする", "Sign out"),
)


@router.get("/organisations")
def choose(request: Request, reader: AnyGuest) -> Response:
    """The organisations that somebody belongs to."""
    return page(request, "account/organisations.html.j2", _ORGANISATIONS, belongs_to=reader.belongs_to)


@router.get("/account")
def show(request: Request, reader: AnyGuest, done: str = "") -> Response:
    """What is kept about the reader."""
    return _account(request, reader, {"name": reader.person.name, "language": reader.person.language}, done=done)


@router.post("/account")
def save(request: Request, here: Here, reader: AnyGuest, fields: Form) -> Response:
    """Change the reader's name and language."""
    language = next((one for one in LANGUAGES if one == fields.text("language")), None)
    if language is None:
        raise FieldsWrong(fields="language")
    try:
        with here.database.system() as session:
            person = session.get_one(Person, reader.person.id)
            person.name, person.language = plain_name(fields.text("name"), "name"), language
    except RashinError as wrong:
        return _account(request, reader, fields, wrong=wrong)
    response = see("/account?done=saved")
    response.headers.append("set-cookie", cookies.speaking(language))
    return response


@router.get("/account/password", dependencies=[Depends(guest)])
def show_password(request: Request) -> Response:
    """The form to change the password."""
    return _password(request)


@router.post("/account/password")
def do_password(request: Request, here: Here, reader: AnyGuest, fields: Form) -> Response:
    """Change the password; every other visit ends."""
    old, new = fields.text("current"), fields.text("password")
    try:
        visit = change_password(here.database, reader.person, old, new, place(request))
    except RashinError as wrong:
        return _password(request, wrong=wrong)
    return signed_in(request, visit, "/account?done=password")


@router.post("/account/sign-out-everywhere")
def leave_everywhere(request: Request, here: Here, reader: AnyGuest, fields: Form) -> Response:
    """End every visit of the reader."""
    asked = unless_sure(request, fields, _EVERYWHERE, "/account")
    if asked is not None:
        return asked
    with here.database.system() as session:
        sign_out_everywhere(session, reader.person.id)
    response = see("/sign-in")
    cookies.drop(request, response, cookies.VISIT)
    return response


def _account(
    request: Request,
    reader: Guest,
    filled: Fields | dict[str, str],
    *,
    done: str = "",
    wrong: RashinError | None = None,
) -> Response:
    return page(
        request,
        "account/account.html.j2",
        _ACCOUNT,
        wrong=wrong,
        done=_DONE.get(done),
        filled=filled,
        belongs_to=reader.belongs_to,
        everywhere=_EVERYWHERE,
    )


def _password(request: Request, *, wrong: RashinError | None = None) -> Response:
    crumbs = (Crumb(_ACCOUNT, "/account"),)
    return page(request, "account/password.html.j2", _PASSWORD, crumbs=crumbs, wrong=wrong)
