"""Opinions that came in: looked at before they are published, answered by their day, and what they changed named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from rashin.errors import RashinError
from rashin.language import Text
from rashin.web.asking import Fields, Form, Here, Keeper, Member
from rashin.web.page import Crumb
from rashin.web.pages.programme.desk import base_of, desk_page
from rashin.web.pages.programme.words import day
from rashin.web.visiting import see
from rashin.workspace.database.programme_tables import Opinion
from rashin.workspace.opinions import Verdict, accept, answer, find_opinion, opinions, refuse, waiting
from rashin.workspace.opinions.answering import HIDDEN, LONGEST_ANSWER, LONGEST_REASON, Signed, is_overdue, verdict_of
from rashin.workspace.programme.books import own_book_of
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/programme/opinions")

_TITLE = Text("意見", "Opinions")
_ONE = Text("意見を見る", "One opinion")
_TAB = "/opinions"
_DONE = {
    "accepted": Text(
        "帳簿に入れました。次の公開で載ります。", "It is in the book, and published with the next release."
    ),
    "refused": Text("公開しないことにしました。", "It will not be published."),
    "answered": Text(
        "答えを帳簿に入れました。次の公開で載ります。",
        "The answer is in the book, and published with the next release.",
    ),
}


@router.get("")
def show(request: Request, here: Here, keeper: Keeper, at: str = "waiting", page: int = 1, done: str = "") -> Response:
    """The opinions at one stage, what is due first in front."""
    stage = next((one for one in Verdict if one == at), Verdict.WAITING)
    with here.database.tenant(keeper.id, reading=True) as session:
        found = opinions(session, stage, page)
        counts = {one: opinions(session, one).total for one in Verdict}
        unread = waiting(session, keeper.id)
    return desk_page(
        request,
        here,
        keeper,
        "opinions.html.j2",
        _TITLE,
        _TAB,
        done=_DONE.get(done),
        stage=stage,
        stages=list(Verdict),
        counts=counts,
        found=found,
        unread=unread,
        day_of=_day,
        is_overdue=is_overdue,
        form=f"/portal/{keeper.id}/opinions/send",
    )


@router.get("/{opinion}")
def show_one(request: Request, here: Here, keeper: Keeper, opinion: str, done: str = "") -> Response:
    """One opinion, and what can be done with it."""
    return _show(request, here, keeper, opinion, done=_DONE.get(done))


@router.post("/{opinion}/accept")
def do_accept(request: Request, here: Here, keeper: Keeper, opinion: str, fields: Form) -> Response:
    """Publish it."""
    book = own_book_of(here.data, keeper.id)

    def change(session: Session) -> Opinion:
        return accept(session, book, opinion, _signed(keeper), fields.text("published"))

    return _changed(request, here, keeper, opinion, fields, change, "accepted")


@router.post("/{opinion}/refuse")
def do_refuse(request: Request, here: Here, keeper: Keeper, opinion: str, fields: Form) -> Response:
    """Do not publish it."""

    def change(session: Session) -> Opinion:
        return refuse(session, opinion, _signed(keeper), fields.text("why"))

    return _changed(request, here, keeper, opinion, fields, change, "refused")


@router.post("/{opinion}/answer")
def do_answer(request: Request, here: Here, keeper: Keeper, opinion: str, fields: Form) -> Response:
    """Answer it."""
    book = own_book_of(here.data, keeper.id)

    def change(session: Session) -> Opinion:
        return answer(session, book, opinion, _signed(keeper), fields.text("answer"), fields.text("led_to"))

    return _changed(request, here, keeper, opinion, fields, change, "answered")


def _signed(keeper: Member) -> Signed:
    """The book is published: it says which office, the workspace keeps which person."""
    return Signed(keeper.person.id, keeper.organisation.name)


def _changed(
    request: Request,
    here: Workspace,
    keeper: Member,
    opinion: str,
    fields: Fields,
    change: Callable[[Session], Opinion],
    done: str,
) -> Response:
    with here.database.tenant(keeper.id, reading=True) as session:
        find_opinion(session, opinion)
    try:
        with here.database.tenant(keeper.id) as session:
            change(session)
    except RashinError as wrong:
        return _show(request, here, keeper, opinion, wrong=wrong, filled=fields)
    return see(f"{base_of(keeper)}{_TAB}/{opinion}?done={done}")


def _show(
    request: Request,
    here: Workspace,
    keeper: Member,
    opinion: str,
    *,
    wrong: RashinError | None = None,
    done: Text | None = None,
    filled: Fields | None = None,
) -> Response:
    with here.database.tenant(keeper.id, reading=True) as session:
        found = find_opinion(session, opinion)
    base = base_of(keeper)
    return desk_page(
        request,
        here,
        keeper,
        "opinion.html.j2",
        _ONE,
        _TAB,
        crumbs=(Crumb(_TITLE, f"{base}{_TAB}"),),
        wrong=wrong,
        done=done,
        address=f"{base}{_TAB}/{opinion}",
        opinion=found,
        stage=verdict_of(found),
        overdue=is_overdue(found),
        day_of=_day,
        hidden=HIDDEN,
        longest_answer=LONGEST_ANSWER,
        longest_reason=LONGEST_REASON,
        filled=filled or {},
    )


def _day(written: str) -> Text:
    return day(date.fromisoformat(written))
