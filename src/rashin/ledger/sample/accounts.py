"""What follows from the payments: budgets with what was executed of them, the journal, balances, and totals as stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from rashin.ledger.sample.data import FIELDS, OFFICE, Row, Rows, part, stories, themes, whole

YEARS = (2023, 2024, 2025)
_MILLION = 1_000_000
_SUPPLEMENT = part("infrastructure")
"""The part that got more by a supplement than at first."""
_LATE = part("talent")
"""The part that carried over most of its first year."""
_GRANTS, _REFUNDS, _PAID_FROM = "補助金・委託費", "返納金", "国庫金（支払元）"

Sums = Mapping[tuple[str, int], int]
"""Yen by programme and fiscal year."""


def ceilings() -> Mapping[str, int]:
    """The ceiling of every part; together ten billion yen."""
    fields = {part(field): int(themes()[field]["ceiling"]) for field in FIELDS}
    return {**fields, OFFICE: int(stories()["office"]["ceiling"])}


def budgets(random: Random, payments: Sequence[Row]) -> list[Row]:
    """The lines of the budget by part and year. What was not spent in a year is carried into the next but the last.

    Initial and supplementary budgets of a part come to its ceiling, so that its totals over the years do too.
    """
    spent = paid(payments)
    return [row for name, ceiling in ceilings().items() for row in _lines(random, name, ceiling, spent)]


def executed(rows: Rows) -> None:
    """Say in every line of the budget what was paid in its year, less what came back."""
    spent = paid(rows["payment"])
    for line in rows["budget"]:
        line["executed"] = spent.get((str(line["programme"]), whole(line, "fiscal_year")), 0)


def accounts(payments: Sequence[Row]) -> Rows:
    """The journal, the balances of its accounts, and the totals as they stand in the settlement."""
    stated: list[Row] = [
        {"id": f"stated-{name}-{year}", "programme": name, "fiscal_year": year, "of": "payment", "amount": amount}
        for (name, year), amount in sorted(paid(payments).items())
    ]
    return {"account_line": list(_journal(payments)), "balance": list(_balances(payments)), "stated_total": stated}


def paid(payments: Sequence[Row]) -> Sums:
    """What was paid directly by part and year, less what came back."""
    sums: dict[tuple[str, int], int] = defaultdict(int)
    for one in payments:
        sums[str(one["programme"]), whole(one, "fiscal_year")] += _signed(one)
    return dict(sums)


def _signed(one: Row) -> int:
    amount = whole(one, "amount")
    return -amount if one["move"] == "refund" else amount


def _lines(random: Random, name: str, ceiling: int, spent: Sums) -> Iterator[Row]:
    carried, left = 0, ceiling
    for year in YEARS:
        needed = spent.get((name, year), 0)
        if year == YEARS[-1]:
            given = left
        else:
            more = 2.4 if (name, year) == (_LATE, YEARS[0]) else random.uniform(1.06, 1.25)
            given = min(left, max(0, -(-int(needed * more - carried) // _MILLION)) * _MILLION)
        if not (given or carried):
            continue
        left -= given
        available = given + carried
        onward = 0 if year == YEARS[-1] else available - needed
        supplement = given * 6 // 10 // _MILLION * _MILLION if name == _SUPPLEMENT and year == YEARS[1] else 0
        yield {
            "id": f"budget-{name}-{year}",
            "programme": name,
            "fiscal_year": year,
            "initial": given - supplement,
            "supplementary": supplement,
            "carried_in": carried,
            "carried_out": -onward,
            "reserve": 0,
            "total": available - onward,
        }
        carried = onward


def _journal(payments: Sequence[Row]) -> Iterator[Row]:
    """Every month's payments of a part as one entry of the journal, and its refunds as another."""
    months: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for one in payments:
        months[str(one["programme"]), str(one["paid"])[:7], str(one["move"])].append(one)
    for (name, month, move), entries in sorted(months.items()):
        amount = sum(whole(one, "amount") for one in entries)
        journal = f"{'refunds' if move == 'refund' else 'journal'}-{name}-{month}"
        sides = (_PAID_FROM, _REFUNDS) if move == "refund" else (_GRANTS, _PAID_FROM)
        for side, account in zip(("debit", "credit"), sides, strict=True):
            yield {
                "id": f"{journal}-{side}",
                "programme": name,
                "journal": journal,
                "booked": max(str(one["paid"]) for one in entries),
                "account": account,
                side: amount,
            }


def _balances(payments: Sequence[Row]) -> Iterator[Row]:
    """By part, account and year, each account on its own side: grants are debit, the others credit."""
    moves: dict[tuple[str, str, int], int] = defaultdict(int)
    for one in payments:
        name, year = str(one["programme"]), whole(one, "fiscal_year")
        moves[name, _REFUNDS if one["move"] == "refund" else _GRANTS, year] += whole(one, "amount")
        moves[name, _PAID_FROM, year] += _signed(one)
    accounts = sorted({(name, account) for name, account, _ in moves})
    for name, account in accounts:
        opening = 0
        for year in sorted({year for one, _, year in moves if one == name}):
            movements = moves.get((name, account, year), 0)
            yield {
                "id": f"balance-{name}-{account}-{year}",
                "programme": name,
                "account": account,
                "fiscal_year": year,
                "opening": opening,
                "movements": movements,
                "closing": opening + movements,
            }
            opening += movements
