"""One core for everybody, and clocks."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

THREAD_SETTINGS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "ISPC_NUM_THREADS",
    "POLARS_MAX_THREADS", "LOKY_MAX_CPU_COUNT",
)  # fmt: skip


def keep_to_one_core(core: int | None) -> int:
    """Pin this process to one core and tell every thread pool so. Must run before NumPy is imported."""
    os.environ.update(dict.fromkeys(THREAD_SETTINGS, "1"))
    if not hasattr(os, "sched_setaffinity"):
        return -1
    chosen = max(os.sched_getaffinity(0)) if core is None else core
    os.sched_setaffinity(0, {chosen})
    return chosen


@dataclass(frozen=True)
class Timed:
    """What a call gave and what it took. CPU seconds leave out the time other processes held the core."""

    result: Any
    wall: float
    cpu: float


def timed(call: Callable[[], Any]) -> Timed:
    """Run once, with both clocks."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = call()
    return Timed(result, time.perf_counter() - wall, time.process_time() - cpu)


Calls = Mapping[str, Callable[[int], Any]]


def in_turn(calls: Calls, rounds: int) -> dict[str, list[float]]:
    """Wall seconds of each call, all called once in each round, so that a disturbance hits neighbours alike.

    Each is told the number of the round; round 0 is thrown away.
    """
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(rounds + 1):
        for name, call in calls.items():
            taken = timed(partial(call, turn)).wall
            if turn:
                seconds[name].append(taken)
    return seconds


def durable_write(folder: Path, times: int = 50) -> float:
    """Seconds until a few kilobytes more are on the disk for good; median."""
    found = []
    with (folder / "durable").open("wb", buffering=0) as file:
        for _ in range(times):
            file.write(bytes(4096))
            found.append(timed(lambda: os.fsync(file.fileno())).wall)
    return median(found)
