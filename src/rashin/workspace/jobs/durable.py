"""The durable queue: all that touches DBOS Transact.

DBOS keeps which jobs are queued, which worker runs which, and the results of finished steps, in a database of its own:
a SQLite file beside ours, or a schema in the same PostgreSQL database. What a job did to the workspace is never kept
there, so it can be thrown away (after a restore, say): unfinished jobs are then queued again and begin anew.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable
from datetime import timedelta
from threading import Lock
from threading import enumerate as enumerate_threads
from time import monotonic, sleep
from typing import Any

from sqlalchemy import make_url

from rashin.errors import JobOutdated
from rashin.workspace.clock import now, stamp
from rashin.workspace.database import Database
from rashin.workspace.jobs.halting import Fenced

_APPLICATION, _QUEUE, _WORKFLOW, _SCHEMA = "rashin", "jobs", "job", "rashin_jobs"
# One for all releases: DBOS resumes only what was begun under the same version, and an upgrade must lose nothing.
_VERSION = "1"
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_KEPT = timedelta(hours=1)
_AT_A_TIME = 1000

_place = Lock()
"""Held by the queue of this process."""


class DurableQueue:
    """DBOS in this process, which can have only one."""

    def __init__(self, database: Database, worker_id: str) -> None:
        self._database = database
        self._worker_id = worker_id
        self._dbos: Any = None
        self._workflow: Callable[[str, str], None] | None = None

    def start(self, run: Callable[[str, str], None], *, at_once: int, poll_seconds: float) -> None:
        """Begin to run queued jobs: `run(organisation_id, job_id)` is called in threads, `at_once` at most.

        Of one organisation at most one fewer run here, so that no queue of one is in the way of another.

        Raises:
            RuntimeError: there is a queue in this process already.
        """
        if not _place.acquire(blocking=False):
            raise RuntimeError("this process has a worker already")
        try:
            self._launch(run, at_once, poll_seconds)
        except BaseException:
            self.stop(within_seconds=0)
            raise

    def stop(self, within_seconds: float) -> bool:
        """Take nothing more from the queue, and wait for the jobs that run; whether all of them came to a halt.

        What still runs is left as it is, to be resumed. Its thread keeps the interpreter from ending.
        """
        from dbos import DBOS

        end = monotonic() + within_seconds
        while self.running() and monotonic() < end:
            sleep(0.02)
        DBOS.destroy(destroy_registry=True)
        _place.release()
        threads = [thread for thread in enumerate_threads() if thread.name.startswith("dbos-executor")]
        for thread in threads:
            thread.join(max(end - monotonic(), 0))
        return not any(thread.is_alive() for thread in threads)

    def running(self) -> set[str]:
        """The jobs that run in this process, until DBOS has written down that they have ended."""
        if self._dbos is None:
            return set()
        return set(self._dbos._active_workflows_set.activeList())  # noqa: SLF001 (it has no public way to ask)

    def hand_over(self, organisation_id: str, job_id: str) -> None:
        """Put a job into the queue; a second time changes nothing."""
        from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

        if self._workflow is None:
            raise RuntimeError("start() comes first")
        with SetWorkflowID(job_id), SetEnqueueOptions(queue_partition_key=organisation_id):
            DBOS.enqueue_workflow(_QUEUE, self._workflow, organisation_id, job_id)

    def taken(self) -> dict[str, str]:
        """The jobs that some worker has taken from the queue and not ended, and which worker."""
        return {flow.workflow_id: flow.executor_id or "" for flow in self._list(status="PENDING")}

    def resume(self, job_ids: Iterable[str]) -> None:
        """Put jobs whose worker is lost back into the queue, from where any worker takes them."""
        from dbos import DBOS

        if ids := list(job_ids):
            DBOS.resume_workflows(ids, queue_name=_QUEUE)

    def missing(self, job_ids: list[str]) -> list[str]:
        """Those of these jobs that DBOS does not know, or thinks have ended, which it then forgets."""
        known: dict[str, str] = {}
        for at in range(0, len(job_ids), _AT_A_TIME):
            flows = self._list(workflow_ids=job_ids[at : at + _AT_A_TIME])
            known |= {flow.workflow_id: flow.status for flow in flows}
        self._forget([job for job, status in known.items() if status in _ENDED])
        return [job for job in job_ids if known.get(job) in (None, *_ENDED)]

    def forget_old(self) -> None:
        """Forget what ended a while ago; the workspace keeps its own account of it."""
        old = self._list(status=_ENDED, completed_before=stamp(now() - _KEPT), limit=_AT_A_TIME)
        self._forget([flow.workflow_id for flow in old])

    def _launch(self, run: Callable[[str, str], None], at_once: int, poll_seconds: float) -> None:
        from dbos import DBOS

        _quieten()
        _never_unpickle()
        _prepare_file(self._database)
        self._dbos = DBOS(config=self._config())
        # A job that keeps killing its worker is given up by us, with a word to whoever asked for it, not by DBOS.
        self._workflow = DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)(_plain(run))
        DBOS.launch()
        DBOS.register_queue(
            _QUEUE,
            worker_concurrency=at_once,
            partition_worker_concurrency=max(1, at_once - 1),
            polling_interval_sec=poll_seconds,
            on_conflict="always_update",
        )

    def _list(self, **which: Any) -> list[Any]:
        from dbos import DBOS

        return DBOS.list_workflows(load_input=False, load_output=False, **which)

    def _forget(self, job_ids: list[str]) -> None:
        from dbos import DBOS

        for at in range(0, len(job_ids), _AT_A_TIME):
            DBOS.delete_workflows(job_ids[at : at + _AT_A_TIME])

    def _config(self) -> Any:
        from dbos import DBOSPortableJSONSerializer

        return {
            "name": _APPLICATION,
            "system_database_url": _url(self._database),
            "dbos_system_schema": _SCHEMA,
            "executor_id": self._worker_id,
            "application_version": _VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "enable_otlp": False,
            # What was asked of a database may hold personal data, and its error messages go to the log.
            "db_engine_kwargs": {"hide_parameters": True},
            # How soon a stop is noticed; nothing is polled that often.
            "notification_listener_polling_interval_sec": 0.2,
        }


def step(name: str, function: Callable[[], Any]) -> Any:
    """The result of a function that is not run again once DBOS has written its result down.

    Raises:
        Fenced: another worker has taken the job.
        JobOutdated: another step was recorded in this place.
        Exception: what the function raised; this is not recorded, so the step is run again if the job resumes.
    """
    from dbos import DBOS, error

    def attempt() -> Any:
        try:
            return function()
        except Exception as trouble:  # noqa: BLE001 (raised again below, once past DBOS)
            raise _Failed(trouble) from None

    try:
        return DBOS.run_step({"name": name}, attempt)
    except _Failed as failed:
        raise failed.trouble from None
    except error.DBOSUnexpectedStepError:
        raise JobOutdated from None
    except (error.DBOSWorkflowConflictIDError, error.DBOSWorkflowCancelledError):
        raise Fenced from None


class _Failed(BaseException):
    """Carries what a step raised past DBOS, which would record an `Exception`, and not as the class that it is."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__()
        self.trouble = trouble


def _plain(run: Callable[[str, str], None]) -> Callable[[str, str], None]:
    """A function of its own: DBOS writes attributes on what it is given and takes a method for part of a class."""

    def job(organisation_id: str, job_id: str) -> None:
        run(organisation_id, job_id)

    return job


def _url(database: Database) -> str:
    """Where DBOS keeps its part."""
    url = make_url(database.url)
    if database.is_postgresql:
        return database.url
    if url.database is None:
        raise ValueError("jobs need a database that is kept in a file")
    return url.set(database=f"{url.database.removesuffix('.db')}-jobs.db").render_as_string(hide_password=False)


def _prepare_file(database: Database) -> None:
    """Write-ahead logging stays with a SQLite file once set: readers and writers of many workers don't wait."""
    if not database.is_postgresql:
        connection = sqlite3.connect(str(make_url(_url(database)).database), timeout=30)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()


def _quieten() -> None:
    """DBOS would install a console handler of its own where it finds none; its warnings go where ours go."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _never_unpickle() -> None:
    """DBOS reads a value that is marked as a pickle as a pickle, whatever serializer it was given; we write none."""
    from dbos._serialization import DefaultSerializer

    DefaultSerializer.deserialize = _refuse  # type: ignore[method-assign, assignment]


def _refuse(_serializer: object, _text: str) -> Any:
    raise ValueError("a pickle is never read")
