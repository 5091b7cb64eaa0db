"""How far a job is, told not too often, and how long it will still take."""

from __future__ import annotations

from time import monotonic

from rashin.language import Text

_EVERY_SECONDS = 0.5


class Progress:
    """Decides which reports are worth writing down, and estimates the rest of the way from the way so far."""

    def __init__(self) -> None:
        self._told = -_EVERY_SECONDS
        self._stage: Text | None = None
        self._begun: tuple[float, float] | None = None

    def worth_telling(self, stage: Text) -> bool:
        """Whether the stage is a new one, or nothing was told for a while; if so, it counts as told."""
        moment = monotonic()
        if stage == self._stage and moment - self._told < _EVERY_SECONDS:
            return False
        self._stage, self._told = stage, moment
        return True

    def seconds_left(self, done: float) -> float | None:
        """At the pace since the first report of this worker; None while that says nothing."""
        moment = monotonic()
        if self._begun is None or done < self._begun[1]:
            self._begun = (moment, done)
        since, done_then = self._begun
        advanced = done - done_then
        return (moment - since) * (1 - done) / advanced if advanced > 0 else None
