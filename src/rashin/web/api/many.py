"""Deciding on many cases: JSON lines in, one line out for each, in their order, with bounded memory on either way.

What is sent lies on disk before the first answer goes out: a client that sends all before it reads anything would
otherwise wait for us while we wait for it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from asyncio import gather, wrap_future
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from rashin.errors import BodyTooLarge, NotFound, RashinError, Unexpected, UploadTooLarge
from rashin.settings import settings
from rashin.web.api.caller import DecideKey
from rashin.web.api.decisions import REFUSED, asked_in
from rashin.web.api.document import ROOT, fails, said
from rashin.web.api.sending import Key, pieces_of, refuse_other_kinds
from rashin.web.asking import Here
from rashin.web.problems import as_body
from rashin.workspace.access.keys import KeyHolder
from rashin.workspace.decisions import Recorder, Wanted
from rashin.workspace.deployments import find
from rashin.workspace.once import Once
from rashin.workspace.storage import MEGABYTE
from rashin.workspace.workspace import Workspace

router = APIRouter(prefix=ROOT, tags=["decisions"])

LINES = "application/x-ndjson"
_log = logging.getLogger("rashin.web")
_TOGETHER = 128
"""Lines that are decided at a time; the next are read when these are answered."""
_IN_MEMORY = 1_000_000
_LONGEST = 1_000_000
"""Bytes of a line."""
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "For each line, in order, a decision, or a problem where the case could not be decided.",
        "content": {
            LINES: {
                "schema": {"type": "string"},
                "example": '{"id":"dec_01k9example","decision":{"outcome":"favourable"},"log_index":41}\n'
                '{"type":"urn:rashin:problem:case-incomplete","title":"Case 1 has no “年商”.","status":422,"line":2}\n',
            }
        },
    }
}


@router.post(
    "/deployments/{deployment}/decisions/stream",
    summary="Decide on many cases",
    response_class=StreamingResponse,
    responses=_ANSWERS | fails(NotFound(what="dep_01k9example"), UploadTooLarge(most="2,000 MB"), *REFUSED),
    openapi_extra=said(
        "多くの案件を判断する",
        requestBody={
            "required": True,
            "content": {
                LINES: {
                    "schema": {"type": "string", "description": "One JSON object a line, as for one case."},
                    "example": '{"case": {"年商": 48000000}, "reference": "A-1"}\n{"case": {"年商": 9000000}}\n',
                }
            },
        },
    ),
)
async def decide_many(request: Request, here: Here, key: DecideKey, deployment: str, once: Key) -> StreamingResponse:
    """Send one case a line; each line of the answer is a decision or a problem, in the same order.

    With an `Idempotency-Key` every line has one effect, however often all of them are sent: after a broken connection
    send them again, and those decided before are given again.
    """
    refuse_other_kinds(request, LINES)
    await run_in_threadpool(_refuse_unknown, here, key, deployment)
    kept = await _kept(request)
    recorder: Recorder = request.app.state.recorder
    wanted = (_wanted(key, deployment, once, number, line) for number, line in enumerate(_lines(kept), start=1))
    return StreamingResponse(_answers(recorder, wanted, kept), HTTPStatus.OK, media_type=LINES)


def _refuse_unknown(here: Workspace, key: KeyHolder, deployment: str) -> None:
    with here.database.tenant(key.organisation_id, reading=True) as session:
        find(session, deployment)


async def _kept(request: Request) -> IO[bytes]:
    """What is sent, in a file."""
    most = settings().upload_mb * MEGABYTE
    kept = _spool()
    size = 0
    async for piece in pieces_of(request):
        size += len(piece)
        if size > most:
            kept.close()
            raise UploadTooLarge(most=f"{settings().upload_mb:,} MB")
        await run_in_threadpool(kept.write, piece)
    kept.seek(0)
    return kept


def _spool() -> IO[bytes]:
    return SpooledTemporaryFile(_IN_MEMORY)


def _lines(kept: IO[bytes]) -> Iterator[bytes]:
    """The lines that hold anything; of one that is too long, its beginning."""
    while line := kept.readline(_LONGEST + 1):
        if len(line) > _LONGEST and not line.endswith(b"\n"):
            _skip_rest(kept)
        if line.strip():
            yield line


def _skip_rest(kept: IO[bytes]) -> None:
    while (rest := kept.readline(_LONGEST)) and not rest.endswith(b"\n"):
        pass


def _wanted(key: KeyHolder, deployment: str, once: str | None, number: int, line: bytes) -> Wanted | RashinError:
    if len(line) > _LONGEST:
        return BodyTooLarge(most=f"{_LONGEST // 1_000:,} kB")
    try:
        asked = asked_in(line)
    except RashinError as wrong:
        return wrong
    return Wanted(
        key.organisation_id,
        deployment,
        [asked["case"]],
        [asked.get("reference", "")],
        once=None if once is None else _once(once, deployment, number, line),
    )


def _once(key: str, deployment: str, number: int, line: bytes) -> Once:
    # A line end is in no header, so no other request has such a key; hashed, it is never too long.
    own = hashlib.sha256(f"{key}\n{number}".encode()).hexdigest()
    return Once(f"line\n{own}", hashlib.sha256(deployment.encode() + b"\n" + line.strip()).hexdigest())


async def _answers(recorder: Recorder, wanted: Iterator[Wanted | RashinError], kept: IO[bytes]) -> AsyncIterator[bytes]:
    number = 0
    try:
        while group := await run_in_threadpool(list, islice(wanted, _TOGETHER)):
            found = await gather(*(_answer(recorder, one) for one in group))
            yield b"".join(_line(answer, number + place) for place, answer in enumerate(found, start=1))
            number += len(group)
    finally:
        kept.close()


async def _answer(recorder: Recorder, wanted: Wanted | RashinError) -> bytes | RashinError:
    if isinstance(wanted, RashinError):
        return wanted
    try:
        (decided,) = await wrap_future(recorder.decide(wanted))
    except RashinError as wrong:
        return wrong
    except Exception as trouble:  # noqa: BLE001 (see below)
        # The answer has begun, so it cannot be 500 any more; the other lines are decided all the same.
        _log.exception("unexpected")
        return Unexpected(found=type(trouble).__name__)
    return decided.answer


def _line(answer: bytes | RashinError, number: int) -> bytes:
    if isinstance(answer, bytes):
        return answer + b"\n"
    return json.dumps({**as_body(answer), "line": number}, ensure_ascii=False).encode() + b"\n"
