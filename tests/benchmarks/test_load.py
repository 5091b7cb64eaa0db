"""The load generator against a real server of the standard library."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest


class Echo(BaseHTTPRequestHandler):
    """Answers with the body it got; /wrong with 500; /bye and hangs up; /endless without saying how long."""

    protocol_version = "HTTP/1.1"
    connections: set[int]

    def do_POST(self) -> None:
        self.connections.add(self.client_address[1])
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/bye":
            self.close_connection = True
            return
        self.send_response(500 if self.path == "/wrong" else 200)
        if self.path != "/endless":
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:1])
        self.wfile.write(body[1:])

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    """A server that does not print that somebody hung up."""

    def handle_error(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def load(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(checkout / "benchmarks")
    return import_module("load")


@pytest.fixture
def echo() -> Iterator[ThreadingHTTPServer]:
    handler = type("Counted", (Echo,), {"connections": set()})
    with Quiet(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def address(load: Any, echo: ThreadingHTTPServer) -> Any:
    return load.Address("127.0.0.1", echo.server_port)


def test_one_answer_is_the_one_that_was_given(load: Any, address: Any) -> None:
    answer = load.ask(address, load.posted("/", {"業種": "IT", "年商": 12}, {"X-Extra": "yes"}))
    assert (answer.status, json.loads(answer.body)) == (200, {"業種": "IT", "年商": 12})


@pytest.mark.parametrize("connections", [1, 5])
def test_every_request_of_a_count_is_answered_over_kept_connections(
    load: Any, address: Any, echo: ThreadingHTTPServer, connections: int
) -> None:
    requests = [load.posted("/", {"a": "x" * size}) for size in (1, 100_000)]
    found = load.put_under_load(address, requests, connections=connections, count=40)
    assert (len(found.seconds), found.errors, found.connections) == (40, 0, connections)
    assert len(echo.RequestHandlerClass.connections) == connections  # type: ignore[attr-defined]
    assert found.seconds == sorted(found.seconds)
    assert 0 < found.seconds[0] <= found.percentile(0.5) <= found.percentile(0.99) <= found.seconds[-1] <= found.wall
    assert found.per_second == 40 / found.wall


def test_a_bound_in_time_ends_it_and_the_warm_up_is_not_counted(load: Any, address: Any) -> None:
    request = load.posted("/", {})
    assert load.put_under_load(address, [request], connections=2, seconds=0.05).seconds
    assert len(load.put_under_load(address, [request], connections=2, count=3, warm_up=20).seconds) == 3


def test_the_share_within_a_percentile(load: Any) -> None:
    hundred = load.Load(1, 1.0, [float(n) for n in range(1, 101)], 0)
    assert [hundred.percentile(share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 50, 99, 100]


def test_other_statuses_and_lost_connections_are_errors_and_it_goes_on(load: Any, address: Any) -> None:
    requests = [load.posted(path, {}) for path in ("/", "/wrong", "/bye")]
    found = load.put_under_load(address, requests, connections=1, count=9)
    assert (len(found.seconds), found.errors) == (3, 6)


def test_an_answer_without_its_length_is_refused(load: Any, address: Any) -> None:
    with pytest.raises(OSError, match="Content-Length"):
        load.put_under_load(address, [load.posted("/endless", {})], connections=1, count=1)


def test_only_this_machine_is_put_under_load(load: Any) -> None:
    for call in (load.ask, lambda where, one: load.put_under_load(where, [one], connections=1, count=1)):
        with pytest.raises(ValueError, match="loopback"):
            call(load.Address("192.0.2.1", 80), b"")


def test_nobody_listening_is_said(load: Any, address: Any, echo: ThreadingHTTPServer) -> None:
    echo.server_close()
    with pytest.raises(OSError, match=r"refused|Connect"):
        load.put_under_load(address, [load.posted("/", {})], connections=3, count=3)


def test_an_end_must_be_said(load: Any, address: Any) -> None:
    with pytest.raises(ValueError, match="how many"):
        load.put_under_load(address, [load.posted("/", {})], connections=1)
