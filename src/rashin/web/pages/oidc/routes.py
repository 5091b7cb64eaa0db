"""Signing in elsewhere."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import AlreadyMember, NameUnusable, NotFound, OidcRefused, OidcStranger
from rashin.language import Language
from rashin.web import cookies
from rashin.web.asking import Here, language_of
from rashin.web.visiting import link, own, see, signed_in
from rashin.workspace.access.invitations import join
from rashin.workspace.access.oidc import Flow, Identity, Provider
from rashin.workspace.access.people import Newcomer, plain_name
from rashin.workspace.access.secrets import new_token
from rashin.workspace.access.visits import begin
from rashin.workspace.database.tables import Person

router = APIRouter(include_in_schema=False)

_BACK = "/sign-in/oidc/back"
_TIME_TO_SIGN_IN = timedelta(minutes=10)


def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.oidc
    if provider is None:
        raise NotFound(what=request.url.path)
    return provider


TheProvider = Annotated[Provider, Depends(_provider)]


@router.get("/sign-in/oidc")
def leave(request: Request, provider: TheProvider, next: str = "/", invitation: str = "") -> Response:  # noqa: A002 (a word of the address)
    """Send the browser to the provider."""
    flow = Flow(new_token(), link(request, _BACK))
    response = see(provider.address(flow))
    kept = json.dumps({"secret": flow.secret, "next": own(next), "invitation": invitation})
    cookies.put(request, response, cookies.OIDC, kept, _TIME_TO_SIGN_IN)
    return response


@router.get(_BACK)
def come_back(request: Request, here: Here, provider: TheProvider) -> Response:
    """Begin a visit of whom the provider named."""
    kept = _kept(request)
    identity = provider.identity(Flow(kept["secret"], link(request, _BACK)), request.query_params)
    with here.database.system() as session:
        person = _person(session, identity, kept["invitation"], language_of(request))
        visit = begin(session, person)
    response = signed_in(request, visit, own(kept["next"]))
    cookies.drop(request, response, cookies.OIDC)
    return response


def _kept(request: Request) -> dict[str, str]:
    try:
        kept = json.loads(cookies.read(request, cookies.OIDC) or "")
        return {name: str(kept[name]) for name in ("secret", "next", "invitation")}
    except (ValueError, KeyError, TypeError):
        raise OidcRefused(point="cookie") from None


def _person(session: Session, identity: Identity, invitation: str, language: Language) -> Person:
    known = session.scalar(select(Person).where(Person.subject == identity.subject))
    if not invitation:
        if known is None:
            raise OidcStranger
        return known
    if known is None:
        newcomer = Newcomer(_name(identity), identity.email, "", language)
        return join(session, invitation, newcomer, subject=identity.subject)
    with suppress(AlreadyMember):
        join(session, invitation, known)
    return known


def _name(identity: Identity) -> str:
    try:
        return plain_name(identity.name, "name")
    except NameUnusable:
        return identity.email.partition("@")[0]
