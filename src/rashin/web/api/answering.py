"""What the API answers: single things with an ETag, lists a page at a time, and what was answered before."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2s
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rashin.language import Text
from rashin.web.api.sending import JSON, once_of
from rashin.workspace.access.keys import KeyHolder
from rashin.workspace.clock import stamp
from rashin.workspace.once import Answer, answer_once
from rashin.workspace.workspace import Workspace

PER_PAGE, MOST_PER_PAGE = 50, 200

Shown = TypeVar("Shown", bound=BaseModel)
Row = TypeVar("Row")


class Words(BaseModel):
    """A text in both languages."""

    ja: str = Field(examples=["融資の審査"])
    en: str = Field(examples=["lending decisions"])

    @classmethod
    def of(cls, text: Text) -> Words:
        """Both languages of a text."""
        return cls(ja=text.ja, en=text.en)


class Page(BaseModel, Generic[Shown]):
    """One page of a list."""

    items: list[Shown]
    next: str | None = Field(
        description="Pass it as `cursor` for the next page; null on the last.",
        examples=["dec_01k9e0q3k5t2m8x4c7v6b1n0ap"],
    )


Cursor = Annotated[
    str | None,
    Query(
        pattern=r"^[A-Za-z0-9_]{1,60}$",
        description="Where to go on: `next` of the page before.",
        examples=["dec_01k9e0q3k5t2m8x4c7v6b1n0ap"],
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST_PER_PAGE, description="How many at most.")]


def single(request: Request, shown: BaseModel, status: int = HTTPStatus.OK) -> Response:
    """One thing, with its ETag; without a body where the asker has it already (RFC 9110, 13.1.2)."""
    return tagged(request, shown.model_dump_json().encode(), status=status)


def tagged(
    request: Request,
    body: bytes,
    media_type: str = JSON,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A body with its ETag."""
    tag = f'"{blake2s(body, digest_size=12).hexdigest()}"'
    # To be kept, but asked for again each time: the answer then is short.
    kept = {"etag": tag, "cache-control": "private, no-cache", **(headers or {})}
    if tag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
    return Response(body, status, kept, media_type)


def paged(
    session: Session,
    chosen: Select[*tuple[Any, ...]],
    by: InstrumentedAttribute[str],
    show: Callable[[Any], Shown],
    *,
    cursor: str | None,
    limit: int,
    oldest_first: bool = False,
) -> Response:
    """One page of what a query finds, in the order of names, which is that of time.

    Args:
        session: a transaction of the organisation.
        chosen: the query; its first column is the row that is shown.
        by: the column of the rows' names.
        show: how a row is shown.
        cursor: the name of the last row of the page before.
        limit: how many at most.
        oldest_first: or the newest.
    """
    if cursor is not None:
        chosen = chosen.where(by > cursor if oldest_first else by < cursor)
    order = by.asc() if oldest_first else by.desc()
    rows: Sequence[Any] = session.execute(chosen.order_by(order).limit(limit + 1)).all()
    following = getattr(rows[limit - 1][0], by.key) if len(rows) > limit else None
    page = {"items": [show(row).model_dump(mode="json") for row in rows[:limit]], "next": following}
    return Response(json.dumps(page, ensure_ascii=False), media_type=JSON)


def made(shown: BaseModel, location: str, status: int = HTTPStatus.CREATED) -> Answer:
    """The answer that something was made."""
    return Answer(status, shown.model_dump_json().encode(), location)


def answered_once(
    request: Request, here: Workspace, holder: KeyHolder, once: str | None, make: Callable[[Session], Answer]
) -> Response:
    """What a request that changes something is answered: made now, or given again to who sends it again.

    Raises:
        KeyReused: the key was used for another request.
        RashinError: what `make` raises; nothing is kept, and asking again tries again.
    """
    return given(answer_once(here.database, holder.organisation_id, once_of(request, once), make))


def given(answer: Answer) -> Response:
    """An answer, made now or before."""
    headers = {"location": answer.location} if answer.location else None
    return Response(answer.body, answer.status, headers, JSON)


def when(moment: datetime | None) -> str | None:
    """A moment as the API writes it."""
    return None if moment is None else stamp(moment)


def _tags(header: str) -> set[str]:
    """The tags that an asker has; `W/` before one makes no difference here."""
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
