"""A company in an installation that real processes work on, and those processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.program import RASHIN, environment
from tests.web.town import new_workspace
from tests.workspace.company import LENDING, Company
from tests.workspace.desk import Desk, put_model

from rashin.trust.log.keys import SigningKey
from rashin.workspace.access.keys import make_key
from rashin.workspace.access.people import found
from rashin.workspace.access.roles import Permission, Role
from rashin.workspace.database.tables import Job, Person
from rashin.workspace.deployments import approve, start
from rashin.workspace.workspace import Workspace


def company_in(workspace: Workspace, name: str = "羅針信用組合") -> Company:
    """A new company in an installation."""
    with workspace.database.system() as session:
        organisation = found(session, name).id
    return Company(
        workspace.database,
        workspace.files,  # type: ignore[arg-type]
        workspace.log,
        workspace.models,
        workspace.jobs,
        SigningKey.read(workspace.key),
        organisation,
    )


def neighbour_of(company: Company, name: str = "隣町商工会") -> Company:
    """Another company of the same installation."""
    with company.database.system() as session:
        return replace(company, id=found(session, name).id)


def machine_key(company: Company, person: Person, *permissions: Permission) -> str:
    """A key with which a machine may do what these permissions allow."""
    with company.database.system() as session:
        return make_key(session, company.id, session.get_one(Person, person.id), "機械", permissions)[1]


def jobs_of(session: Session) -> dict[str, Job]:
    """All jobs, by id."""
    return {job.id: job for job in session.scalars(select(Job))}


class Office:
    """A company with a model in use, in a folder, with a key for machines."""

    def __init__(self, folder: Path, model_file: bytes, database_url: str | None = None) -> None:
        self.folder, workspace = folder, new_workspace(folder, database_url)
        self.settings = {"RASHIN_DATABASE_URL": database_url} if database_url else {}
        company = company_in(workspace)
        taro = company.person("太郎", Role.APPROVE)
        with workspace.database.tenant(company.id) as session:
            deployment = start(session, company.id, LENDING, "融資", None).id
        row = put_model(company, deployment, model_file)
        with workspace.database.tenant(company.id) as session:
            approve(session, workspace.log, workspace.models, row.id, taro)
        self.key = machine_key(company, taro, Permission.DECIDE)
        self.desk = Desk(company, deployment, row, taro, taro, taro)


@contextmanager
def server(
    folder: Path, checkout: Path, settings: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Pages and API over an installation, without a worker, and their address; killed at the end of the block."""
    command = [sys.executable, "-m", "tests.faults.deciding_server", str(folder)]
    own = {**os.environ, **(settings or {})}
    with subprocess.Popen(command, cwd=checkout, env=own, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@contextmanager
def worker(name: str, **settings: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """`rashin worker`, until the end of the block."""
    own = environment({"jobs_at_once": "2", **settings})
    with subprocess.Popen([RASHIN, "worker", "--name", name], env=own, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait for what takes as long as learning does; ten minutes are for the slowest machine, and for a defect."""
    end = monotonic() + 600
    while not condition():
        assert monotonic() < end
        sleep(0.05)
