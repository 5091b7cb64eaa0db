"""A small book with something of everything, two programmes, and a scope over one or both of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from rashin.language import Text
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Value, draft_of
from rashin.ledger.exports import exchange, ocds, threesixty
from rashin.ledger.exports.about import About
from rashin.ledger.exports.selection import select_scope

Rows = Mapping[str, Sequence[Mapping[str, Value]]]

AT = datetime(2026, 10, 31, 15, tzinfo=UTC)
ABOUT = About(
    title=Text("AI 事業の台帳", "Ledger of the AI programme"),
    publisher=Text("羅針庁", "Rashin Agency"),
    address="https://ledger.example.jp/2026-11/",
    release="2026-11",
    issued=date(2026, 11, 1),
)
JCN = "7000012050002"

ROWS: Rows = {
    "organisation": [
        {"id": "m", "title": "羅針庁", "body": "ministry", "corporate_number": "2000012010019"},
        {"id": f"jp:{JCN}", "title": "株式会社あ", "body": "company", "corporate_number": JCN},
        {"id": "b", "title": "い大学", "body": "institute"},
        {"id": "person", "title": "個人", "body": "person"},
        {"id": "unused", "title": "どこにも出ない"},
        {"id": "elsewhere", "title": "う株式会社"},
    ],
    "programme": [
        {"id": "ai", "title": "AI 事業", "funder": "m", "fiscal_year": 2025, "ceiling": 10_000_000_000},
        {"id": "ai/sub", "title": "AI 事業の一部", "part_of": "ai"},
        {"id": "road", "title": "道路", "funder": "m"},
    ],
    "call": [
        {
            "id": "c1",
            "title": "第1回公募",
            "programme": "ai",
            "opened": "2025-04-01",
            "closed": "2025-05-31",
            "ceiling": 900,
        },
        {"id": "c2", "title": "第2回公募", "programme": "ai", "opened": "2026-12-01"},
        {"id": "c9", "title": "道路の公募", "programme": "road"},
    ],
    "application": [
        {"id": "p1", "call": "c1", "applicant": f"jp:{JCN}", "applied": "2025-05-01", "amount": 800},
        {"id": "p2", "call": "c1", "applicant": "b", "amount": 700},
    ],
    "award": [
        {
            "id": "a1",
            "title": "言語モデル",
            "programme": "ai",
            "call": "c1",
            "recipient": f"jp:{JCN}",
            "decided": "2025-06-15",
            "starts": "2025-07-01",
            "ends": "2026-03-31",
            "amount": 800,
            "note": "=作る",
        },
        {
            "id": "a2",
            "title": "奨学金",
            "programme": "ai/sub",
            "recipient": "person",
            "agreed": "2025-08-01",
            "amount": 50,
        },
        {"id": "a3", "title": "日付のない採択", "programme": "ai", "recipient": "b", "amount": 60},
        {
            "id": "a9",
            "title": "舗装",
            "programme": "road",
            "recipient": "elsewhere",
            "decided": "2025-06-01",
            "amount": 70,
        },
    ],
    "budget": [
        {"id": "b1", "programme": "ai", "fiscal_year": 2025, "initial": 1000, "total": 1000},
        {"id": "b2", "award": "a1", "fiscal_year": 2025, "initial": 800},
        {"id": "b9", "programme": "road", "initial": 5},
    ],
    "commitment": [
        {
            "id": "k1",
            "award": "a1",
            "agreed": "2025-06-20",
            "payee": f"jp:{JCN}",
            "payee_name": "㈱あ",
            "amount": 800,
            "bidders": 2,
            "procedure": "open",
        },
        {"id": "k2", "programme": "ai", "payee_name": "＋印刷", "amount": 3},
    ],
    "payment": [
        {
            "id": "y1",
            "award": "a1",
            "commitment": "k1",
            "paid": "2025-09-30",
            "move": "payment",
            "payee": f"jp:{JCN}",
            "payee_name": "㈱あ",
            "amount": 500,
        },
        {"id": "y2", "award": "a1", "commitment": "k1", "move": "refund", "payee": f"jp:{JCN}", "amount": 20},
        {"id": "y3", "award": "a2", "paid": "2025-10-01", "payee": "person", "payee_name": "個人A", "amount": 50},
        {"id": "y4", "programme": "ai", "payee_name": "-その他", "amount": 7},
        {"id": "y5", "award": "a1", "payee": "b", "amount": 30, "tier": 2},
        {"id": "y9", "programme": "road", "payee": "elsewhere", "amount": 9},
    ],
    "sub_award": [{"id": "s1", "payment": "y1", "payer": f"jp:{JCN}", "payee": "b", "amount": 100, "tier": 2}],
    "deployment": [{"id": "d1", "title": "窓口", "award": "a1", "organisation": "b", "uses": 10}],
    "indicator": [{"id": "i1", "title": "件数", "award": "a1", "stage": "outcome", "target": 10.5}],
    "observation": [{"id": "o1", "indicator": "i1", "value": 3.25, "method": "audited", "evidence": "e1"}],
    "evidence": [{"id": "e1", "title": "報告書"}, {"id": "e9", "title": "誰も使わない"}],
    "criterion": [
        {"id": "r1", "title": "妥当性", "programme": "ai"},
        {"id": "r9", "title": "妥当性", "programme": "road"},
    ],
    "evaluation": [{"id": "v1", "criterion": "r1", "finding": "met", "evidence": "e1"}],
    "opinion": [
        {"id": "q1", "about": "award:a1", "said": "良い"},
        {"id": "q2", "about": "y1", "said": "日付は"},
        {"id": "q3", "about": "https://ledger.example.jp/2026-11/method/", "said": "方法は"},
        {"id": "q9", "about": "programme/road", "said": "道路は"},
    ],
}


def book(folder: Path, rows: Rows = ROWS) -> Book:
    """A book of these rows."""
    made = Book(folder / "book")
    made.add(draft_of(rows), by="担当 花子", why="初めて", at=AT)
    return made


def opened(folder: Path, rows: Rows = ROWS, scope: Iterable[str] | None = None) -> DuckDBPyConnection:
    """The book open, with a scope over these programmes, or over all."""
    connection = book(folder, rows).open()
    lay_scope(connection, scope)
    return connection


def lay_scope(connection: DuckDBPyConnection, scope: Iterable[str] | None = None) -> None:
    """The tables of a scope, as `rashin.ledger.scopes` makes them."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE scope_programme AS "
        "SELECT id AS programme, 'other' AS field, 'name' AS why FROM programme WHERE coalesce(list_contains(?, id), true)",
        [None if scope is None else list(scope)],
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE scope_award AS SELECT id AS award, 'other' AS field FROM award "
        "WHERE programme IN (SELECT programme FROM scope_programme)"
    )


def sent(connection: DuckDBPyConnection, folder: Path, code: str, about: About = ABOUT) -> Path | None:
    """The file of one format of exchange, named as its import is; None if there is nothing to say in it."""
    select_scope(connection)
    exchange.install(connection)
    standard = {"360giving": threesixty, "ocds": ocds}[code]
    return folder / standard.NAME if standard.write(connection, folder, about) else None
