"""Progress of learning: how much is done, how long it will still take, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from rashin.language import Text

_EVERY_SECONDS = 0.2


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
    """Counts equal pieces of work, ticks within them, and tells a listener."""

    def __init__(self, listener: Listener | None, pieces: int, rows: int) -> None:
        """`pieces` of about equal length on so many rows."""
        self._listener = listener
        self._pieces = pieces
        self._rows = rows
        self._stage = Text("", "")
        self._finished = 0
        self._ticks = 0
        self._begun = monotonic()
        self._told = 0.0
        self._stopped = False
        self._lock = Lock()

    def stage(self, stage: Text) -> None:
        """Say what is being done now."""
        self._stage = stage
        self._tell()

    def finish_piece(self) -> None:
        """One piece is done."""
        with self._lock:
            self._finished += 1
        self._tell()

    def tick(self) -> None:
        """A sign of life from within a piece.

        Raises:
            Stopped: the work was told to stop.
        """
        if self._stopped:
            raise Stopped
        with self._lock:
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
        left = elapsed * (1 - done) / done if self._finished and done > 0 else None
        self._listener(Progress(self._stage, done, left, self._rows))

    def _done(self) -> float:
        """Finished pieces, and of those under way what their ticks suggest."""
        if not self._finished:
            return 0.0
        per_piece = self._ticks / (self._finished + 1)
        under_way = max(0.0, self._ticks - self._finished * per_piece) / max(per_piece, 1.0)
        return min((self._finished + min(under_way, 0.9)) / self._pieces, 1.0)
