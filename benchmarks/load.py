"""Load for a server on this machine: so many connections, each asking again as soon as it has been answered.

Raw sockets with keep-alive HTTP/1.1, so that the asking costs as little as it can; responses need a Content-Length.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from itertools import cycle, islice
from math import ceil, inf
from typing import NamedTuple, cast

_HEAD_ENDS = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"
_OK = range(200, 300)
_PATIENCE = 30.0
"""Seconds without an answer after which a connection counts as lost."""


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int


class Answer(NamedTuple):
    """One response."""

    status: int
    body: bytes

    @property
    def is_well(self) -> bool:
        """Whether it is what was asked for."""
        return self.status in _OK


@dataclass(frozen=True)
class Load:
    """What was answered, and how quickly."""

    connections: int
    wall: float
    """Seconds from the first request to the last answer."""
    seconds: Sequence[float]
    """Of each request that was answered well, from its first byte out to its last byte in; rising."""
    errors: int
    """Requests answered with another status, or not at all."""

    @property
    def per_second(self) -> float:
        """Requests answered well in a second."""
        return len(self.seconds) / self.wall

    def percentile(self, share: float) -> float:
        """The seconds within which such a share of the good answers came (nearest rank)."""
        return self.seconds[max(ceil(share * len(self.seconds)) - 1, 0)]


def free_address() -> Address:
    """An address on the loopback where nobody listens yet."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return Address(*listening.getsockname())


def posted(path: str, body: object, headers: Mapping[str, str] | None = None) -> bytes:
    """A POST request with a JSON body, as it goes over the wire."""
    content = json.dumps(body, ensure_ascii=False).encode()
    fixed = {"Host": "localhost", "Content-Type": "application/json", "Content-Length": str(len(content))}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in {**fixed, **(headers or {})}.items())]
    return "\r\n".join(lines).encode() + _HEAD_ENDS + content


def ask(address: Address, request: bytes) -> Answer:
    """One request on a connection of its own.

    Raises:
        OSError: nobody listens, or the connection was lost.
    """
    with socket.create_connection(_loopback(address), timeout=_PATIENCE) as connection:
        connection.sendall(request)
        received = b""
        while (answer := _answer(received)) is None:
            more = connection.recv(1 << 16)
            if not more:
                raise ConnectionError("closed before the answer was whole")
            received += more
        return answer


def put_under_load(
    address: Address,
    requests: Sequence[bytes],
    *,
    connections: int,
    seconds: float | None = None,
    count: int | None = None,
    warm_up: int = 0,
) -> Load:
    """Ask for so many seconds, or so many times, whichever ends first, over so many connections.

    Args:
        address: on this machine's loopback.
        requests: whole requests, asked in turn, over and over.
        connections: asking at the same time.
        seconds: at most, from the first counted request on.
        count: at most, over all connections.
        warm_up: requests over all connections before the clock starts.

    Raises:
        ValueError: the address is not on the loopback, or neither `seconds` nor `count` is given.
        OSError: nobody listens, or answers cannot be read.
    """
    if seconds is None and count is None:
        raise ValueError("say for how many seconds or how many times to ask")
    _loopback(address)
    return asyncio.run(_load(address, requests, connections, seconds, count, warm_up))


def _loopback(address: Address) -> Address:
    if not ip_address(address.host).is_loopback:
        raise ValueError(f"{address.host} is not on the loopback")
    return address


def _answer(received: bytes) -> Answer | None:
    """The response, once all of it is there."""
    head, ended, body = received.partition(_HEAD_ENDS)
    if not ended:
        return None
    _, named, rest = head.lower().partition(_LENGTH)
    if not named:
        raise ConnectionError("an answer without Content-Length")
    length = int(rest.partition(b"\r\n")[0])
    return Answer(int(head.split(maxsplit=2)[1]), body[:length]) if len(body) >= length else None


async def _load(
    address: Address,
    requests: Sequence[bytes],
    connections: int,
    seconds: float | None,
    count: int | None,
    warm_up: int,
) -> Load:
    await _all_asked(address, _Run(islice(cycle(requests), warm_up), inf), connections)
    run = _Run(
        cycle(requests) if count is None else islice(cycle(requests), count), inf if seconds is None else seconds
    )
    await _all_asked(address, run, connections)
    return Load(connections, time.perf_counter() - run.started, sorted(run.seconds), run.errors)


@dataclass
class _Run:
    """What is still to be asked, and what came of it."""

    todo: Iterator[bytes]
    most_seconds: float
    started: float = inf
    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    goes_on: bool = True

    def next(self) -> bytes | None:
        """The next request; None when it is enough."""
        self.started = min(self.started, time.perf_counter())
        late = time.perf_counter() - self.started >= self.most_seconds
        request = None if late else next(self.todo, None)
        self.goes_on = request is not None
        return request


async def _all_asked(address: Address, run: _Run, connections: int) -> None:
    all_connected = asyncio.Barrier(connections)
    await asyncio.gather(*(_keep_asking(address, run, all_connected) for _ in range(connections)))


async def _keep_asking(address: Address, run: _Run, all_connected: asyncio.Barrier) -> None:
    """One connection, opened again whenever it is lost."""
    loop = asyncio.get_running_loop()
    _, asker = await loop.create_connection(lambda: _Asker(run, loop.create_future()), *address)
    await all_connected.wait()
    await asker.asked_until_lost()
    while run.goes_on:
        _, asker = await loop.create_connection(lambda: _Asker(run, loop.create_future()), *address)
        await asker.asked_until_lost()


@dataclass
class _Asker(asyncio.Protocol):
    """Asks on one connection, the next request as soon as one is answered: callbacks, for a task would cost more."""

    run: _Run
    lost: asyncio.Future[None]
    transport: asyncio.Transport = field(init=False)
    received: bytes = b""
    asked: float | None = None
    """When the request was sent that is not answered yet."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    async def asked_until_lost(self) -> None:
        """Ask for as long as there is something to ask, or until the connection is lost."""
        if not self.lost.done():
            self._ask()
        while not self.lost.done():
            await asyncio.wait([self.lost], timeout=_PATIENCE)
            self._give_up_if_silent()
        self.lost.result()

    def data_received(self, data: bytes) -> None:
        self.received += data
        try:
            answer = _answer(self.received)
        except ConnectionError as unreadable:
            self.lost.set_exception(unreadable)
            self.transport.abort()
        else:
            if answer is not None and self.asked is not None:
                self._note(answer, time.perf_counter() - self.asked)

    def connection_lost(self, _: Exception | None) -> None:
        self.run.errors += self.asked is not None
        if not self.lost.done():
            self.lost.set_result(None)

    def _give_up_if_silent(self) -> None:
        if self.asked is not None and time.perf_counter() - self.asked > _PATIENCE:
            self.transport.abort()

    def _ask(self) -> None:
        request = self.run.next()
        if request is None:
            self.transport.close()
            return
        self.asked = time.perf_counter()
        self.transport.write(request)

    def _note(self, answer: Answer, seconds: float) -> None:
        if answer.is_well:
            self.run.seconds.append(seconds)
        else:
            self.run.errors += 1
        self.asked, self.received = None, b""
        self._ask()
