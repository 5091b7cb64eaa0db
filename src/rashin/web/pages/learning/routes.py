"""Learning: the costs that shape a model, and how far it is."""

from __future__ import annotations

from dataclasses import asdict, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.engines.contract import Costs
from rashin.errors import FieldsWrong, NotFound, RashinError
from rashin.language import Text
from rashin.services import find as find_service
from rashin.web.asking import Decider, Fields, Form, Here, Member, Reader, language_of
from rashin.web.page import page
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.pages.jobs.routes import CANCEL
from rashin.web.progress import failed, told
from rashin.web.roads import address_of
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.datasets import find as find_dataset
from rashin.workspace.datasets import findings_of
from rashin.workspace.deployments import (
    COST_FIELDS,
    Plans,
    ask_to_learn,
    costs_from,
    find,
    find_model,
    refuse_closed,
    summary_of,
)
from rashin.workspace.deployments.learning import LEARNING
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/deployments/{deployment}")

_LEARN = Text("学習する", "Learn")
_LEARNING = Text("学習しています", "Learning")
_ENDED = Text("学習は終わりました", "Learning has ended")
RATES = (0.05, 0.1, 0.2)
"""The error rates that are offered."""


@router.get("/learn")
def show(request: Request, here: Here, decider: Decider, deployment: str) -> Response:
    """The costs, filled in as they were last time or as the service has them."""
    return _learn(request, here, decider, deployment)


@router.post("/learn")
def do_learn(request: Request, here: Here, decider: Decider, deployment: str, fields: Form) -> Response:
    """Ask for a model."""
    try:
        costs, rate = costs_from(_written(fields)), _rate(fields)
        with here.database.tenant(decider.id) as session:
            found = find(session, deployment, to_change=True)
            plans = replace(Plans.of(found), costs=costs, error_rate=rate)
            dataset = find_dataset(session, fields.get("dataset") or plans.dataset or "")
            job = ask_to_learn(session, here.jobs, found, dataset, plans, decider.person.id)
    except RashinError as wrong:
        return _learn(request, here, decider, deployment, fields=fields, wrong=wrong)
    return see(f"{address_of(f'/o/{decider.id}', deployment)}/learning/{job}")


@router.post("/models/{model}/relearn")
def do_relearn(request: Request, here: Here, decider: Decider, deployment: str, model: str, fields: Form) -> Response:
    """Learn from the same table with other costs, in one click."""
    try:
        costs = costs_from(_written(fields))
        with here.database.tenant(decider.id) as session:
            found, before = find(session, deployment, to_change=True), find_model(session, model)
            plans = replace(Plans.of(found), costs=costs, error_rate=summary_of(before).error_rate)
            dataset = find_dataset(session, before.dataset_id)
            job = ask_to_learn(session, here.jobs, found, dataset, plans, decider.person.id)
    except RashinError as wrong:
        return _learn(request, here, decider, deployment, fields=fields, wrong=wrong)
    return see(f"{address_of(f'/o/{decider.id}', deployment)}/learning/{job}")


@router.post("/learn-again")
def do_learn_again(request: Request, here: Here, decider: Decider, deployment: str, fields: Form) -> Response:  # noqa: ARG001 (the form's mark is checked)
    """Learn from the table and by the costs that were chosen last, in one click."""
    try:
        with here.database.tenant(decider.id) as session:
            found = find(session, deployment, to_change=True)
            plans = Plans.of(found)
            dataset = find_dataset(session, plans.dataset or "")
            job = ask_to_learn(session, here.jobs, found, dataset, plans, decider.person.id)
    except RashinError as wrong:
        return _learn(request, here, decider, deployment, wrong=wrong)
    return see(f"{address_of(f'/o/{decider.id}', deployment)}/learning/{job}")


@router.get("/learning/{job}")
def show_learning(request: Request, here: Here, reader: Reader, deployment: str, job: str) -> Response:
    """How far a learning is; once it is done, its model.

    Raises:
        NotFound: the job is another.
    """
    own, status = address_of(f"/o/{reader.id}", deployment), here.jobs.status(reader.id, job)
    with here.database.tenant(reader.id, reading=True) as session:
        found = find(session, deployment)
    if status.kind != LEARNING:
        raise NotFound(what=job)
    if status.state == "done" and status.result:
        return see(f"{own}/models/{status.result['model']}")
    return page(
        request,
        "learning/learning.html.j2",
        _ENDED if status.is_over else _LEARNING,
        crumbs=crumbs_of(reader, found),
        base=f"/o/{reader.id}",
        own=own,
        job=status,
        now=told(status, language_of(request)),
        failed=failed(status.error),
        cancel=CANCEL,
        may_decide=reader.may(Permission.DECIDE),
    )


def _learn(
    request: Request,
    here: Workspace,
    decider: Member,
    deployment_id: str,
    *,
    fields: Fields | None = None,
    wrong: RashinError | None = None,
) -> Response:
    with here.database.tenant(decider.id, reading=True) as session:
        found = find(session, deployment_id)
        refuse_closed(found)
        plans = Plans.of(found)
        dataset = find_dataset(session, plans.dataset) if plans.dataset else None
    own = address_of(f"/o/{decider.id}", deployment_id)
    if dataset is None:
        return see(f"{own}/data")
    return page(
        request,
        "learning/learn.html.j2",
        _LEARN,
        crumbs=crumbs_of(decider, found),
        wrong=wrong,
        address=f"{own}/learn",
        own=own,
        dataset=dataset,
        found=findings_of(dataset),
        cost_fields=COST_FIELDS,
        written=_written(fields) if fields is not None else _as_written(plans.costs),
        rates=RATES,
        rate=plans.error_rate,
        service=find_service(found.service),
    )


def _written(fields: Fields) -> dict[str, str]:
    return {name: str(fields.get(name, "")) for name in COST_FIELDS}


def _as_written(costs: Costs) -> dict[str, str]:
    return {name: f"{value:,}" for name, value in asdict(costs).items()}


def _rate(fields: Fields) -> float:
    """The error rate that was chosen."""
    for rate in RATES:
        if fields.get("error_rate") == f"{rate:g}":
            return rate
    raise FieldsWrong(fields="error_rate")
