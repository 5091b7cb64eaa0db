"""An organisation at work, set up through the REST API as a machine would: data, model, signature, decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import pytest
from httpx import Response
from sqlalchemy import select
from tests.engines.tabular.loans import SMALL
from tests.learning.past import past_loans
from tests.web.browser import Running
from tests.web.town import Someone
from tests.workspace.company import as_csv

from rashin.engines.tabular.learning.trainer import learn_additive
from rashin.learning import learn as learning
from rashin.workspace.access.keys import make_key
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.tables import Job, Person
from rashin.workspace.jobs.running import Runner
from rashin.workspace.workspace import Workspace

API = "/api/v1"
CSV = {"content-type": "text/csv"}
Case = dict[str, Any]


@dataclass(frozen=True)
class Office:
    """What an organisation has."""

    organisation: str
    worker_key: str
    """Reads and decides, made by somebody who may."""
    approver_key: str
    """Does everything, made by an approver who did not ask for the model."""
    dataset: str
    deployment: str
    job: str
    model: str
    decision: str
    """A decision that no person need look at, if there is one."""
    waiting: str
    """A decision that waits for a person."""


class Machine:
    """A program that speaks to the API with a key."""

    def __init__(self, run: Running, key: str) -> None:
        self._client = run.browser()
        self._client.headers["authorization"] = f"Bearer {key}"

    def get(self, path: str, **more: Any) -> Response:
        return self._client.get(API + path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Response:
        return self._client.post(API + path, json=body, **more) if body is not None else self.send(path, **more)

    def send(self, path: str, **more: Any) -> Response:
        return self._client.post(API + path, **more)

    def made(self, path: str, body: Any = None, **more: Any) -> Any:
        """What was made; it must have been."""
        answer = self.post(path, body, **more)
        assert answer.is_success, answer.text
        return answer.json()

    def found(self, path: str, **more: Any) -> Any:
        """What is there; it must be."""
        answer = self.get(path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def everything(self, path: str, limit: int = 200) -> Iterator[Any]:
        """Every item of a list, page after page."""
        cursor: str | None = None
        while True:
            page = self.found(path, params={"limit": limit, **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    @property
    def client(self) -> httpx.Client:
        return self._client


@contextmanager
def quickly() -> Iterator[None]:
    """The real trainer with few cycles, so that learning takes a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "learn_additive", partial(learn_additive, options=SMALL))
        patch.setattr(learning, "_REPEATS", ())
        yield


def work(workspace: Workspace) -> None:
    """Do every job that waits, as a worker would."""
    with workspace.database.system(reading=True) as session:
        waiting = session.scalars(select(Job).where(Job.state == "waiting").order_by(Job.id)).all()
    for job in waiting:
        Runner(workspace.database, "wrk_test", workspace.jobs.kinds).run(job.organisation_id, job.id)


def key_of(workspace: Workspace, organisation: str, person: Someone, *scopes: Permission) -> str:
    """A new key."""
    with workspace.database.system() as session:
        return make_key(session, organisation, session.get_one(Person, person.id), "テスト", scopes)[1]


def cases(count: int, seed: int = 1) -> Sequence[Case]:
    """Cases that await a decision."""
    cells = past_loans(count, seed)
    return [{name: values[row] for name, values in cells.items()} for row in range(count)]


def furnish(
    workspace: Workspace,
    run: Running,
    organisation: str,
    worker: Someone,
    approver: Someone,
    mark: str = "",
    decisions: int = 40,
) -> Office:
    """Set an organisation to work. `mark` stands in everything that it names itself."""
    keys = [
        key_of(workspace, organisation, worker, Permission.READ, Permission.DECIDE),
        key_of(workspace, organisation, approver, *Permission),
    ]
    machine, chief = (Machine(run, key) for key in keys)
    table = past_loans()
    table["摘要"] = [f"{mark}{row}" for row in range(len(table["結果"]))]
    dataset = machine.made(
        "/datasets", content=as_csv(table), params={"service": "lending", "name": f"{mark}loans.csv"}, headers=CSV
    )["id"]
    deployment = machine.made("/deployments", {"service": "lending", "name": f"{mark}融資"})["id"]
    with quickly():
        work(workspace)
        job = machine.made(f"/deployments/{deployment}/learn", {"dataset": dataset})["id"]
        work(workspace)
    ended = machine.found(f"/jobs/{job}")
    assert ended["state"] == "done", ended
    model = ended["result"]["model"]
    chief.made(f"/models/{model}/approval", {})
    made = [
        machine.made(f"/deployments/{deployment}/decisions", {"case": case, "reference": f"{mark}R{number}"})
        for number, case in enumerate(cases(decisions))
    ]
    waiting = [one["id"] for one in made if one["decision"]["handed_over"]]
    settled = [one["id"] for one in made if not one["decision"]["handed_over"]]
    return Office(
        organisation=organisation,
        worker_key=keys[0],
        approver_key=keys[1],
        dataset=dataset,
        deployment=deployment,
        job=job,
        model=model,
        decision=(settled or waiting)[0],
        waiting=(waiting or settled)[0],
    )
