"""A browser without a screen: it speaks to the application in this process, and keeps its cookies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

ORIGIN = "http://rashin.test"

Browser = httpx.Client


class InProcess(httpx.BaseTransport):
    """Carries requests to an application that runs in an event loop of its own."""

    def __init__(self, app: FastAPI, portal: BlockingPortal, place: str) -> None:
        self._carrier = httpx.ASGITransport(app, raise_app_exceptions=False, client=(place, 50_000))
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._portal.call(self._carried, request)

    async def _carried(self, request: httpx.Request) -> httpx.Response:
        answer = await self._carrier.handle_async_request(request)
        # As it was sent: whoever asked unpacks it.
        raw = b"".join([piece async for piece in answer.aiter_raw()])
        return httpx.Response(answer.status_code, headers=answer.headers, content=raw)


class Running:
    """An application that has started. Everybody who comes has a browser of their own."""

    def __init__(self, app: FastAPI, portal: BlockingPortal) -> None:
        self.app = app
        self._portal = portal

    def browser(self, *, origin: str = ORIGIN, place: str = "192.0.2.1", language: str = "ja") -> Browser:
        """A fresh browser. It follows no redirect by itself; `place` is the network address it has."""
        return httpx.Client(
            transport=InProcess(self.app, self._portal, place), base_url=origin, headers={"accept-language": language}
        )


@contextmanager
def running(app: FastAPI) -> Iterator[Running]:
    """The application between its start and its stop."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(app.router.lifespan_context(app)):
        yield Running(app, portal)
