"""What a running program writes about requests: one line each, by the template of the address, and nobody's data."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from sqlalchemy import text
from tests.web.browser import Running
from tests.web.office import CSV, Machine, Office, cases
from tests.workspace.test_logs import own_root

from rashin.workspace.logs import write_logs
from rashin.workspace.workspace import Workspace

__all__ = ["own_root"]

PRIVATE = "田中務0301234"


@pytest.fixture
def stream() -> StringIO:
    found = StringIO()
    write_logs("json", found)
    return found


def lines(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_each_request_is_one_line_by_its_template(machine: Machine, office: Office, stream: StringIO) -> None:
    machine.get(f"/decisions/{office.decision}", params={"x": PRIVATE})
    (line,) = [one for one in lines(stream) if one["from"] == "rashin.web"]
    told = {name: line[name] for name in ("method", "route", "status", "said", "level")}
    assert told == {
        "method": "GET",
        "route": "/api/v1/decisions/{decision}",
        "status": 200,
        "said": "answered",
        "level": "info",
    }
    assert float(str(line["ms"])) > 0
    assert office.decision not in stream.getvalue()


def test_nothing_of_what_is_sent_or_asked_for_is_written(
    machine: Machine, run: Running, office: Office, workspace: Workspace, stream: StringIO
) -> None:
    case = {**cases(1)[0], "摘要": PRIVATE}
    path = f"/deployments/{office.deployment}"
    machine.made(
        f"{path}/decisions", {"case": case, "reference": PRIVATE}, headers={"idempotency-key": PRIVATE.encode()}
    )
    machine.get("/decisions", params={"reference": PRIVATE})
    machine.get(f"/decisions/{PRIVATE}")
    machine.post(f"{path}/decisions", {"case": {"年商": [PRIVATE]}})
    machine.send("/datasets", params={"service": "lending", "name": PRIVATE}, content=PRIVATE.encode(), headers=CSV)
    machine.send(f"{path}/outcomes", content=f"reference,outcome\n{PRIVATE},adverse\n".encode(), headers=CSV)
    browser = run.browser()
    browser.get(f"/sign-in?next=/{PRIVATE}")
    browser.post("/sign-in", data={"email": f"{PRIVATE}@example.jp", "password": PRIVATE})
    browser.get(f"/{PRIVATE}?q={PRIVATE}")
    with workspace.database.system() as session:
        session.execute(text("ALTER TABLE true_outcomes RENAME TO gone"))  # so that something breaks
    assert (
        machine.send(
            f"{path}/outcomes", content=f"reference,outcome\n{PRIVATE},adverse\n".encode(), headers=CSV
        ).status_code
        == 500
    )
    told = stream.getvalue()
    assert len([one for one in lines(stream) if one["said"] == "answered"]) == 10
    assert any("broke" in one for one in lines(stream))
    for secret in (PRIVATE, office.worker_key, office.worker_key.rpartition("_")[2], "%E7%94%B0"):
        assert secret not in told
