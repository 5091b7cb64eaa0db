"""A name without a number: resolved where one organisation fits, never where two do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rashin.ledger.book.engine import connect, put
from rashin.ledger.payees.resolution import How, resolve

KNOWN = {
    "jp:1": "株式会社日立製作所",
    "jp:2": "国立研究開発法人産業技術総合研究所",
    "jp:3": "今治市",
    "jp:4": "東京都府中市",
    "jp:5": "広島県府中市",
    "jp:6": "株式会社山田商店",
    "jp:7": "有限会社山田商店",
    "jp:8": "一般財団法人日本環境衛生総合センター",
    "jp:10": "独立行政法人高齢・障害・求職者雇用支援機構",
    "jp:9": "社会福祉法人みどり会第一支部",
}


def resolved(*names: str) -> dict[str, tuple[str | None, str]]:
    with connect() as connection:
        put(connection, "wanted", {"name": names})
        put(connection, "known", {"organisation": list(KNOWN), "name": list(KNOWN.values())})
        resolve(connection, "SELECT name FROM wanted", "SELECT organisation, name FROM known")
        rows = connection.execute("SELECT name, organisation, how FROM resolved").fetchall()
    return {name: (organisation, how) for name, organisation, how in rows}


@pytest.mark.parametrize(
    ("name", "organisation", "how"),
    [
        ("㈱日立製作所", "jp:1", How.SPELLING),
        ("日立製作所", "jp:1", How.CORE),
        ("日立製作所株式会社", None, How.NOBODY),
        ("産業技術総合研究所", "jp:2", How.CORE),
        ("愛媛県今治市", "jp:3", How.CORE),
        ("府中市", None, How.SEVERAL),
        ("広島県府中市", "jp:5", How.SPELLING),
        ("山田商店", None, How.SEVERAL),
        ("日本環境衛生総合センタ", "jp:8", How.CORE),
        ("高齢障害者求職者雇用支援機構", "jp:10", How.NEAR),
        ("社会福祉法人みどり会第二支部", None, How.NOBODY),
        ("個人A", None, How.PERSON),
        ("まったく別の団体", None, How.NOBODY),
    ],
)
def test_whom_a_name_means(name: str, organisation: str | None, how: How) -> None:
    assert resolved(name) == {name: (organisation, how.value)}


def test_names_on_real_data(shared_data: Path, checkout: Path) -> None:
    """The bars that docs/benchmarks.md reports, with some room."""
    sys.path.insert(0, str(checkout / "benchmarks"))
    try:
        import payees
    finally:
        sys.path.remove(str(checkout / "benchmarks"))
    found = {one.task: one for one in payees.results(shared_data / "ledger" / "jp_rs2025_marumie", 0.3, 0)}
    register = found["register"]
    assert register.right > 0.99 * register.to_find
    assert register.found - register.right < 0.001 * register.found
    wrong = found["dictionary"].found - found["dictionary"].right
    assert wrong < 0.005 * found["dictionary"].names
