"""The book by program: imported, checked, recorded, corrected, published; in the name of an officer alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.browser import Running
from tests.web.office import Machine, key_of, work
from tests.web.officer import officer_of
from tests.web.town import Town, new_workspace, settle

from rashin.ledger.book.book import Book
from rashin.workspace.access.roles import Permission
from rashin.workspace.programme.books import book_of
from rashin.workspace.workspace import Workspace

NAMES = {"title": {"ja": "事業", "en": "Programme"}, "publisher": {"ja": "省", "en": "Ministry"}}
TABLE = "番号,金額\np1,1200千円\n".encode()
RAW = {"content-type": "application/octet-stream"}


@pytest.fixture
def town(tmp_path: Path) -> Town:
    workspace = new_workspace(tmp_path / "data")
    settled = settle(workspace)
    workspace.close()
    return settled


@pytest.fixture
def officer(workspace: Workspace, town: Town, run: Running) -> Machine:
    """A program that an officer gave a key."""
    person = officer_of(workspace, town.home)
    return Machine(run, key_of(workspace, town.home, person, Permission.READ, Permission.KEEP))


@pytest.fixture
def book(workspace: Workspace, town: Town) -> Book:
    return book_of(workspace.data, town.home)


def imported(workspace: Workspace, officer: Machine, content: bytes = TABLE) -> dict[str, object]:
    """The job, once it is done."""
    asked = officer.made("/programme/imports?format=workbook&name=支払.csv", content=content, headers=RAW)
    work(workspace)
    job: dict[str, object] = officer.found(f"/jobs/{asked['id']}")
    return job


def test_from_a_file_to_a_release(workspace: Workspace, officer: Machine, book: Book) -> None:
    assert officer.get("/programme/check").status_code == 409
    assert imported(workspace, officer)["result"] == {"batch": 1, "again": False, "rows": {"payment": 1}}
    assert book.batches()[0].recorded_by == "星野 官"
    found = officer.found("/programme/check")
    assert {one["severity"] for one in found["rules"]} == {"error", "warning", "flag"}
    why = {"as_received": "試すため"} if found["blocks"] else {}
    asked = officer.made("/programme/releases", {**NAMES, **why})
    work(workspace)
    assert officer.found(f"/jobs/{asked['id']}")["state"] == "done"
    (release,) = officer.found("/programme/releases")["items"]
    assert release["batches"] == 1


def test_what_is_wrong_in_a_file_is_told_place_by_place(workspace: Workspace, officer: Machine, book: Book) -> None:
    job = imported(workspace, officer, "番号,金額\np1,約3千\n".encode())
    error = job["error"]
    assert isinstance(error, dict)
    assert [(one["row"], one["column"]) for one in error["problems"]] == [(2, "金額")]
    assert book.batches() == ()


def test_an_entry_is_recorded_corrected_and_taken_back(officer: Machine, book: Book) -> None:
    made = officer.made("/programme/entries", {"kind": "payment", "values": {"amount": "1,200", "amount_unit": "千円"}})
    one = {"kind": "payment", "id": made["id"]}
    assert officer.post("/programme/entries", {**one, "values": {"amount": "5"}}).status_code == 422
    officer.made("/programme/entries", {**one, "values": {"amount": "5"}, "why": "証拠書類"})
    officer.made("/programme/entries", {**one, "withdrawn": True, "why": "二重"})
    amounts = book.open().execute("SELECT amount, withdrawn FROM payment_entries ORDER BY batch").fetchall()
    assert amounts == [(1_200_000, False), (5, False), (None, True)]
    wrong = officer.post("/programme/entries", {"kind": "payment", "values": {"amount": "x", "paid": "y"}})
    assert {one["field"] for one in wrong.json()["problems"]} == {"amount", "paid"}
    assert officer.post("/programme/entries", {"kind": "payment", "id": "none", "why": "x"}).status_code == 404


def test_sent_again_it_is_entered_once(officer: Machine, book: Book) -> None:
    sent = {"kind": "payment", "values": {"amount": "1"}}
    answers = [officer.post("/programme/entries", sent, headers={"idempotency-key": "a"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(book.batches()) == 1


def test_only_in_the_name_of_an_officer(workspace: Workspace, town: Town, run: Running, book: Book) -> None:
    """A key that somebody else made can keep no book, whatever it is allowed."""
    machine = Machine(run, key_of(workspace, town.home, town.approver, *Permission))
    assert machine.post("/programme/entries", {"kind": "payment", "values": {"amount": "1"}}).status_code == 403
    assert machine.send("/programme/imports?format=workbook", content=TABLE, headers=RAW).status_code == 403
    reader = Machine(run, key_of(workspace, town.home, town.reader, Permission.READ))
    assert reader.get("/programme/check").status_code == 403
    assert book.batches() == ()


def test_an_import_that_is_sent_again_under_its_key_has_one_job(
    workspace: Workspace, town: Town, officer: Machine
) -> None:
    address, key = "/programme/imports?format=workbook&name=支払.csv", {**RAW, "idempotency-key": "month-11"}
    first, again = (officer.made(address, content=TABLE, headers=key) for _ in range(2))
    assert again["id"] == first["id"]
    assert officer.post(address, content=TABLE + b"p2,1\n", headers=key).status_code == 422
    keys: Iterator[str] = workspace.files.keys()
    kept = [one for one in keys if one.startswith(f"{town.home}/imports/")]
    assert len(kept) == 1, "what was brought for nothing is not kept"
