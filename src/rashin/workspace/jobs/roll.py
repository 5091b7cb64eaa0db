"""The roll of workers: who is here, and who has not been heard of for too long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from sqlalchemy import select

from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Worker


class _Sign(NamedTuple):
    """A worker's sign of life as it stands on the roll."""

    heard_at: datetime | None
    """None for somebody who holds jobs without being on the roll."""
    gone: bool


class Roll:
    """One worker's view of the roll.

    A worker is lost when its entry has not changed for so many seconds on the clock of whoever looks. Clocks of two
    machines are never compared.
    """

    def __init__(self, database: Database, worker_id: str, lost_seconds: float) -> None:
        self._database = database
        self._worker_id = worker_id
        self._lost_seconds = lost_seconds
        self._started_at = now()
        self._seen: dict[str, tuple[_Sign, float]] = {}

    def sign(self, *, gone: bool = False) -> None:
        """Say that this worker is here, or that it is going and its jobs may be taken over at once."""
        with self._database.system() as session:
            session.merge(Worker(id=self._worker_id, started_at=self._started_at, heard_at=now(), gone=gone))

    def lost(self, holders: Iterable[str]) -> list[str]:
        """The workers that are lost, of those on the roll and of all who hold jobs."""
        signs = dict.fromkeys(holders, _Sign(None, gone=False)) | self._signs()
        signs.pop(self._worker_id, None)
        self._seen = {name: self._first_seen(name, sign) for name, sign in signs.items()}
        late = monotonic() - self._lost_seconds
        return [name for name, (sign, since) in self._seen.items() if sign.gone or since <= late]

    def strike_out(self, name: str, take_over: Callable[[], None]) -> None:
        """Take over from a worker found lost and strike it out, unless it was heard of again.

        It is struck out last, so if this worker dies meanwhile too, the next one does all of it again.
        """
        with self._database.system() as session:
            entry = session.get(Worker, name, with_for_update=True)
            if entry is not None and _sign(entry) != self._seen[name][0]:
                return
            take_over()
            if entry is not None:
                session.delete(entry)

    def _signs(self) -> dict[str, _Sign]:
        with self._database.system(reading=True) as session:
            return {worker.id: _sign(worker) for worker in session.scalars(select(Worker))}

    def _first_seen(self, name: str, sign: _Sign) -> tuple[_Sign, float]:
        before = self._seen.get(name)
        return before if before is not None and before[0] == sign else (sign, monotonic())


def _sign(worker: Worker) -> _Sign:
    return _Sign(worker.heard_at, worker.gone)
