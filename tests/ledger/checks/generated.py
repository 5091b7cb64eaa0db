"""A clean book, one small programme at a time: everything about programme n has an id that begins with its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from duckdb import DuckDBPyConnection
from tests.ledger.checks.books import empty_book, enter

from rashin.ledger.payees.numbers import check_digit

Row = dict[str, Any]
Cluster = dict[str, list[Row]]

ON = date(2026, 1, 1)
THOUSAND = 1000


def corporate_number(n: int) -> str:
    """The n-th of a row of numbers that are valid."""
    body = f"{100_000_000_000 + n:012}"
    return f"{check_digit(body)}{body}"


def money(row: Row, amount: int, column: str = "amount") -> None:
    """Set an amount, with what was written in thousands beside it."""
    written = {column: amount, f"{column}_written": f"{amount // THOUSAND:,}", f"{column}_unit": "千円"}
    row.update(
        written if amount % THOUSAND == 0 else {column: amount, f"{column}_written": None, f"{column}_unit": None}
    )


def costing(amount: int, **others: Any) -> Row:
    row: Row = dict(others)
    money(row, amount)
    return row


def clean(n: int, rng: Random) -> Cluster:
    """A programme with two awards that kept every rule."""
    p = f"P{n:05}"
    cluster: Cluster = {
        "organisation": _organisations(p, n),
        "programme": [],
        "award": [],
        "commitment": [],
        "payment": [],
    }
    amounts = [rng.randrange(20_000, 90_000) * THOUSAND for _ in range(2)]
    whole = sum(amounts)
    programme: Row = {
        "id": p,
        "title": f"事業{n}",
        "funder": f"{p}:ministry",
        "start_year": 2023,
        "end_year": 2025,
        "fiscal_year": 2023,
    }
    money(programme, whole * 2, "ceiling")
    cluster["programme"].append(programme)
    call: Row = {
        "id": f"{p}:c",
        "title": "公募",
        "programme": p,
        "opened": date(2023, 4, 10),
        "closed": date(2023, 5, 31),
    }
    cluster["call"] = [call]
    money(call, whole + 5000 * THOUSAND, "ceiling")
    money(call, max(amounts), "award_ceiling")
    cluster["application"] = [
        costing(
            (amounts[k] if k < 2 else 30_000 * THOUSAND) + k * THOUSAND,
            id=f"{p}:n{k}",
            call=f"{p}:c",
            applicant=f"{p}:o{k}",
            applied=date(2023, 4, 10) + timedelta(days=rng.randrange(51)),
        )
        for k in range(3)
    ]
    for k, amount in enumerate(amounts):
        _award(cluster, p, k, amount, rng)
    _passed_on(cluster, p)
    _books(cluster, p, whole)
    _results(cluster, p, rng)
    return cluster


def _organisations(p: str, n: int) -> list[Row]:
    companies = [
        {
            "id": f"{p}:o{k}",
            "title": f"架空{p}{k}株式会社",
            "corporate_number": corporate_number(n * 10 + k),
            "body": "company",
        }
        for k in range(3)
    ]
    ministry = {"id": f"{p}:ministry", "title": "架空省", "corporate_number": None, "body": "ministry"}
    person = {"id": f"{p}:person", "title": "個人A", "corporate_number": None, "body": "person"}
    return [*companies, ministry, person]


def _award(cluster: Cluster, p: str, k: int, amount: int, rng: Random) -> None:
    company = cluster["organisation"][k]
    payee = {"payee": company["id"], "payee_name": company["title"], "payee_number": company["corporate_number"]}
    cluster["award"].append(
        costing(
            amount,
            id=f"{p}:w{k}",
            title=f"採択{k}",
            programme=p,
            call=f"{p}:c",
            application=f"{p}:n{k}",
            recipient=company["id"],
            version=1,
            decided=date(2023, 6, 20),
            agreed=date(2023, 7, 1),
            starts=date(2023, 7, 1),
            ends=date(2024, 12, 31),
            closed=date(2025, 3, 31),
        )
    )
    contract = costing(
        amount, id=f"{p}:k{k}", programme=p, award=f"{p}:w{k}", fiscal_year=2023, agreed=date(2023, 7, 1), **payee
    )
    contract |= {"bidders": 3, "procedure": "一般競争入札"}
    money(contract, amount + 1000 * THOUSAND, "ceiling")
    cluster["commitment"].append(contract)
    first = amount // THOUSAND * rng.randrange(40, 60) // 100 * THOUSAND
    parts = (
        (first, date(2023, 10, 2)),
        (amount // 4 // THOUSAND * THOUSAND, date(2024, 2, 1)),
        (1000 * THOUSAND, date(2024, 9, 2)),
    )
    for j, (part, paid) in enumerate(parts):
        refund = k == 0 and j == 2
        cluster["payment"].append(
            costing(
                part,
                id=f"{p}:w{k}p{j}",
                programme=p,
                award=f"{p}:w{k}",
                commitment=f"{p}:k{k}",
                fiscal_year=2023 if paid < date(2024, 4, 1) else 2024,
                paid=paid + timedelta(days=rng.randrange(20)),
                move="refund" if refund else "payment",
                tier=1,
                work=f"業務{j}",
                **payee,
            )
        )


def _passed_on(cluster: Cluster, p: str) -> None:
    third = cluster["organisation"][2]
    names = {"payee": third["id"], "payee_name": third["title"], "payee_number": third["corporate_number"]}
    source = {"payment": f"{p}:w0p0", "payer": f"{p}:o0", "programme": p, "fiscal_year": 2023}
    cluster["sub_award"] = [costing(3000 * THOUSAND, id=f"{p}:s", tier=2, work="調査", **source, **names)]


def net(cluster: Cluster, year: int) -> int:
    return sum(
        row["amount"] * (-1 if row["move"] == "refund" else 1)
        for row in cluster["payment"]
        if row["fiscal_year"] == year
    )


def _books(cluster: Cluster, p: str, whole: int) -> None:
    for year in (2023, 2024):
        budget: Row = {"id": f"{p}:b{year}", "programme": p, "fiscal_year": year, "award": None}
        parts = {
            "initial": whole,
            "supplementary": 5000 * THOUSAND,
            "carried_in": 0,
            "carried_out": -2000 * THOUSAND,
            "reserve": 0,
        }
        for column, amount in (
            *parts.items(),
            ("total", sum(parts.values())),
            ("executed", max(net(cluster, year), THOUSAND)),
        ):
            money(budget, amount, column)
        cluster.setdefault("budget", []).append(budget)
    lines = (("補助金", 700, None), ("現金", None, 500), ("未払金", None, 200))
    cluster["account_line"] = [
        {"id": f"{p}:l{j}", "programme": p, "journal": f"{p}:j", "account": account, "debit": debit, "credit": credit}
        for j, (account, debit, credit) in enumerate(lines)
    ]
    cluster["balance"] = [
        {
            "id": f"{p}:z{year}",
            "programme": p,
            "account": "基金",
            "fiscal_year": year,
            "opening": a,
            "movements": m,
            "closing": a + m,
        }
        for year, a, m in ((2023, 100, -30), (2024, 70, 20))
    ]
    cluster["stated_total"] = [
        {"id": f"{p}:t0", "programme": p, "fiscal_year": 2023, "of": "payment", "amount": net(cluster, 2023)},
        {"id": f"{p}:t1", "programme": p, "fiscal_year": None, "of": "award", "amount": whole},
    ]


def _results(cluster: Cluster, p: str, rng: Random) -> None:
    cluster["evidence"] = [
        {"id": f"{p}:f{j}", "title": "報告書", "digest": d, "address": a}
        for j, (d, a) in enumerate((("ab", None), (None, "書庫")))
    ]
    cluster["output"] = [
        {
            "id": f"{p}:u",
            "title": "報告書",
            "programme": p,
            "award": f"{p}:w0",
            "delivered": date(2024, 12, 1),
            "evidence": f"{p}:f0",
        }
    ]
    cluster["deployment"] = [
        {
            "id": f"{p}:d",
            "title": "導入",
            "award": f"{p}:w1",
            "organisation": f"{p}:o1",
            "started": date(2024, 4, 1),
            "ended": None,
            "uses": 9,
        }
    ]
    target = float(rng.randrange(50, 90))
    cluster["indicator"] = [
        {
            "id": f"{p}:i{j}",
            "title": "件数",
            "programme": p,
            "award": f"{p}:w{j}",
            "stage": "outcome",
            "unit": "件",
            "baseline": 10.0,
            "direction": "up",
            "target": target,
            "due": date(2025, 3, 31),
            "version": 1,
        }
        for j in range(2)
    ]
    cluster["observation"] = [
        {
            "id": f"{p}:v{j}{year}",
            "indicator": f"{p}:i{j}",
            "fiscal_year": year,
            "observed": date(year + 1, 3, 31),
            "value": target + year - 2023,
            "method": "audited",
            "sample_size": 100,
            "low": target - 5,
            "high": target + 5,
        }
        for j in range(2)
        for year in (2023, 2024)
    ]
    cluster["outcome"] = [
        {
            "id": f"{p}:e",
            "title": "成果",
            "programme": p,
            "award": f"{p}:w0",
            "indicator": f"{p}:i0",
            "finding": "met",
            "evidence": f"{p}:f0",
        }
    ]
    returned = {
        "low": 1000,
        "high": 2000,
        "attribution": 0.5,
        "deadweight": 0.1,
        "method": "modelled",
        "sample_size": 30,
    }
    cluster["social_return"] = [{"id": f"{p}:r", "title": "還元", "programme": p, **returned}]
    cluster["criterion"] = [{"id": f"{p}:x", "title": "妥当性", "programme": p}]
    cluster["evaluation"] = [
        {"id": f"{p}:y", "criterion": f"{p}:x", "finding": "met", "evaluated": date(2025, 6, 1), "evidence": f"{p}:f1"}
    ]
    opinion = {"about": p, "said": "…", "sent": date(2025, 1, 1), "due": date(2025, 2, 1), "answer": "直しました"}
    cluster["opinion"] = [{"id": f"{p}:m", **opinion, "answered": date(2025, 1, 20)}]


def book_of_clusters(clusters: Iterable[Cluster]) -> DuckDBPyConnection:
    """All of them in one book."""
    rows: dict[str, list[Row]] = {}
    for cluster in clusters:
        for kind, entries in cluster.items():
            rows.setdefault(kind, []).extend(entries)
    connection = empty_book()
    enter(connection, rows)
    return connection


def find(cluster: Mapping[str, list[Row]], kind: str, end: str) -> Row:
    """The entry of the kind whose id ends so."""
    (found,) = (row for row in cluster[kind] if row["id"].endswith(end))
    return found
