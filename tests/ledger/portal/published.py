"""Published sites, and their pages as a browser without scripts reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

from rashin.language import Text
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Value, draft_of
from rashin.ledger.exports.about import About
from rashin.ledger.publishing.asked import Asked
from rashin.ledger.publishing.publish import publish
from rashin.ledger.scopes.scope import scope

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
ABOUT = About(
    Text("架空の台帳", "A fictional ledger"),
    Text("架空省", "Ministry of Examples"),
    "https://example.jp/portal",
    "",
    date(2026, 11, 20),
)
JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_VOID = {"meta", "link", "input", "br", "img", "hr"}


def published(book: Book, out: Path, code: str = "all", opinions_to: str = "") -> Path:
    """A site of a book; the folder of its latest release."""
    publish(book, out, Asked(scope(code), ABOUT, by="担当", as_received="試すため", opinions_to=opinions_to), at=NOW)
    return out / "latest"


Rows = Mapping[str, Sequence[Mapping[str, Value]]]


def book_of(folder: Path, rows: Rows) -> Book:
    """A book with these entries."""
    book = Book(folder)
    book.add(draft_of(rows), by="担当", why="はじめ", at=datetime(2026, 4, 1, tzinfo=UTC))
    return book


@dataclass
class Read(HTMLParser):
    """What stands on a page."""

    title: str = ""
    language: str = ""
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    """Of rows with an id, the value that the row's `data` holds."""
    foreign: list[str] = field(default_factory=list)
    """Japanese words that stand where no element says that they are Japanese."""
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        language = facts.get("lang") or (self._open[-1][1] if self._open else "")
        if tag == "html":
            self.language = language
        self.tags.append(tag)
        self.links += [facts[name] for name in ("href", "src", "action", "data-list") if name in facts]
        if "id" in facts:
            self.ids.append(facts["id"])
        if tag == "data":
            self.values[next((one for _, _, one in reversed(self._open) if one), "")] = facts["value"]
        self._hear(" ".join(facts.get(name, "") for name in ("aria-label", "placeholder", "alt")), language, tag)
        if tag not in _VOID:
            self._open.append((tag, language, facts.get("id", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _VOID or any(opened == "svg" for opened, _, _ in self._open), f"browsers do not close <{tag}/>"
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, tag
        opened, _, _ = self._open.pop()
        assert opened == tag, (opened, tag, self.getpos())

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._open:
            tag, language, _ = self._open[-1]
            if tag == "title" and self._open[-2][0] == "head":
                self.title += data
            self._hear(data, language, tag)

    def _hear(self, words: str, language: str, tag: str) -> None:
        if language != "ja" and JAPANESE.search(words) and tag not in {"script", "style", "title"}:
            self.foreign.append(words.strip())


def read(path: Path) -> Read:
    """A page."""
    page = Read()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def pages(release: Path) -> Iterator[Path]:
    """Every page of a release."""
    return release.rglob("*.html")
