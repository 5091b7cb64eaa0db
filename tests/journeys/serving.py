"""Web pages and a worker over a workspace that is there already, until standard input ends; the address on one line."""

from __future__ import annotations

import sys
from pathlib import Path
from socket import socket
from threading import Thread

import uvicorn

from rashin.settings import Settings
from rashin.web.app import create_app
from rashin.workspace.jobs import WorkerLoop
from rashin.workspace.workspace import open_workspace


def serve(folder: Path) -> None:
    workspace = open_workspace(Settings(data=folder))
    server = uvicorn.Server(
        uvicorn.Config(create_app(workspace), log_level="warning", timeout_graceful_shutdown=1, ws="none")
    )

    def wait_for_the_end() -> None:
        sys.stdin.read()
        server.should_exit = True

    with socket() as listening, WorkerLoop(workspace.jobs):
        listening.bind(("127.0.0.1", 0))
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        Thread(target=wait_for_the_end, daemon=True).start()
        server.run([listening])
    workspace.close()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
