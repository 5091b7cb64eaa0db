"""Sending an opinion on what a programme publishes, without an account, and following what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from rashin.errors import BookEmpty, NotFound, RashinError
from rashin.language import Text
from rashin.ledger.book.kinds import KINDS
from rashin.settings import settings
from rashin.web.asking import Fields, Form, Here, MaybeGuest
from rashin.web.page import page
from rashin.web.pages.programme.words import day
from rashin.web.visiting import link, place, see
from rashin.workspace.clock import today
from rashin.workspace.database.tables import Organisation
from rashin.workspace.opinions import (
    LEAST,
    MOST,
    MOST_LINKS,
    FormMark,
    Written,
    followed,
    is_open,
    receive,
    stamp_form,
    waiting,
)
from rashin.workspace.opinions.answering import is_overdue, verdict_of
from rashin.workspace.opinions.days import due_on
from rashin.workspace.opinions.sending import PORTAL, about_of
from rashin.workspace.programme.books import own_book_of
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/portal/{organisation}/opinions")

_SEND = Text("意見を送る", "Send an opinion")
_FOLLOW = Text("送った意見", "Your opinion")
_WHOLE = Text("公開しているページの全体", "What is published as a whole")
_ENTRY = Text("{kind}「{title}」", "{kind} “{title}”")
_SENT = Text("受け取りました。ありがとうございます。", "It was received. Thank you.")
TRAP = "website"
"""A field that people do not see; programs fill it in."""


@router.get("/send")
def show(request: Request, here: Here, guest: MaybeGuest, organisation: str, about: str = "") -> Response:  # noqa: ARG001 (so that the page knows who reads it)
    """The form."""
    return _form(request, here, organisation, {"about": about})


@router.post("/send")
def send(request: Request, here: Here, organisation: str, fields: Form) -> Response:
    """Take an opinion; its sender is shown the link by which to follow it."""
    written = {name: value for name, value in fields.items() if isinstance(value, str)}
    _programme(here, organisation)
    came = Written(
        about=written.get("about", ""),
        said=fields.text("said"),
        mark=FormMark(written.get("made", "")),
        trap=written.get(TRAP, ""),
    )
    try:
        with here.database.system() as session:
            token = receive(session, organisation, came, place(request), settings())
    except RashinError as wrong:
        return _form(request, here, organisation, written, wrong=wrong)
    return see(f"/portal/{organisation}/opinions/follow?token={token}&done=sent")


@router.get("/follow")
def follow(
    request: Request,
    here: Here,
    guest: MaybeGuest,  # noqa: ARG001 (as above)
    organisation: str,
    token: str = "",
    done: str = "",
) -> Response:
    """What became of an opinion, for whoever has its link."""
    programme = _programme(here, organisation)
    with here.database.system(reading=True) as session:
        found = followed(session, organisation, token)
    return page(
        request,
        "portal_opinions/follow.html.j2",
        _FOLLOW,
        done=_SENT if done == "sent" else None,
        address=f"/portal/{organisation}/opinions/follow?token={token}",
        programme=programme,
        opinion=found,
        about=_about(here, organisation, found.about),
        led_to=_about(here, organisation, found.led_to) if found.led_to else None,
        stage=verdict_of(found),
        overdue=is_overdue(found),
        due=day(date.fromisoformat(found.due)),
        to_keep=link(request, f"/portal/{organisation}/opinions/follow?token={token}"),
    )


def _programme(here: Workspace, organisation_id: str) -> Organisation:
    """The organisation, if it takes opinions.

    Raises:
        NotFound: it does not, or is none; it is not said which.
    """
    with here.database.system(reading=True) as session:
        found = session.get(Organisation, organisation_id)
    if found is None or not is_open(here.data, organisation_id):
        raise NotFound(what=organisation_id)
    return found


def _form(
    request: Request,
    here: Workspace,
    organisation: str,
    filled: Fields | Mapping[str, str],
    *,
    wrong: RashinError | None = None,
) -> Response:
    programme = _programme(here, organisation)
    about = about_of(str(filled.get("about", "")))
    with here.database.system() as session:
        made, unread = _made(session, organisation, filled), waiting(session, organisation)
    return page(
        request,
        "portal_opinions/send.html.j2",
        _SEND,
        wrong=wrong,
        address=f"/portal/{organisation}/opinions/send",
        programme=programme,
        about=about,
        said_about=_about(here, organisation, about),
        made=made,
        unread=unread,
        due=day(due_on(today(), settings())),
        trap=TRAP,
        least=LEAST,
        most=MOST,
        most_links=MOST_LINKS,
        filled=filled,
    )


def _made(session: Session, organisation: str, filled: Fields | Mapping[str, Any]) -> str:
    """When the form was handed out: shown again because something was wrong, it keeps its time."""
    return stamp_form(session, organisation, FormMark(str(filled.get("made", "")))).text


def _about(here: Workspace, organisation: str, about: str) -> Text:
    """What an opinion is about, by its name where it is an entry of the book."""
    if about == PORTAL:
        return _WHOLE
    kind, _, identifier = about.partition(":")
    columns = {column.name for column in KINDS[kind].columns} if kind in KINDS else set()
    if "title" not in columns:
        return Text(about, about)
    try:
        with here.shelf.reading(own_book_of(here.data, organisation)) as book:
            row = book.execute(f'SELECT title FROM "{kind}" WHERE id = ?', [identifier]).fetchone()  # noqa: S608 (a kind of ours)
    except BookEmpty:
        row = None
    return _ENTRY.filled(kind=KINDS[kind].label, title=row[0]) if row and row[0] else Text(about, about)
