"""Starting, measuring and stopping a server, with a real one of the standard library."""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

SERVER = """
import subprocess, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        sum(range(200_000))
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, file=open(sys.argv[2], "w"), flush=True)
HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture
def modules(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(checkout / "benchmarks")
    return import_module("servers"), import_module("load")


def ended(pid: int, within: float = 5.0) -> bool:
    """Whether it runs no more; one that nobody has asked after yet has no command line left."""
    deadline = time.monotonic() + within
    command = Path("/proc", str(pid), "cmdline")
    while command.exists() and command.read_bytes():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system does not tie processes to cores")
def test_a_server_is_waited_for_measured_and_stopped_with_its_children(modules: Any, tmp_path: Path) -> None:
    servers, load = modules
    address, request, told = load.free_address(), load.posted("/", {}), tmp_path / "child"
    command = [sys.executable, "-c", SERVER, str(address.port), str(told)]
    core, own = min(os.sched_getaffinity(0)), os.sched_getaffinity(0)
    with servers.started(command, request, address=address, core=core, environment={}) as server:
        child = int(told.read_text())
        assert os.sched_getaffinity(server.pid) == os.sched_getaffinity(child) == {core}
        assert os.sched_getaffinity(0) == own
        found = servers.measure(server, [request], connections=1, seconds=0.3, warm_up=2)
        assert (found.connections, found.errors) == (1, 0)
        assert found.per_second > 0
        assert 0 < found.p50 <= found.p99
        assert found.answered > 0
        assert found.cpu > 0
        assert server.megabytes() > 1
    for pid in (server.pid, child):
        assert ended(pid)
    with pytest.raises(OSError, match=r".+"):
        load.ask(address, request)


def test_what_a_server_said_that_did_not_come_up_is_told(modules: Any) -> None:
    servers, load = modules
    command = [sys.executable, "-c", "raise SystemExit('no such model')"]
    with (
        pytest.raises(servers.NotServing, match="no such model"),
        servers.started(command, b"", address=load.free_address(), core=0, environment={}),
    ):
        pass
