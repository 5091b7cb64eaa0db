"""Whether a deployment's counts flow into the book of the programme that paid for it: agreeing, sending, ending."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from rashin.errors import ConsentMissing, NotFound, RashinError
from rashin.language import Text
from rashin.settings import settings
from rashin.web.asking import Approver, Fields, Form, Here, Member, Reader
from rashin.web.confirming import Question, unless_sure
from rashin.web.page import Crumb, page
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.pages.measured.told import asked_of, counted, figures_told, jobs_of
from rashin.web.pages.programme.words import day
from rashin.web.roads import address_of
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.programme_tables import Sharing
from rashin.workspace.deployments import find
from rashin.workspace.log import LogReader
from rashin.workspace.measured import (
    ASSUMED,
    LEAST,
    Baseline,
    Counts,
    Known,
    agree,
    ask_to_collect,
    baseline_from,
    count,
    end,
    find_sharing,
    measured,
    measurements_of,
    offered,
    sharings_of,
    window_of,
)
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/deployments/{deployment}/measured")

TITLE = Text("成果の公開", "Sharing results")
_CONSENT = Text("「{award}」に成果を送る", "Send results to “{award}”")
_DONE = {
    "agreed": Text("同意しました。これからの成果が、事業の帳簿に入ります。", "You agreed. Results flow from now on."),
    "asked": Text(
        "送る準備をしています。数秒たってから、この画面を開き直してください。",
        "It is being put together. Open this page again in a few seconds.",
    ),
    "ended": Text("終わりにしました。これから先は、何も送りません。", "It has ended. Nothing is sent from now on."),
}
END = Question(
    Text("成果を送るのを終わりにしますか", "Stop sending results?"),
    Text(
        "これから先は何も送りません。これまでに送った数字は、事業の帳簿に残ります。また始めるには、新しいコードが要ります。",
        "Nothing is sent from now on. What was sent stays in the programme's book. To begin again takes another code.",
    ),
    Text("終わりにする", "Stop"),
)


@router.get("")
def show(request: Request, here: Here, reader: Reader, deployment: str, done: str = "") -> Response:
    """The links of a deployment, and the way to a new one."""
    return _show(request, here, reader, deployment, done=_DONE.get(done))


@router.post("/offer")
def look(request: Request, here: Here, approver: Approver, deployment: str, fields: Form) -> Response:
    """What would be shared by an offer; nothing is shared yet."""
    _see_that_it_is_there(here, approver, deployment)
    try:
        return _consent(request, here, approver, deployment, {"code": fields.text("code")})
    except RashinError as wrong:
        if "field" not in wrong.facts:
            raise
        return _show(request, here, approver, deployment, wrong=wrong)


@router.post("/agree")
def do_agree(request: Request, here: Here, approver: Approver, deployment: str, fields: Form) -> Response:
    """Agree to share."""
    _see_that_it_is_there(here, approver, deployment)
    written = {name: value for name, value in fields.items() if isinstance(value, str)}
    try:
        baseline = baseline_from(written)
        if written.get("agreed") != "yes":
            raise ConsentMissing(field="agreed")
        with here.database.system() as session:
            agree(
                session,
                approver.organisation,
                deployment,
                approver.person,
                fields.text("code"),
                baseline,
                all_past=written.get("from") == "all",
            )
    except RashinError as wrong:
        if wrong.facts.get("field") in (None, "code"):
            return _show(request, here, approver, deployment, wrong=wrong)
        return _consent(request, here, approver, deployment, written, wrong=wrong)
    return see(f"{_own(approver, deployment)}?done=agreed")


@router.post("/{sharing}/collect")
def do_collect(
    request: Request, here: Here, approver: Approver, deployment: str, sharing: str, _fields: Form
) -> Response:
    """Send what was counted since the last time."""
    try:
        with here.database.tenant(approver.id) as session:
            kept = _of(session, deployment, sharing)
            ask_to_collect(session, here.jobs, kept, approver.person.id)
    except RashinError as wrong:
        return _show(request, here, approver, deployment, wrong=wrong)
    return see(f"{_own(approver, deployment)}?done=asked")


@router.post("/{sharing}/end")
def do_end(request: Request, here: Here, approver: Approver, deployment: str, sharing: str, fields: Form) -> Response:
    """Share nothing more."""
    with here.database.tenant(approver.id, reading=True) as session:
        _of(session, deployment, sharing)
    asked = unless_sure(request, fields, END, _own(approver, deployment))
    if asked is not None:
        return asked
    with here.database.system() as session:
        end(session, approver.id, sharing, approver.person)
    return see(f"{_own(approver, deployment)}?done=ended")


def _own(member: Member, deployment: str) -> str:
    return f"{address_of(f'/o/{member.id}', deployment)}/measured"


def _of(session: Session, deployment: str, sharing: str) -> Sharing:
    """A link of this deployment.

    Raises:
        NotFound: there is none.
    """
    found = find_sharing(session, sharing)
    if found.deployment_id != deployment:
        raise NotFound(what=sharing)
    return found


def _see_that_it_is_there(here: Workspace, member: Member, deployment: str) -> None:
    """Before anything else is looked at.

    Raises:
        NotFound: the organisation has no such deployment.
    """
    with here.database.tenant(member.id, reading=True) as session:
        find(session, deployment)


def _show(
    request: Request,
    here: Workspace,
    member: Member,
    deployment: str,
    *,
    wrong: RashinError | None = None,
    done: Text | None = None,
) -> Response:
    with here.database.tenant(member.id, reading=True) as session:
        found = find(session, deployment)
        links = [_link(session, sharing) for sharing in sharings_of(session, deployment)]
        jobs = jobs_of(session, [one["sharing"].job_id for one in links])
    return page(
        request,
        "measured/measured.html.j2",
        TITLE,
        crumbs=crumbs_of(member, found),
        wrong=wrong,
        done=done,
        address=_own(member, deployment),
        own=_own(member, deployment),
        base=f"/o/{member.id}",
        links=links,
        jobs=jobs,
        asked=asked_of,
        counted=counted,
        least=LEAST,
        end=END,
        may_share=member.may(Permission.APPROVE),
    )


def _link(session: Session, sharing: Sharing) -> dict[str, Any]:
    """A link as the page shows it, with what the next collection would send."""
    window = window_of(session, sharing)
    counts = None
    if sharing.ended_at is None:
        counts = count(session, sharing.deployment_id, window.from_index, LogReader(session).size)
    return {
        "sharing": sharing,
        "baseline": Baseline.of(sharing.baseline),
        "first": day(date.fromisoformat(window.first)),
        "counts": counts,
        "figures": _figures(counts, Baseline.of(sharing.baseline)),
        "measurements": measurements_of(session, sharing.id),
    }


def _figures(counts: Counts | None, baseline: Baseline) -> list[dict[str, Any]]:
    if counts is None or counts.decisions < LEAST:
        return []
    return figures_told(measured(counts, baseline, settings().watts_per_core))


def _consent(
    request: Request,
    here: Workspace,
    member: Member,
    deployment: str,
    filled: Fields | dict[str, str],
    *,
    wrong: RashinError | None = None,
) -> Response:
    with here.database.system() as session:  # the offer is another organisation's row
        found = offered(session, str(filled["code"]))
    with here.database.tenant(member.id, reading=True) as session:
        own = find(session, deployment)
        counts = count(session, deployment, 0, LogReader(session).size)
    return page(
        request,
        "measured/consent.html.j2",
        _CONSENT.filled(award=found.offer.award_title),
        crumbs=(*crumbs_of(member, own), Crumb(TITLE, _own(member, deployment))),
        wrong=wrong,
        address=_own(member, deployment),
        own=_own(member, deployment),
        offer=found.offer,
        programme=found.programme,
        company=member.organisation,
        told=counted(counts),
        assumed=ASSUMED,
        least=LEAST,
        watts=settings().watts_per_core,
        known=list(Known),
        filled=filled,
    )
