"""What every page of the desk has: its tabs, whose book it is, and whether it is the fictional sample."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from rashin.language import Text
from rashin.ledger.book.book import Book
from rashin.ledger.book.currency import YEN
from rashin.web.asking import Member
from rashin.web.page import Crumb, page
from rashin.web.pages.programme.words import aware, fiscal_year, kind_label, money, said
from rashin.workspace.programme.books import Desk, desk_of
from rashin.workspace.workspace import Workspace

TITLE = Text("事業", "Programme")
_TABS = (
    ("", Text("概要", "Overview")),
    ("/import", Text("取り込み", "Import")),
    ("/problems", Text("直すところ", "To mend")),
    ("/entries", Text("帳簿", "Book")),
    ("/record", Text("記録", "Record")),
    ("/due", Text("期日", "Due")),
    ("/measured", Text("導入の測定", "Measured")),
    ("/opinions", Text("意見", "Opinions")),
    ("/publish", Text("公開", "Publish")),
)
LONGEST_WHY = 500


def base_of(keeper: Member) -> str:
    """Where the desk of an organisation is."""
    return f"/o/{keeper.id}/programme"


def at_desk(here: Workspace, keeper: Member) -> Desk:
    """The desk that an organisation's officers work on."""
    return desk_of(here.data, keeper.id)


def portal_of(keeper: Member, desk: Desk) -> str:
    """Where what is published is shown: to everybody, or to officers alone while it is the sample."""
    return f"{base_of(keeper)}/sample/site" if desk.is_sample else f"/portal/{keeper.id}"


def currency_of(book: Book) -> str:
    """The currency of a book, yen where nothing is entered yet."""
    return book.currency or YEN


def desk_page(
    request: Request,
    here: Workspace,
    keeper: Member,
    template: str,
    title: Text,
    tab: str,
    *,
    crumbs: tuple[Crumb, ...] = (),
    **facts: Any,
) -> HTMLResponse:
    """One page of the desk. `tab` is the part that is open, a key of the tabs; see `page` for the rest."""
    base = base_of(keeper)
    return page(
        request,
        f"programme/{template}",
        title,
        crumbs=((Crumb(TITLE, base), *crumbs) if tab or crumbs else ()),
        base=base,
        tabs=[(f"{base}{place}", label, place == tab) for place, label in _TABS],
        is_sample=at_desk(here, keeper).is_sample,
        money=money,
        said=said,
        kind_label=kind_label,
        fiscal_year=fiscal_year,
        aware=aware,
        longest_why=LONGEST_WHY,
        **facts,
    )
