"""The program as an operator starts it: a process of its own on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

RASHIN = str(Path(sys.executable).with_name("rashin"))
ENDS_WITHIN_SECONDS = 60


class Program:
    """A started `rashin up`."""

    def __init__(self, process: subprocess.Popen[str], banner: list[str]) -> None:
        self.process = process
        self.banner = banner
        self.address = banner[0].split()[-1]
        self._said: list[str] = []
        assert process.stderr is not None
        self._reader = threading.Thread(target=self._read, args=(process.stderr,), daemon=True)
        self._reader.start()

    @property
    def setup_token(self) -> str:
        """The token of the setup link."""
        return self.banner[1].partition("token=")[2]

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:  # noqa: S310 (our own server)
            return str(answer.read().decode())

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(ENDS_WITHIN_SECONDS)

    @property
    def logged(self) -> str:
        """What it wrote to standard error so far; all of it once it ended."""
        if self.process.poll() is not None:
            self._reader.join()
        return "".join(self._said)

    def hear_out(self) -> None:
        """Read to the end what it says, before the pipe is closed."""
        self._reader.join(ENDS_WITHIN_SECONDS)

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self._said.append(line)


def environment(settings: Mapping[str, str | Path]) -> dict[str, str]:
    """This process's environment with these settings and no others of Rashin's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("RASHIN_")}
    return own | {"RASHIN_LANGUAGE": "en"} | {f"RASHIN_{name.upper()}": str(value) for name, value in settings.items()}


@contextmanager
def up(*words: str, **settings: str | Path) -> Iterator[Program]:
    """`rashin up` on a free port until the end of the block; its banner was read."""
    command = [RASHIN, "up", "--port", "0", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(settings), **pipes) as process:  # type: ignore[call-overload]
        program = None
        try:
            program = Program(process, _banner(process))
            yield program
        finally:
            if process.poll() is None:
                process.kill()
            if program is not None:
                program.hear_out()


def _banner(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    lines = [process.stdout.readline().rstrip("\n") for _ in range(3)]
    if process.poll() is not None or not lines[2]:
        assert process.stderr is not None
        raise AssertionError(process.stderr.read())
    return lines


def rashin(*words: str | Path, **settings: str | Path) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    command = [RASHIN, *map(str, words)]
    return subprocess.run(command, env=environment(settings), capture_output=True, text=True, check=False, timeout=300)


def figure(program: Program, name: str) -> float:
    """One figure of /metrics, all labels together."""
    found = re.findall(rf"(?m)^{name}(?:\{{.*\}})? (\S+)$", program.get("/metrics"))
    return sum(map(float, found))


def told(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    """A command's answer as JSON."""
    found: dict[str, object] = json.loads(done.stdout)
    return found
