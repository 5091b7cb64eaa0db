"""The decisions of a deployment, found again by outcome, day and number; and one decision with all there is to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse

from rashin.language import Text, same
from rashin.report.document import Figure
from rashin.services import find as find_service
from rashin.web.asking import Here, Member, Reader, language_of
from rashin.web.downloads import Rows, as_csv, as_xlsx
from rashin.web.page import Crumb, page
from rashin.web.pages.decisions.history import happenings
from rashin.web.pages.decisions.words import likely, sure, then
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.roads import address_of
from rashin.workspace.access.roles import Permission
from rashin.workspace.decisions.account import Account, account
from rashin.workspace.decisions.searching import State, Wish, search
from rashin.workspace.decisions.sheet import sheet
from rashin.workspace.decisions.standing import said_standing, said_state, standings, suggestion, verdict
from rashin.workspace.decisions.told import bare
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}")

_LIST = Text("これまでの判断", "Decisions so far")
_CASE = Text("案件 {reference}", "Case {reference}")
_NO_NUMBER = Text("番号のない案件", "A case without a number")
_ERASED = Text("消去された案件", "An erased case")
_DONE = {
    "decided": Text("判断を記録しました。", "The decision is on record."),
    "reviewed": Text("決めたことを記録しました。", "What you decided is on record."),
    "asked": Text("見直しの列に入れました。", "It is in the queue for review."),
    "erased": Text("消去しました。", "It is erased."),
}


class Filter:
    """What the form above a list asks for; what cannot be understood asks for nothing."""

    def __init__(
        self,
        state: Annotated[str, Query()] = "",
        since: Annotated[str, Query()] = "",
        until: Annotated[str, Query()] = "",
        q: Annotated[str, Query()] = "",
    ) -> None:
        self.state = State(state) if state in list(State) else None
        self.since, self.until, self.reference = _day(since), _day(until), q.replace("\0", "").strip()[:100]

    def wish(self, deployment_id: str) -> Wish:
        """The same of one deployment."""
        return Wish(deployment_id, None, self.state, self.since, self.until, self.reference)

    @property
    def query(self) -> str:
        """As it stands in an address, with an ampersand at its end."""
        asked: Mapping[str, object] = {
            "state": self.state,
            "since": self.since,
            "until": self.until,
            "q": self.reference,
        }
        kept = {name: str(value) for name, value in asked.items() if value}
        return f"{urlencode(kept)}&" if kept else ""


Asked = Annotated[Filter, Depends()]


@router.get("/deployments/{deployment}/decisions")
def show_list(
    request: Request, here: Here, reader: Reader, deployment: str, asked: Asked, at: int | None = None
) -> Response:
    """The newest decisions that fit."""
    with here.database.tenant(reader.id, reading=True) as session:
        owner = find_deployment(session, deployment)
        service = find_service(owner.service)
        found = search(session, asked.wish(deployment), at=at)
        standing = standings(session, found.rows, service)
    return page(
        request,
        "decisions/decisions.html.j2",
        _LIST,
        crumbs=crumbs_of(reader, owner),
        base=f"/o/{reader.id}",
        own=address_of(f"/o/{reader.id}", deployment),
        asked=asked,
        states=[(state, said_state(service, state)) for state in State],
        found=found,
        standing=standing,
        may_decide=reader.may(Permission.DECIDE),
    )


@router.get("/deployments/{deployment}/decisions.csv")
def download_csv(request: Request, here: Here, reader: Reader, deployment: str, asked: Asked) -> StreamingResponse:
    """All decisions that fit, as a CSV file."""
    return as_csv(*_sheet(request, here, reader, deployment, asked))


@router.get("/deployments/{deployment}/decisions.xlsx")
def download_xlsx(request: Request, here: Here, reader: Reader, deployment: str, asked: Asked) -> StreamingResponse:
    """The same as a workbook."""
    return as_xlsx(*_sheet(request, here, reader, deployment, asked))


def _sheet(request: Request, here: Workspace, reader: Member, deployment_id: str, asked: Filter) -> tuple[Rows, str]:
    """The rows, and what the file is called."""
    with here.database.tenant(reader.id, reading=True) as session:
        owner = find_deployment(session, deployment_id)
    service, wish = find_service(owner.service), asked.wish(deployment_id)
    rows = sheet(here.database, here.models, reader.id, service, wish, language_of(request))
    return rows, f"{owner.name}-decisions"


@router.get("/decisions/{decision}")
def show(request: Request, here: Here, reader: Reader, decision: str, done: str = "") -> Response:
    """One decision and everything about it."""
    with here.database.tenant(reader.id, reading=True) as session:
        found = account(session, here.models, decision)
    own = address_of(f"/o/{reader.id}", found.deployment.id)
    return page(
        request,
        "decisions/decision.html.j2",
        title_of(found),
        crumbs=(*crumbs_of(reader, found.deployment), Crumb(_LIST, f"{own}/decisions")),
        done=_DONE.get(done),
        own=own,
        happenings=happenings(found),
        may_decide=reader.may(Permission.DECIDE),
        may_approve=reader.may(Permission.APPROVE),
        **shown(found, f"/o/{reader.id}"),
    )


def shown(found: Account, base: str) -> dict[str, Any]:
    """What the pages of one decision and of its review show alike."""
    return {
        "base": base,
        "found": found,
        "record": found.record,
        "service": found.service,
        "card": found.model.card,
        "standing": _standing(found),
        "suggested": suggestion(found.service, found.told.outcome) if found.told else None,
        "reasons": Figure(found.told.waterfall(found.model.card)) if found.told else None,
        "asked": found.record.waiting and (found.last is not None or not found.record.handed_over),
        "bare": bare,
        "say_likely": likely,
        "say_sure": sure,
        "say_then": then,
        "flagged": {flag.feature for flag in found.flags},
    }


def _standing(found: Account) -> Text:
    if found.last is None or found.told is None:
        return said_standing(found.record, found.service, by_person=found.last is not None)
    return verdict(found.service, found.last.outcome)


def title_of(found: Account) -> Text:
    """What the page of a decision is called."""
    if found.told is None:
        return _ERASED
    return _CASE.filled(reference=same(found.record.reference)) if found.record.reference else _NO_NUMBER


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
