"""Beginning a visit in a browser, and where people go on to."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from rashin.web import cookies
from rashin.web.asking import workspace_of
from rashin.workspace.access.visits import AT_MOST, SignedIn, sign_out


def signed_in(request: Request, visit: SignedIn, address: str) -> Response:
    """Hand a new visit to the browser, and send it on. The visit that it had until now ends."""
    before = cookies.read(request, cookies.VISIT)
    if before is not None:
        with workspace_of(request).database.system() as session:
            sign_out(session, before)
    response = see(address)
    cookies.put(request, response, cookies.VISIT, visit.token, AT_MOST)
    cookies.drop(request, response, cookies.FORM)
    if cookies.LANGUAGE not in request.cookies:
        response.headers.append("set-cookie", cookies.speaking("en" if visit.person.language == "en" else "ja"))
    return response


def see(address: str) -> Response:
    """Send a browser on after a form was taken, so that reloading does not send the form again."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def own(address: str) -> str:
    """The address, if it is one of ours: a link must not send people elsewhere after they signed in.

    Browsers read a backslash as a slash and leave out tabs and line ends (WHATWG URL, 4.4), so none may occur.
    """
    ours = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if ours else "/"


def place(request: Request) -> str:
    """The network address that a request comes from."""
    return request.client.host if request.client else ""


def link(request: Request, path: str) -> str:
    """The whole address of a page of ours, to be passed on."""
    return f"{str(request.base_url).rstrip('/')}{path}"
