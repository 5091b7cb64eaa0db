"""What is sent to the API: read up to a limit, of the kind that is taken, and in the form that is described."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import ClientDisconnect

from rashin.errors import BodyTooLarge, FieldsWrong, MediaTypeWrong, UploadBroken
from rashin.workspace.once import Once

JSON = "application/json"
LARGEST = 1_000_000
"""Bytes of a request that is read into memory whole."""
LONGEST_KEY = 200

Sent = TypeVar("Sent", bound="Asked")


class Asked(BaseModel):
    """A request's body; a member that it does not know is refused, for it is misspelt or means something."""

    model_config = ConfigDict(extra="forbid", str_max_length=100_000)


def refuse_other_kinds(request: Request, *taken: str) -> str:
    """The media type of what is sent, without its parameters; the first of those taken where none is given.

    Raises:
        MediaTypeWrong: it is none of those taken.
    """
    given = request.headers.get("content-type")
    kind = taken[0] if given is None else given.partition(";")[0].strip().lower()
    if kind not in taken:
        raise MediaTypeWrong(found=(given or "")[:100], wanted=", ".join(taken))
    return kind


async def body_of(request: Request, at_most: int = LARGEST) -> bytes:
    """What is sent, whole.

    Raises:
        BodyTooLarge: it has more than `at_most` bytes.
        UploadBroken: it was cut off.
    """
    pieces, size = [], 0
    async for piece in pieces_of(request):
        size += len(piece)
        if size > at_most:
            raise BodyTooLarge(most=f"{at_most // 1_000:,} kB")
        pieces.append(piece)
    return b"".join(pieces)


async def pieces_of(request: Request) -> AsyncIterator[bytes]:
    """What is sent, as it comes.

    Raises:
        UploadBroken: it was cut off.
    """
    try:
        async for piece in request.stream():
            yield piece
    except ClientDisconnect:
        raise UploadBroken from None


def sent(form: type[Sent]) -> Callable[[Request], Awaitable[Sent]]:
    """A dependency: the JSON object that was sent, of this form. What was sent is kept for `once_of`."""

    async def read(request: Request) -> Sent:
        refuse_other_kinds(request, JSON)
        request.state.body = body = await body_of(request)
        try:
            return form.model_validate_json(body or b"{}")
        except ValidationError as trouble:
            raise FieldsWrong(fields=_places(trouble)) from None

    read.form = form  # type: ignore[attr-defined]  # for the OpenAPI document
    return read


def once_of(request: Request, key: str | None) -> Once | None:
    """What the request asks to be done once, if it does: its address and its body under its key."""
    if key is None:
        return None
    asked = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    asked.update(getattr(request.state, "body", b""))
    return Once(key, asked.hexdigest())


def checked_key(key: str | None) -> str | None:
    """An Idempotency-Key.

    Raises:
        FieldsWrong: it is empty or too long.
    """
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise FieldsWrong(fields="Idempotency-Key")
    return key


def _key(
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=LONGEST_KEY,
            description="Sent again with the same key and body within a day, a request has no second effect and gets "
            "the same answer. The same key with anything else is refused.",
            examples=["a1f3c6e0-3b1c-4a53-9a44-6d4c0e6f2b11"],
        ),
    ] = None,
) -> str | None:
    return idempotency_key


Key = Annotated[str | None, Depends(_key)]
"""The Idempotency-Key of a request."""


def _places(trouble: ValidationError) -> str:
    found = [f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in trouble.errors(include_input=False)]
    return "; ".join(found[:10])
