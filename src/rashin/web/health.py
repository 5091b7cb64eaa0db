"""What machines ask a running program: is it alive, is it ready, how is it doing."""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from rashin.errors import MetricsClosed, RashinError
from rashin.settings import settings
from rashin.version import __version__
from rashin.web.asking import Here
from rashin.web.observing import Observed, exposition
from rashin.web.problems import PROBLEM, as_body
from rashin.workspace.database import check_newest
from rashin.workspace.gauges import Gauge, gauges

router = APIRouter(include_in_schema=False)

_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_STARTED = time.time()
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@router.get("/healthz")
def alive() -> Response:
    """Whether the program answers at all."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def ready(here: Here) -> Response:
    """Whether requests may be sent here: the database answers, and has the tables that this program works with."""
    try:
        check_newest(here.database)
    except RashinError as trouble:
        return JSONResponse({"ready": False, **as_body(trouble)}, trouble.status, media_type=PROBLEM)
    return JSONResponse({"ready": True})


@router.get("/metrics")
def metrics(request: Request, here: Here) -> Response:
    """Figures in Prometheus' text format; whose decisions they are about is not in them."""
    if not _may_read(request):
        return PlainTextResponse(f"{MetricsClosed().message('ja')}\n{MetricsClosed().message('en')}\n", 403)
    observed: Observed = request.app.state.observed
    lines = [*exposition(observed), *_told(gauges(here)), *_told(_of_this_process())]
    return Response("\n".join(lines) + "\n", media_type=_PROMETHEUS)


def _may_read(request: Request) -> bool:
    token = settings().metrics_token
    if token is not None:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode("latin-1"), f"Bearer {token.get_secret_value()}".encode())
    # A proxy on this machine asks for somebody else, whom it names.
    return _is_this_machine(request) and not {"x-forwarded-for", "forwarded"} & set(request.headers)


def _is_this_machine(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _of_this_process() -> Iterator[Gauge]:
    yield Gauge("rashin_info", "Which Rashin this is.", [({"version": __version__}, 1)])
    yield Gauge("process_start_time_seconds", "When it started, in seconds since 1970.", [({}, _STARTED)])
    yield Gauge("process_cpu_seconds_total", "Processor seconds used.", [({}, time.process_time())], counts_up=True)
    yield Gauge("process_resident_memory_bytes", "Memory in use.", [({}, _resident())])


def _resident() -> int:
    """Bytes of memory in use now; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES
    except OSError:
        return 0


def _told(figures: Iterator[Gauge]) -> Iterator[str]:
    for gauge in figures:
        yield f"# HELP {gauge.name} {gauge.what}"
        yield f"# TYPE {gauge.name} {'counter' if gauge.counts_up else 'gauge'}"
        for labels, value in gauge.values:
            named = ",".join(f'{name}="{one}"' for name, one in labels.items())
            yield f"{gauge.name}{{{named}}} {value}" if named else f"{gauge.name} {value}"
