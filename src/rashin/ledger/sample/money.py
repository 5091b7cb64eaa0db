"""What was agreed and paid for each award, what recipients passed on, and what came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from rashin.ledger.sample.awards import FAILED, STOPPED, Award
from rashin.ledger.sample.data import Row, Rows, fiscal_year, part, thousands, whole, working_day
from rashin.ledger.sample.organisations import Organisation, organisations

PASSED_ON = frozenset({"award-2023-generative-02", "award-2024-sme-10"})
"""Awards of which more than half was passed on."""
_MONTHS = (3, 6, 9, 12)
_LATE = "award-2023-chips-02"
"""An award whose plant was paid for in March."""
_NOTICE = timedelta(days=30)
"""No payment is made in this time before an award is stopped, or later."""
_WORKS = ("データの収集と整理", "現場での試験", "装置の製作", "評価の実施", "画面の開発", "計算機の運用")


def award_money(random: Random, awards: Sequence[Award]) -> Rows:
    """Commitments, payments, refunds and sub-awards of every award."""
    rows: Rows = {"commitment": [], "payment": [], "sub_award": []}
    for award in awards:
        rows["commitment"].append(_commitment(award))
        paid = list(_payments(random, award))
        rows["payment"] += [*paid, *_refunds(random, award, paid)]
        rows["sub_award"] += _sub_awards(random, award, paid)
    return rows


def payment(award: Award, nth: int, day: date, year: int, amount: int, work: str) -> Row:
    """One direct payment to the recipient of an award."""
    return {
        "id": award.named("payment", f"{nth:02}"),
        "programme": part(award.field),
        "award": award.id,
        "commitment": award.named("contract"),
        "fiscal_year": year,
        "paid": day.isoformat(),
        "move": "payment",
        "payee": award.recipient.id,
        "payee_name": award.recipient.title,
        "payee_number": award.recipient.number,
        "amount": amount,
        "tier": 1,
        "work": work,
    }


def refund(award: Award, nth: int, day: date, year: int, amount: int, work: str) -> Row:
    """What the recipient of an award gave back."""
    return payment(award, nth, day, year, amount, work) | {"id": award.named("refund", nth), "move": "refund"}


def _commitment(award: Award) -> Row:
    return {
        "id": award.named("contract"),
        "programme": part(award.field),
        "award": award.id,
        "fiscal_year": fiscal_year(award.agreed),
        "agreed": award.agreed.isoformat(),
        "payee": award.recipient.id,
        "payee_name": award.recipient.title,
        "payee_number": award.recipient.number,
        "amount": award.amount,
        "procedure": "公募による採択",
    }


def _payments(random: Random, award: Award) -> Iterator[Row]:
    """By quarters, and the rest once the account was examined; of the failed award only until it was stopped."""
    days = [_around(random, day) for day in _quarters(award)]
    weights = [_weight(random, award, day) for day in days]
    spent = award.amount if random.random() < 0.12 else int(award.amount * random.uniform(0.93, 0.995))
    last = int(spent * random.uniform(0.08, 0.15))
    paid = 0
    for nth, (day, weight) in enumerate(zip(days, weights, strict=True), start=1):
        amount = thousands((spent - last) * weight / sum(weights))
        if award.id == FAILED and STOPPED - day < _NOTICE:
            return
        paid += amount
        yield payment(award, nth, day, fiscal_year(day), amount, f"{_quarter(day)}の概算払")
    settled = _around(random, date(award.ends.year, 4, 24))
    year = fiscal_year(award.ends)
    yield payment(award, len(days) + 1, settled, year, spent - paid, "額の確定による精算払")


def _quarters(award: Award) -> Iterator[date]:
    """The twentieth of the last month of each quarter, from two months after the agreement on."""
    first = award.agreed + timedelta(days=60)
    for year in range(first.year, award.ends.year + 1):
        yield from (day for month in _MONTHS if first <= (day := date(year, month, 20)) <= award.ends)


def _quarter(day: date) -> str:
    return f"{fiscal_year(day)}年度第{(day.month - 4) % 12 // 3 + 1}四半期"


def _weight(random: Random, award: Award, day: date) -> float:
    plain = random.uniform(0.6, 1.4)
    if day.month != 3:
        return plain
    return plain * (9.0 if award.id == _LATE and day.year == 2024 else 0.7)


def _around(random: Random, day: date) -> date:
    return working_day(day + timedelta(days=random.randint(-5, 4)))


def _refunds(random: Random, award: Award, paid: Sequence[Row]) -> Iterator[Row]:
    if award.id == FAILED:
        half = sum(whole(one, "amount") for one in paid) // 3
        yield refund(award, 1, date(2025, 2, 28), 2024, half, "中止した採択の未使用額の返納")
    elif random.random() < 0.08:
        amount = int(whole(paid[-1], "amount") * random.uniform(0.02, 0.09))
        day = _around(random, date(award.ends.year, 5, 12))
        yield refund(award, 1, day, fiscal_year(award.ends), amount, "確定検査で認められなかった経費の返納")


def _sub_awards(random: Random, award: Award, paid: Sequence[Row]) -> Iterator[Row]:
    mostly = award.id in PASSED_ON
    if not mostly and random.random() > 0.45:
        return
    able = [one for one in organisations() if one.field == award.field or one.takes == "university"]
    takers = random.sample([one for one in able if one.id != award.recipient.id], 2)
    for nth, source in enumerate(paid if mostly else random.sample(paid, min(2, len(paid))), start=1):
        amount = thousands(whole(source, "amount") * (0.62 if mostly else random.uniform(0.12, 0.35)))
        yield _sub_award(random, award, f"{nth}", source, takers[0], award.recipient, amount, 2)
        if not mostly and random.random() < 0.25:
            yield _sub_award(random, award, f"{nth}-1", source, takers[1], takers[0], thousands(amount * 0.3), 3)


def _sub_award(
    random: Random,
    award: Award,
    nth: str,
    source: Row,
    payee: Organisation,
    payer: Organisation,
    amount: int,
    tier: int,
) -> Row:
    return {
        "id": award.named("sub", nth),
        "programme": part(award.field),
        "award": award.id,
        "payment": source["id"],
        "payer": payer.id,
        "fiscal_year": source["fiscal_year"],
        "payee": payee.id,
        "payee_name": payee.title,
        "payee_number": payee.number,
        "amount": amount,
        "tier": tier,
        "work": random.choice(_WORKS),
    }
