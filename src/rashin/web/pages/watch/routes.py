"""Watching a deployment at work, and seeing to its alarms."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.language import Text
from rashin.services import find as find_service
from rashin.settings import settings
from rashin.web.asking import Decider, Form, Here, Reader
from rashin.web.page import page
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.pages.watch.after import coming_true, cost, looks
from rashin.web.pages.watch.drift import answers, inputs
from rashin.web.pages.watch.glance import glance
from rashin.web.pages.watch.pace import left_to_people, pace
from rashin.web.roads import act_of, address_of
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.bills import prices_in
from rashin.workspace.clock import now
from rashin.workspace.deployments import Next, Plans, Road, find, road_of
from rashin.workspace.metering import month_of
from rashin.workspace.watch import mark_seen, open_alarms, watched

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}")

_WATCH = Text("見守り", "Watching")
_DONE = {"seen": Text("確認済みにしました。", "Noted as seen to.")}
_HALF = 496
"""Width of a drawing in one of two columns."""
SPANS = (7, 30, 90, 365)
"""Days to look back that are offered."""


@router.get("/deployments/{deployment}/watch")
def show(
    request: Request, here: Here, reader: Reader, deployment: str, days: int | None = None, done: str = ""
) -> Response:
    """How a deployment has done lately."""
    limits = settings()
    wanted = days if days in SPANS else limits.watch_days
    with here.database.tenant(reader.id, reading=True) as session:
        owner = find(session, deployment)
        found = watched(session, here.models, here.files, deployment, wanted)
        alarms = open_alarms(session, deployment)
        prices = prices_in(session, month_of(now()))
        road = road_of(session, owner)
    wording = find_service(owner.service).wording
    minute = Plans.of(owner).costs.yen_per_minute
    return page(
        request,
        "watch/watch.html.j2",
        _WATCH,
        crumbs=crumbs_of(reader, owner),
        done=_DONE.get(done),
        own=address_of(f"/o/{reader.id}", deployment),
        base=f"/o/{reader.id}",
        spans=sorted({*SPANS, limits.watch_days}),
        days=wanted,
        alarms=alarms,
        may_decide=reader.may(Permission.DECIDE),
        may_learn=reader.may(Permission.DECIDE) and found.model is not None and owner.closed_at is None,
        in_use=found.model is not None,
        closed=owner.closed_at is not None,
        nothing=found.is_empty,
        act=act_of(road, f"/o/{reader.id}"),
        compare=_to_compare(road),
        glance=glance(found, limits),
        half=_HALF,
        sections=(
            pace(found),
            left_to_people(found, limits.watch_least),
            inputs(found, limits),
            answers(found, wording, limits),
            looks(found, limits),
            coming_true(found, wording, limits),
            cost(found, prices, minute, limits),
        ),
    )


def _to_compare(road: Road) -> tuple[str, str] | None:
    """The model in use and the newer one that waits for a signature."""
    if road.next is not Next.APPROVE or road.approval is None or road.newest is None:
        return None
    return road.approval.model_id, road.newest.id


@router.post("/alarms/{alarm}/seen")
def do_see(here: Here, decider: Decider, alarm: str, fields: Form) -> Response:  # noqa: ARG001 (the form's mark is checked)
    """Note that somebody has seen to an alarm."""
    with here.database.tenant(decider.id) as session:
        deployment = mark_seen(session, alarm, decider.person.id).deployment_id
    return see(f"{address_of(f'/o/{decider.id}', deployment)}/watch?done=seen")
