"""What takes long to load waits until the first page was given, so that the program answers at once."""

from __future__ import annotations

import logging
from threading import Event, Thread

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rashin.workspace.jobs import Identity, WorkerLoop
from rashin.workspace.workspace import Workspace

_LONGEST_WAIT_SECONDS = 2.0
_TRY_AGAIN_SECONDS = 5.0

_log = logging.getLogger("rashin.web")


class Warming:
    """ASGI middleware that starts the worker once the first page was given, or nobody asked for one."""

    def __init__(self, app: ASGIApp, workspace: Workspace) -> None:
        """Waits from now on."""
        self._app = app
        self._identity = Identity(workspace.data)
        self._worker = WorkerLoop(workspace.jobs, worker_id=self._identity.id)
        self._worker_runs = Event()
        self._answered = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._warm_up, name="rashin-warming", daemon=True)
        self._thread.start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if self._answered.is_set() or scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def watch(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                self._answered.set()

        await self._app(scope, receive, watch)

    def stop(self) -> bool:
        """End the worker; whether its jobs halted in time."""
        self._stopping.set()
        self._answered.set()
        self._thread.join()
        halted = self._worker.stop() if self._worker_runs.is_set() else True
        if halted:
            # Otherwise jobs still run under the name, until the process has ended.
            self._identity.release()
        return halted

    def _warm_up(self) -> None:
        self._answered.wait(_LONGEST_WAIT_SECONDS)
        while not self._stopping.is_set() and not self._worker_runs.is_set():
            try:
                self._worker.start()
                self._worker_runs.set()
                _log.info("the worker runs")
            except Exception as trouble:  # noqa: BLE001 (pages go on without jobs, which wait)
                _log.warning("the worker could not start: %s", type(trouble).__name__)
                self._stopping.wait(_TRY_AGAIN_SECONDS)
