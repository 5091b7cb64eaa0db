"""Long work of an organisation: how far it is, as events, and cancelling it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from rashin.language import Language, Text
from rashin.web.asking import Decider, Form, Here, Reader, language_of
from rashin.web.confirming import Question, unless_sure
from rashin.web.progress import told
from rashin.web.visiting import own, see
from rashin.workspace.jobs import JobStatus

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/jobs/{job}")

_KEEP_ALIVE_SECONDS = 15
"""After which something is sent even where nothing changed, so that nobody on the way takes the line for dead."""

CANCEL = Question(
    Text("中止しますか", "Cancel this?"),
    Text(
        "ここまでの計算は捨てられます。データは残るので、あとでやり直せます。",
        "What was computed so far is thrown away. The data stay, so that it can be done again later.",
    ),
    Text("中止する", "Cancel it"),
    Text("続ける", "Go on"),
)


@router.get("/events")
async def events(request: Request, here: Here, reader: Reader, job: str) -> Response:
    """How far a job is, now and at each change, as server-sent events (WHATWG HTML, 9.2)."""
    # Asked for once before the answer begins, so that what is not there is answered with 404.
    await asyncio.to_thread(here.jobs.status, reader.id, job)
    stream = _events(here.jobs.watch(reader.id, job), language_of(request))
    # nginx would hold small pieces back.
    return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


@router.post("/cancel")
def do_cancel(request: Request, here: Here, decider: Decider, job: str, fields: Form) -> Response:
    """End a job."""
    back = own(str(fields.get("back", f"/o/{decider.id}")))
    here.jobs.status(decider.id, job)
    asked = unless_sure(request, fields, CANCEL, back)
    if asked is not None:
        return asked
    here.jobs.cancel(decider.id, job)
    return see(back)


async def _events(changes: AsyncIterator[JobStatus], language: Language) -> AsyncIterator[str]:
    waiting: asyncio.Future[JobStatus] | None = None
    try:
        while True:
            waiting = waiting or asyncio.ensure_future(_next(changes))
            await asyncio.wait([waiting], timeout=_KEEP_ALIVE_SECONDS)
            if not waiting.done():
                yield ": still here\n\n"
                continue
            try:
                status = waiting.result()
            except StopAsyncIteration:
                return
            waiting = None
            yield _event(told(status, language))
    finally:
        if waiting is not None:
            waiting.cancel()


async def _next(changes: AsyncIterator[JobStatus]) -> JobStatus:
    return await anext(changes)


def _event(data: dict[str, Any]) -> str:
    return f"event: progress\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
