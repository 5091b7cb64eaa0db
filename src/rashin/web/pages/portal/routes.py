"""The programmes that are published here, and every page and file of each; nobody has to sign in."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from rashin.errors import NotFound
from rashin.language import Text
from rashin.web.asking import Here, language_of
from rashin.web.page import page
from rashin.web.pages.programme.words import day
from rashin.web.sites import METHODS, Place, answer, language_of_path
from rashin.workspace.programme.portals import portals, site_of
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/portal")

_TITLE = Text("公開している事業", "Published programmes")
_ABSENT = Text("このページはありません", "There is no such page")


@router.api_route("", methods=METHODS)
def show(request: Request, here: Here) -> Response:
    """The programmes that are published here; of one alone, its pages."""
    found = portals(here.data)
    if len(found) == 1:
        return RedirectResponse(f"/portal/{found[0].organisation}/", HTTPStatus.FOUND)
    return page(request, "portal/portals.html.j2", _TITLE, portals=found, day_of=day)


@router.api_route("/{organisation}", methods=METHODS)
def begin(organisation: str) -> Response:
    """The address of a portal without its last stroke."""
    return RedirectResponse(f"/portal/{organisation}/", HTTPStatus.PERMANENT_REDIRECT)


@router.api_route("/{organisation}/{path:path}", methods=METHODS)
def show_file(request: Request, here: Here, organisation: str, path: str) -> Response:
    """A page or file of what an organisation published."""
    try:
        return answer(request, Place(site_of(here.data, organisation), f"/portal/{organisation}", public=True), path)
    except NotFound:
        return _absent(request, here, organisation, path)


def _absent(request: Request, here: Workspace, organisation: str, path: str) -> Response:
    """That there is nothing here, in the language of the page that was asked for, and a way back."""
    chosen = None if "lang" in request.query_params else language_of_path(path)
    language = chosen or language_of(request)
    try:
        site_of(here.data, organisation)
        back = f"/portal/{organisation}/latest/{'en/' if language == 'en' else ''}"
    except NotFound:
        back = None
    return page(request, "portal/absent.html.j2", _ABSENT, status=HTTPStatus.NOT_FOUND, language=language, back=back)
