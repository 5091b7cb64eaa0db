from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rashin.language import Text
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
from rashin.ledger.exports.about import About
from rashin.ledger.publishing.asked import Asked
from rashin.ledger.scopes.scope import scope

START = datetime(2026, 4, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
ABOUT = About(
    Text("架空の台帳", "A fictional ledger"),
    Text("架空省", "Ministry of Examples"),
    "https://example.jp/portal",
    "",
    date(2026, 11, 20),
)


def asked(as_received: str = "", *, preview: bool = False) -> Asked:
    return Asked(scope("all"), ABOUT, by="担当", as_received=as_received, preview=preview)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return small_book(tmp_path / "book")


def small_book(folder: Path) -> Book:
    """A book without an error: two programmes, three payees."""
    made = Book(folder)
    made.add(
        draft_of(
            {
                "organisation": [
                    {"id": "省", "title": "架空省", "body": "ministry"},
                    *({"id": f"社{n}", "title": f"架空社{n}", "body": "company", "country": "XX"} for n in range(3)),
                ],
                "programme": [
                    {"id": one, "title": f"{one}のAI事業", "funder": "省", "starts": "2025-04-01", "ends": "2027-03-31"}
                    for one in ("い", "ろ")
                ],
                "payment": [
                    {
                        "id": f"支払{n}",
                        "programme": "いろ"[n % 2],
                        "amount": 1000 * (n + 1),
                        "payee": f"社{n % 3}",
                        "payee_name": f"架空社{n % 3}",
                        "paid": "2025-06-01",
                        "fiscal_year": 2025,
                        "tier": 1,
                    }
                    for n in range(6)
                ],
            }
        ),
        by="担当",
        why="はじめ",
        at=START,
    )
    return made
