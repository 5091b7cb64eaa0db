"""The form for one case, made from the model's columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.errors import AnswersWrong, AnswerTooLong, NotApproved, RashinError
from rashin.language import Text
from rashin.learning.models import Model
from rashin.services import find as find_service
from rashin.web.asking import Decider, Fields, Form, Here, Member
from rashin.web.page import page
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.roads import address_of
from rashin.web.visiting import see
from rashin.workspace.access.secrets import new_token
from rashin.workspace.database.tables import Deployment
from rashin.workspace.decisions import Recorder, Wanted
from rashin.workspace.decisions.questions import NONE_OF_THESE, answered, questions, sample_answers
from rashin.workspace.deployments import find, find_model, in_use, refuse_closed
from rashin.workspace.once import Once
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/deployments/{deployment}/decide")

LONGEST_REFERENCE = 100
_TITLE = Text("判断する", "Decide")
_CASE_NUMBER = Text("案件番号", "Case number")
_REFERENCE, _BLANKS, _ONCE = "reference", "blanks", "once"
_ANSWER = "v:"
"""Before the names of columns, so that none can be taken for another field of the form."""


@router.get("")
def show(request: Request, here: Here, decider: Decider, deployment: str, sample: int | None = None) -> Response:
    """The form, empty or with values to try."""
    owner, model = _served(here, decider, deployment)
    written = sample_answers(model, sample) if model and sample is not None else {}
    return _form(request, decider, owner, model, written, sample=sample)


@router.post("")
def do_decide(request: Request, here: Here, decider: Decider, deployment: str, fields: Form) -> Response:
    """Decide on what was filled in."""
    owner, model = _served(here, decider, deployment)
    if model is None:
        return _form(request, decider, owner, None, {})
    written = {name.removeprefix(_ANSWER): str(value) for name, value in fields.items() if name.startswith(_ANSWER)}
    reference, blanks = _plain(str(fields.get(_REFERENCE, ""))), _BLANKS in fields
    found = answered(model, written, blanks=blanks)
    wrong: dict[str, RashinError] = dict(found.wrong)
    if len(reference) > LONGEST_REFERENCE:
        wrong[_REFERENCE] = AnswerTooLong(most=LONGEST_REFERENCE)
    facts: dict[str, Any] = {"reference": reference, "blanks": blanks, "troubles": wrong}
    if wrong:
        return _form(request, decider, owner, model, written, wrong=AnswersWrong(count=len(wrong)), **facts)
    wanted = Wanted(decider.id, deployment, [found.case], [reference], once=_once(fields, deployment, found.case))
    recorder: Recorder = request.app.state.recorder
    try:
        (decided,) = recorder.decide(wanted).result()
    except RashinError as refused:
        return _form(request, decider, owner, model, written, wrong=refused, **facts)
    return see(f"/o/{decider.id}/decisions/{decided.id}?done=decided")


def _plain(reference: str) -> str:
    # PostgreSQL takes no NUL in a text.
    return reference.replace("\0", "").strip()


def _served(here: Workspace, member: Member, deployment_id: str) -> tuple[Deployment, Model | None]:
    """The deployment, which is open, and the model in use; None where there is none yet."""
    with here.database.tenant(member.id, reading=True) as session:
        deployment, approval = find(session, deployment_id), in_use(session, deployment_id)
        refuse_closed(deployment)
        key = find_model(session, approval.model_id).file_key if approval else None
    return deployment, None if key is None else here.models.get(key)


def _once(fields: Fields, deployment_id: str, case: Mapping[str, str | None]) -> Once:
    """So that a form that is sent twice, by a second click or by reloading, decides once."""
    asked = json.dumps([deployment_id, case, str(fields.get(_REFERENCE, ""))], ensure_ascii=False).encode()
    digest = hashlib.sha256(asked).hexdigest()
    return Once(f"form {str(fields.get(_ONCE, ''))[:64]} {digest}", digest)


def _form(
    request: Request,
    decider: Member,
    deployment: Deployment,
    model: Model | None,
    written: Mapping[str, str],
    *,
    sample: int | None = None,
    wrong: RashinError | None = None,
    reference: str = "",
    blanks: bool = False,
    troubles: Mapping[str, RashinError] | None = None,
) -> Response:
    own, asked = address_of(f"/o/{decider.id}", deployment.id), questions(model) if model else ()
    labels = {_REFERENCE: (_REFERENCE, _CASE_NUMBER)} | {
        one.name: (f"v{place}", one.label) for place, one in enumerate(asked)
    }
    refused = wrong or (None if model else NotApproved())
    return page(
        request,
        "decide/decide.html.j2",
        _TITLE,
        status=refused.status if refused else 200,
        crumbs=crumbs_of(decider, deployment),
        wrong=wrong,
        address=f"{own}/decide",
        own=own,
        service=find_service(deployment.service),
        card=model.card if model else None,
        questions=asked,
        none_of_these=NONE_OF_THESE,
        written=written,
        reference=reference,
        blanks=blanks,
        troubles=troubles or {},
        troubled=[labels[name] for name in labels if name in (troubles or {})],
        sample=sample,
        once=new_token(),
    )
