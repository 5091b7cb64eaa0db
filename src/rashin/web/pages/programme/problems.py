"""What the rules and flags find in the book, each with its mend and the way to the entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from rashin.errors import NotFound
from rashin.language import Text
from rashin.ledger.checks.checking import Finding, FlagAnswer, Report, RuleAnswer, check
from rashin.ledger.checks.rule import Flag, Rule, Severity, flags, rules
from rashin.web.asking import Here, Keeper
from rashin.web.page import Crumb
from rashin.web.pages.programme.desk import at_desk, base_of, desk_page
from rashin.web.visiting import see
from rashin.workspace.clock import today
from rashin.workspace.listing import PER_PAGE, Listing
from rashin.workspace.programme.entries import titles
from rashin.workspace.programme.shelf import last_batch

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/programme/problems")

_TITLE = Text("直すところ", "To mend")
_FIRST = 3
"""Findings of one rule that are shown before all of it is asked for."""
_MOST = 5_000
"""Findings of one rule that can be leafed through; beyond, mending some shows the others."""
NumberOfPage = Annotated[int, Query(alias="page")]
Answer = RuleAnswer | FlagAnswer


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one weight, those with the most findings first."""

    key: str
    title: Text
    said: Text
    answers: tuple[Answer, ...]

    @property
    def count(self) -> int:
        """All findings together."""
        return sum(one.count for one in self.answers)


@router.get("")
def show(request: Request, here: Here, keeper: Keeper, rule: str = "", number: NumberOfPage = 1) -> Response:
    """Every rule that found something, or all that one of them found."""
    desk = at_desk(here, keeper)
    if last_batch(desk.book) is None:
        return see(base_of(keeper))
    if rule:
        return _one(request, here, keeper, rule, number)
    report = here.shelf.report(desk.book, today())
    shown = [finding for one in report.answers for finding in one.findings[:_FIRST]]
    with here.shelf.reading(desk.book) as connection:
        names = titles(connection, {(one.kind, one.id) for one in shown})
    return desk_page(
        request,
        here,
        keeper,
        "problems.html.j2",
        _TITLE,
        "/problems",
        groups=_groups(report),
        asked=len(report.rules),
        first=_FIRST,
        names=names,
    )


def _one(request: Request, here: Here, keeper: Keeper, code: str, number: int) -> Response:
    asked = _asked(code)
    with here.shelf.reading(at_desk(here, keeper).book) as connection:
        (answer,) = check(connection, [code], on=today(), most=_MOST).answers
        listing = _paged(answer.findings, number)
        names = titles(connection, {(one.kind, one.id) for one in listing.rows})
    return desk_page(
        request,
        here,
        keeper,
        "rule.html.j2",
        asked.name,
        "/problems",
        crumbs=(Crumb(_TITLE, f"{base_of(keeper)}/problems"),),
        answer=answer,
        weight=_weight(answer),
        listing=listing,
        most=_MOST,
        names=names,
    )


def _asked(code: str) -> Rule | Flag:
    known: tuple[Rule | Flag, ...] = (*rules(), *flags())
    for one in known:
        if one.code == code:
            return one
    raise NotFound(what=code)


def _groups(report: Report) -> tuple[Group, ...]:
    severe = [one for one in report.rules if one.check.severity is Severity.ERROR]
    mild = [one for one in report.rules if one.check.severity is Severity.WARNING]
    return (
        Group(
            "errors",
            Text("直すまで公開できないもの", "Nothing is published until these are mended"),
            Text("数字が成り立たない記録です。", "Entries that cannot be right as they stand."),
            _found(severe),
        ),
        Group(
            "warnings",
            Text("確かめるもの", "To be looked at"),
            Text(
                "直さなくても公開できます。その記録に付けて示します。",
                "They may stay, and are published beside what they concern.",
            ),
            _found(mild),
        ),
        Group(
            "flags",
            Text("目印", "Flags"),
            Text(
                "見直すきっかけです。これは不正の指摘ではありません。ふつうの理由があることも多く、それも添えてあります。",
                "A reason for a second look. It is no accusation: there is often an ordinary explanation, and it is given.",
            ),
            _found(list(report.flags)),
        ),
    )


def _found(answers: list[RuleAnswer] | list[FlagAnswer]) -> tuple[Answer, ...]:
    return tuple(sorted((one for one in answers if one.count), key=lambda one: (-one.count, one.check.code)))


def _weight(answer: Answer) -> str:
    if isinstance(answer, FlagAnswer):
        return "flag"
    return "refuse" if answer.check.severity is Severity.ERROR else "warn"


def _paged(found: tuple[Finding, ...], number: int) -> Listing[Finding]:
    number = min(max(number, 1), max(1, -(-len(found) // PER_PAGE)))
    return Listing(list(found[(number - 1) * PER_PAGE : number * PER_PAGE]), len(found), number)
