"""A small book: one programme with two awards, payments in two tiers, a refund, and what was promised."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Entry, draft_of

FIRST = datetime(2026, 6, 1, 3, tzinfo=UTC)
ENTRIES: dict[str, list[Entry]] = {
    "organisation": [{"id": "o1", "title": "架空大学"}, {"id": "o2", "title": "見本計算株式会社"}],
    "programme": [{"id": "g", "title": "AI事業"}],
    "award": [
        {"id": "w1", "title": "審査のAI", "programme": "g", "recipient": "o1", "amount": 300, "amount_written": "300"},
        {"id": "w2", "title": "診断のAI", "programme": "g", "recipient": "o2", "amount": 500},
    ],
    "budget": [
        {"id": "b1", "programme": "g", "fiscal_year": 2025, "initial": 600, "supplementary": 50, "total": 650},
        {"id": "b2", "programme": "g", "fiscal_year": 2026, "initial": 400, "carried_in": 100, "total": 500},
    ],
    "commitment": [{"id": "c1", "award": "w1", "fiscal_year": 2025, "amount": 300}],
    "payment": [
        {"id": "p1", "award": "w1", "programme": "g", "fiscal_year": 2025, "payee": "o1", "amount": 200, "tier": 1},
        {
            "id": "p2",
            "award": "w2",
            "programme": "g",
            "paid": "2026-05-01",
            "payee_name": "見本計算株式会社",
            "amount": 90,
        },
        {"id": "p3", "award": "w1", "programme": "g", "fiscal_year": 2025, "payee": "o2", "amount": 70, "tier": 2},
        {
            "id": "r1",
            "award": "w1",
            "programme": "g",
            "fiscal_year": 2026,
            "move": "refund",
            "payee": "o1",
            "amount": 15,
        },
    ],
    "sub_award": [
        {"id": "s1", "award": "w1", "programme": "g", "fiscal_year": 2025, "payee": "o2", "amount": 30},
        {"id": "s2", "award": "w1", "programme": "g", "fiscal_year": 2025, "payee": "o2", "amount": 8, "tier": 3},
    ],
    "indicator": [
        {"id": "k1", "title": "審査の時間", "award": "w1", "unit": "分", "target": 20.0, "due": "2026-03-31"},
        {"id": "k2", "title": "使う会社の数", "programme": "g", "unit": "社", "target": 9.0, "due_year": 2025},
        {"id": "k3", "title": "感度", "award": "w2", "unit": "%", "due": "2026-07-31"},
        {"id": "k4", "title": "遠い先", "award": "w2", "due": "2030-03-31"},
    ],
    "observation": [{"id": "v1", "indicator": "k2", "fiscal_year": 2025, "value": 7.0}],
    "opinion": [
        {"id": "m1", "about": "award:w1", "said": "選定の理由は", "due": "2026-05-01"},
        {"id": "m2", "about": "w1", "said": "答えました", "due": "2026-05-01", "answer": "はい"},
    ],
}


def small_book(folder: Path) -> Book:
    book = Book(folder)
    book.add(draft_of(ENTRIES), by="山本", why="はじめ", at=FIRST)
    return book
