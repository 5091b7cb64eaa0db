"""Why a job stops in the middle.

These are no `Exception`s, as `asyncio.CancelledError` is none: an `except Exception` in a job's own code must not
swallow them, and DBOS records an outcome only of what ends with an `Exception` or a result.
"""

from __future__ import annotations


class Halted(BaseException):
    """The job goes no further here and now."""


class Cancelled(Halted):
    """A person cancelled the job."""


class Fenced(Halted):
    """Another worker has taken the job since; this one was thought lost and may write nothing more."""


class WorkerStops(Halted):
    """This worker is ending; the job goes on in another, or when this one starts again."""


class DatabaseAway(Halted):
    """The database could not be reached or was too busy; the job goes on from its last step in a while."""
