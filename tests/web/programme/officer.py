"""An officer at the desk, with the jobs done as soon as they are asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from httpx import Response
from tests.web.browser import Browser
from tests.web.forms import hidden, send
from tests.web.office import work
from tests.web.town import Town
from tests.workspace.programme.small import ENTRIES

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
from rashin.workspace.programme.books import book_of
from rashin.workspace.workspace import Workspace


@dataclass
class Officer:
    workspace: Workspace
    town: Town
    browser: Browser

    @property
    def base(self) -> str:
        return f"/o/{self.town.home}/programme"

    @property
    def book(self) -> Book:
        return book_of(self.workspace.data, self.town.home)

    def with_small_book(self) -> Officer:
        self.book.add(draft_of(ENTRIES), by="山本", why="はじめ")
        return self

    def opened(self, path: str = "") -> str:
        """A page of the desk, which must open."""
        answer = self.browser.get(f"{self.base}{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return unescape(answer.text)

    def sent(self, path: str, filled: dict[str, str], to: str = "") -> Response:
        """The answer to a form of a page."""
        return send(self.browser, f"{self.base}{path}", filled, to=f"{self.base}{to}" if to else None)

    def imported(self, content: bytes, name: str = "支払.csv", code: str = "workbook", why: str = "月次") -> str:
        """What the page says once a file was imported, or was not."""
        answer = self.uploaded("/import", content, name, format=code, why=why)
        assert answer.status_code == 303, answer.text
        work(self.workspace)
        return unescape(self.browser.get(answer.headers["location"]).text)

    def uploaded(self, path: str, content: bytes, name: str, **fields: str) -> Response:
        """Send a file as the form does."""
        page = self.browser.get(f"{self.base}{path}").text
        data = {**hidden(page, f"{self.base}{path}"), **fields}
        return self.browser.post(f"{self.base}{path}", data=data, files={"file": (name, content)})

    def followed(self, answer: Response) -> str:
        """The page that a form led to."""
        assert answer.status_code == 303, answer.text
        page = self.browser.get(answer.headers["location"])
        assert page.status_code == 200
        return unescape(page.text)


def words(page: str) -> str:
    """What a page says in its main part, without its tags."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
