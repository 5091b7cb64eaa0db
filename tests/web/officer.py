"""A programme officer, and a book with an award in it."""

from __future__ import annotations

from tests.web.town import PASSWORD, Someone

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Value, draft_of
from rashin.workspace.access.people import Newcomer, belong, new_person
from rashin.workspace.access.roles import Role
from rashin.workspace.programme.books import own_book_of, own_site_of
from rashin.workspace.workspace import Workspace

AWARD, TITLE = "A-1", "審査の支援"


def officer_of(workspace: Workspace, organisation: str) -> Someone:
    """Somebody who keeps the book of an organisation."""
    with workspace.database.system() as session:
        person = new_person(session, Newcomer("星野 官", f"officer-{organisation}@example.jp", PASSWORD))
        belong(session, organisation, person, (Role.OFFICER,))
        return Someone(person.id, person.email, person.name)


def book_with_award(workspace: Workspace, organisation: str, mark: str = "") -> Book:
    """The organisation's book, with an award to it. `mark` stands in everything that it names itself."""
    book = own_book_of(workspace.data, organisation)
    award: dict[str, Value] = {
        "id": f"{mark}{AWARD}",
        "title": f"{mark}{TITLE}",
        "programme": f"{mark}p1",
        "amount": 1_000_000,
    }
    programme: dict[str, Value] = {"id": f"{mark}p1", "title": f"{mark}AI導入支援", "fiscal_year": 2026}
    book.add(draft_of({"programme": [programme], "award": [award]}), by=f"{mark}県")
    return book


def published(workspace: Workspace, organisation: str) -> None:
    """Have a release there, as far as it is looked for."""
    (own_site_of(workspace.data, organisation) / "2026-11").mkdir(parents=True)
