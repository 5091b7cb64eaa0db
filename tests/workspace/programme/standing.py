"""An installation's folder with a small book, of which a release stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rashin.language import same
from rashin.ledger.book.book import Book
from rashin.ledger.exports.about import About
from rashin.ledger.publishing.asked import Asked
from rashin.ledger.publishing.publish import publish
from rashin.ledger.releases import newest
from rashin.ledger.scopes.scope import scope
from rashin.workspace.clock import today
from rashin.workspace.programme.books import FOLDER, own_book_of, own_site_of

WHOSE = "org_1"


@dataclass(frozen=True)
class Standing:
    """The folder."""

    data: Path

    @property
    def folder(self) -> Path:
        return self.data / FOLDER

    @property
    def book(self) -> Book:
        return own_book_of(self.data, WHOSE)

    @property
    def site(self) -> Path:
        return own_site_of(self.data, WHOSE)

    @property
    def latest(self) -> Path:
        found = newest(self.site)
        assert found is not None
        return found

    def publish(self) -> None:
        about = About(same("AI事業"), same("羅針省"), f"https://example.jp/portal/{WHOSE}", "", today())
        publish(self.book, self.site, Asked(scope("all"), about, "山本", "試しのため"))
