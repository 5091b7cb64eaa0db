"""Long work that survives the death of whoever does it: checking, learning, deciding many cases, publishing."""

from rashin.workspace.jobs.halting import Cancelled, Halted
from rashin.workspace.jobs.identity import Identity
from rashin.workspace.jobs.jobs import Jobs, JobStatus
from rashin.workspace.jobs.kinds import JobKind
from rashin.workspace.jobs.work import Work
from rashin.workspace.jobs.worker import WorkerLoop, run_worker

__all__ = ["Cancelled", "Halted", "Identity", "JobKind", "JobStatus", "Jobs", "Work", "WorkerLoop", "run_worker"]
