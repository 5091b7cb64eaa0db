"""What goes out as 360Giving or OCDS comes in again through our own imports: ids, amounts, days and parties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.exports.books import ROWS, Rows, lay_scope, opened, sent

from rashin.ledger.book.book import Book
from rashin.ledger.importing.importing import format_of, import_into
from rashin.ledger.payees.numbers import check_digit

Entry = dict[str, Any]
Kinds = dict[str, list[Entry]]

# Books as anybody may keep them: ids of any kind, organisations with and without a number, what is not known left out.

WORDS = st.text("abあ-:# ", min_size=1, max_size=3).map(str.strip).filter(bool)
YEN = st.integers(0, 10**15)
DAYS = st.none() | st.dates(date(2015, 4, 1), date(2027, 3, 31)).map(date.isoformat)
NUMBERS = st.integers(10**11, 10**12 - 1).map(lambda body: f"{check_digit(str(body))}{body}")


@st.composite
def awarded(
    draw: st.DrawFn, number: str, programme: st.SearchStrategy[str], calls: list[Entry], payee: st.SearchStrategy[str]
) -> Entry:
    call = draw(st.sampled_from([None, *calls]))
    return {
        "id": f"a{number}{draw(WORDS)}",
        "title": f"採択{number}",
        "programme": call["programme"] if call else draw(programme),
        "call": call and call["id"],
        "recipient": draw(payee),
        "decided": draw(DAYS),
        "starts": draw(DAYS),
        "ends": draw(DAYS),
        "amount": draw(YEN),
    }


@st.composite
def books(draw: st.DrawFn) -> Kinds:
    names = draw(st.lists(WORDS, min_size=2, max_size=4, unique=True))
    numbers = draw(
        st.lists(st.none() | NUMBERS, min_size=len(names), max_size=len(names), unique_by=lambda n: n or object())
    )
    bodies: list[Entry] = [
        {
            "id": f"jp:{number}" if number else f"o{name}",
            "title": f"名{name}",
            "corporate_number": number,
            "body": "company",
        }
        for name, number in zip(names, numbers, strict=True)
    ]
    who = st.sampled_from([body["id"] for body in bodies])
    payee = st.just("person") | who
    programmes: list[Entry] = [
        {"id": f"p{n}", "title": f"事業{n}", "funder": draw(who)} for n in range(draw(st.integers(1, 2)))
    ]
    programme = st.sampled_from([one["id"] for one in programmes])
    calls = [
        {
            "id": f"c{n}",
            "title": f"公募{n}",
            "programme": draw(programme),
            "opened": draw(DAYS),
            "closed": draw(DAYS),
            "ceiling": draw(st.none() | YEN),
        }
        for n in range(draw(st.integers(0, 2)))
    ]
    applications = [
        {
            "id": f"{call['id']}応{n}",
            "call": call["id"],
            "applicant": draw(who),
            "applied": draw(DAYS),
            "amount": draw(YEN),
        }
        for call in calls
        for n in range(draw(st.integers(0, 2)))
    ]
    awards = [draw(awarded(f"{n}", programme, calls, payee)) for n in range(draw(st.integers(1, 3)))]
    budgets = [
        {"id": f"b{one['id']}", "award": one["id"], "initial": draw(YEN)} for one in awards if draw(st.booleans())
    ]
    commitments = [
        {
            "id": f"k{n}{one['id']}",
            "award": one["id"],
            "agreed": draw(DAYS),
            "payee": one["recipient"],
            "amount": draw(YEN),
        }
        for one in awards
        for n in range(draw(st.integers(0, 2)))
    ]
    # One under each contract: see test_all_payments_of_a_contract_come_back.
    contracts = [*((one["award"], one["id"]) for one in commitments), *((one["id"], None) for one in awards)]
    payments = [
        {
            "id": f"y{n}",
            "award": award,
            "commitment": commitment,
            "paid": draw(DAYS),
            "move": draw(st.sampled_from(["payment", "refund"])),
            "payee": draw(payee),
            "amount": draw(YEN),
        }
        for n, (award, commitment) in enumerate(contracts)
        if draw(st.booleans())
    ]
    person = {"id": "person", "title": "個人", "body": "person"}
    made: Kinds = {
        "organisation": [*bodies, person],
        "programme": programmes,
        "call": calls,
        "application": applications,
        "award": awards,
        "budget": budgets,
        "commitment": commitments,
        "payment": payments,
    }
    return {kind: some for kind, some in made.items() if some}


def taken_back(rows: Rows, code: str) -> DuckDBPyConnection | None:
    """What our own import makes of what a book of these rows is exported to."""
    with TemporaryDirectory() as folder, opened(Path(folder), rows) as connection:
        path = sent(connection, Path(folder), code)
        return format_of(code).read(path).connection if path else None


def asked(connection: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return in_order(connection.execute(query).fetchall())


def in_order(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


def net(payment: Any) -> int:
    return int(-payment["amount"] if payment["move"] == "refund" else payment["amount"])


def days(*written: Any) -> list[date | None]:
    return [date.fromisoformat(day) if day else None for day in written]


def dated(award: Any) -> Any:
    return award["decided"] or award["starts"]


@settings(max_examples=15)
@given(books())
def test_grants_come_back_as_they_went_out(rows: Kinds) -> None:
    funders = {one["id"]: one["funder"] for one in rows["programme"]}
    grants = [one for one in rows["award"] if dated(one)]
    awards = [
        (
            one["id"],
            one["amount"],
            *days(dated(one), one["starts"], one["ends"]),
            one["recipient"],
            funders[one["programme"]],
        )
        for one in grants
    ]
    disbursed = {
        one["id"]: sum(net(paid) for paid in rows.get("payment", ()) if paid["award"] == one["id"]) for one in grants
    }
    recipients = {one["id"]: one["recipient"] for one in grants}
    back = taken_back(rows, "360giving")
    if back is None:
        assert not grants
        return
    parties = "SELECT a.id, a.amount, a.decided, a.starts, a.ends, a.recipient, p.funder FROM award a JOIN programme p ON p.id = a.programme"
    assert asked(back, parties) == in_order(awards)
    assert asked(back, "SELECT award, payee, amount FROM payment") == in_order(
        (award, recipients[award], paid) for award, paid in disbursed.items() if paid
    )
    titles = {one["id"]: one["title"] for one in rows["organisation"]}
    assert dict(asked(back, "SELECT id, title FROM organisation")).items() <= titles.items()


@settings(max_examples=15)
@given(books())
def test_processes_come_back_as_they_went_out(rows: Kinds) -> None:
    process = {one["id"]: one["call"] or one["id"] for one in rows["award"]}
    awards = [
        (
            f"{process[one['id']]}/award/{one['id']}",
            one["amount"],
            *days(one["decided"], one["starts"], one["ends"]),
            one["recipient"],
        )
        for one in rows["award"]
    ]
    contracts = [
        (f"{process[one['award']]}/contract/{one['id']}", one["amount"], *days(one["agreed"]), one["payee"])
        for one in rows.get("commitment", ())
    ]
    payments = [
        (
            f"{process[one['award']]}/contract/{one['commitment'] or one['award'] + '/paid'}/{one['id']}",
            f"{process[one['award']]}/award/{one['award']}",
            net(one),
            *days(one["paid"]),
            one["payee"],
        )
        for one in rows.get("payment", ())
    ]
    bids = [
        (f"{one['call']}/bid/{one['id']}", one["call"], one["applicant"], *days(one["applied"]), one["amount"])
        for one in rows.get("application", ())
    ]
    calls = [
        (one["id"], f"ocds:{one['programme']}", *days(one["opened"], one["closed"]), one["ceiling"])
        for one in rows.get("call", ())
    ]
    back = taken_back(rows, "ocds")
    assert back is not None
    assert asked(back, "SELECT id, amount, decided, starts, ends, recipient FROM award") == in_order(awards)
    assert asked(back, "SELECT id, amount, agreed, payee FROM commitment WHERE amount IS NOT NULL") == in_order(
        contracts
    )
    assert asked(back, "SELECT id, award, amount, paid, payee FROM payment") == in_order(payments)
    assert asked(back, "SELECT id, call, applicant, applied, amount FROM application") == in_order(bids)
    assert asked(back, "SELECT id, programme, opened, closed, ceiling FROM call") == in_order(calls)
    budgeted = sum(one["initial"] for one in rows.get("budget", ()))
    assert asked(back, "SELECT coalesce(sum(initial), 0) FROM budget") == [(budgeted,)]


@pytest.mark.parametrize(
    ("code", "kinds"),
    [("360giving", ("award", "programme", "payment")), ("ocds", ("award", "call", "commitment", "payment"))],
)
def test_what_was_imported_goes_out_under_the_same_ids(tmp_path: Path, code: str, kinds: tuple[str, ...]) -> None:
    path = sent(opened(tmp_path), tmp_path, code)
    assert path is not None
    book = Book(tmp_path / "second")
    import_into(book, code, path, by="x")
    first = book.open()
    lay_scope(first)
    again = sent(first, tmp_path, code)
    assert again is not None
    second = format_of(code).read(again).connection
    for kind in kinds:
        names = ", ".join(name for name in second.table(kind).columns if name not in {"source_row", "assumed"})
        query = f"SELECT {names} FROM {kind}"
        assert asked(second, query) == asked(first, query) != []


def test_all_payments_of_a_contract_come_back() -> None:
    back = taken_back(ROWS, "ocds")
    assert back is not None
    assert asked(back, "SELECT amount FROM payment WHERE award = 'c1/award/a1'") == [(-20,), (500,)]
