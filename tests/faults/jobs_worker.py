"""A worker as a process of its own, with kinds of jobs whose every effect can be counted.

python -m tests.faults.jobs_worker URL NAME
"""

from __future__ import annotations

import os
import sys
from functools import partial
from time import sleep

from sqlalchemy.orm import Session

from rashin.language import Text
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Alarm, Json
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import JobKind, Jobs, Work, run_worker

COUNTING = Text("数えています", "Counting")


def count(work: Work) -> Json:
    """As many steps and effects as asked for; each effect leaves a mark that says whose and which it is."""
    steps = work.arguments["steps"]
    for number in range(steps):
        work.report(COUNTING, number / steps)
        drawn = work.step(f"draw {number}", lambda: os.urandom(8).hex())
        sleep(work.arguments.get("seconds", 0))
        work.effect(f"mark {number}", partial(_mark, work, number, drawn))
    return {"steps": steps}


def _mark(work: Work, number: int, drawn: str, session: Session) -> None:
    figures = {"job": work.job_id, "number": number, "drawn": drawn, "process": os.getpid()}
    organisation, deployment = work.organisation_id, f"dep_{work.organisation_id}"
    session.add(
        Alarm(id=new_id("alm"), organisation_id=organisation, deployment_id=deployment, kind="", figures=figures)
    )


KINDS = (JobKind("count", Text("数える", "Count"), count),)

if __name__ == "__main__":
    run_worker(Jobs(Database(sys.argv[1]), KINDS), worker_id=sys.argv[2])
