"""Progress of learning: how much is done, how long it will still take, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock
from time import monotonic

from rashin.language import Text

_EVERY_SECONDS = 0.2

_TYPICAL_TICKS = 500
"""Ticks of a piece, until one is finished to go by."""

_ALMOST = 0.9
"""A piece is never told to be further than this before it is finished."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work has come."""

    stage: Text
    done: float
    """0 to 1."""
    seconds_left: float | None
    """None while nothing can be said yet."""
    rows: int


Listener = Callable[[Progress], None]


class Stopped(Exception):
    """Raised inside running work once it has been told to stop."""


class Pace:
    """Counts equal pieces of work, ticks within them, and tells a listener, which may raise to stop the work."""

    def __init__(self, listener: Listener | None, pieces: int, rows: int) -> None:
        """`pieces` of about equal length on so many rows."""
        self._listener = listener
        self._pieces = pieces
        self._rows = rows
        self._stage = Text("", "")
        self._finished = 0
        self._ticks = 0
        self._ticks_of_finished = 0
        self._begun = monotonic()
        self._told = 0.0
        self._stopped = False
        # Held while the listener is told, so that it hears of progress in order and in one thread at a time.
        self._lock = RLock()

    def stage(self, stage: Text) -> None:
        """Say what is being done now."""
        with self._lock:
            self._stage = stage
            self._tell()

    def finish_piece(self) -> None:
        """One piece is done."""
        with self._lock:
            self._finished += 1
            self._ticks_of_finished = self._ticks
            self._tell()

    def tick(self) -> None:
        """A sign of life from within a piece.

        Raises:
            Stopped: the work was told to stop.
        """
        if self._stopped:
            raise Stopped
        with self._lock:
            if not self._ticks:
                self._begun = monotonic()  # what came before, such as compiling, will not come again
            self._ticks += 1
            if monotonic() - self._told > _EVERY_SECONDS:
                self._tell()

    def stop(self) -> None:
        """Make every later tick raise."""
        self._stopped = True

    def _tell(self) -> None:
        if self._listener is None or self._stopped:
            return
        self._told = monotonic()
        done = self._done()
        elapsed = self._told - self._begun
        left = elapsed * (1 - done) / done if self._finished else None
        self._listener(Progress(self._stage, done, left, self._rows))

    def _done(self) -> float:
        """Finished pieces, and what the ticks since then suggest of the next one."""
        per_piece = self._ticks_of_finished / self._finished if self._finished else _TYPICAL_TICKS
        under_way = (self._ticks - self._ticks_of_finished) / max(per_piece, 1)
        return min((self._finished + min(under_way, _ALMOST)) / self._pieces, 1.0)
