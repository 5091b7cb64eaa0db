"""The office of the programme: who runs the calls, who evaluates, and who sits on the committee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from rashin.ledger.sample.data import OFFICE, Row, Rows, whole, working_day
from rashin.ledger.sample.organisations import PERSON, Organisation, organisations

_YEARS = (2023, 2024, 2025)
_RUNNING = (38_500_000, 42_900_000, 41_250_000)
_EVALUATING = (11_000_000, 12_100_000, 13_200_000)
_PRINTING = (968_000, 979_000, 990_000)
"""Three contracts of one year, each just below what may be given without competition."""
_MONTHS = {4: (6, 9, 12, 3), 2: (9, 3)}
"""The months in which a contract of so many instalments is paid."""
_MEMBERS = "ABCDEF"
_MEETINGS = ((7, 14), (1, 22))
_FEE = 29_400
TWICE = "payment-office-2025-committee-1-B-2"
"""A fee that was entered a second time."""


def office_money(random: Random) -> Rows:
    """Commitments and payments of the office."""
    rows: Rows = {"commitment": [], "payment": []}
    for contract, parts in (*_large(), *_small()):
        rows["commitment"].append(contract)
        rows["payment"] += _instalments(random, contract, parts)
    rows["payment"] += _fees()
    return rows


def _large() -> Iterator[tuple[Row, int]]:
    """Running the calls, for which one company bid each year, and evaluating."""
    keeper, evaluator = _named("org-office-keeper"), _named("org-evaluator")
    for year, running, evaluating in zip(_YEARS, _RUNNING, _EVALUATING, strict=True):
        agreed = date(year, 4, 3)
        bid = "一般競争入札（総合評価）"
        yield _contract(f"contract-office-{year}-running", agreed, keeper, running, bid, 1, running * 1000 // 986), 4
        bid = "企画競争"
        yield _contract(f"contract-office-{year}-evaluation", agreed, evaluator, evaluating, bid, 3), 2


def _small() -> Iterator[tuple[Row, int]]:
    printer = _named("org-printer")
    for nth, amount in enumerate(_PRINTING, start=1):
        name = f"contract-office-2024-printing-{nth}"
        yield _contract(name, date(2024, 4 + 2 * nth, 11), printer, amount, "少額随意契約"), 1


def _contract(
    identity: str,
    agreed: date,
    payee: Organisation,
    amount: int,
    procedure: str,
    bidders: int | None = None,
    ceiling: int | None = None,
) -> Row:
    return {
        "id": identity,
        "programme": OFFICE,
        "fiscal_year": agreed.year,
        "agreed": agreed.isoformat(),
        "payee": payee.id,
        "payee_name": payee.title,
        "payee_number": payee.number,
        "amount": amount,
        "bidders": bidders,
        "ceiling": ceiling,
        "procedure": procedure,
    }


def _instalments(random: Random, contract: Row, parts: int) -> Iterator[Row]:
    year, amount = whole(contract, "fiscal_year"), whole(contract)
    months = _MONTHS.get(parts) or (date.fromisoformat(str(contract["agreed"])).month + 1,)
    work = "印刷" if "printing" in str(contract["id"]) else "業務の委託"
    for nth, month in enumerate(months, start=1):
        yield {
            "id": f"{str(contract['id']).replace('contract', 'payment', 1)}-{nth}",
            "programme": OFFICE,
            "commitment": contract["id"],
            "fiscal_year": year,
            "paid": working_day(date(year + (month < 4), month, random.randint(20, 24))).isoformat(),
            "move": "payment",
            **{name: contract[name] for name in ("payee", "payee_name", "payee_number")},
            "amount": amount * nth // parts - amount * (nth - 1) // parts,
            "tier": 1,
            "work": f"{work}（第{nth}回）",
        }


def _fees() -> Iterator[Row]:
    """What members of the committee got for each meeting, without their names; one fee stands there twice."""
    for year in _YEARS:
        for nth, (month, day) in enumerate(_MEETINGS, start=1):
            paid = working_day(date(year + (month < 4), month, day))
            for member in _MEMBERS:
                yield _fee(f"payment-office-{year}-committee-{nth}-{member}", year, paid, member)
    yield _fee(TWICE, 2025, working_day(date(2025, *_MEETINGS[0])), "B")


def _fee(identity: str, year: int, paid: date, member: str) -> Row:
    return {
        "id": identity,
        "programme": OFFICE,
        "fiscal_year": year,
        "paid": paid.isoformat(),
        "move": "payment",
        "payee": PERSON,
        "payee_name": f"委員{member}",
        "amount": _FEE,
        "tier": 1,
        "work": "審査委員会への出席の謝金",
    }


def _named(identity: str) -> Organisation:
    return next(one for one in organisations() if one.id == identity)
