"""Running one job, from taking it to writing down what became of it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event

from rashin.errors import JobBroken, JobGivenUp, JobOutdated, RashinError
from rashin.workspace.database import Database
from rashin.workspace.database.transient import is_transient
from rashin.workspace.jobs.halting import Cancelled, DatabaseAway, Halted, WorkerStops
from rashin.workspace.jobs.hold import Hold, take
from rashin.workspace.jobs.kinds import JobKind
from rashin.workspace.jobs.work import Work

_MOST_TAKINGS = 100
"""How often a job is begun. One that fills the memory would otherwise kill its worker, and the jobs beside it, for ever."""

_logger = logging.getLogger("rashin.jobs")


class Runner:
    """Runs jobs for one worker, in the threads that call it."""

    def __init__(self, database: Database, worker_id: str, kinds: Mapping[str, JobKind]) -> None:
        self._database = database
        self._worker_id = worker_id
        self._kinds = kinds
        self._stopping = Event()

    def stop(self) -> None:
        """Halt the jobs at their next report, step or effect."""
        self._stopping.set()

    def run(self, organisation_id: str, job_id: str) -> None:
        """Take a job and do it.

        Raises:
            Halted: it is neither done nor failed, but to go on elsewhere or later.
        """
        with _halting_on_trouble(job_id):
            if self._stopping.is_set():
                raise WorkerStops
            hold = take(self._database, organisation_id, job_id, self._worker_id)
            if hold is not None:
                self._run(hold)

    def _run(self, hold: Hold) -> None:
        try:
            hold.finish(self._kind(hold).run(Work(hold, self._stopping)))
        except RashinError as error:
            self._fail(hold, error)
        except Exception as trouble:
            # What a job meets while this worker ends, such as a queue that is closed already, is not its own fault.
            if self._stopping.is_set():
                raise WorkerStops from trouble
            if is_transient(trouble):
                raise
            broke = "job %s (%s) broke: %s"
            _logger.error(broke, hold.job_id, hold.kind, _account(trouble))  # noqa: TRY400 (see _account)
            self._fail(hold, JobBroken(found=type(trouble).__name__, job=hold.job_id))
        else:
            _logger.info("job %s (%s) is done", hold.job_id, hold.kind)

    def _kind(self, hold: Hold) -> JobKind:
        if hold.fence > _MOST_TAKINGS:
            raise JobGivenUp(times=hold.fence - 1, job=hold.job_id)
        if hold.kind not in self._kinds:
            raise JobOutdated
        return self._kinds[hold.kind]

    def _fail(self, hold: Hold, error: RashinError) -> None:
        hold.fail(error.as_problem())
        _logger.info("job %s (%s) failed: %s", hold.job_id, hold.kind, error.slug)


@contextmanager
def _halting_on_trouble(job_id: str) -> Iterator[None]:
    """Let no `Exception` out: DBOS would take the job for ended, and what became of it would never be written."""
    try:
        yield
    except Cancelled:
        _logger.info("job %s was cancelled", job_id)
    except Halted as halted:
        _logger.info("job %s halted here: %s", job_id, type(halted).__name__)
        raise
    except Exception as trouble:
        _logger.warning("job %s waits for the database: %s", job_id, _account(trouble))
        raise DatabaseAway from trouble


def _account(trouble: BaseException) -> str:
    """What broke and where, without its message, which may quote somebody's data."""
    return f"{type(trouble).__name__}\n{''.join(traceback.format_tb(trouble.__traceback__))}"
