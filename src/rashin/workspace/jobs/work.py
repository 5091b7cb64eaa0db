"""What a job's code is given: its arguments, and the means to do each thing once whatever dies when."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from sqlalchemy.orm import Session

from rashin.errors import NotFound
from rashin.language import Text
from rashin.workspace.database.tables import Effect, Json
from rashin.workspace.database.transient import is_transient
from rashin.workspace.jobs import durable
from rashin.workspace.jobs.halting import WorkerStops
from rashin.workspace.jobs.hold import Hold
from rashin.workspace.jobs.progress import Progress


class Work:
    """One job in the hands of one worker."""

    def __init__(self, hold: Hold, stopping: Event) -> None:
        self.organisation_id = hold.organisation_id
        self.job_id = hold.job_id
        self.arguments = hold.arguments
        self._hold = hold
        self._stopping = stopping
        self._progress = Progress()
        self._effects: set[str] = set()

    def report(self, stage: Text, done: float) -> None:
        """Say what is being done and how much of the whole job is done, 0 to 1; cheap enough to call often.

        May be called from any thread, inside steps too, but not inside an effect.

        Raises:
            Halted: the job is to stop here: cancelled, taken by another worker, or this worker is ending.
        """
        self._go_on()
        if not self._progress.worth_telling(stage):
            return
        left = self._progress.seconds_left(done)
        try:
            with self._hold.writing() as (_, job):
                job.stage, job.done, job.seconds_left = {"ja": stage.ja, "en": stage.en}, done, left
        except Exception as trouble:
            # A report that is lost costs nothing; an hour's work should not be thrown away for it.
            if not is_transient(trouble):
                raise

    def step(self, name: str, function: Callable[[], Any]) -> Any:
        """The result of a function that, once it has ended, is not run again when the job resumes.

        The result must be JSON. A function that was cut short or raised is run again, so what it changes outside
        belongs into an effect. To be called from the thread that `run` was called in.

        Raises:
            Halted: the job is to stop here.
            JobOutdated: the job was begun by a release of Rashin that did other steps.
            Exception: what the function raised.
        """
        self._go_on()
        return durable.step(name, lambda: json.loads(json.dumps(function(), allow_nan=False)))

    def own(self, file_key: str) -> str:
        """The key of a file, which is of the job's organisation; every file that a job opens is asked for through this.

        Raises:
            NotFound: it is of another.
        """
        if not file_key.startswith(f"{self.organisation_id}/"):
            raise NotFound(what=file_key)
        return file_key

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that reads what belongs to the job's organisation, and keeps nobody waiting."""
        with self._hold.database.tenant(self.organisation_id, reading=True) as session:
            yield session

    def effect(self, name: str, function: Callable[[Session], Json | None]) -> Json | None:
        """Do something to the database exactly once, and give its result; once done, only give its result.

        The function gets a transaction that sees only the job's organisation. That it was done is written in the
        same transaction, which holds the job against being taken by another worker or cancelled meanwhile. So it
        should be short, and what it does to files should be repeatable. `name` is unique within the job.

        Raises:
            Halted: the job is to stop here; nothing was written.
        """
        if name in self._effects:
            raise ValueError(f"the job has two effects named {name!r}")
        self._effects.add(name)
        self._go_on()
        with self._hold.writing() as (session, job):
            done = session.get(Effect, (job.id, name))
            if done is not None:
                return done.result
            result = function(session)
            session.add(Effect(job_id=job.id, name=name, organisation_id=job.organisation_id, result=result))
            return result

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise WorkerStops
