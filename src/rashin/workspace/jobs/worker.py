"""A worker: runs jobs in threads, says that it is alive, and takes over from workers that are not."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from functools import partial
from itertools import count
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from sqlalchemy import func, select, update

from rashin.settings import settings
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Job
from rashin.workspace.ids import new_id
from rashin.workspace.jobs.durable import DurableQueue
from rashin.workspace.jobs.hold import UNFINISHED
from rashin.workspace.jobs.jobs import Jobs
from rashin.workspace.jobs.roll import Roll
from rashin.workspace.jobs.running import Runner

_POLL_SECONDS = 0.2
_HANDED_AT_ONCE = 100
_LONGEST_BEAT_SECONDS = 5.0
_BEATS_BEFORE_LOST = 6
_BEATS_BEFORE_SWEEPING = 60
_STOP_SECONDS = 10.0

_logger = logging.getLogger("rashin.jobs")


class WorkerLoop:
    """One worker of this process, which can have only one; started and stopped once."""

    def __init__(
        self,
        jobs: Jobs,
        *,
        worker_id: str | None = None,
        at_once: int | None = None,
        lost_seconds: float | None = None,
        poll_seconds: float = _POLL_SECONDS,
    ) -> None:
        """`worker_id`: a name of its own, so that after a crash it finds its jobs at once; otherwise it is new each
        time and others, or the next one, take over after `lost_seconds`. The rest comes from the settings unless given.
        """
        self.id = worker_id or new_id("wrk")
        self._database = jobs.database
        self._daily = jobs.daily
        self._at_once = at_once or settings().jobs_at_once
        self._poll_seconds = poll_seconds
        lost_seconds = lost_seconds or settings().worker_lost_seconds
        self._beat_seconds = min(lost_seconds / _BEATS_BEFORE_LOST, _LONGEST_BEAT_SECONDS)
        self._roll = Roll(jobs.database, self.id, lost_seconds)
        self._runner = Runner(jobs.database, self.id, jobs.kinds)
        self._queue = DurableQueue(jobs.database, self.id)
        self._forgotten: set[str] = set()
        self._stopping = Event()
        self._thread = Thread(target=self._go_round, name="rashin-worker", daemon=True)

    def start(self) -> None:
        """Begin to work, in threads of its own."""
        self._roll.sign()
        self._queue.start(self._runner.run, at_once=self._at_once, poll_seconds=self._poll_seconds)
        self._thread.start()

    def stop(self, within_seconds: float = _STOP_SECONDS) -> bool:
        """Halt the running jobs and end; they go on in another worker, or when one starts again.

        Whether all halted in time. The threads of those that did not keep the interpreter from ending, so the process
        should then end by `os._exit`: dying in the middle of a job is safe.
        """
        self._stopping.set()
        self._runner.stop()
        self._thread.join()
        halted = self._queue.stop(within_seconds)
        self._try(self._say_goodbye)
        return halted

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _go_round(self) -> None:
        beat, next_beat = count(), 0.0
        self._try(self._hand_over_anew)
        while not self._stopping.wait(self._poll_seconds):
            self._try(self._hand_over)
            if monotonic() >= next_beat:
                self._try(self._look_after)
                next_beat = monotonic() + self._beat_seconds
                if next(beat) % _BEATS_BEFORE_SWEEPING == 0:
                    self._try(self._queue.forget_old)
                if self._daily is not None:
                    self._try(self._daily)

    def _try(self, duty: Callable[[], None]) -> None:
        """A duty that fails, the database being away, say, is tried again next time round."""
        try:
            duty()
        except Exception as trouble:  # noqa: BLE001 (whatever it was, the worker goes on)
            name = getattr(duty, "__name__", type(duty).__name__).strip("_")
            _logger.warning("worker %s could not %s: %s", self.id, name, type(trouble).__name__)

    def _hand_over_anew(self) -> None:
        """Let unfinished jobs be handed over again that the queue does not have, it being lost or older than ours."""
        with self._database.system(reading=True) as session:
            unfinished = list(session.scalars(select(Job.id).where(Job.state.in_(UNFINISHED))))
        if missing := self._queue.missing(unfinished):
            with self._database.system() as session:
                session.execute(update(Job).where(Job.id.in_(missing)).values(handed_at=None))

    def _hand_over(self) -> None:
        """Put waiting jobs into the queue, the organisations in turn.

        If this worker dies before they are marked, they are put there again, which changes nothing.
        """
        turn = func.row_number().over(partition_by=Job.organisation_id, order_by=Job.id).label("turn")
        waiting = (
            select(Job.organisation_id, Job.id, turn)
            .where(Job.handed_at.is_(None), Job.state.in_(UNFINISHED))
            .order_by(turn, Job.id)
            .limit(_HANDED_AT_ONCE)
        )
        with self._database.system(reading=True) as session:
            found = session.execute(waiting).all()
        for organisation_id, job_id, _ in found:
            self._queue.hand_over(organisation_id, job_id)
        if found:
            with self._database.system() as session:
                handed = [job_id for _, job_id, _ in found]
                session.execute(update(Job).where(Job.id.in_(handed)).values(handed_at=now()))

    def _look_after(self) -> None:
        """Give a sign of life, resume what halted here, and take over from the lost."""
        self._roll.sign()
        taken = self._queue.taken()
        self._resume_halted({job for job, worker in taken.items() if worker == self.id})
        for lost in self._roll.lost(taken.values()):
            self._roll.strike_out(lost, partial(self._take_over, lost))

    def _resume_halted(self, mine: set[str]) -> None:
        """Resume jobs that this worker took and that do not run here: their database was away, say.

        Only what was found so twice: a job is taken a moment before it runs.
        """
        halted = mine - self._queue.running()
        self._queue.resume(halted & self._forgotten)
        self._forgotten = halted

    def _say_goodbye(self) -> None:
        self._roll.sign(gone=True)

    def _take_over(self, lost: str) -> None:
        jobs = [job for job, worker in self._queue.taken().items() if worker == lost]
        self._queue.resume(jobs)
        _logger.info("worker %s took over %d jobs from %s", self.id, len(jobs), lost)


def run_worker(jobs: Jobs, *, worker_id: str | None = None) -> None:
    """Work until SIGTERM or SIGINT; for a process that does nothing else. To be called in its main thread."""
    asked = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    worker = WorkerLoop(jobs, worker_id=worker_id)
    worker.start()
    asked.wait()
    if not worker.stop():
        # The interpreter would wait for their threads.
        logging.shutdown()
        os._exit(0)
