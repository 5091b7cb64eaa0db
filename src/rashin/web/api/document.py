"""The OpenAPI document: what FastAPI knows of each route, with what is sent, every error, and the words in Japanese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

from rashin.errors import (
    BodyTooLarge,
    DatabaseSilent,
    FieldsWrong,
    KeyReused,
    MediaTypeWrong,
    NotAllowed,
    NotFound,
    RashinError,
    SignInNeeded,
    StorageFull,
    TooManyRequests,
    Unexpected,
)
from rashin.language import Text
from rashin.web.problems import PROBLEM, as_body

ROOT = "/api/v1"
_REFERENCE = "#/components/schemas/{model}"
_GONE = ("HTTPValidationError", "ValidationError")
"""FastAPI's own form of an error, which is never answered."""

TAGS = {
    "services": Text("サービス", "Services"),
    "deployments": Text("導入", "Deployments"),
    "datasets": Text("データ", "Data"),
    "jobs": Text("作業", "Jobs"),
    "models": Text("モデルと承認", "Models and approval"),
    "decisions": Text("判断", "Decisions"),
    "reviews": Text("見直し", "Reviews"),
    "outcomes": Text("わかった結果", "True outcomes"),
    "watch": Text("見守り", "Watching"),
    "programme": Text("事業", "Programme"),
    "usage": Text("利用量と料金", "Usage and bills"),
    "log": Text("透明性ログ", "Transparency log"),
}
_ALWAYS = (
    SignInNeeded(),
    NotAllowed(needed=Text("判断する", "Decide")),
    FieldsWrong(fields="query.limit"),
    TooManyRequests(most=60_000, retry_after=1),
    DatabaseSilent(retry_after=2),
    Unexpected(found="TypeError"),
)
_IN_PLACES = (NotFound(what="dec_01k9example"),)
_SENT = (
    BodyTooLarge(most="1,000 kB"),
    MediaTypeWrong(found="text/plain", wanted="application/json"),
    FieldsWrong(fields="name"),
    KeyReused(key="a1f3c6e0"),
    StorageFull(),
)
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "What you have is still right (If-None-Match)."}}
"""What single things may also be answered."""


class Problem(BaseModel):
    """What went wrong, and how to mend it (RFC 9457)."""

    type: str = Field(description="The kind of trouble.", examples=["urn:rashin:problem:not-found"])
    title: str = Field(description="What happened.")
    title_ja: str
    detail: str = Field(description="How to mend it.")
    detail_ja: str
    status: int
    column: str | None = Field(None, description="The column of a table that it is about.")
    row: int | None = Field(None, description="The row, as a spreadsheet counts.")


def fails(*errors: RashinError) -> dict[int | str, dict[str, Any]]:
    """How errors that a route may answer stand in the document."""
    found: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        body = {name: value for name, value in as_body(error).items() if value is not None}
        content = found.setdefault(error.status, _failing())["content"][PROBLEM]
        content["examples"][error.slug] = {"summary": body["title"], "value": body}
    for answer in found.values():
        titles = [one["summary"] for one in answer["content"][PROBLEM]["examples"].values()]
        answer["description"] = " / ".join(titles)
    return found


def said(ja: str, **more: Any) -> dict[str, Any]:
    """A route's summary in Japanese, and whatever else it adds to its place in the document."""
    return {"x-summary-ja": ja, **more}


def file_sent(*kinds: str, form: str) -> dict[str, Any]:
    """A body that is a file, of one of these kinds of content, or the field `file` of a form."""
    binary = {"type": "string", "format": "binary"}
    field = {"type": "object", "required": ["file"], "properties": {"file": binary}}
    content = {kind: {"schema": binary} for kind in kinds} | {form: {"schema": field}}
    return {"required": True, "content": content}


def document(app: FastAPI, routers: Sequence[APIRouter]) -> dict[str, Any]:
    """The whole document of an application with these routers of the API; made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="Rashin",
            version=app.version,
            summary=app.summary,
            description=_ABOUT,
            routes=app.routes,
            tags=[{"name": name, "description": label.en, "x-label-ja": label.ja} for name, label in TAGS.items()],
            servers=[{"url": "/"}],
        )
        _complete(made, {(route.path, method): route for route in _routes(routers) for method in route.methods or ()})
        app.openapi_schema = made
    return app.openapi_schema


def _routes(routers: Sequence[APIRouter]) -> Iterator[APIRoute]:
    return (route for router in routers for route in router.routes if isinstance(route, APIRoute))


def _complete(made: dict[str, Any], routes: Mapping[tuple[str, str], APIRoute]) -> None:
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name in _GONE:
        schemas.pop(name, None)
    _define(schemas, Problem)
    made["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "rashin_…"}}
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            form = _form(routes[path, method.upper()].dependant)
            if form is not None:
                _define(schemas, form)
                content = {"application/json": {"schema": {"$ref": _REFERENCE.format(model=form.__name__)}}}
                operation["requestBody"] = {"required": True, "content": content}
            operation["security"] = [{"key": []}]
            _add_errors(operation, path)


def _add_errors(operation: dict[str, Any], path: str) -> None:
    answers = operation["responses"]
    answers.pop("422", None) if PROBLEM not in answers.get("422", {}).get("content", {}) else None
    common = [*_ALWAYS, *(_IN_PLACES if "{" in path else ()), *(_SENT if "requestBody" in operation else ())]
    for status, answer in fails(*common).items():
        there = answers.setdefault(str(status), answer)
        for kind, example in answer["content"][PROBLEM]["examples"].items():
            there["content"][PROBLEM]["examples"].setdefault(kind, example)


def _form(dependant: Dependant) -> type[BaseModel] | None:
    """The form of the body that a route reads, see `sending.sent`."""
    for one in dependant.dependencies:
        form: type[BaseModel] | None = getattr(one.call, "form", None) or _form(one)
        if form is not None:
            return form
    return None


def _define(schemas: dict[str, Any], model: type[BaseModel]) -> None:
    schema = model.model_json_schema(ref_template=_REFERENCE)
    schemas.update(schema.pop("$defs", {}))
    schemas[model.__name__] = schema


def _failing() -> dict[str, Any]:
    return {
        "description": "",
        "content": {PROBLEM: {"schema": {"$ref": _REFERENCE.format(model="Problem")}, "examples": {}}},
    }


_ABOUT = """\
Every request carries an API key as `Authorization: Bearer rashin_…`. A key belongs to one organisation and sees nothing
of any other; what belongs to another is answered as though it did not exist.

- Errors are problem bodies (RFC 9457) that say what happened and how to mend it, in English and Japanese.
- Every POST takes an `Idempotency-Key`: sent again within a day, it has no second effect and gets the same answer.
- Lists come a page at a time: pass `next` as `cursor`.
- Single things carry an `ETag`; with `If-None-Match` the answer to what you have already is 304.
- Beyond the requests a minute that the operator allows, the answer is 429 with `Retry-After`.
"""
