"""Figures: sums keep, kinds of money stay apart, and the digest tells which rows a number is of."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Entry, draft_of
from rashin.ledger.figures.computing import compute
from rashin.ledger.figures.family import families
from rashin.ledger.scopes.installing import install
from rashin.ledger.scopes.scope import scope

START = datetime(2026, 4, 1, tzinfo=UTC)
PROGRAMMES = ("事業い", "事業ろ")
AWARDS = {"採択1": "事業い", "採択2": "事業い", "採択3": "事業ろ"}
Key = tuple[str, str | None]


def begun(folder: str | Path) -> Book:
    book = Book(folder)
    draft = draft_of(
        {
            "organisation": [{"id": "省", "title": "架空省", "body": "ministry"}, {"id": "社", "title": "架空社"}],
            "programme": [{"id": one, "title": one, "funder": "省"} for one in PROGRAMMES],
            "award": [{"id": one, "title": one, "programme": of, "amount": 10} for one, of in AWARDS.items()],
        }
    )
    book.add(draft, by="担当", at=START)
    return book


def counted(book: Book, *only: str, suspected: tuple[str, ...] = ()) -> DuckDBPyConnection:
    connection = book.open()
    install(connection, scope("all"))
    connection.execute("CREATE TEMP TABLE suspected AS SELECT unnest(?::VARCHAR[]) AS id", [list(suspected)])
    compute(connection, [one for one in families() if not only or one.code in only])
    return connection


def figure(connection: DuckDBPyConnection, family: str, **at: object) -> tuple[int, int, str]:
    names = ("programme", "ministry", "field", "call", "award", "payee", "fiscal_year")
    told = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in names)
    values = [family, *(at.get(name) for name in names)]
    found = connection.execute(f"SELECT value, rows, digest FROM figure WHERE family = ? AND {told}", values).fetchall()
    return found[0] if found else (0, 0, sha256(b"").hexdigest())


def digest_of(rows: dict[str, int]) -> str:
    return sha256("\n".join(f"{one}={rows[one]}" for one in sorted(rows, key=str.encode)).encode()).hexdigest()


entries = st.tuples(
    st.sampled_from(["p1", "p2", "p3", "支払4", "p10"]),
    st.sampled_from([*AWARDS, None]),
    st.sampled_from(["payment", "refund", None]),
    st.integers(0, 10**13),
)
batches = st.lists(st.lists(entries, max_size=5, unique_by=lambda one: one[0]), min_size=1, max_size=4)


def entered(one: tuple[str, str | None, str | None, int]) -> Entry:
    name, award, move, amount = one
    return {
        "id": name,
        "award": award,
        "programme": AWARDS[award] if award else PROGRAMMES[0],
        "move": move,
        "amount": amount,
        "fiscal_year": 2025,
        "payee": "社",
    }


@settings(max_examples=10)
@given(batches)
def test_entries_corrections_and_refunds_keep_the_sums(
    sequence: list[list[tuple[str, str | None, str | None, int]]],
) -> None:
    with TemporaryDirectory() as folder:
        book = begun(folder)
        standing: dict[str, tuple[str, str | None, str | None, int]] = {}
        for day, batch in enumerate(sequence, start=1):
            book.add(draft_of({"payment": [entered(one) for one in batch]}), by="担当", at=START + timedelta(days=day))
            standing |= {one[0]: one for one in batch}
        expected: defaultdict[Key, dict[str, int]] = defaultdict(dict)
        for name, award, move, amount in standing.values():
            family = "refunded" if move == "refund" else "paid"
            expected[family, None][name] = amount
            expected[family, AWARDS[award] if award else PROGRAMMES[0]][name] = amount
        with counted(book, "paid", "refunded") as connection:
            for family in ("paid", "refunded"):
                for programme in (None, *PROGRAMMES):
                    rows = expected[family, programme]
                    told = {"programme": programme} if programme else {}
                    assert figure(connection, family, **told) == (sum(rows.values()), len(rows), digest_of(rows))
                assert_parts_make_the_whole(connection, family)


def assert_parts_make_the_whole(connection: DuckDBPyConnection, family: str) -> None:
    for name in ("programme", "ministry", "field", "fiscal_year"):
        others = [
            one for one in ("programme", "ministry", "field", "call", "award", "payee", "fiscal_year") if one != name
        ]
        none = " AND ".join(f"{one} IS NULL" for one in others)
        asked = f"SELECT coalesce(sum(value), 0) FROM figure WHERE family = ? AND {name} IS NOT NULL AND {none}"
        assert connection.execute(asked, [family]).fetchall()[0][0] == figure(connection, family)[0]


def test_tiers_are_never_added_together(tmp_path: Path) -> None:
    book = begun(tmp_path)
    paid: list[Entry] = [
        {"id": "direct", "programme": "事業い", "amount": 100, "tier": 1},
        {"id": "second", "programme": "事業い", "amount": 70, "tier": 2},
        {"id": "plain", "programme": "事業い", "amount": 5},
        {"id": "block", "programme": "事業い", "amount": 1000, "block": "B"},
    ]
    sub: list[Entry] = [{"id": "onward", "programme": "事業い", "amount": 60, "payment": "direct"}]
    book.add(draft_of({"payment": paid, "sub_award": sub}), by="担当", at=START + timedelta(days=1))
    with counted(book) as connection:
        assert figure(connection, "paid")[0] == 105
        assert figure(connection, "passed-on")[0] == 130
        assert figure(connection, "stated")[0] == 1105, (
            "a payment in a block of unknown tier is stated, not known to be direct"
        )


def test_suspected_unit_errors_are_told_apart(tmp_path: Path) -> None:
    book = begun(tmp_path)
    paid: list[Entry] = [
        {"id": one, "programme": "事業い", "amount": amount} for one, amount in (("a", 1), ("b", 10**14))
    ]
    book.add(draft_of({"payment": paid}), by="担当", at=START + timedelta(days=1))
    with counted(book, suspected=("b",)) as connection:
        assert figure(connection, "stated")[:2] == (10**14 + 1, 2)
        assert figure(connection, "stated-clear")[:2] == (1, 1)
        assert figure(connection, "suspected")[:2] == (10**14, 1)


def test_a_recipient_counts_once_however_often_it_was_paid(tmp_path: Path) -> None:
    book = begun(tmp_path)
    paid: list[Entry] = [{"id": str(n), "programme": PROGRAMMES[n % 2], "amount": n, "payee": "社"} for n in range(6)]
    book.add(draft_of({"payment": paid}), by="担当", at=START + timedelta(days=1))
    with counted(book) as connection:
        assert figure(connection, "recipients")[:2] == (1, 1)
        assert figure(connection, "recipients", programme="事業ろ")[:2] == (1, 1)


def test_a_review_sheet_counts_for_the_year_it_reviews(tmp_path: Path) -> None:
    book = Book(tmp_path)
    sheet: dict[str, list[Entry]] = {
        "programme": [{"id": "s", "title": "シート", "fiscal_year": 2023}],
        "budget": [
            {"id": f"b{y}", "programme": "s", "fiscal_year": y, "total": y, "executed": y} for y in range(2020, 2024)
        ],
    }
    draft = draft_of(sheet, "judgit")
    book.add(draft, by="担当", at=START)
    with counted(book) as connection:
        assert figure(connection, "budgeted")[:2] == (2022, 1)
        assert figure(connection, "executed", fiscal_year=2022)[:2] == (2022, 1)
