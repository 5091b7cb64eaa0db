"""What is answered when something is wrong: a page for people, RFC 9457 for machines."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from rashin.errors import DatabaseSilent, FieldsWrong, MethodUnknown, NotFound, RashinError, SignInNeeded, Unexpected
from rashin.web.asking import maybe_guest
from rashin.web.page import page
from rashin.workspace.database.transient import is_transient

PROBLEM = "application/problem+json"
_AGAIN_AFTER_SECONDS = 2

_log = logging.getLogger("rashin.web")


def answer_problems(app: FastAPI) -> None:
    """Answer every error in one shape."""
    app.add_exception_handler(RashinError, _ours)
    app.add_exception_handler(RequestValidationError, _fields)
    app.add_exception_handler(HTTPException, _starlettes)
    app.add_exception_handler(SQLAlchemyError, _databases)
    app.add_exception_handler(Exception, _unexpected)


def problem(request: Request, error: RashinError) -> Response:
    """One error as the asker wants it."""
    if request.url.path.startswith("/api/"):
        return _as_json(error)
    if isinstance(error, SignInNeeded):
        return RedirectResponse(f"/sign-in?next={quote(_to_come_back(request))}", HTTPStatus.SEE_OTHER)
    return page(request, "problem.html.j2", error.what_happened, status=error.status, problem=error)


def _to_come_back(request: Request) -> str:
    """Where to go on after signing in. What answers a form cannot be opened by itself."""
    if request.method != "GET":
        return "/"
    return str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")


def _as_json(error: RashinError) -> Response:
    return JSONResponse(as_body(error), error.status, headers=_headers(error), media_type=PROBLEM)


def as_body(error: RashinError) -> dict[str, object]:
    """An error as the body of an answer (RFC 9457)."""
    return {**error.as_problem(), "status": error.status}


def _headers(error: RashinError) -> dict[str, str]:
    headers = {}
    if isinstance(error, SignInNeeded):
        headers["www-authenticate"] = "Bearer"
    if "retry_after" in error.facts:
        headers["retry-after"] = str(error.facts["retry_after"])
    if "allowed" in error.facts:
        headers["allow"] = str(error.facts["allowed"])
    return headers


async def _ours(request: Request, error: Exception) -> Response:
    return problem(request, error if isinstance(error, RashinError) else Unexpected(found=type(error).__name__))


async def _fields(request: Request, error: Exception) -> Response:
    wrong: Any = error.errors() if isinstance(error, RequestValidationError) else []
    places = ", ".join(".".join(map(str, one["loc"])) for one in wrong) or "?"
    return problem(request, FieldsWrong(fields=places))


async def _starlettes(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "") if isinstance(error, HTTPException) else ""
        return problem(request, MethodUnknown(method=request.method, allowed=allowed))
    if status == HTTPStatus.NOT_FOUND:
        if not request.url.path.startswith("/api/"):
            await run_in_threadpool(maybe_guest, request)  # so that the page knows who reads it
        return problem(request, NotFound(what=request.url.path))
    return problem(request, FieldsWrong(fields=request.url.path))


async def _databases(request: Request, error: Exception) -> Response:
    if not is_transient(error):
        return await _unexpected(request, error)
    _log.warning("the database does not answer: %s", type(error).__name__)
    return problem(request, DatabaseSilent(retry_after=_AGAIN_AFTER_SECONDS))


async def _unexpected(request: Request, error: Exception) -> Response:
    # The type is enough to find it; its words might hold somebody's data.
    _log.error("unexpected", exc_info=error)
    return problem(request, Unexpected(found=type(error).__name__))
