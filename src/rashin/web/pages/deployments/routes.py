"""One deployment: how far it has come, its models, and which of them was in use when."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from rashin.errors import NotFound, RashinError
from rashin.language import Text, same
from rashin.web.asking import Approver, Decider, Form, Here, Member, Reader, language_of
from rashin.web.page import Crumb, page
from rashin.web.pages.deployments.comparison import tell
from rashin.web.progress import told
from rashin.web.roads import act_of, address_of, service_label, steps_of
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.tables import Deployment, LearnedModel
from rashin.workspace.deployments import (
    close,
    compare,
    find,
    find_model,
    history,
    last_closing,
    models_of,
    names,
    rename,
    reopen,
    road_of,
    summary_of,
)
from rashin.workspace.deployments.closing import LONGEST_REASON
from rashin.workspace.deployments.deployments import LONGEST_NAME
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/deployments/{deployment}")

_HOME = Text("ホーム", "Home")
_HISTORY = Text("使ってきたモデル", "Models in use over time")
_COMPARE = Text("2つのモデルを比べる", "Two models side by side")
_DONE = {
    "named": Text("名前を変えました。", "The name is changed."),
    "closed": Text("終了しました。", "It is closed."),
    "reopened": Text("再開しました。", "It is open again."),
    "cancelled": Text("学習を中止しました。", "Learning was cancelled."),
    "approved": Text(
        "承認しました。いまから、このモデルで判断します。", "Approved. From now on, this model is in use."
    ),
}


def crumbs_of(member: Member, deployment: Deployment | None = None) -> tuple[Crumb, ...]:
    """The way to the pages of a deployment, or to its own page."""
    base = f"/o/{member.id}"
    home = (Crumb(_HOME, base),)
    return home if deployment is None else (*home, Crumb(same(deployment.name), address_of(base, deployment.id)))


@router.get("")
def show(request: Request, here: Here, reader: Reader, deployment: str, done: str = "") -> Response:
    """The road of a deployment."""
    return _show(request, here, reader, deployment, done=_DONE.get(done))


@router.post("/name")
def do_rename(request: Request, here: Here, decider: Decider, deployment: str, fields: Form) -> Response:
    """Give a deployment another name."""

    def change(session: Session) -> None:
        rename(find(session, deployment), fields.text("name"))

    return _changed(request, here, decider, deployment, change, done="named")


@router.post("/close")
def do_close(request: Request, here: Here, approver: Approver, deployment: str, fields: Form) -> Response:
    """Let a deployment decide and learn nothing more."""

    def change(session: Session) -> None:
        close(session, here.log, deployment, approver.person, fields.text("why"))

    return _changed(request, here, approver, deployment, change, done="closed")


@router.post("/reopen")
def do_reopen(request: Request, here: Here, approver: Approver, deployment: str, fields: Form) -> Response:
    """Let a closed deployment decide and learn again."""

    def change(session: Session) -> None:
        reopen(session, here.log, deployment, approver.person, fields.text("why"))

    return _changed(request, here, approver, deployment, change, done="reopened")


@router.get("/history")
def show_history(request: Request, here: Here, reader: Reader, deployment: str) -> Response:
    """Which model was in use from when to when, and who signed."""
    with here.database.tenant(reader.id, reading=True) as session:
        found = find(session, deployment)
        periods = history(session, deployment)
        models = {period.approval.model_id: find_model(session, period.approval.model_id) for period in periods}
        people = names(session, [period.approval.approved_by for period in periods])
    return page(
        request,
        "deployments/history.html.j2",
        _HISTORY,
        crumbs=crumbs_of(reader, found),
        base=f"/o/{reader.id}",
        own=address_of(f"/o/{reader.id}", deployment),
        periods=periods,
        summaries={identifier: summary_of(model) for identifier, model in models.items()},
        people=people,
    )


@router.get("/compare")
def show_comparison(request: Request, here: Here, reader: Reader, deployment: str, before: str, after: str) -> Response:
    """Two models side by side."""
    with here.database.tenant(reader.id, reading=True) as session:
        found = find(session, deployment)
        old, new = (_model_of(session, deployment, one) for one in (before, after))
        road = road_of(session, found)
    return page(
        request,
        "deployments/compare.html.j2",
        _COMPARE,
        crumbs=crumbs_of(reader, found),
        own=address_of(f"/o/{reader.id}", deployment),
        old=old,
        new=new,
        told=tell(compare(old, new), here.models.get(new.file_key).card.wording),
        served=road.approval.model_id if road.approval else None,
        may_approve=reader.may(Permission.APPROVE),
    )


def _model_of(session: Session, deployment_id: str, model_id: str) -> LearnedModel:
    """A model of this deployment."""
    model = find_model(session, model_id)
    if model.deployment_id != deployment_id:
        raise NotFound(what=model_id)
    return model


def _changed(
    request: Request, here: Workspace, member: Member, deployment: str, change: Callable[[Session], None], *, done: str
) -> Response:
    try:
        with here.database.tenant(member.id) as session:
            change(session)
    except RashinError as wrong:
        return _show(request, here, member, deployment, wrong=wrong)
    return see(f"{address_of(f'/o/{member.id}', deployment)}?done={done}")


def _show(
    request: Request,
    here: Workspace,
    member: Member,
    deployment_id: str,
    *,
    wrong: RashinError | None = None,
    done: Text | None = None,
) -> Response:
    with here.database.tenant(member.id, reading=True) as session:
        road = road_of(session, find(session, deployment_id))
        models = models_of(session, deployment_id)
        closing = last_closing(session, deployment_id) if road.deployment.closed_at else None
        signers = [road.approval.approved_by if road.approval else None, closing.person_id if closing else None]
        people = names(session, signers)
    base = f"/o/{member.id}"
    own = address_of(base, deployment_id)
    return page(
        request,
        "deployments/deployment.html.j2",
        same(road.deployment.name),
        crumbs=crumbs_of(member),
        wrong=wrong,
        done=done,
        address=own,
        base=base,
        own=own,
        road=road,
        service=service_label(road),
        steps=steps_of(road),
        act=act_of(road, base),
        now=told(here.jobs.status(member.id, road.under_way.id), language_of(request)) if road.under_way else None,
        models=[(model, summary_of(model)) for model in models],
        people=people,
        longest=LONGEST_NAME,
        closing=closing,
        longest_reason=LONGEST_REASON,
        may_decide=member.may(Permission.DECIDE),
        may_close=member.may(Permission.APPROVE),
    )
