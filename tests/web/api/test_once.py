"""The same key a hundred times at once: one effect, and the same answer to all; on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import func, select
from tests.learning.past import past_loans
from tests.web.api.conftest import Anywhere
from tests.web.browser import running
from tests.web.office import CSV, Machine, Office, cases
from tests.workspace.company import as_csv

from rashin.web.app import create_app
from rashin.workspace.database.tables import Base, LogHead, Usage
from rashin.workspace.workspace import Workspace

TIMES = 100
KEY = {"idempotency-key": "ただの鍵-1".encode()}

Ask = Callable[[Machine, Office], Response]
TABLE = as_csv(past_loans(60))


def decide(machine: Machine, office: Office) -> Response:
    path = f"/deployments/{office.deployment}/decisions"
    return machine.post(path, {"case": cases(1)[0], "reference": "一度"}, headers=KEY)


def deploy(machine: Machine, _office: Office) -> Response:
    return machine.post("/deployments", {"service": "lending", "name": "一度"}, headers=KEY)


def upload(machine: Machine, _office: Office) -> Response:
    asked = {"service": "lending", "name": "一度.csv"}
    return machine.send("/datasets", params=asked, content=TABLE, headers={**CSV, "idempotency-key": "table"})


def correct(machine: Machine, office: Office) -> Response:
    return machine.post(f"/datasets/{office.dataset}/roles", {"uses": {"年商": "dropped"}}, headers=KEY)


def learn(machine: Machine, office: Office) -> Response:
    return machine.post(f"/deployments/{office.deployment}/learn", {"dataset": office.dataset}, headers=KEY)


def review(machine: Machine, office: Office) -> Response:
    return machine.post(f"/decisions/{office.waiting}/reviews", {"outcome": "adverse", "reason": "x"}, headers=KEY)


def outcomes(machine: Machine, office: Office) -> Response:
    content = f"decision,outcome\n{office.decision},adverse\n".encode()
    headers = {**KEY, "content-type": b"text/csv"}
    return machine.send(f"/deployments/{office.deployment}/outcomes", content=content, headers=headers)


def erase(machine: Machine, office: Office) -> Response:
    return machine.post(f"/decisions/{office.decision}/erasure", {"why": "本人の求め"}, headers=KEY)


ASKING = {
    "decide": (decide, {"decisions": 1, "answered": 1}),
    "deploy": (deploy, {"deployments": 1, "answered": 1}),
    "upload": (upload, {"datasets": 1, "jobs": 1, "answered": 1}),
    "correct": (correct, {"jobs": 1, "answered": 1}),
    "learn": (learn, {"jobs": 1, "answered": 1}),
    "review": (review, {"reviews": 1, "answered": 1}),
    "outcomes": (outcomes, {"true_outcomes": 1, "answered": 1}),
    "erase": (erase, {"erasures": 1, "answered": 1}),
}
LEAVES = {"decide": 1, "review": 1, "outcomes": 1, "erase": 1}


@dataclass
class Processes:
    """Web processes over one workspace."""

    office: Office
    workspace: Workspace
    machines: list[Machine]

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.workspace.database.system(reading=True) as session:
            return {
                name: session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in Base.metadata.tables.items()
                if not name.startswith("log_")
            }

    def leaves(self) -> int:
        with self.workspace.database.system(reading=True) as session:
            return session.scalars(select(LogHead)).one().size

    def decided(self) -> int:
        with self.workspace.database.system(reading=True) as session:
            return session.scalars(select(Usage.decisions)).one()


@pytest.fixture
def processes(anywhere: Anywhere) -> Iterator[Processes]:
    """Two on PostgreSQL; on SQLite there is one."""
    with ExitStack() as stack:
        workspaces = [anywhere.workspace() for _ in range(2 if anywhere.database_url else 1)]
        runs = [stack.enter_context(running(create_app(one))) for one in workspaces]
        machines = [Machine(run, anywhere.office.approver_key) for run in runs]
        for machine in machines:
            # FastAPI puts its routes together at the first request, in a way that two threads may not do at once.
            machine.get("/nothing")
        yield Processes(anywhere.office, workspaces[0], machines)
    for one in workspaces:
        one.close()


def at_once(processes: Processes, ask: Ask, times: int) -> list[Response]:
    with ThreadPoolExecutor(times) as pool:
        asked = [
            pool.submit(ask, processes.machines[number % len(processes.machines)], processes.office)
            for number in range(times)
        ]
        return [one.result() for one in asked]


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: count - before[name] for name, count in after.items() if count != before[name]}


@pytest.mark.parametrize("name", ASKING)
def test_one_effect_and_one_answer(processes: Processes, name: str) -> None:
    ask, expected = ASKING[name]
    before, leaves, decided = processes.rows(), processes.leaves(), processes.decided()
    answers = at_once(processes, ask, TIMES if name == "decide" else 20)
    assert {answer.status_code for answer in answers} <= {200, 201, 202}, answers[0].text
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers.get("location") for answer in answers}) == 1
    assert grown(before, processes.rows()) == expected
    assert processes.leaves() - leaves == LEAVES.get(name, 0)
    assert processes.decided() - decided == expected.get("decisions", 0)


def test_the_same_key_for_something_else_is_refused(processes: Processes) -> None:
    machine, office = processes.machines[0], processes.office
    assert deploy(machine, office).status_code == 201
    before = processes.rows()
    for ask in (decide, learn, review, erase, outcomes):
        answer = ask(machine, office)
        assert answer.status_code == 422, answer.text
        assert answer.json()["type"] == "urn:rashin:problem:idempotency-key-reused"
    assert grown(before, processes.rows()) == {}


def test_the_same_key_for_two_cases_at_once_decides_one(processes: Processes) -> None:
    path = f"/deployments/{processes.office.deployment}/decisions"

    def ask(machine: Machine, number: int) -> Response:
        return machine.post(path, {"case": cases(2)[number % 2]}, headers=KEY)

    before = processes.rows()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, processes.machines * (20 // len(processes.machines)), range(20)))
    made = {answer.content for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    refused = [answer.json()["type"] for answer in answers if answer.status_code != 201]
    assert set(refused) == {"urn:rashin:problem:idempotency-key-reused"}
    assert grown(before, processes.rows()) == {"decisions": 1, "answered": 1}


def test_what_failed_is_tried_again(processes: Processes) -> None:
    machine, office = processes.machines[0], processes.office
    path = f"/decisions/{office.waiting}/reviews"
    other = {"outcome": machine.found(f"/decisions/{office.waiting}")["outcome"]}
    wrong: dict[str, Any] = {"outcome": "favourable" if other["outcome"] == "adverse" else "adverse"}
    assert machine.post(path, wrong, headers=KEY).status_code == 422
    assert machine.post(path, other, headers=KEY).status_code == 201


def test_a_key_without_end_is_refused(processes: Processes) -> None:
    machine = processes.machines[0]
    for key in ("", "x" * 201):
        answer = machine.post("/deployments", {"service": "lending", "name": "x"}, headers={"idempotency-key": key})
        assert answer.status_code == 422
        decided = machine.post(
            f"/deployments/{processes.office.deployment}/decisions", {"case": {}}, headers={"idempotency-key": key}
        )
        assert decided.status_code == 422
