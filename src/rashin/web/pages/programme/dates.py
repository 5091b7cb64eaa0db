"""What is due and not reported, by day or by award, with the way to report it."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.charts.numbers import brief
from rashin.language import Text
from rashin.web.asking import Here, Keeper
from rashin.web.pages.programme.desk import at_desk, base_of, desk_page
from rashin.web.pages.programme.words import day
from rashin.web.visiting import see
from rashin.workspace.clock import today
from rashin.workspace.programme.due import SOON, Due, due
from rashin.workspace.programme.shelf import last_batch

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/programme/due")

_TITLE = Text("期日", "Due")
_NOWHERE = Text("どこにも属さないもの", "Of nothing in particular")
_MOST = 500
"""Shown at once; the most overdue come first."""


@router.get("")
def show(request: Request, here: Here, keeper: Keeper, sort: str = "day") -> Response:
    """What is due, the longest overdue first."""
    book, on = at_desk(here, keeper).book, today()
    if last_batch(book) is None:
        return see(base_of(keeper))
    with here.shelf.reading(book) as connection:
        found = due(connection, on)
    late = [one for one in found if one.days_late(on) > 0]
    by_award = sort == "award"
    return desk_page(
        request,
        here,
        keeper,
        "due.html.j2",
        _TITLE,
        "/due",
        late=len(late),
        soon=len(found) - len(late),
        within=SOON.days,
        by_award=by_award,
        groups=_by_award(found[:_MOST]) if by_award else _by_time(found[:_MOST], len(late)),
        left_out=max(0, len(found) - _MOST),
        on=on,
        day_of=day,
        brief=brief,
    )


def _by_time(found: list[Due], late: int) -> list[tuple[Text, list[Due]]]:
    overdue, soon = Text("期日を過ぎたもの", "Past their date"), Text("これから来るもの", "Coming up")
    return [(title, some) for title, some in ((overdue, found[:late]), (soon, found[late:])) if some]


def _by_award(found: list[Due]) -> list[tuple[Text, list[Due]]]:
    ordered = sorted(found, key=lambda one: (one.place == "", one.place))
    return [
        (Text(place, place) if place else _NOWHERE, list(some))
        for place, some in groupby(ordered, lambda one: one.place)
    ]
