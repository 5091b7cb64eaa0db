"""How soon `rashin up` gives its first page after it is started, and the memory it then holds.

    python benchmarks/first_page.py

Each round starts the program in a new, empty folder, so its tables are made and its key too. Linux only: memory is read
from /proc.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import IO, cast

BAR_SECONDS, BAR_MEGABYTES = 3.0, 250.0
_SETTLED_AFTER = 5.0
"""Seconds after the first page by which the worker was loaded as well."""


@dataclass(frozen=True)
class Start:
    """One start."""

    banner: float
    """Seconds until the address was told."""
    page: float
    """Seconds until the first page was there whole."""
    cpu: float
    """Seconds on the processor until then; what others did meanwhile on the same machine leaves it be."""
    megabytes: float
    """Of memory held then."""
    settled: float
    """Megabytes once the worker runs as well."""


def start() -> Start:
    """Start once, open the setup link that the banner tells, and end it."""
    with TemporaryDirectory(prefix="rashin-") as folder:
        own = {name: value for name, value in os.environ.items() if not name.startswith("RASHIN_")}
        command = [Path(sys.executable).with_name("rashin"), "up", "--port", "0"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        began = time.perf_counter()
        with subprocess.Popen(command, env={**own, "RASHIN_DATA": folder}, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603 - our own program
            try:
                return _measured(process, began)
            finally:
                process.terminate()


def _measured(process: subprocess.Popen[str], began: float) -> Start:
    told = cast("IO[str]", process.stdout)
    told.readline()
    link = told.readline().split()[-1]
    banner = time.perf_counter() - began
    with urllib.request.urlopen(link) as answer:  # noqa: S310 - loopback
        answer.read()
    page = time.perf_counter() - began
    cpu, held = _cpu_seconds(process.pid), _megabytes(process.pid)
    time.sleep(_SETTLED_AFTER)
    return Start(banner, page, cpu, held, _megabytes(process.pid))


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) * 1024 / 1e6 if found else float("nan")


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = [start() for _ in range(parser.parse_args().rounds)]
    print("| what | bar | median | least | most |\n| --- | ---: | ---: | ---: | ---: |")
    for what, bar, values in (
        ("seconds to the banner", "", [one.banner for one in rounds]),
        ("seconds to the first page", f"≤ {BAR_SECONDS:g}", [one.page for one in rounds]),
        ("of them on the processor", "", [one.cpu for one in rounds]),
        ("MB held then", f"≤ {BAR_MEGABYTES:g}", [one.megabytes for one in rounds]),
        ("MB once the worker runs", f"≤ {BAR_MEGABYTES:g}", [one.settled for one in rounds]),
    ):
        print(f"| {what} | {bar} | {median(values):.3g} | {min(values):.3g} | {max(values):.3g} |")


if __name__ == "__main__":
    main()
