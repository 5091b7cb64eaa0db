"""What changed is drawn again wherever it is told, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.ledger.portal.published import NOW, published, read

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
from rashin.ledger.sample.sample import sample_book

LATER = NOW + timedelta(hours=1)


def test_a_correction_reaches_every_page_that_tells_of_it(tmp_path: Path) -> None:
    book = sample_book(tmp_path / "book")
    site = tmp_path / "site"
    published(book, site)
    before = _stamps(site / "2026-11")
    _correct(book)
    published(book, site)
    after = _stamps(site / "2026-11-2")
    changed = {name for name, stamp in after.items() if before.get(name) != stamp}
    told = {
        "index.html",
        "programme/ai100/index.html",
        "programme/ai100-talent/index.html",
        "corrections/index.html",
        "releases/index.html",
    }
    assert told <= changed
    assert {f"en/{name}" for name in told} <= changed
    assert "programme/ai100-chips/index.html" not in changed
    assert not any(name.startswith(("award/", "outcome/")) for name in changed)
    assert "463,900,913" in read(site / "latest/programme/ai100/index.html").words


def _correct(book: Book) -> None:
    """One yen more executed in one part of the programme."""
    with book.open() as connection:
        found = connection.execute(
            "SELECT * FROM budget WHERE programme = 'ai100-talent' ORDER BY fiscal_year DESC LIMIT 1"
        )
        names = [column[0] for column in found.description or ()]
        row = dict(zip(names, found.fetchall()[0], strict=True))
    plain = {
        name: value
        for name, value in row.items()
        if name in {"id", "programme", "fiscal_year", "initial", "total"} and value is not None
    }
    book.add(
        draft_of({"budget": [{**plain, "executed": row["executed"] + 1}]}),
        by="担当",
        why="一円の訂正",
        at=datetime(2026, 11, 19, tzinfo=UTC),
    )


def _stamps(release: Path) -> dict[str, int]:
    """Every page with the number of its file: a page that stays is the same file in both releases."""
    return {path.relative_to(release).as_posix(): path.stat().st_ino for path in release.rglob("*.html")}
