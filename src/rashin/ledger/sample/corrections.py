"""What was corrected later: the second and the third batch say by whom and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rashin.ledger.sample.awards import FAILED, OVERRUN, Award
from rashin.ledger.sample.data import Row, Rows, part, thousands, whole
from rashin.ledger.sample.money import payment, refund
from rashin.ledger.sample.office import TWICE
from rashin.ledger.sample.organisations import organisations
from rashin.ledger.sample.results import evidence

MISNAMED = "payment-office-2024-printing-2-1"
"""A payment that was first entered under a wrong payee."""
_SWAPPED = 2
"""Payments of which two digits changed places."""
_SHORT = 90_000
"""By how much each was entered too low."""
_LOWERED = "award-2024-sme-09"
"""The award whose goal was lowered in a new version."""
_AUDITED = "award-2023-health-04"
"""The award whose own value an audit did not confirm."""
_YEAR = 2025


def mistaken(rows: Rows) -> None:
    """Put in the mistakes that the second batch corrects."""
    for one in _swapped(rows):
        one["amount"] = whole(one) - _SHORT
    wrong = next(one for one in organisations() if one.id == "org-evaluator")
    named = {"payee": wrong.id, "payee_name": wrong.title, "payee_number": wrong.number}
    _entry(rows, "payment", MISNAMED).update(named)


def second(rows: Rows, awards: Sequence[Award]) -> None:
    """The account of 2025 was examined; what was found, and what an opinion pointed out."""
    for one in _swapped(rows):
        one["amount"] = whole(one) + _SHORT
    printer = next(one for one in organisations() if one.id == "org-printer")
    named = {"payee": printer.id, "payee_name": printer.title, "payee_number": printer.number}
    _entry(rows, "payment", MISNAMED).update(named)
    rows["payment"] = [one for one in rows["payment"] if one["id"] != TWICE]
    _overrun(rows, _award(awards, OVERRUN))
    goal = _entry(rows, "indicator", _award(awards, _LOWERED).named("indicator"))
    goal.update(version=2, target=90.0, set_on="2026-07-30")
    failed = _entry(rows, "award", FAILED)
    failed["note"] = (
        f"{failed['note']}2024年12月に中止しました。返納は2回に分けて受け取ります（1回目は済み、2回目は2026年10月の予定）。"
    )


def third(rows: Rows, awards: Sequence[Award]) -> None:
    """The rest of the money of the failed award came back, and an audit lowered a value."""
    failed = _award(awards, FAILED)
    half = whole(_entry(rows, "payment", failed.named("refund", 1)))
    work = "中止した採択の機器の代金の返納"
    rows["payment"].append(refund(failed, 2, date(2026, 10, 20), 2026, thousands(half * 0.55), work))
    _audit(rows, _award(awards, _AUDITED))


def _swapped(rows: Rows) -> list[Row]:
    """Payments of one field in one quarter."""
    chosen = (one for one in rows["payment"] if one["programme"] == part("generative") and one.get("award"))
    able = [one for one in chosen if one["fiscal_year"] == _YEAR and "第3四半期" in str(one["work"])]
    return sorted(able, key=lambda one: str(one["id"]))[:_SWAPPED]


def _overrun(rows: Rows, award: Award) -> None:
    """A second trial was added: the agreement has a new version, and what it cost was paid."""
    more = thousands(award.amount * 0.17)
    entry = _entry(rows, "award", award.id)
    entry.update(
        version=2,
        amount=award.amount + more,
        note=f"{entry['note']}2026年2月16日に契約を変更し、2回目の試作の費用として{more:,}円を増やしました。",
    )
    _entry(rows, "commitment", award.named("contract"))["amount"] = award.amount + more
    nth = 1 + sum(one.get("award") == award.id and one["move"] == "payment" for one in rows["payment"])
    rows["payment"].append(payment(award, nth, date(2026, 4, 28), _YEAR, more, "2回目の試作の精算払"))


def _audit(rows: Rows, award: Award) -> None:
    values = [one for one in rows["observation"] if one["indicator"] == award.named("indicator")]
    last = max(values, key=lambda one: whole(one, "fiscal_year"))
    proof = evidence(award.named("evidence", "audit"), "勤怠の記録との突合せの結果", date(2026, 11, 6))
    rows["evidence"].append(proof)
    target = float(_entry(rows, "indicator", award.named("indicator"))["target"] or 0)
    last.update(value=round(target * 1.32, 1), method="audited", evidence=proof["id"])
    note = "採択先の申告では目標に届いていましたが、勤怠の記録と突き合わせた監査では届いていませんでした。"
    _entry(rows, "outcome", award.named("outcome")).update(finding="not-met", note=note, evidence=proof["id"])


def _entry(rows: Mapping[str, Sequence[Row]], kind: str, identity: str) -> Row:
    return next(one for one in rows[kind] if one["id"] == identity)


def _award(awards: Sequence[Award], identity: str) -> Award:
    return next(one for one in awards if one.id == identity)
