"""A company with a workspace of its own, and past loans to learn from."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import select
from tests.learning.past import past_loans

from rashin.services import find
from rashin.trust.log.keys import KeyType, SigningKey
from rashin.workspace.access.people import belong
from rashin.workspace.access.roles import Role
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Dataset, Job, LearnedModel, Organisation, Person
from rashin.workspace.datasets import Corrections, Findings, bring, check_again, findings_of
from rashin.workspace.deployments import Plans, ask_to_learn, start
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.files import LocalFiles
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import Jobs, JobStatus
from rashin.workspace.jobs.running import Runner
from rashin.workspace.kinds import kinds
from rashin.workspace.log import Log
from rashin.workspace.models import Models

LENDING = find("lending")


def as_csv(cells: Mapping[str, Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(cells)
    writer.writerows(zip(*cells.values(), strict=True))
    return text.getvalue().encode()


@dataclass
class Company:
    database: Database
    files: LocalFiles
    log: Log
    models: Models
    jobs: Jobs
    key: SigningKey
    """The log's."""
    id: str

    @classmethod
    def founded(cls, database: Database, folder: Path) -> Self:
        files, key = LocalFiles(folder / "files"), SigningKey.new("rashin.log/test", KeyType.LOG)
        log, models = Log(key), Models(files)
        jobs = Jobs(database, kinds(files, log, models, folder))
        company = cls(database, files, log, models, jobs, key, new_id("org"))
        company.neighbour(company.id)
        return company

    def neighbour(self, organisation_id: str) -> str:
        """Another organisation of the same installation."""
        with self.database.system() as session:
            session.add(Organisation(id=organisation_id, name="羅針信用組合"))
        return organisation_id

    def person(self, name: str, *roles: Role) -> Person:
        """A member with these roles."""
        person = Person(id=new_id("per"), email=f"{new_id('m')}@example.jp", name=name)
        with self.database.system() as session:
            session.add(person)
            session.flush()
            belong(session, self.id, person, roles)
        return person

    def bring(self, content: bytes | None = None, name: str = "過去の融資.csv") -> Dataset:
        """A table, not checked yet."""
        chunks = [as_csv(past_loans()) if content is None else content]
        means = self.database, self.files, self.jobs, self.id
        return bring(*means, service=LENDING, name=name, chunks=chunks, by=None)

    def checked(self, content: bytes | None = None, name: str = "過去の融資.csv", **corrections: Any) -> Dataset:
        """A table, checked."""
        dataset = self.bring(content, name)
        if corrections:
            with self.database.tenant(self.id) as session:
                dataset = session.get_one(Dataset, dataset.id)
                check_again(session, self.jobs, dataset, Corrections(**corrections), None)
        assert dataset.job_id
        self.do(dataset.job_id)
        return self.dataset(dataset.id)

    def dataset(self, dataset_id: str) -> Dataset:
        with self.database.tenant(self.id, reading=True) as session:
            return session.get_one(Dataset, dataset_id)

    def findings(self, dataset: Dataset) -> Findings:
        found = findings_of(self.dataset(dataset.id))
        assert found is not None
        return found

    def deployment(self, name: str = "融資の審査") -> str:
        with self.database.tenant(self.id) as session:
            return start(session, self.id, LENDING, name, None).id

    def ask_to_learn(self, deployment_id: str, dataset: Dataset, by: Person | None = None, **plans: Any) -> str:
        """The job."""
        with self.database.tenant(self.id) as session:
            deployment = find_deployment(session, deployment_id, to_change=True)
            wanted = Plans(**{"costs": LENDING.costs, "error_rate": LENDING.error_rate, **plans})
            return ask_to_learn(session, self.jobs, deployment, dataset, wanted, by.id if by else None)

    def learned(self, deployment_id: str, dataset: Dataset, by: Person | None = None, **plans: Any) -> LearnedModel:
        """A model, not approved yet."""
        job = self.ask_to_learn(deployment_id, dataset, by, **plans)
        ended = self.do(job)
        assert ended.state == "done", ended.error
        with self.database.tenant(self.id, reading=True) as session:
            return session.scalars(select(LearnedModel).where(LearnedModel.job_id == job)).one()

    def do(self, job_id: str) -> JobStatus:
        """Do a job here and now, as a worker would; what became of it."""
        Runner(self.database, "wrk_test", self.jobs.kinds).run(self.id, job_id)
        return self.jobs.status(self.id, job_id)

    def job(self, job_id: str) -> Job:
        with self.database.tenant(self.id, reading=True) as session:
            return session.get_one(Job, job_id)
