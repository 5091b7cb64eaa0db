"""Which deployments an award paid for: offers to link them, and what became of each."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.errors import RashinError
from rashin.language import Text
from rashin.web.asking import Fields, Form, Here, Keeper, Member
from rashin.web.confirming import Question, unless_sure
from rashin.web.pages.programme.desk import base_of, desk_page
from rashin.web.visiting import see
from rashin.workspace.clock import now
from rashin.workspace.measured import end_offer, offer, offers
from rashin.workspace.measured.linking import awards_of
from rashin.workspace.programme.books import own_book_of
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/programme/measured")

_TITLE = Text("導入の測定", "Measured results")
_MADE = Text("コードができました", "The code is ready")
_TAB = "/measured"
_DONE = {"ended": Text("終わりにしました。", "It has ended.")}
END = Question(
    Text("このつながりを終わりにしますか", "End this link?"),
    Text(
        "まだ使われていないコードは使えなくなります。つながっている導入からは、これから先の数字が届かなくなります。届いた数字は帳簿に残ります。",
        "A code not used yet will not work any more. From a linked deployment nothing comes any more; what came stays in the "
        "book.",
    ),
    Text("終わりにする", "End it"),
)


@router.get("")
def show(request: Request, here: Here, keeper: Keeper, done: str = "") -> Response:
    """The offers, and the form of a new one."""
    return _show(request, here, keeper, done=_DONE.get(done))


@router.post("")
def do_offer(request: Request, here: Here, keeper: Keeper, fields: Form) -> Response:
    """Make an offer; its code is shown this once."""
    try:
        with here.database.tenant(keeper.id) as session:
            code = offer(session, keeper.id, keeper.person, own_book_of(here.data, keeper.id), fields.text("award"))
    except RashinError as wrong:
        return _show(request, here, keeper, wrong=wrong, filled=fields)
    return desk_page(
        request,
        here,
        keeper,
        "measured_offered.html.j2",
        _MADE,
        _TAB,
        status=HTTPStatus.CREATED,
        address=f"{base_of(keeper)}{_TAB}",
        code=code,
    )


@router.post("/{offer}/end")
def do_end(request: Request, here: Here, keeper: Keeper, offer: str, fields: Form) -> Response:
    """Withdraw an offer, or end the link that came of it."""
    asked = unless_sure(request, fields, END, f"{base_of(keeper)}{_TAB}")
    if asked is not None:
        return asked
    with here.database.system() as session:
        end_offer(session, keeper.id, offer)
    return see(f"{base_of(keeper)}{_TAB}?done=ended")


def _show(
    request: Request,
    here: Workspace,
    keeper: Member,
    *,
    wrong: RashinError | None = None,
    done: Text | None = None,
    filled: Fields | None = None,
) -> Response:
    with here.database.tenant(keeper.id, reading=True) as session:
        made = offers(session, keeper.id)
    return desk_page(
        request,
        here,
        keeper,
        "measured.html.j2",
        _TITLE,
        _TAB,
        wrong=wrong,
        done=done,
        address=f"{base_of(keeper)}{_TAB}",
        offers=made,
        awards=awards_of(own_book_of(here.data, keeper.id)),
        now=now(),
        end=END,
        filled=filled or {},
    )
