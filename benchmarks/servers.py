"""Servers under test: started on a core of their own, waited for, measured, and stopped with all their children."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from load import Address, ask, put_under_load

_PROCESSES = Path("/proc")
_READY_WITHIN, _STOPPED_WITHIN = 90.0, 10.0
"""Seconds."""
_LOG_TAIL = 2000


class NotServing(Exception):
    """The server ended, or did not answer in time; the message ends with the last it wrote."""


@dataclass(frozen=True)
class Server:
    """One that answers."""

    address: Address
    pid: int

    def cpu_seconds(self) -> float:
        """Seconds on the processor of it and all its children so far; nought where the system does not tell."""
        return sum(map(_cpu_seconds, _family(self.pid)))

    def megabytes(self) -> float:
        """Resident memory of it and all its children; nought where the system does not tell."""
        return sum(map(_megabytes, _family(self.pid)))


@dataclass(frozen=True)
class Served:
    """How a server did in one round."""

    connections: int
    per_second: float
    p50: float
    p99: float
    """Seconds."""
    cpu: float
    """Seconds on the processor for one request: what others did meanwhile on the same machine leaves it be."""
    answered: int
    errors: int


@contextmanager
def started(
    command: Sequence[str | Path], first: bytes, *, address: Address, core: int, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Run the command on that core until it answers the first request well; stop it in the end.

    Raises:
        NotServing: it does not.
    """
    with TemporaryFile() as log:
        with _on_core(core):
            process = subprocess.Popen(  # noqa: S603 - the benchmark's own commands
                command,
                env={**os.environ, **environment},
                cwd=Path(__file__).parent,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            _wait_for(process, address, first, log)
            yield Server(address, process.pid)
        finally:
            _stop(process)


def measure(
    server: Server, requests: Sequence[bytes], *, connections: int, seconds: float, warm_up: int = 100
) -> Served:
    """Ask over and over for so many seconds, over so many connections."""
    before = server.cpu_seconds()
    load = put_under_load(server.address, requests, connections=connections, seconds=seconds, warm_up=warm_up)
    answered = len(load.seconds)
    cpu = (server.cpu_seconds() - before) / (answered + load.errors + warm_up)
    percentiles = load.percentile(0.5), load.percentile(0.99)
    return Served(connections, load.per_second, *percentiles, cpu, answered, load.errors)


@contextmanager
def _on_core(core: int) -> Iterator[None]:
    """What is started here stays on that core, with all its children."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


def _wait_for(process: subprocess.Popen[bytes], address: Address, first: bytes, log: IO[bytes]) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            if ask(address, first).is_well:
                return
        time.sleep(0.1)
    log.seek(0)
    said = log.read().decode(errors="replace")[-_LOG_TAIL:]
    raise NotServing(f"{process.args!r} does not serve:\n{said}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    family = _family(process.pid)
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_STOPPED_WITHIN)
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _family(pid: int) -> list[int]:
    """A process and all its descendants."""
    parents = {int(path.name): _parent(path) for path in _PROCESSES.glob("[0-9]*")}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _parent(path: Path) -> int | None:
    fields = _fields(path)
    return int(fields[1]) if fields else None


def _cpu_seconds(pid: int) -> float:
    fields = _fields(_PROCESSES / str(pid))
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _megabytes(pid: int) -> float:
    with suppress(OSError):
        pages = int((_PROCESSES / str(pid) / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def _fields(path: Path) -> list[str]:
    """What `/proc/PID/stat` says behind the command's name: state, parent, …, ticks as user, ticks as system (proc(5))."""
    with suppress(OSError):
        return (path / "stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()
    return []
