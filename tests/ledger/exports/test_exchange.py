"""360Giving and OCDS: what an entry becomes in each, and that what cannot be said is counted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.exports.books import ABOUT, AT, JCN, ROWS, Rows, lay_scope, opened, sent

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Draft, Source, draft_of
from rashin.ledger.exports.about import About
from rashin.ledger.exports.exports import exports

AI = ["ai", "ai/sub"]


def written(folder: Path, code: str, rows: Rows = ROWS, scope: list[str] | None = None, about: About = ABOUT) -> Any:
    path = sent(opened(folder, rows, scope), folder, code, about)
    assert path is not None
    return json.loads(path.read_text("utf-8"))


def test_an_award_is_a_grant(tmp_path: Path) -> None:
    package = written(tmp_path, "360giving", scope=AI)
    assert package["license"] == ABOUT.licence.address
    assert package["publisher"] == {"name": "羅針庁", "website": ABOUT.address}
    assert package["grants"] == [
        {
            "id": "a1",
            "title": "言語モデル",
            "description": "=作る",
            "currency": "JPY",
            "amountAwarded": 800,
            "amountDisbursed": 480,
            "awardDate": "2025-06-15",
            "plannedDates": [{"startDate": "2025-07-01", "endDate": "2026-03-31"}],
            "recipientOrganization": [{"id": f"JP-JCN-{JCN}", "name": "株式会社あ"}],
            "fundingOrganization": [{"id": "JP-JCN-2000012010019", "name": "羅針庁"}],
            "fromOpenCall": "Yes",
            "grantProgramme": [{"code": "ai", "title": "AI 事業"}],
            "dataSource": ABOUT.address,
            "dateModified": "2026-10-31T15:00:00Z",
        },
        {
            "id": "a2",
            "title": "奨学金",
            "description": "奨学金",
            "currency": "JPY",
            "amountAwarded": 50,
            "amountDisbursed": 50,
            "awardDate": "2025-08-01",
            "recipientIndividual": {"id": "person", "name": "個人"},
            "fundingOrganization": [{"id": "JP-JCN-2000012010019", "name": "羅針庁"}],
            "grantProgramme": [{"code": "ai/sub", "title": "AI 事業の一部"}],
            "dataSource": ABOUT.address,
            "dateModified": "2026-10-31T15:00:00Z",
        },
    ]


def test_what_a_standard_cannot_say_is_counted(tmp_path: Path) -> None:
    files = exports(opened(tmp_path, scope=AI), tmp_path, ABOUT)
    # a3 has no day; y4 and k2 belong to no award, and y5 is what a recipient passed on.
    assert {file.of: (file.rows, file.left_out) for file in files if file.left_out} == {
        "360giving": (2, 1),
        "ocds": (4, 3),
    }


def test_a_call_and_what_came_of_it_are_one_process(tmp_path: Path) -> None:
    releases = {one["ocid"]: one for one in written(tmp_path, "ocds", scope=AI)["releases"]}
    assert set(releases) == {"c1", "c2", "a2", "a3"}
    call = releases["c1"]
    assert call["tag"] == ["tender", "award", "contract", "implementation"]
    assert call["tender"]["status"] == "complete"
    assert call["tender"]["tenderPeriod"] == {"startDate": "2025-04-01T00:00:00Z", "endDate": "2025-05-31T23:59:59Z"}
    assert call["planning"]["budget"]["amount"] == {"amount": 800, "currency": "JPY"}
    assert [bid["value"]["amount"] for bid in call["bids"]["details"]] == [800, 700]
    (contract,) = call["contracts"]
    assert [one["value"]["amount"] for one in contract["implementation"]["transactions"]] == [500, -20]
    roles = {party["id"]: party["roles"] for party in call["parties"]}
    assert roles == {
        "JP-JCN-2000012010019": ["buyer", "procuringEntity"],
        f"JP-JCN-{JCN}": ["tenderer", "supplier", "payee"],
        "b": ["tenderer"],
    }
    assert releases["c2"]["tender"]["status"] == "planned"
    assert releases["a2"]["contracts"][0]["id"] == "a2/paid"
    assert "value" not in releases["a2"]["contracts"][0]


def test_a_publisher_with_a_prefix_puts_it_before_every_process(tmp_path: Path) -> None:
    releases = written(tmp_path, "ocds", about=replace(ABOUT, ocid_prefix="ocds-abcdef"))["releases"]
    assert {one["ocid"] for one in releases} == {f"ocds-abcdef-{one}" for one in ("c1", "c2", "c9", "a2", "a3", "a9")}


def test_pounds_have_their_pence(tmp_path: Path) -> None:
    draft = draft_of({kind: ROWS[kind] for kind in ("organisation", "programme", "award")})
    book = Book(tmp_path / "book")
    book.add(Draft(draft.connection, draft.format, Source(""), draft.kinds, "GBP"), by="x", at=AT)
    connection = book.open()
    lay_scope(connection)
    path = sent(connection, tmp_path, "360giving")
    assert path is not None
    grants = json.loads(path.read_text("utf-8"))["grants"]
    assert [(one["amountAwarded"], one["currency"]) for one in grants] == [(8, "GBP"), (0.5, "GBP"), (0.7, "GBP")]


@pytest.mark.parametrize("number", ["7000012050003", "12345", ""])
def test_a_number_that_is_none_is_not_given_out_as_one(tmp_path: Path, number: str) -> None:
    rows = {**ROWS, "organisation": [{**one, "corporate_number": number} for one in ROWS["organisation"]]}
    assert "JP-JCN" not in json.dumps(written(tmp_path, "360giving", rows)["grants"])
