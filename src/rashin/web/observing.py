"""Seeing every request: counted, timed and logged by the template of its address, never by the address itself."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of latencies that are told apart, in seconds."""

_NOWHERE = "(none)"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

_log = logging.getLogger("rashin.web")


class Latency:
    """How long the answers at one address took."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BUCKETS) + 1)
        """By bucket; the last holds those beyond."""
        self.seconds = 0.0

    def note(self, seconds: float) -> None:
        """One more."""
        self.counts[next((at for at, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))] += 1
        self.seconds += seconds


class Observed:
    """What was seen since the program started. All of it happens on the event loop, so there is nothing to lock."""

    def __init__(self) -> None:
        self.requests: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        """How many, by method, route and status."""
        self.latencies: defaultdict[str, Latency] = defaultdict(Latency)
        """By route."""
        self.open = 0
        """How many are being answered now."""

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answer."""
        self.requests[method, route, status] += 1
        self.latencies[route].note(seconds)


class Observer:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp, observed: Observed) -> None:
        self._app = app
        self._observed = observed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, statuses = perf_counter(), []

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        self._observed.open += 1
        try:
            await self._app(scope, receive, watch)
        finally:
            self._observed.open -= 1
            # Without an answer, whoever asked went away.
            self._note(scope, statuses[0] if statuses else 499, perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", _NOWHERE)
        method = scope["method"] if scope["method"] in _METHODS else _NOWHERE
        self._observed.note(method, route, status, seconds)
        facts = {"method": method, "route": route, "status": status, "ms": round(1000 * seconds, 1)}
        _log.info("answered", extra={"facts": facts})


def exposition(observed: Observed) -> Iterator[str]:
    """What was seen, in Prometheus' text format."""
    yield "# HELP rashin_http_requests_total Requests answered."
    yield "# TYPE rashin_http_requests_total counter"
    for (method, route, status), count in sorted(observed.requests.items()):
        yield f'rashin_http_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
    yield "# HELP rashin_http_request_seconds How long answers took."
    yield "# TYPE rashin_http_request_seconds histogram"
    for route, latency in sorted(observed.latencies.items()):
        sum_so_far = 0
        for bound, count in zip((*BUCKETS, "+Inf"), latency.counts, strict=True):
            sum_so_far += count
            yield f'rashin_http_request_seconds_bucket{{route="{route}",le="{bound}"}} {sum_so_far}'
        yield f'rashin_http_request_seconds_sum{{route="{route}"}} {latency.seconds:.6f}'
        yield f'rashin_http_request_seconds_count{{route="{route}"}} {sum_so_far}'
    yield "# HELP rashin_http_requests_open Requests being answered now."
    yield "# TYPE rashin_http_requests_open gauge"
    yield f"rashin_http_requests_open {observed.open}"
