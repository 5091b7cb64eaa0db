"""Every criterion that a programme declared, as its book answers it: met, not met, or no evidence. There is no score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rashin.estimates import wilson
from rashin.language import Text
from rashin.ledger.book.engine import put
from rashin.ledger.criteria.catalogue import Standard, catalogue, standard_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_UNSAID = Text("まだ評価されていません。", "It was not evaluated yet.")
_UNPROVEN = Text(
    "「満たす」と評価されていますが、確かめられる裏付けが付いていません。",
    "It was said to be met, but without evidence that can be looked at.",
)
_SAID_MET = Text("裏付けの付いた評価で、満たすとされています。", "An evaluation with evidence says that it is met.")
_SAID_NOT = Text("評価で、満たさないとされています。", "An evaluation says that it is not met.")
_SAID_NONE = Text("評価で、裏付けがないとされています。", "An evaluation says that there is no evidence.")
_LEVERAGE = Text(
    "確かめられた民間の額は{numerator:,}円、返納を引いた支払額は{denominator:,}円で、1円につき{value:.2f}円です（目標{target:g}円）。",
    "Verified private money is ¥{numerator:,} and public money, less refunds, ¥{denominator:,}: ¥{value:.2f} for each yen "
    "(target ¥{target:g}).",
)
_READY = Text(
    "終わった採択のうち{denominator}件がTRLを約束し、届いたと確かめられたのは{numerator}件（{value:.0%}、目標{target:.0%}）です。"
    "値が確かめられたのは{shown}件です。",
    "Of {denominator} awards that ended and promised a level, {numerator} were seen to reach it ({value:.0%}, target {target:.0%}). "
    "{shown} have a value that can be checked.",
)
_ADDED = Text(
    "裏付けの付いた{shown}件の見積もりで、なければ起きなかった割合は{low:.0%}〜{high:.0%}です（目標{target:.0%}）。",
    "In {shown} estimates with evidence, {low:.0%} to {high:.0%} would not have come anyway (target {target:.0%}).",
)
_NO_VALUE = {
    "leverage": Text("確かめられた民間の額の実績がありません。", "There is no verified value of private money."),
    "trl": Text("確かめられた技術成熟度の実績がありません。", "There is no verified value of technology readiness."),
    "additionality": Text(
        "なくても起きた割合を裏付けとともに示した見積もりがありません。",
        "No estimate states, with evidence, what would have come anyway.",
    ),
}
_TOLD = {"leverage": _LEVERAGE, "trl": _READY, "additionality": _ADDED}


class Finding(StrEnum):
    """What the book says to a criterion."""

    MET = "met"
    NOT_MET = "not-met"
    NO_EVIDENCE = "no-evidence"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was worked out from the book for one criterion."""

    value: float | None
    """Of leverage yen for each yen, of readiness the share that reached it; None where estimates are only set side by side."""
    low: float | None
    """The lower end: of readiness that of the 95% score interval, of additionality the lowest estimate."""
    high: float | None
    numerator: int | None
    denominator: int | None
    shown: int
    """Values that it rests on: audited ones, and those with evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One criterion of a programme and the answer to it."""

    criterion: str
    programme: str
    title: str
    needs: str | None
    """The evidence that the programme said it takes."""
    standard: Standard | None
    """None for a criterion of the programme's own."""
    written: str | None
    """The standard as the programme wrote it."""
    target: float | None
    finding: Finding
    why: Text
    figure: Figure | None
    said: Finding | None
    """What the newest evaluation says, whatever the book does."""
    evaluation: str | None
    evaluated: date | None
    by: str | None
    note: str | None
    evidence: str | None
    """Of the evaluation, where it can be looked at."""


def judge(
    connection: DuckDBPyConnection, programme: str | None = None, *, on: date | None = None
) -> tuple[Judged, ...]:
    """Judge every criterion that was declared.

    Leverage, additionality and readiness are worked out from the book where the criterion has a target; of everything else,
    and without a target, the newest evaluation decides. "Met" without evidence that can be looked at counts as no evidence.
    What a programme's parts paid and reached counts for it.

    Args:
        connection: as `Book.open` gives it. Temporary tables and a macro are added to it.
        programme: only the criteria that this one declares; those of all, if not given.
        on: the day that counts as today: later evaluations do not count, nor awards that end later; today in UTC, if not
            given.

    Returns:
        By programme, the criteria of the catalogue in its order, then those of the programme's own.
    """
    day = on or datetime.now(UTC).date()
    asked = "SELECT id, standard FROM criterion WHERE coalesce(programme = ?, ? IS NULL)"
    given = connection.execute(asked, [programme, programme]).fetchall()
    if not given:
        return ()
    meant = {str(name): standard_of(written) for name, written in given}
    codes = [one.code if one else None for one in meant.values()]
    put(connection, "judging_given", {"id": [*meant], "code": codes})
    connection.execute(f"CREATE OR REPLACE TEMP MACRO judging_on() AS DATE '{day.isoformat()}'")
    connection.execute(files("rashin.ledger.criteria").joinpath("judging.sql").read_text(encoding="utf-8"))
    names = [column[0] for column in connection.description or ()]
    rows = (dict(zip(names, row, strict=True)) for row in connection.fetchall())
    order = {code: place for place, code in enumerate(catalogue())}
    judged = [_judged(row, meant[str(row["id"])]) for row in rows]
    return tuple(sorted(judged, key=lambda one: (one.programme, order.get(_code(one), len(order)), one.criterion)))


def _code(one: Judged) -> str:
    return one.standard.code if one.standard else ""


def _judged(row: dict[str, Any], standard: Standard | None) -> Judged:
    figure = _figure(row) if standard and standard.computed else None
    by_book = standard is not None and standard.computed and row["target"] is not None
    finding, why = _by_book(row, figure) if by_book else _by_people(row)
    return Judged(
        criterion=row["id"],
        programme=row["programme"],
        title=row["title"],
        needs=row["needs"],
        standard=standard,
        written=row["standard"],
        target=row["target"],
        finding=finding,
        why=why,
        figure=figure,
        said=Finding(row["finding"]) if row["finding"] else None,
        evaluation=row["evaluation"],
        evaluated=row["evaluated"],
        by=row["said_by"],
        note=row["note"],
        evidence=row["evidence"],
    )


def _figure(row: dict[str, Any]) -> Figure | None:
    """None where the book has no value that can be checked, or nothing to compare it with."""
    if not row["shown"] or (row["code"] != "additionality" and not (row["denominator"] or 0) > 0):
        return None
    if row["code"] == "additionality":
        return Figure(None, row["low"], row["high"], None, None, row["shown"])
    numerator, denominator = int(row["numerator"]), int(row["denominator"])
    value = numerator / denominator
    low, high = wilson(value, denominator) if row["code"] == "trl" else (None, None)
    return Figure(value, low, high, numerator, denominator, row["shown"])


def _by_book(row: dict[str, Any], figure: Figure | None) -> tuple[Finding, Text]:
    code, target = row["code"], row["target"]
    if figure is None:
        return Finding.NO_EVIDENCE, _NO_VALUE[code]
    least = figure.low if figure.value is None else figure.value
    facts = {name: getattr(figure, name) for name in ("value", "low", "high", "numerator", "denominator", "shown")}
    met = least is not None and least >= target
    return (Finding.MET if met else Finding.NOT_MET), _TOLD[code].filled(target=target, **facts)


def _by_people(row: dict[str, Any]) -> tuple[Finding, Text]:
    if row["finding"] is None:
        return Finding.NO_EVIDENCE, _UNSAID
    said = Finding(row["finding"])
    if said is Finding.MET and row["evidence"] is None:
        return Finding.NO_EVIDENCE, _UNPROVEN
    return said, {Finding.MET: _SAID_MET, Finding.NOT_MET: _SAID_NOT, Finding.NO_EVIDENCE: _SAID_NONE}[said]
