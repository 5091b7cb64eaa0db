"""The queue of what waits for a person, and deciding one case after another."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.charts.numbers import percent
from rashin.engines.contract import Outcome
from rashin.errors import Erased, RashinError, VerdictMissing
from rashin.language import Text
from rashin.report.document import Tile, Tiles
from rashin.web.asking import Decider, Form, Here, Member, Reader
from rashin.web.page import Crumb, page
from rashin.web.pages.decisions.routes import shown, title_of
from rashin.web.pages.decisions.words import took
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.decisions.account import account
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.reviews import Opened, Rates, next_case, open_case, queue, rates, review, waiting_in
from rashin.workspace.reviews.reviewing import LONGEST_REASON
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/reviews")

_QUEUE = Text("見直し", "Reviews")
_ALL_DONE = Text("見直しを待つ判断は、もうありません。", "Nothing waits for a review any more.")
_ON = Text("前の件を記録しました。", "The case before is on record.")
_OVERRULED = Text("過去の件からの見立てと違う結果にした割合", "Decided otherwise than past cases suggest")
_OF = Text("95%区間 {low}〜{high}、見直し{n:,}件のうち", "95% interval {low} to {high}, of {n:,} reviews")
_TIME = Text("開いてから決めるまでの時間（中央値）", "From opening to deciding (median)")
_TIMED = Text("{n:,}件の真ん中", "the middle of {n:,}")


@router.get("")
def show_queue(
    request: Request, here: Here, reader: Reader, deployment: str | None = None, at: int = -1, done: str = ""
) -> Response:
    """What waits, the oldest first."""
    with here.database.tenant(reader.id, reading=True) as session:
        owner = find_deployment(session, deployment) if deployment else None
        found, known = queue(session, deployment, after=at), rates(session, deployment)
    return page(
        request,
        "reviews/queue.html.j2",
        _QUEUE,
        crumbs=crumbs_of(reader, owner),
        done=_ALL_DONE if done and not found.total else None,
        base=f"/o/{reader.id}",
        owner=owner,
        only=_only(deployment),
        found=found,
        tiles=_tiles(known),
        may_decide=reader.may(Permission.DECIDE),
    )


@router.get("/next")
def go_on(here: Here, decider: Decider, deployment: str | None = None, but: str | None = None) -> Response:
    """To the case that should be looked at next."""
    return _onward(here, decider, deployment, but=but)


@router.get("/{decision}")
def show(
    request: Request, here: Here, decider: Decider, decision: str, deployment: str | None = None, done: str = ""
) -> Response:
    """One case, to be decided. That it is open is noted: two people should not work on one."""
    return _case(request, here, decider, decision, deployment, done=_ON if done else None)


@router.post("/{decision}")
def do_review(request: Request, here: Here, decider: Decider, decision: str, fields: Form) -> Response:
    """Put on record what a person decided, and go on."""
    reason, deployment = str(fields.get("reason", "")), str(fields.get("deployment", "")) or None
    outcome = next((one for one in Outcome if one == fields.get("outcome")), None)
    try:
        if outcome is None:
            raise VerdictMissing(field="outcome")
        with here.database.tenant(decider.id) as session:
            seen = str(fields.get("seen", ""))
            review(session, here.log, decision, decider.person, outcome, reason, seen=seen)
    except Erased:
        return see(f"/o/{decider.id}/decisions/{decision}")
    except RashinError as wrong:
        return _case(request, here, decider, decision, deployment, wrong=wrong, reason=reason, chosen=outcome)
    if fields.get("then") == "next":
        return _onward(here, decider, deployment, done=True)
    return see(f"/o/{decider.id}/decisions/{decision}?done=reviewed")


def _onward(
    here: Workspace, decider: Member, deployment: str | None, *, but: str | None = None, done: bool = False
) -> Response:
    with here.database.tenant(decider.id, reading=True) as session:
        following = next_case(session, decider.person.id, deployment, but=but)
    base, only = f"/o/{decider.id}/reviews", _only(deployment)
    if following is None:
        return see(f"{base}?{only}done=all")
    return see(f"{base}/{following.id}?{only}{'done=on' if done else ''}".rstrip("?&"))


def _case(
    request: Request,
    here: Workspace,
    decider: Member,
    decision: str,
    deployment: str | None,
    *,
    wrong: RashinError | None = None,
    done: Text | None = None,
    reason: str = "",
    chosen: Outcome | None = None,
) -> Response:
    opened: Opened
    with here.database.tenant(decider.id) as session:
        found = account(session, here.models, decision)
        if found.told is None:
            return see(f"/o/{decider.id}/decisions/{decision}")
        opened = open_case(session, decision, decider.person.id)
        left = waiting_in(session, deployment)
    base = f"/o/{decider.id}"
    return page(
        request,
        "reviews/review.html.j2",
        title_of(found),
        status=wrong.status if wrong else 200,
        crumbs=(*crumbs_of(decider, found.deployment), Crumb(_QUEUE, f"{base}/reviews")),
        wrong=wrong,
        done=done,
        address=f"{base}/reviews/{decision}",
        deployment=deployment or "",
        only=_only(deployment),
        opened=opened,
        left=left - found.record.waiting,
        reason=reason,
        chosen=chosen,
        longest=LONGEST_REASON,
        **shown(found, base),
    )


def _only(deployment: str | None) -> str:
    return f"deployment={deployment}&" if deployment else ""


def _tiles(known: Rates) -> Tiles | None:
    tiles = []
    if known.overruled is not None:
        share = known.overruled
        said = _OF.filled(low=percent(share.low, 0), high=percent(share.high, 0), n=share.n)
        tiles.append(Tile(_OVERRULED, Text(percent(share.value, 0), percent(share.value, 0)), said))
    if known.seconds is not None:
        tiles.append(Tile(_TIME, took(known.seconds), _TIMED.filled(n=known.timed)))
    return Tiles(tuple(tiles)) if tiles else None
