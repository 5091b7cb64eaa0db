"""The guide to the API, drawn from the OpenAPI document that the application answers by."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.language import Text
from rashin.web.asking import MaybeGuest
from rashin.web.page import page
from rashin.web.pages.guide.operations import groups

router = APIRouter(include_in_schema=False)

_TITLE = Text("APIの使い方", "The API")


@router.get("/api/docs")
def show(request: Request, reader: MaybeGuest) -> Response:  # noqa: ARG001 (so that the page knows who reads it)
    """How another program connects: the key, a first request, what holds everywhere, and every operation."""
    address = str(request.base_url).rstrip("/")
    return page(request, "guide/guide.html.j2", _TITLE, address=address, groups=groups(request.app.openapi()))
