"""Web pages and API over a workspace that is there already; the address on one line, then until it is killed.

python -m tests.faults.deciding_server FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path
from socket import socket

import uvicorn

from rashin.settings import Settings
from rashin.web.app import create_app
from rashin.workspace.workspace import open_workspace

if __name__ == "__main__":
    app = create_app(open_workspace(Settings(data=Path(sys.argv[1]))))
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run([listening])
