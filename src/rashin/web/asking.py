"""Who asks: the person behind a browser's visit, and the organisation whose pages they are on."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends, Request

from rashin.errors import FieldsWrong, FormExpired, NotAllowed, NotFound, SignInNeeded
from rashin.language import LANGUAGES, Language, Text
from rashin.web import cookies
from rashin.workspace.access.people import Belonging, belongings
from rashin.workspace.access.roles import Permission, Role, allowed
from rashin.workspace.access.visits import fading, form_mark, keep_alive, visit_of
from rashin.workspace.database.tables import Organisation, Person
from rashin.workspace.workspace import Workspace

_LARGEST_FORM = 1_000_000
"""Bytes of a form without files, far above any of ours."""

Choice = TypeVar("Choice", bound=StrEnum)

NEEDED = {
    Permission.READ: Role.READ.label,
    Permission.DECIDE: Role.DECIDE.label,
    Permission.APPROVE: Role.APPROVE.label,
    Permission.KEEP: Role.OFFICER.label,
}


@dataclass(frozen=True, slots=True)
class Guest:
    """A signed-in person, wherever they are."""

    person: Person
    csrf: str
    token: str
    belongs_to: tuple[Belonging, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A signed-in person in one organisation."""

    guest: Guest
    organisation: Organisation
    permissions: frozenset[Permission]

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.guest.person

    @property
    def id(self) -> str:
        """The organisation's id, for `database.tenant`."""
        return self.organisation.id

    def may(self, permission: str) -> bool:
        """Whether they may do this; asked by pages that show or hide a button."""
        return permission in self.permissions


def workspace_of(request: Request) -> Workspace:
    """The running workspace."""
    workspace: Workspace = request.app.state.workspace
    return workspace


def language_of(request: Request) -> Language:
    """The language to answer in: the one asked for, the one chosen before, the browser's; Japanese otherwise."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(cookies.LANGUAGE)):
        for language in LANGUAGES:
            if chosen == language:
                return language
    prefers = request.headers.get("accept-language", "ja").lower()
    return "en" if prefers.startswith("en") else "ja"


def maybe_guest(request: Request) -> Guest | None:
    """The person who is signed in, or None."""
    token = cookies.read(request, cookies.VISIT)
    if not token:
        return None
    database = workspace_of(request).database
    with database.system(reading=True) as session:
        found = visit_of(session, token)
        if found is None:
            return None
        visit, person = found
        guest = Guest(person, form_mark(token), token, tuple(belongings(session, person)))
    if fading(visit):
        with database.system() as session:
            keep_alive(session, token)
    request.state.guest = guest
    return guest


def guest(found: Annotated[Guest | None, Depends(maybe_guest)]) -> Guest:
    """The person who is signed in.

    Raises:
        SignInNeeded: nobody is.
    """
    if found is None:
        raise SignInNeeded
    return found


def operator(found: Annotated[Guest, Depends(guest)]) -> Guest:
    """The operator of the installation.

    Raises:
        NotAllowed: somebody else.
    """
    if not found.person.operator:
        raise NotAllowed(needed=Text("運営", "Operator"))
    return found


def member(permission: Permission) -> Callable[..., Member]:
    """A dependency: a member of the organisation in the address, with this permission."""

    def find(request: Request, organisation: str, found: Annotated[Guest, Depends(guest)]) -> Member:
        for belonging in found.belongs_to:
            if belonging.organisation.id == organisation:
                permissions = allowed(belonging.roles)
                if permission not in permissions:
                    raise NotAllowed(needed=NEEDED[permission])
                here = Member(found, belonging.organisation, permissions)
                request.state.member = here
                return here
        raise NotFound(what=organisation)

    return find


class Fields(dict[str, Any]):
    """The fields of a form that was sent; those that were sent more than once are lists.

    Raises:
        FieldsWrong: a field is asked for that was not sent.
    """

    def __missing__(self, name: str) -> Any:
        raise FieldsWrong(fields=name)

    def text(self, name: str) -> str:
        """What was written in a field.

        Raises:
            FieldsWrong: it was not sent, or is no text.
        """
        value = self[name]
        if not isinstance(value, str):
            raise FieldsWrong(fields=name)
        return value

    def chosen(self, name: str, offered: type[Choice]) -> list[Choice]:
        """Which of several choices were ticked.

        Raises:
            FieldsWrong: one of them is none.
        """
        found = self.get(name, [])
        try:
            return [offered(str(one)) for one in (found if isinstance(found, list) else [found])]
        except ValueError:
            raise FieldsWrong(fields=name) from None


async def form(request: Request, known: Annotated[Guest | None, Depends(maybe_guest)]) -> AsyncIterator[Fields]:
    """The fields of a form that was sent from a page of this visit.

    Raises:
        FormExpired: it does not carry the visit's mark, so somebody else's page may have sent it.
        FieldsWrong: it is far larger than any form of ours.
    """
    refuse_strangers(request)
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _LARGEST_FORM:
        raise FieldsWrong(fields="content-length")
    async with request.form() as sent:
        refuse_unmarked(request, known, str(sent.get("csrf", "")))
        yield Fields({name: values if len(values := sent.getlist(name)) > 1 else values[0] for name in sent})


def refuse_strangers(request: Request) -> None:
    """Refuse what the page of another site sent.

    Raises:
        FormExpired: it did. The mark would tell as well; this tells first, and before anything is read.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise FormExpired


def refuse_unmarked(request: Request, known: Guest | None, mark: str) -> None:
    """Refuse a form without the mark of its visit or, before anybody is signed in, of its browser.

    Raises:
        FormExpired: it carries none, or another.
    """
    expected = known.csrf if known else cookies.read(request, cookies.FORM) or ""
    if not expected or not hmac.compare_digest(mark.encode(), expected.encode()):
        raise FormExpired


Reader = Annotated[Member, Depends(member(Permission.READ))]
Decider = Annotated[Member, Depends(member(Permission.DECIDE))]
Approver = Annotated[Member, Depends(member(Permission.APPROVE))]
Keeper = Annotated[Member, Depends(member(Permission.KEEP))]
AnyGuest = Annotated[Guest, Depends(guest)]
MaybeGuest = Annotated[Guest | None, Depends(maybe_guest)]
Operator = Annotated[Guest, Depends(operator)]
Here = Annotated[Workspace, Depends(workspace_of)]
Form = Annotated[Fields, Depends(form)]
