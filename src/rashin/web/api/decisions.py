"""Deciding over HTTP: one case, and many as JSON lines."""

from __future__ import annotations

import hashlib
import json
from asyncio import wrap_future
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from rashin.errors import (
    CaseIncomplete,
    CaseNested,
    DeploymentClosed,
    Erased,
    FieldsWrong,
    NotApproved,
    NotFound,
    QuotaReached,
    Stopping,
    UploadBroken,
)
from rashin.language import Text
from rashin.web.api.caller import caller
from rashin.web.api.document import ROOT, fails, said
from rashin.web.api.sending import JSON, LONGEST_KEY, body_of, checked_key, refuse_other_kinds
from rashin.web.api.told import DecisionMade
from rashin.workspace.access.roles import Permission
from rashin.workspace.decisions import Recorder, Wanted
from rashin.workspace.once import Once


class _Straight(APIRoute):
    """A route whose function is called as it is: what FastAPI does to find its arguments costs decisions their pace."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def answer(request: Request) -> Response:
            answered: Response = await self.endpoint(request, **request.path_params)
            return answered

        return answer


router = APIRouter(prefix=ROOT, tags=["decisions"], route_class=_Straight)

LONGEST_REFERENCE = 200
_MEMBERS = {"case", "reference"}
CASE: dict[str, Any] = {
    "type": "object",
    "title": "Case",
    "required": ["case"],
    "additionalProperties": False,
    "properties": {
        "case": {
            "type": "object",
            "description": "Column → number, text, true, false or null, as in the table learned from. Every column that "
            "the model decides by must be there; others are left aside.",
            "additionalProperties": {"type": ["number", "string", "boolean", "null"]},
        },
        "reference": {
            "type": "string",
            "maxLength": LONGEST_REFERENCE,
            "pattern": r"^[^\u0000]*$",
            "description": "Your own label of the case; it finds the decision again.",
        },
    },
    "example": {"case": {"年商": 48_000_000, "業種": "建設", "担保": "あり"}, "reference": "2026-0412"},
}
REFUSED = (
    NotApproved(),
    DeploymentClosed(),
    NotFound(what="dep_01k9example"),
    QuotaReached(limit=Text("判断10,000件", "10,000 decisions"), retry_after=86_400),
    CaseIncomplete(column="年商", case=1, present="業種, 担保"),
    CaseNested(column="年商", case=1),
    UploadBroken(),
    Stopping(),
)
KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    "description": "Sent again with the same key and body within a day, a request has no second effect and gets the same "
    "answer. The same key with anything else is refused.",
}


# Written by hand where FastAPI would do it by itself: each of its conveniences costs decisions their pace.
@router.post(
    "/deployments/{deployment}/decisions",
    summary="Decide on one case",
    status_code=HTTPStatus.CREATED,
    response_model=DecisionMade,
    responses=fails(*REFUSED, Erased()),
    openapi_extra=said(
        "1件を判断する",
        parameters=[KEY_PARAMETER],
        requestBody={"required": True, "content": {JSON: {"schema": CASE}}},
    ),
)
async def decide(request: Request, deployment: str) -> Response:
    """Decide on one case. Answered only once the decision is in the log; each answer names its receipt."""
    holder = caller(request, Permission.DECIDE)
    refuse_other_kinds(request, JSON)
    body = await body_of(request)
    asked = asked_in(body)
    wanted = Wanted(
        holder.organisation_id,
        deployment,
        [asked["case"]],
        [asked.get("reference", "")],
        once=_once(request, deployment, body),
    )
    recorder: Recorder = request.app.state.recorder
    (decided,) = await wrap_future(recorder.decide(wanted))
    headers = {"location": f"{ROOT}/decisions/{decided.id}"}
    return Response(decided.answer, HTTPStatus.CREATED, headers, JSON)


def asked_in(body: bytes) -> dict[str, Any]:
    """The case in a JSON object.

    Raises:
        FieldsWrong: it is none, or holds signs that are no text.
    """
    try:
        asked = json.loads(body)
        if b"\\u" in body:
            json.dumps(asked, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise FieldsWrong(fields="body") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("case"), dict):
        raise FieldsWrong(fields="case")
    if unknown := asked.keys() - _MEMBERS:
        raise FieldsWrong(fields=", ".join(sorted(unknown))[:200])
    reference = asked.get("reference", "")
    if not isinstance(reference, str) or len(reference) > LONGEST_REFERENCE or "\0" in reference:
        raise FieldsWrong(fields="reference")
    return asked


def _once(request: Request, deployment: str, body: bytes) -> Once | None:
    key = checked_key(request.headers.get("idempotency-key"))
    return None if key is None else Once(key, hashlib.sha256(deployment.encode() + b"\n" + body).hexdigest())
