"""For every rule the ways in which a clean programme is spoilt, and which other rules then rightly object too."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.ledger.checks.generated import THOUSAND, Cluster, find, money, net

Spoil = Callable[[Cluster, Random], None]


@dataclass(frozen=True)
class Fault:
    code: str
    spoil: Spoil
    also: frozenset[str] = frozenset()
    """Rules that the same fault breaks as well: a payment a thousand times too large is over its award, too."""


def changed(kind: str, end: str, **values: Any) -> Spoil:
    return lambda cluster, _: find(cluster, kind, end).update(values)


def repriced(kind: str, end: str, amount: Callable[[Cluster], int], column: str = "amount") -> Spoil:
    return lambda cluster, _: money(find(cluster, kind, end), amount(cluster), column)


def copied(kind: str, end: str, **values: Any) -> Spoil:
    def spoil(cluster: Cluster, _: Random) -> None:
        row = find(cluster, kind, end)
        cluster[kind].append(row | {"id": f"{row['id']}copy"} | values)

    return spoil


def several(*spoils: Spoil) -> Spoil:
    def spoil(cluster: Cluster, rng: Random) -> None:
        for one in spoils:
            one(cluster, rng)

    return spoil


def amount_of(kind: str, end: str, column: str = "amount", more: int = 0) -> Callable[[Cluster], int]:
    return lambda cluster: int(find(cluster, kind, end)[column]) + more


def paid(award: str, more: int = 0) -> Callable[[Cluster], int]:
    """What was paid on an award, less refunds."""
    return lambda cluster: (
        more
        + sum(
            row["amount"] * (-1 if row["move"] == "refund" else 1)
            for row in cluster["payment"]
            if row["award"].endswith(award)
        )
    )


def _restate(cluster: Cluster, _: Random) -> None:
    find(cluster, "stated_total", ":t0")["amount"] = net(cluster, 2023)
    find(cluster, "stated_total", ":t1")["amount"] = sum(row["amount"] for row in cluster["award"])


def _shorten(kind: str, end: str, column: str) -> Spoil:
    def spoil(cluster: Cluster, rng: Random) -> None:
        row = find(cluster, kind, end)
        cut = rng.randrange(13)
        row[column] = row[column][:cut] + row[column][cut + 1 :]

    return spoil


def _wrong_digit(kind: str, end: str, column: str) -> Spoil:
    def spoil(cluster: Cluster, rng: Random) -> None:
        row = find(cluster, kind, end)
        row[column] = rng.choice([digit for digit in "123456789" if digit != row[column][0]]) + row[column][1:]

    return spoil


def _too_large(cluster: Cluster, rng: Random) -> None:
    row = find(cluster, "payment", rng.choice([":w0p0", ":w1p0", ":w1p1"]))
    money(row, row["amount"] * rng.choice([THOUSAND, THOUSAND**2]))


def _cut_loose(cluster: Cluster, _: Random) -> None:
    row = find(cluster, "observation", ":v12023")
    row["indicator"] = f"{row['id']}:nothing"


def _in_two_tiers(cluster: Cluster, _: Random) -> None:
    sub = cluster["sub_award"][0]
    alike = {name: sub[name] for name in ("programme", "fiscal_year", "payee", "payee_name", "payee_number", "amount")}
    direct = {"id": f"{sub['id']}direct", "move": "payment", "tier": 1, "award": "", **alike}
    cluster["payment"].append(direct)
    budget = find(cluster, "budget", ":b2023")
    money(budget, budget["executed"] + sub["amount"], "executed")
    _restate(cluster, Random(0))  # noqa: S311 - not for secrets
    direct["award"] = None


def _other_programme(cluster: Cluster, _: Random) -> None:
    payment, programme = find(cluster, "payment", ":w1p0"), cluster["programme"][0]
    other = f"{programme['id']}:other"
    cluster["programme"].append({"id": other, "title": "別の事業"})
    cluster["payment"].append(
        payment | {"id": f"{payment['id']}other", "programme": other, "award": None, "commitment": None}
    )


def _changed_indicator(cluster: Cluster, rng: Random) -> None:
    row = find(cluster, "indicator", ":i1")
    change = rng.choice([{"target": row["target"] - 10}, {"baseline": 1.0}, {"unit": "人"}, {"due": date(2025, 3, 30)}])
    cluster["indicator"].append(row | {"recorded": datetime(2026, 1, 1, 10)} | change)


def _without_results(cluster: Cluster, _: Random) -> None:
    for row in (*cluster["indicator"], *cluster["output"], *cluster["outcome"]):
        row["award"] = row["award"].replace(":w1", ":w0")


def _lower_award(cluster: Cluster, rng: Random) -> None:
    repriced("award", ":w1", paid(":w1", -THOUSAND))(cluster, rng)
    _restate(cluster, rng)


def _closed_early(cluster: Cluster, _: Random) -> None:
    last = max(row["paid"] for row in cluster["payment"] if row["award"].endswith(":w1"))
    find(cluster, "award", ":w1")["closed"] = last - timedelta(days=1)


def _refunded_more(cluster: Cluster, rng: Random) -> None:
    row = find(cluster, "payment", ":w0p2")
    money(row, paid(":w0")(cluster) + 2 * row["amount"])


SUMS = frozenset({"M03", "M16", "M22", "M25"})

FAULTS: tuple[Fault, ...] = (
    Fault("I01", _shorten("organisation", ":o1", "corporate_number")),
    Fault("I01", _shorten("payment", ":w0p1", "payee_number")),
    Fault("I01", _shorten("sub_award", ":s", "payee_number")),
    Fault("I02", _wrong_digit("organisation", ":o1", "corporate_number")),
    Fault("I02", _wrong_digit("commitment", ":k0", "payee_number")),
    Fault("I03", changed("payment", ":w1p1", payee_name="別の名前の会社")),
    Fault("I03", changed("organisation", ":o2", title="改名した会社")),
    Fault("I04", changed("organisation", ":person", title="羅針 花子")),
    Fault("I04", changed("sub_award", ":s", payee_name="羅針太郎氏", payee_number=None)),
    Fault("I05", changed("payment", ":w1p1", payee=None, payee_name=None, payee_number=None)),
    Fault("I05", changed("commitment", ":k1", payee=None, payee_name=" ", payee_number=None)),
    Fault("I06", changed("payment", ":w1p1", commitment="nowhere")),
    Fault("I06", changed("payment", ":w1p1", payee="nobody")),
    Fault("I06", changed("award", ":w0", recipient="nobody")),
    Fault("I06", changed("outcome", ":e", evidence="nothing")),
    Fault("I06", _cut_loose),
    Fault("I07", changed("award", ":w0", title=" ")),
    Fault("I07", changed("account_line", ":l0", account=None)),
    Fault("I07", changed("opinion", ":m", said=None)),
    Fault("I08", changed("payment", ":w1p1", move="送金")),
    Fault("I08", changed("indicator", ":i1", direction="増加")),
    Fault("I08", changed("observation", ":v12023", method="guessed")),
    Fault("I09", changed("organisation", ":o0", corporate_number=None)),
    Fault("M01", _too_large, SUMS),
    Fault("M02", repriced("payment", ":w1p1", amount_of("budget", ":b2023", "total", THOUSAND)), SUMS),
    Fault("M03", _lower_award),
    Fault("M04", repriced("call", ":c", lambda c: sum(row["amount"] for row in c["award"]) - THOUSAND, "ceiling")),
    Fault(
        "M05",
        repriced("programme", "", lambda c: sum(r["amount"] for r in c["award"]) - 1, "ceiling"),
        frozenset({"M06"}),
    ),
    Fault("M06", repriced("programme", "", amount_of("call", ":c", "ceiling", -THOUSAND), "ceiling")),
    Fault("M07", repriced("call", ":c", amount_of("call", ":c", "award_ceiling", -THOUSAND), "award_ceiling")),
    Fault("M08", changed("account_line", ":l0", debit=701)),
    Fault("M08", changed("account_line", ":l2", credit=None, debit=200)),
    Fault("M09", changed("balance", ":z2024", movements=21)),
    Fault("M10", changed("balance", ":z2024", opening=71, closing=91)),
    Fault("M11", repriced("budget", ":b2023", amount_of("budget", ":b2023", "initial", 2 * THOUSAND), "initial")),
    Fault("M11", repriced("budget", ":b2024", lambda _: 2000 * THOUSAND, "carried_out")),
    Fault("M12", repriced("budget", ":b2024", amount_of("budget", ":b2024", "total", THOUSAND), "executed")),
    Fault("M13", repriced("sub_award", ":s", amount_of("payment", ":w0p0", more=THOUSAND))),
    Fault("M14", _in_two_tiers),
    Fault("M15", changed("sub_award", ":s", tier=1)),
    Fault("M15", changed("sub_award", ":s", tier=0)),
    Fault("M16", changed("stated_total", ":t0", amount=1)),
    Fault("M16", changed("stated_total", ":t1", amount=1)),
    Fault("M17", repriced("sub_award", ":s", lambda _: -3000 * THOUSAND)),
    Fault("M17", repriced("application", ":n2", lambda _: -1)),
    Fault("M18", repriced("sub_award", ":s", lambda _: 0)),
    Fault("M18", copied("payment", ":w1p0", amount=0, amount_written="0")),
    Fault("M19", _refunded_more),
    Fault("M20", changed("payment", ":w1p1", amount_unit="百万円")),
    Fault("M20", changed("award", ":w1", amount_unit="円")),
    Fault("M20", changed("budget", ":b2023", total_written="１２３", total_unit="億円")),
    Fault("M21", changed("payment", ":w1p1", amount_unit="k円")),
    Fault("M21", changed("call", ":c", ceiling_unit="yen")),
    Fault("M22", repriced("commitment", ":k1", paid(":w1", -THOUSAND))),
    Fault("M23", repriced("application", ":n1", amount_of("award", ":w1", more=-THOUSAND))),
    Fault("M24", repriced("commitment", ":k1", amount_of("commitment", ":k1", more=-THOUSAND), "ceiling")),
    Fault("M25", repriced("budget", ":b2023", lambda c: net(c, 2023) - THOUSAND, "executed")),
    Fault("D01", copied("payment", ":w1p0"), SUMS),
    Fault("D02", copied("organisation", ":o2")),
    Fault("D03", copied("award", ":w1"), frozenset({"M04", "M05", "M16", "R14"})),
    Fault("D04", copied("application", ":n2", amount=1, amount_written="1", amount_unit="円")),
    Fault("D05", copied("observation", ":v12023", value=11.0, low=10.0, high=12.0)),
    Fault("D06", copied("budget", ":b2023")),
    Fault("D07", _other_programme),
    Fault("T01", changed("call", ":c", opened=date(2023, 6, 1)), frozenset({"T02"})),
    Fault("T02", changed("application", ":n0", applied=date(2023, 6, 1))),
    Fault("T02", changed("application", ":n2", applied=date(2023, 4, 9))),
    Fault("T03", changed("award", ":w1", decided=date(2023, 5, 30))),
    Fault("T04", changed("award", ":w1", agreed=date(2023, 6, 19))),
    Fault("T05", changed("payment", ":w1p0", paid=date(2023, 6, 30))),
    Fault("T05", changed("commitment", ":k0", agreed=date(2024, 3, 31))),
    Fault("T06", changed("commitment", ":k0", fiscal_year=2022)),
    Fault("T06", changed("payment", ":w1p0", paid=date(2024, 6, 1))),
    Fault("T07", _closed_early),
    Fault("T07", changed("programme", "", closed=date(2024, 9, 1))),
    Fault("T08", changed("award", ":w1", ends=date(2023, 6, 30))),
    Fault("T08", changed("deployment", ":d", ended=date(2024, 3, 31))),
    Fault("T08", changed("programme", "", end_year=2022), frozenset({"T10"})),
    Fault("T09", changed("output", ":u", delivered=date(2026, 1, 5))),
    Fault("T09", changed("observation", ":v12024", observed=date(2026, 3, 31))),
    Fault("T10", changed("programme", "", end_year=2023)),
    Fault("T10", changed("programme", "", start_year=2024)),
    Fault(
        "R01",
        several(changed("observation", ":v12023", value=None), changed("observation", ":v12024", value=None)),
        frozenset({"R14"}),
    ),
    Fault("R02", changed("indicator", ":i1", target=None)),
    Fault("R03", changed("indicator", ":i1", baseline=None)),
    Fault("R04", changed("indicator", ":i1", unit="")),
    Fault("R05", changed("indicator", ":i1", direction=None)),
    Fault("R06", _changed_indicator),
    Fault("R07", changed("observation", ":v12023", method=None)),
    Fault("R08", changed("observation", ":v12023", low=100.0)),
    Fault("R08", changed("observation", ":v12024", high=1.0)),
    Fault("R09", changed("observation", ":v12023", method="survey", sample_size=None)),
    Fault("R09", changed("observation", ":v12024", method="modelled", sample_size=0)),
    Fault("R10", changed("social_return", ":r", low=3000)),
    Fault("R10", changed("social_return", ":r", attribution=50.0)),
    Fault("R11", changed("social_return", ":r", deadweight=None)),
    Fault("R12", changed("observation", ":v02024", value=20.0, low=10.0, high=30.0)),
    Fault("R13", changed("outcome", ":e", evidence=None)),
    Fault("R13", changed("evaluation", ":y", evidence=None)),
    Fault("R14", _without_results),
    Fault("R15", changed("opinion", ":m", answer=None)),
    Fault("R16", changed("evidence", ":f0", digest=None)),
)


def spoilt(cluster: Cluster, fault: Fault, rng: Random) -> Cluster:
    """A copy of a clean programme with the fault in it."""
    copy: Cluster = deepcopy(cluster)
    fault.spoil(copy, rng)
    return copy
