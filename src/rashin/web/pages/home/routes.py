"""The first page of an organisation: what it uses, and what is to be done next."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy import select

from rashin.language import Text
from rashin.web.asking import Here, Reader, language_of
from rashin.web.page import page
from rashin.web.progress import told
from rashin.web.roads import act_of, steps_of
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.tables import Deployment, Job
from rashin.workspace.deployments import road_of
from rashin.workspace.jobs.hold import UNFINISHED
from rashin.workspace.listing import listed

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}")

TITLE = Text("ホーム", "Home")
_MOST_JOBS = 5
_CLOSED = select(Deployment).where(Deployment.closed_at.is_not(None)).order_by(Deployment.closed_at.desc()).limit(50)


@router.get("")
def home(request: Request, here: Here, reader: Reader, number: Annotated[int, Query(alias="page")] = 1) -> Response:
    """What is in use, what is under way, and what to do next."""
    with here.database.tenant(reader.id, reading=True) as session:
        chosen = select(Deployment).where(Deployment.closed_at.is_(None)).order_by(Deployment.id.desc())
        deployments = listed(session, chosen, number)
        roads = [road_of(session, row[0]) for row in deployments.rows]
        closed = session.scalars(_CLOSED).all()
        running = session.scalars(select(Job.id).where(Job.state.in_(UNFINISHED)).order_by(Job.id)).all()
    if not roads and reader.may(Permission.KEEP) and not reader.may(Permission.DECIDE):
        return see(f"/o/{reader.id}/programme")
    shown = [road.under_way.id for road in roads if road.under_way]
    others = [job for job in running if job not in shown][:_MOST_JOBS]
    base = f"/o/{reader.id}"
    return page(
        request,
        "home/home.html.j2",
        TITLE,
        base=base,
        listing=deployments,
        roads=[(road, steps_of(road), act_of(road, base)) for road in roads],
        now={job: told(here.jobs.status(reader.id, job), language_of(request)) for job in (*shown, *others)},
        others=others,
        closed=closed,
        may_start=reader.may(Permission.DECIDE),
    )
