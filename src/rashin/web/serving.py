"""The program that runs: pages, API and worker in one process, from the first page to a clean end."""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from rashin.errors import AddressUnusable, PortTaken
from rashin.web.app import create_app
from rashin.web.warming import Warming
from rashin.workspace.workspace import Workspace

_LONGEST_ANSWER_SECONDS = 5
"""How long answers under way, such as progress that is being followed, may go on once the program is to end."""
_WAITING_TO_BE_TAKEN = 2048
_OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Python looks for garbage in cycles after 700 new objects, which a few decisions at once are; every hundredth time it
looks through everything there is, models included, and answers wait for as long as 0.1 s."""


def listen(host: str, port: int) -> socket.socket:
    """A socket at an address; with port 0 at any that is free.

    Raises:
        PortTaken: another program listens there.
        AddressUnusable: it is no address of this machine, or may not be used.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=_WAITING_TO_BE_TAKEN)
    except OSError as trouble:
        if trouble.errno == errno.EADDRINUSE:
            raise PortTaken(host=host, port=port) from None
        raise AddressUnusable(host=host, port=port, why=trouble.strerror) from None
    # Connections inherit it. asyncio sets it only where the protocol is named, which here it is not; without it the
    # second half of an answer waits 40 ms for the asker to acknowledge the first (RFC 896 against RFC 1122, 4.2.3.2).
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def address_of(listener: socket.socket) -> str:
    """The address that a browser on this machine opens."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def serve(workspace: Workspace, listener: socket.socket, *, proxies: str, once_it_runs: Callable[[], None]) -> None:
    """Answer requests and do jobs until SIGTERM or SIGINT; to be called in the main thread.

    Heavy parts are loaded, and jobs begun, once the first page was given, or nobody asked for a while.

    Args:
        workspace: up to date.
        listener: from `listen`.
        proxies: addresses of proxies that are believed about whom they ask for, separated by commas.
        once_it_runs: called when requests are answered and signals heard.
    """
    app = create_app(workspace)
    warming = Warming(app, workspace)
    config = uvicorn.Config(
        warming,
        http="httptools",
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=_LONGEST_ANSWER_SECONDS,
    )
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    with _signals_end_quietly():
        _Server(config, once_it_runs).run(sockets=[listener])
    if not warming.stop():
        # The interpreter would wait for threads of jobs that do not come to a report. Dying in one is safe.
        logging.shutdown()
        os._exit(0)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, once_it_runs: Callable[[], None]) -> None:
        super().__init__(config)
        self._once_it_runs = once_it_runs

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._once_it_runs()


@contextmanager
def _signals_end_quietly() -> Iterator[None]:
    """The server ends at a signal and raises it again once it has: what is to be done then is done here."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: None) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
