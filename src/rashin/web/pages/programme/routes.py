"""The first page of the desk: what stands in the book, what stands in the way, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from rashin.charts.numbers import yen
from rashin.language import Text
from rashin.ledger.checks.checking import Report
from rashin.ledger.checks.rule import Severity
from rashin.ledger.importing.template import template
from rashin.web.asking import Form, Here, Keeper, Member, language_of
from rashin.web.confirming import Question, unless_sure
from rashin.web.downloads import as_file
from rashin.web.pages.programme.desk import TITLE, at_desk, base_of, currency_of, desk_page, portal_of
from rashin.web.pages.programme.words import came_by, day
from rashin.web.visiting import see
from rashin.workspace.clock import today
from rashin.workspace.programme.books import Desk, put_sample_away, try_sample
from rashin.workspace.programme.due import due
from rashin.workspace.programme.overview import overview
from rashin.workspace.programme.publishing import published
from rashin.workspace.programme.shelf import last_batch
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/programme")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEMPLATE = Text("帳票のひな形.xlsx", "ledger-template.xlsx")
_SHOWN_DUE, _SHOWN_BATCHES = 5, 3
_DONE = {
    "sample": Text(
        "架空の見本を置きました。自由に直して試せます。", "The fictional sample is laid out. Correct it as you like."
    ),
    "put-away": Text("見本を片付けました。", "The sample is put away."),
}
PUT_AWAY = Question(
    Text("見本を片付けますか", "Put the sample away?"),
    Text(
        "見本と、見本から公開したページを消します。本物の帳簿は変わりません。見本はまた置けます。",
        "The sample and what was published of it are removed. The real book stays as it is, and the sample can be laid "
        "out again.",
    ),
    Text("片付ける", "Put it away"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """The one thing to do next."""

    what: Text
    verb: Text
    address: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings there are of each weight."""

    errors: int
    warnings: int
    flags: int

    @classmethod
    def of(cls, report: Report) -> Counts:
        """Of what was found."""
        severe = [one.count for one in report.rules if one.check.severity is Severity.ERROR]
        return cls(
            sum(severe), sum(one.count for one in report.rules) - sum(severe), sum(f.count for f in report.flags)
        )


@router.get("")
def show(request: Request, here: Here, keeper: Keeper, done: str = "") -> Response:
    """What stands in the book, or how to begin one."""
    desk = at_desk(here, keeper)
    if last_batch(desk.book) is None:
        return desk_page(request, here, keeper, "empty.html.j2", TITLE, "", done=_DONE.get(done))
    return desk_page(
        request,
        here,
        keeper,
        "overview.html.j2",
        TITLE,
        "",
        done=_DONE.get(done),
        yen=yen,
        put_away=PUT_AWAY,
        came_by=came_by,
        **_facts(here, keeper, desk),
    )


@router.post("/sample")
def do_try(here: Here, keeper: Keeper, fields: Form) -> Response:  # noqa: ARG001 (the form's mark is checked)
    """Lay out the fictional sample."""
    try_sample(here.data, keeper.id)
    return see(f"{base_of(keeper)}?done=sample")


@router.post("/sample/away")
def do_put_away(request: Request, here: Here, keeper: Keeper, fields: Form) -> Response:
    """Put the sample away."""
    asked = unless_sure(request, fields, PUT_AWAY, base_of(keeper))
    if asked is not None:
        return asked
    put_sample_away(here.data, keeper.id)
    return see(f"{base_of(keeper)}?done=put-away")


@router.get("/template")
def show_template(request: Request, keeper: Keeper) -> Response:  # noqa: ARG001 (only officers need it)
    """The workbook that officers fill in."""
    language = language_of(request)
    return as_file(b"".join(template(language)), _TEMPLATE[language], _XLSX)


def _facts(here: Workspace, keeper: Member, desk: Desk) -> dict[str, Any]:
    on, book = today(), desk.book
    with here.shelf.reading(book) as connection:
        found, late = overview(connection, on), due(connection, on)
    counts = Counts.of(here.shelf.report(book, on))
    overdue = [one for one in late if one.days_late(on) > 0]
    batches, release = book.batches(), next(iter(published(desk)), None)
    fresh = len(batches) - (release.batches if release else 0)
    return {
        "found": found,
        "currency": currency_of(book),
        "counts": counts,
        "overdue": overdue,
        "soon": len(late) - len(overdue),
        "shown_due": overdue[:_SHOWN_DUE],
        "on": on,
        "batches": list(reversed(batches))[:_SHOWN_BATCHES],
        "batch_count": len(batches),
        "release": release,
        "fresh": fresh,
        "portal": portal_of(keeper, desk),
        "day_of": day,
        "act": _next(base_of(keeper), counts, len(overdue), is_news=release is None or fresh > 0),
    }


def _next(base: str, counts: Counts, overdue: int, *, is_news: bool) -> Act:
    if counts.errors:
        what = Text("公開の前に直すところが{n:,}件あります。", "Findings to mend before you publish: {n:,}.")
        return Act(what.filled(n=counts.errors), Text("直すところを見る", "See what to mend"), f"{base}/problems")
    if overdue:
        what = Text("期日を過ぎて報告のないものが{n:,}件あります。", "Past their date and not reported: {n:,}.")
        return Act(what.filled(n=overdue), Text("報告する", "Report them"), f"{base}/due")
    if not is_news:
        what = Text("帳簿のとおりに公開しています。", "What is published is as the book stands.")
        return Act(what, Text("記録する", "Record something"), f"{base}/record")
    what = Text("公開を止めるものはありません。", "Nothing stands in the way of publishing.")
    return Act(what, Text("公開へ進む", "Go on to publish"), f"{base}/publish")


NumberOfPage = Annotated[int, Query(alias="page")]
