"""Other projects' test files, where they ask what we ask. What differs is named here and explained in docs/ledger-agreement.md."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.checks.books import Rows, book_of

from rashin.errors import ImportRefused
from rashin.ledger.book.book import Book
from rashin.ledger.checks import checking
from rashin.ledger.importing.importing import FORMATS, import_into

ON = date(2026, 1, 1)

Release = dict[str, Any]


@pytest.fixture(scope="module")
def fixtures(shared_data: Path) -> Path:
    return shared_data / "ledger" / "fixtures"


def found(rows: Rows, code: str) -> set[str]:
    report = checking.check(book_of(rows), [code], on=ON)
    return {finding.id for answer in report.answers for finding in answer.findings}


def tenders(releases: list[Release]) -> Rows:
    """R018: how many tenderers, by which method."""
    bids = [(release["ocid"], release["tender"]) for release in releases]
    return {
        "commitment": [
            {
                "id": ocid,
                "amount": 1,
                "bidders": tender["numberOfTenderers"],
                "procedure": tender.get("procurementMethod"),
            }
            for ocid, tender in bids
        ]
    }


def periods(releases: list[Release]) -> Rows:
    """R003: the book holds days, and only whole ones count."""
    calls = []
    for release in releases:
        try:
            period = release["tender"]["tenderPeriod"]
            opened, closed = (datetime.fromisoformat(period[end]) for end in ("startDate", "endDate"))
        except ValueError:
            continue
        closing = opened.date() + timedelta(days=(closed - opened).days)
        calls.append(
            {"id": release["ocid"], "title": "t", "programme": "p", "opened": opened.date(), "closed": closing}
        )
    return {"call": calls}


def bids(releases: list[Release]) -> Rows:
    """R028 and R030: an application for each bid whose tenderers are known, in one currency."""
    calls, applications = [], []
    for release in releases:
        end = release.get("tender", {}).get("tenderPeriod", {}).get("endDate")
        calls.append(
            {"id": release["ocid"], "title": "t", "programme": "p", "closed": end and date.fromisoformat(end[:10])}
        )
        for n, bid in enumerate(release["bids"]["details"]):
            value = bid.get("value", {"amount": 1, "currency": "USD"})
            if "tenderers" in bid and value["currency"] == "USD":
                applications.append(
                    {
                        "id": f"{release['ocid']}:{n}",
                        "call": release["ocid"],
                        "applicant": "+".join(sorted(one["id"] for one in bid["tenderers"])),
                        "applied": date.fromisoformat(bid["date"][:10]) if "date" in bid else None,
                        "amount": int(Decimal(str(value["amount"])) * 100),
                    }
                )
    return {"call": calls, "application": applications}


# Their indicator → our code, how their file becomes a book, and what we find that they do not.
SAME_QUESTION: dict[str, tuple[str, Callable[[list[Release]], Rows], set[str]]] = {
    "R003": ("F12", periods, set()),
    "R018": ("F01", tenders, set()),
    "R028": ("F13", bids, {"cancelled tender", "no price comparison", "exclude procurement method details"}),
    "R030": ("T02", bids, {"losing bid", "pending award", "invalid award", "cancelled tender"}),
}
# Settings of theirs, or questions that nothing in the book answers; docs/ledger-agreement.md says why, one by one.
NOT_ASKED = {
    "R003-procurement_method_details-x-5-y-10",
    "R003-procurement_methods-open+selective",
    "R003-threshold-10",
    "R024",
    "R025",
    "R035",
    "R036",
    "R038",
    "R038-tenderer",
    "R048-minimum_contracting_processes-1",
    "R058",
}


def test_every_indicator_of_cardinal_is_accounted_for(fixtures: Path, checkout: Path) -> None:
    names = {path.stem for path in (fixtures / "ocds_cardinal" / "indicators").glob("*.expected")}
    assert names == set(SAME_QUESTION) | NOT_ASKED
    page = (checkout / "docs" / "ledger-agreement.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in page] == []


@pytest.mark.parametrize("indicator", SAME_QUESTION)
def test_cardinal_finds_what_we_find_but_for_what_is_explained(fixtures: Path, checkout: Path, indicator: str) -> None:
    code, book, more = SAME_QUESTION[indicator]
    folder = fixtures / "ocds_cardinal" / "indicators"
    lines = (folder / f"{indicator}.jsonl").read_text(encoding="utf-8").splitlines()
    theirs = set(json.loads((folder / f"{indicator}.expected").read_text(encoding="utf-8"))["OCID"])
    ours = {one.partition(":")[0] for one in found(book([json.loads(line) for line in lines if line.strip()]), code)}
    assert theirs - ours == set()
    assert ours - theirs == more
    page = (checkout / "docs" / "ledger-agreement.md").read_text(encoding="utf-8")
    assert [one for one in more if one not in page] == []


# 360Giving's own test files: what their checker says is wrong with each, and what becomes of it here.
REFUSED = {
    "badfile_all_validation_errors.json": "awardDate",
    "fundingproviders-grants-email.json": "id",
    "fundingproviders-grants_broken_grants.json": "id",
    "fundingproviders-grants_fixed_2_grants.json": "id",
    "fundingproviders-grants_malformed.json": None,
    "nulls.json": "id",
    "decimal_amounts.json": "id",
    "RecipientIndDEI.json": "currency",
}
ACCEPTED = {"additional_fields.json", "duration_usefulness.json", "multiple_funder_names_org_ids.json"}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_of_360giving_changes_nothing_and_says_where(fixtures: Path, tmp_path: Path, name: str) -> None:
    book = Book(tmp_path / "book")
    with pytest.raises(ImportRefused) as refused:
        import_into(book, "360giving", fixtures / "360giving" / name, by="test")
    assert REFUSED[name] in {problem.column for problem in refused.value.problems}
    assert book.batches() == ()


@pytest.mark.parametrize("name", sorted(ACCEPTED))
def test_a_sound_file_of_360giving_is_taken_and_breaks_no_rule(fixtures: Path, tmp_path: Path, name: str) -> None:
    book = Book(tmp_path / "book")
    import_into(book, "360giving", fixtures / "360giving" / name, by="test")
    with book.open() as connection:
        report = checking.check(connection, on=ON)
    assert [one.check.code for one in report.blocking] == []


def test_every_json_file_of_360giving_is_accounted_for(fixtures: Path) -> None:
    folder = fixtures / "360giving"
    grants = {path.name for path in folder.glob("*.json") if FORMATS["360giving"].sniff(path)}
    assert grants == {*REFUSED, *ACCEPTED}


def appropriations(file: Path) -> Iterator[dict[str, int]]:
    """Rows whose amounts can be read, in cents, under short names."""
    columns = {
        "initial": ("budgetauthorityappropriatedamount_cpe", "budget_authority_appropria_cpe"),
        "carried_in": ("budgetauthorityunobligatedbalancebroughtforward_fyb", "budget_authority_unobligat_fyb"),
        "supplementary": ("adjustmentstounobligatedbalancebroughtforward_cpe", "adjustments_to_unobligated_cpe"),
        "reserve": ("otherbudgetaryresourcesamount_cpe", "other_budgetary_resources_cpe"),
        "total": (
            "totalbudgetaryresources_cpe",
            "total_budgetary_resources_cpe",
            "budgetauthorityavailableamounttotal_cpe",
        ),
        "obligated": ("obligationsincurredtotalbytas_cpe", "obligations_incurred_total_cpe"),
        "unobligated": ("unobligatedbalance_cpe", "unobligated_balance_cpe"),
        "status": ("statusofbudgetaryresourcestotal_cpe", "status_of_budgetary_resour_cpe"),
    }
    with file.open(encoding="utf-8", errors="replace", newline="") as lines:
        for row in csv.DictReader(lines):
            try:
                yield {
                    name: int(Decimal(next(row[one] for one in heads if row.get(one))) * 100)
                    for name, heads in columns.items()
                }
            except (ArithmeticError, StopIteration):
                continue


@pytest.mark.parametrize(
    "name", ["appropValid", "appropMixed", "appropMixedLarge", "cross_file_A", "invalid_cross_file_A"]
)
def test_the_broker_of_usaspending_and_we_agree_on_the_identities_of_a_budget(fixtures: Path, name: str) -> None:
    """Their rules A2 (the parts of a budget give its total) and A4 (obligated and not obligated give the whole)."""
    rows = dict(enumerate(appropriations(fixtures / "usaspending_broker" / f"{name}.csv")))
    parts = ("initial", "carried_in", "supplementary", "reserve")
    budgets = [
        {"id": str(n), "programme": "p", "fiscal_year": n, **{k: row[k] for k in (*parts, "total")}}
        for n, row in rows.items()
    ]
    balances = [
        {
            "id": str(n),
            "account": "a",
            "opening": row["unobligated"],
            "movements": row["obligated"],
            "closing": row["status"],
        }
        for n, row in rows.items()
    ]
    a2 = {str(n) for n, row in rows.items() if sum(row[part] for part in parts) != row["total"]}
    a4 = {str(n) for n, row in rows.items() if row["obligated"] + row["unobligated"] != row["status"]}
    assert rows
    assert found_all({"budget": budgets}, "M11") == a2
    assert found_all({"balance": balances}, "M09") == a4


def found_all(rows: Rows, code: str) -> set[str]:
    report = checking.check(book_of(rows), [code], on=ON, most=1_000_000)
    assert report.rules[0].count == len(report.rules[0].findings)
    return {finding.id for finding in report.rules[0].findings}
