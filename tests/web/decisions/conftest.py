from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import select
from tests.web.browser import Browser
from tests.web.conftest import BrowserOf
from tests.web.town import Someone, Town
from tests.workspace.company import LENDING, Company
from tests.workspace.desk import Desk, model_file, put_model

from rashin.trust.log.keys import SigningKey
from rashin.workspace.database.tables import Job, Person
from rashin.workspace.deployments import approve, start
from rashin.workspace.jobs.running import Runner
from rashin.workspace.workspace import Workspace

__all__ = ["model_file"]


@dataclass
class Counter:
    """The counter of a lender whose model is in use, with somebody in front of every screen."""

    desk: Desk
    workspace: Workspace
    town: Town
    own: str
    """The address of the deployment's pages."""
    worker: Browser
    approver: Browser
    reader: Browser
    stranger: Browser
    browser_of: Callable[[Someone], Browser]

    @property
    def base(self) -> str:
        return f"/o/{self.town.home}"

    def page(self, decision: str) -> str:
        return f"{self.base}/decisions/{decision}"

    def work(self) -> None:
        """Do every job that waits, as a worker would."""
        with self.workspace.database.system(reading=True) as session:
            waiting = session.scalars(select(Job).where(Job.state == "waiting").order_by(Job.id)).all()
        for job in waiting:
            Runner(self.workspace.database, "wrk_test", self.workspace.jobs.kinds).run(job.organisation_id, job.id)


@pytest.fixture
def counter(workspace: Workspace, town: Town, browser_of: BrowserOf, model_file: bytes) -> Counter:
    company = Company(
        workspace.database,
        workspace.files,  # type: ignore[arg-type]
        workspace.log,
        workspace.models,
        workspace.jobs,
        SigningKey.read(Path(workspace.data) / "log.key"),
        town.home,
    )
    with workspace.database.tenant(town.home) as session:
        deployment = start(session, town.home, LENDING, "本店の融資", None).id
    row = put_model(company, deployment, model_file)
    with workspace.database.system(reading=True) as session:
        people = {one.id: session.get_one(Person, one.id) for one in (town.worker, town.operator, town.approver)}
    with workspace.database.tenant(town.home) as session:
        approve(session, workspace.log, workspace.models, row.id, people[town.approver.id])
    desk = Desk(company, deployment, row, people[town.worker.id], people[town.operator.id], people[town.approver.id])
    return Counter(
        desk,
        workspace,
        town,
        f"/o/{town.home}/deployments/{deployment}",
        browser_of(town.worker),
        browser_of(town.approver),
        browser_of(town.reader),
        browser_of(town.stranger),
        browser_of,
    )


def seen(answer: Response, status: int = 200) -> str:
    """The page of an answer."""
    assert answer.status_code == status, answer.text
    return answer.text
