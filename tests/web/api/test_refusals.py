"""Whatever is wrong with a request, the answer says so as a problem, and nothing has happened."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.web.browser import Running
from tests.web.office import API, CSV, Machine, Office, cases, key_of
from tests.web.town import Town

from rashin.web.api.caller import Keys
from rashin.web.api.pace import Pace
from rashin.workspace.access.keys import revoke
from rashin.workspace.access.people import remove
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.tables import ApiKey, Membership, Organisation
from rashin.workspace.workspace import Workspace


def problem(answer: httpx.Response, status: int) -> str:
    """The kind of problem that was answered."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    kind: str = answer.json()["type"]
    return kind.rpartition(":")[2]


@pytest.mark.parametrize("key", [None, "", "Bearer", "Bearer rashin_0_nonsense", "Basic dXNlcjp4", "Bearer 羅針"])
def test_without_a_valid_key_nothing_is_told(run: Running, office: Office, key: str | None) -> None:
    headers = {} if key is None else {b"authorization": key.encode()}
    browser = run.browser()
    for path in ("/deployments", f"/decisions/{office.decision}", "/usage"):
        answer = browser.get(API + path, headers=headers)
        assert problem(answer, 401) == "sign-in-needed"
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_key_does_only_what_it_may(workspace: Workspace, run: Running, town: Town, office: Office) -> None:
    reader = Machine(run, key_of(workspace, town.home, town.approver, Permission.READ))
    assert reader.get("/deployments").status_code == 200
    for path, body in (
        ("/deployments", {"service": "lending", "name": "x"}),
        (f"/deployments/{office.deployment}/decisions", {"case": cases(1)[0]}),
        (f"/decisions/{office.waiting}/reviews", {"outcome": "adverse"}),
        (f"/decisions/{office.decision}/erasure", {"why": "x"}),
        (f"/models/{office.model}/approval", {}),
    ):
        assert problem(reader.post(path, body), 403) == "not-allowed"
    assert len(list(reader.everything("/decisions"))) == 40


def test_a_key_that_was_revoked_ends(machine: Machine, workspace: Workspace, app: FastAPI, office: Office) -> None:
    assert machine.get("/usage").status_code == 200
    with workspace.database.system() as session:
        for key in session.query(ApiKey).all():
            revoke(session, office.organisation, key.id)
    app.state.keys._seen.clear()  # as two seconds do
    assert problem(machine.get("/usage"), 401) == "sign-in-needed"


def test_whoever_writes_keeps_nobody_from_showing_a_key(workspace: Workspace, office: Office) -> None:
    keys = Keys(workspace.database)
    with workspace.database.system() as session:
        session.query(ApiKey).update({"last_used_at": None})
    with workspace.database.system():
        holder = keys.holder(office.worker_key)  # on SQLite it would wait for this transaction if it wrote
    assert holder.organisation_id == office.organisation
    keys.close()
    with workspace.database.system(reading=True) as session:
        assert session.get_one(ApiKey, holder.key_id).last_used_at is not None


def test_a_key_signs_only_as_long_as_its_maker_may(
    chief: Machine, workspace: Workspace, town: Town, office: Office
) -> None:
    with workspace.database.system() as session:
        membership = session.query(Membership).filter_by(person_id=town.approver.id).one()
        remove(session, town.home, membership.id)
    for path, body in (
        (f"/models/{office.model}/approval", {}),
        (f"/decisions/{office.decision}/erasure", {"why": "本人の求め"}),
        (f"/decisions/{office.waiting}/reviews", {"outcome": "adverse", "reason": "x"}),
    ):
        assert problem(chief.post(path, body), 403) == "not-allowed"


def test_an_address_that_does_not_exist_is_a_problem(machine: Machine) -> None:
    for path in ("/nothing", "", "/decisions/x/y/z", "/decisions/%00", "/decisions/%ff%00"):
        assert problem(machine.get(path), 404) == "not-found"


def test_a_method_that_is_not_taken_is_told_with_those_that_are(machine: Machine, office: Office) -> None:
    answer = machine.client.delete(f"{API}/decisions/{office.decision}")
    assert problem(answer, 405) == "method-unknown"
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/deployments", "text/plain"),
        ("/deployments", "application/x-www-form-urlencoded"),
        ("/deployments/{deployment}/decisions", "text/csv"),
        ("/deployments/{deployment}/decisions/stream", "application/json"),
        ("/deployments/{deployment}/outcomes", "application/json"),
        ("/datasets?service=lending", "application/json"),
    ],
)
def test_another_kind_of_content_is_refused(machine: Machine, office: Office, path: str, kind: str) -> None:
    address = path.format(deployment=office.deployment)
    assert problem(machine.send(address, content=b"{}", headers={"content-type": kind}), 415) == "media-type-wrong"


def test_too_much_at_once_is_refused(machine: Machine, office: Office) -> None:
    long = {"case": {"年商": "x" * 1_100_000}}
    assert problem(machine.post(f"/deployments/{office.deployment}/decisions", long), 413) == "body-too-large"
    assert (
        problem(machine.post("/deployments", {"service": "lending", "name": "x" * 1_100_000}), 413) == "body-too-large"
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"null",
        b'{"case": 1}',
        b'{"case": {}, "reference": 1}',
        b'{"case": {}, "more": 1}',
        b'{"case": {"a": "\\ud800"}}',
        b'{"case": {}, "reference": "\\u0000"}',
        b'{"case": {}, "reference": "' + b"x" * 201 + b'"}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_case_is_refused(machine: Machine, office: Office, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = machine.send(f"/deployments/{office.deployment}/decisions", content=body, headers=headers)
    assert problem(answer, 422) == "fields-wrong"
    assert len(list(machine.everything("/decisions"))) == 40


@pytest.mark.parametrize("case", [{}, {"年商": 1}, {"年商": [1]}])
def test_a_case_that_cannot_be_decided_is_told_why(machine: Machine, office: Office, case: dict[str, Any]) -> None:
    answer = machine.post(f"/deployments/{office.deployment}/decisions", {"case": case})
    assert answer.status_code == 422
    assert answer.json()["detail_ja"]


def test_a_deployment_without_a_model_decides_nothing(machine: Machine) -> None:
    empty = machine.made("/deployments", {"service": "lending", "name": "まだ"})["id"]
    assert problem(machine.post(f"/deployments/{empty}/decisions", {"case": cases(1)[0]}), 409) == "not-approved"
    assert problem(machine.post("/deployments/dep_x/decisions", {"case": cases(1)[0]}), 409) == "not-approved"


def test_whoever_asks_too_often_is_told_to_wait(machine: Machine, app: FastAPI, office: Office) -> None:
    app.state.pace = Pace(per_minute=3)
    assert [machine.get("/usage").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = machine.post(f"/deployments/{office.deployment}/decisions", {"case": cases(1)[0]})
    assert problem(answer, 429) == "too-many-requests"
    assert 1 <= int(answer.headers["retry-after"]) <= 20


def test_another_keys_haste_is_nobodys_loss(machine: Machine, chief: Machine, app: FastAPI) -> None:
    app.state.pace = Pace(per_minute=1)
    assert [one.get("/usage").status_code for one in (machine, machine, chief)] == [200, 429, 200]


def allow(workspace: Workspace, office: Office, **quotas: int) -> None:
    with workspace.database.system() as session:
        session.get_one(Organisation, office.organisation).quotas = quotas


def test_beyond_a_months_limit_one_is_told_until_when(machine: Machine, workspace: Workspace, office: Office) -> None:
    allow(workspace, office, decisions_per_month=41, learning_minutes_per_month=0)
    decide = f"/deployments/{office.deployment}/decisions"
    machine.made(decide, {"case": cases(1)[0]})
    for answer in (
        machine.post(decide, {"case": cases(1)[0]}),
        machine.post(f"/deployments/{office.deployment}/learn", {"dataset": office.dataset}),
    ):
        assert problem(answer, 429) == "quota-reached"
        assert 0 < int(answer.headers["retry-after"]) <= 31 * 86_400
    assert machine.found("/usage")["limits"] == {"decisions_per_month": 41, "learning_minutes_per_month": 0}


def test_beyond_its_room_nothing_is_kept(machine: Machine, workspace: Workspace, office: Office) -> None:
    allow(workspace, office, storage_mb=0)
    answer = machine.send("/datasets", params={"service": "lending"}, content=b"a,b\n1,2\n", headers=CSV)
    assert problem(answer, 507) == "storage-quota-reached"
    form = machine.send("/datasets", params={"service": "lending"}, files={"file": ("a.csv", b"a,b\n1,2\n")})
    assert problem(form, 507) == "storage-quota-reached"
    assert len(machine.found("/datasets")["items"]) == 1
