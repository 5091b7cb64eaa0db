"""The services there are, and beginning to use one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.errors import RashinError
from rashin.language import Text
from rashin.services import find as find_service
from rashin.services import services
from rashin.services.contract import RiskClass
from rashin.web.asking import Decider, Fields, Form, Here, Member, Reader, language_of
from rashin.web.page import Crumb, page
from rashin.web.pages.bills import words
from rashin.web.roads import address_of
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.bills import KINDS, prices_in
from rashin.workspace.clock import now
from rashin.workspace.datasets import bring_sample
from rashin.workspace.deployments import choose, experience, start
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.deployments.deployments import LONGEST_NAME
from rashin.workspace.metering import month_of
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}")

TITLE = Text("サービス", "Services")
_START = Text("{service}を始める", "Start {service}")
RISKS = {
    RiskClass.HIGH: Text("人への影響が大きい使い方", "High impact on people"),
    RiskClass.LIMITED: Text("人への影響が限られた使い方", "Limited impact on people"),
    RiskClass.MINIMAL: Text("人への影響が小さい使い方", "Little impact on people"),
}
_SAMPLE = Text("サンプル.csv", "sample.csv")


@router.get("/services")
def show(request: Request, here: Here, reader: Reader) -> Response:
    """Every service, with what it does, needs and came to."""
    with here.database.system(reading=True) as session:
        offered = [(service, experience(session, service.name)) for service in services()]
        prices = prices_in(session, month_of(now()))
    return page(
        request,
        "services/services.html.j2",
        TITLE,
        base=f"/o/{reader.id}",
        offered=offered,
        risks=RISKS,
        prices=[(kind, words.price(sen)) for kind in KINDS if (sen := getattr(prices, kind.name))],
        may_start=reader.may(Permission.DECIDE),
    )


@router.get("/services/{service}")
def show_start(request: Request, decider: Decider, service: str) -> Response:
    """The form that begins a deployment."""
    return _start(request, decider, service, find_service(service).label[language_of(request)])


@router.post("/services/{service}")
def do_start(request: Request, here: Here, decider: Decider, service: str, fields: Form) -> Response:
    """Begin a deployment, with the sample or waiting for data."""
    found, name = find_service(service), fields.text("name")
    try:
        with here.database.tenant(decider.id) as session:
            deployment = start(session, decider.id, found, name, decider.person.id)
    except RashinError as wrong:
        return _start(request, decider, service, name, wrong=wrong)
    own = address_of(f"/o/{decider.id}", deployment.id)
    return see(_with_sample(request, here, decider, deployment.id) if _wants_sample(fields) else f"{own}/data")


@router.post("/deployments/{deployment}/data/sample")
def do_sample(request: Request, here: Here, decider: Decider, deployment: str, fields: Form) -> Response:  # noqa: ARG001 (the form's mark is checked)
    """Try a deployment with the packaged sample."""
    return see(_with_sample(request, here, decider, deployment))


def _with_sample(request: Request, here: Workspace, decider: Member, deployment_id: str) -> str:
    """Bring the sample for a deployment; where its check is shown."""
    with here.database.tenant(decider.id, reading=True) as session:
        service = find_service(find_deployment(session, deployment_id).service)
    name = _SAMPLE[language_of(request)]
    means = here.database, here.files, here.jobs, decider.id
    dataset = bring_sample(*means, service=service, name=name, by=decider.person.id)
    with here.database.tenant(decider.id) as session:
        choose(find_deployment(session, deployment_id, to_change=True), dataset)
    return f"{address_of(f'/o/{decider.id}', deployment_id)}/data/{dataset.id}"


def _start(request: Request, decider: Member, service: str, name: str, wrong: RashinError | None = None) -> Response:
    found, base = find_service(service), f"/o/{decider.id}"
    return page(
        request,
        "services/start.html.j2",
        _START.filled(service=found.label),
        crumbs=(Crumb(TITLE, f"{base}/services"),),
        wrong=wrong,
        service=found,
        name=name,
        longest=LONGEST_NAME,
        base=base,
    )


def _wants_sample(fields: Fields) -> bool:
    return fields.get("with") == "sample"
