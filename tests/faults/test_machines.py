"""Several machines on one PostgreSQL and one S3-compatible storage: they share the work, and one that is lost is missed by nobody."""

from __future__ import annotations

import json
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from tests.faults.office import company_in, jobs_of, machine_key, wait_for, worker
from tests.program import Program, figure, up
from tests.workspace.company import Company
from tests.workspace.desk import Case
from tests.workspace.s3server import ACCESS, S3Server

from rashin.learning.samples import as_csv
from rashin.services import find
from rashin.settings import Settings
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.workspace.access.roles import Permission, Role
from rashin.workspace.database.tables import Job, LearnedModel
from rashin.workspace.deployments import approve
from rashin.workspace.log import audit
from rashin.workspace.workspace import open_workspace

pytestmark = pytest.mark.heavy

TABLES = 12


class Machines:
    """One with pages, two that only work, and a company that comes to them over HTTP."""

    def __init__(self, folder: Path, database_url: str, files_url: str) -> None:
        self.folder = folder
        self.shared: dict[str, str | Path] = {
            "database_url": database_url,
            "files_url": files_url,
            "log_key": folder / "log.key",
            "jobs_at_once": "2",
            "worker_lost_seconds": "4",
        }
        self.running = ExitStack()
        self.pages = self.start_pages("one")
        self.workers = {name: self._start_worker(name) for name in ("second", "third")}
        self.workspace = open_workspace(
            Settings(data=folder / "beside", database_url=database_url, files_url=files_url, log_key=folder / "log.key")
        )
        self.company = company_in(self.workspace)
        self.approver = self.company.person("認", Role.APPROVE)
        self.key = machine_key(self.company, self.approver, Permission.READ, Permission.DECIDE)

    def start_pages(self, name: str) -> Program:
        return self.running.enter_context(up(data=self.folder / name, **self.shared))

    def _start_worker(self, name: str) -> subprocess.Popen[bytes]:
        return self.running.enter_context(worker(name, data=self.folder / name, **self.shared))

    def jobs(self) -> dict[str, Job]:
        with self.workspace.database.system(reading=True) as session:
            return jobs_of(session)

    def process_of(self, worker_id: str | None) -> subprocess.Popen[bytes] | subprocess.Popen[str]:
        return self.workers.get(worker_id or "", self.pages.process)

    def ask(self, program: Program, method: str, path: str, content: bytes | None = None, kind: str = "") -> bytes:
        headers = {"authorization": f"Bearer {self.key}"} | ({"content-type": kind} if kind else {})
        answer = httpx.request(
            method, f"{program.address}/api/v1{path}", content=content, headers=headers, timeout=60
        ).raise_for_status()
        return answer.content

    def decide(self, program: Program, deployment: str, case: Case) -> Receipt:
        """The receipt of a decision."""
        content = json.dumps({"case": case}).encode()
        made = json.loads(
            self.ask(program, "POST", f"/deployments/{deployment}/decisions", content, "application/json")
        )
        return Receipt.from_json(self.ask(program, "GET", f"/decisions/{made['id']}/receipt"))


@pytest.fixture
def machines(
    postgresql_url: str, s3_server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Machines]:
    for name, value in ACCESS.items():
        monkeypatch.setenv(name, value)
    made = Machines(tmp_path, postgresql_url, s3_server.url())
    with made.running:
        yield made
    made.workspace.close()


def test_machines_share_the_work_and_one_that_is_lost_is_taken_over(machines: Machines) -> None:
    wait_for(lambda: figure(machines.pages, "rashin_workers") == 3)
    datasets = bring(machines)
    deployment, model = learned_by_another(machines, datasets[0])
    check_served_everywhere(machines, deployment, model)


def bring(machines: Machines) -> list[str]:
    """Tables given to one machine are checked by all of them."""
    table = as_csv(find("lending").sample(rows=400, seed=1)).encode()
    where = "/datasets?service=lending&name=loans.csv"
    told = [json.loads(machines.ask(machines.pages, "POST", where, table, "text/csv")) for _ in range(TABLES)]
    wait_for(lambda: Counter(job.state for job in machines.jobs().values())["done"] >= TABLES)
    assert {"second", "third"} < {job.worker_id for job in machines.jobs().values()}
    return [one["id"] for one in told]


def learned_by_another(machines: Machines, dataset: str) -> tuple[str, LearnedModel]:
    """A model that one machine began to learn, and after its death another learned, without anybody doing anything."""
    company: Company = machines.company
    deployment = company.deployment()
    job = company.ask_to_learn(deployment, company.dataset(dataset))
    wait_for(lambda: company.job(job).state == "running")
    first = company.job(job).worker_id
    lost = machines.process_of(first)
    lost.send_signal(signal.SIGKILL)
    lost.wait()
    wait_for(lambda: company.job(job).state not in {"waiting", "running"})
    ended = company.job(job)
    assert (ended.state, ended.fence) == ("done", 2), ended.error
    assert ended.worker_id != first
    assert ended.result is not None
    with company.database.tenant(company.id, reading=True) as session:
        return deployment, session.get_one(LearnedModel, ended.result["model"])


def check_served_everywhere(machines: Machines, deployment: str, model: LearnedModel) -> None:
    """Any machine decides with the model, whoever learned it, and all of them write one log."""
    company = machines.company
    assert company.models.get(model.file_key).digest == model.digest
    with company.database.tenant(company.id) as session:
        approve(session, company.log, company.models, model.id, machines.approver)
    served = [machines.start_pages(name) for name in ("fourth", "fifth")]
    cells = find("lending").new_cases(rows=4, seed=3)
    cases = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    receipts = [machines.decide(served[number % 2], deployment, case) for number, case in enumerate(cases)]
    key = VerifierKey.parse(company.log.key)
    assert all(verify(receipt, [key]).holds for receipt in receipts)
    with company.database.snapshot() as session:
        assert audit(session, key).trouble == ()
