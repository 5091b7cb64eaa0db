"""The headers that every answer carries, put on without touching its body."""

from __future__ import annotations

from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rashin.language import LANGUAGES
from rashin.web import cookies

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
_ALWAYS = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]


class Headers:
    """ASGI middleware; Starlette's own for functions starts a task for each request, which costs decisions their pace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and the headers with its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        _show_nul(scope)
        asked = QueryParams(scope["query_string"]).get("lang") if scope["query_string"] else None
        chosen = next((language for language in LANGUAGES if language == asked), None)

        async def finish(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                chosen_too = [] if chosen is None else [(b"set-cookie", cookies.speaking(chosen).encode())]
                missing = [header for header in _ALWAYS if header[0] not in there]
                message["headers"] = [*message["headers"], *missing, *chosen_too]
            await send(message)

        await self._app(scope, receive, finish)


def _show_nul(scope: Scope) -> None:
    """Put the sign for what cannot be shown in the place of NUL, which PostgreSQL cannot even compare with."""
    if "\0" in scope["path"]:
        scope["path"] = scope["path"].replace("\0", "\ufffd")
    if b"%00" in scope["query_string"]:
        scope["query_string"] = scope["query_string"].replace(b"%00", b"%EF%BF%BD")
