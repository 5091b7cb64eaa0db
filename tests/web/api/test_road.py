"""A machine's whole road: from a table to decisions, with what it finds on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.learning.past import SEX, past_loans
from tests.web.office import API, CSV, Machine, Office, cases, quickly, work
from tests.workspace.company import as_csv

from rashin.learning.models import load
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.workspace.clock import now, stamp
from rashin.workspace.database.tables import Dataset
from rashin.workspace.log import audit
from rashin.workspace.workspace import Workspace


def test_a_deployment_tells_what_is_in_use(machine: Machine, office: Office) -> None:
    found = machine.found(f"/deployments/{office.deployment}")
    assert found["model_in_use"] == office.model
    assert found["next"] == "decide"
    (listed,) = machine.found("/deployments")["items"]
    assert listed == {name: found[name] for name in listed}


def test_the_history_says_which_model_was_in_use_at_a_time(machine: Machine, office: Office) -> None:
    before = stamp(now())
    (period,) = machine.found(f"/deployments/{office.deployment}/history")["items"]
    assert (period["model"], period["until"], period["approved_by"]) == (office.model, None, "鈴木 認")
    at = {"at": before}
    assert machine.found(f"/deployments/{office.deployment}/history", params=at)["items"] == [period]
    long_ago = {"at": "2020-01-01T00:00:00Z"}
    assert machine.found(f"/deployments/{office.deployment}/history", params=long_ago)["items"] == []


def test_a_table_is_kept_as_it_came_and_checked(machine: Machine, workspace: Workspace, office: Office) -> None:
    content = as_csv(past_loans(120, seed=9))
    raw = machine.made("/datasets", content=content, params={"service": "lending", "name": "a.csv"}, headers=CSV)
    form = machine.made("/datasets", params={"service": "lending"}, files={"file": ("二.csv", content)})
    assert (raw["name"], form["name"]) == ("a.csv", "二.csv")
    assert raw["sha256"] == form["sha256"]
    assert not raw["checked"]
    work(workspace)
    shown = machine.found(f"/datasets/{raw['id']}")
    assert shown["checked"]
    assert shown["report"]["rows"] == 120
    with workspace.database.tenant(office.organisation, reading=True) as session:
        key = session.get_one(Dataset, raw["id"]).file_key
    assert b"".join(workspace.files.read(key)) == content


def test_columns_are_corrected_and_learned_by(machine: Machine, workspace: Workspace, office: Office) -> None:
    roles = {"uses": {SEX: "dropped"}, "monotone": {"年商": "lowers"}}
    assert not machine.made(f"/datasets/{office.dataset}/roles", roles)["checked"]
    work(workspace)
    shown = machine.found(f"/datasets/{office.dataset}")
    assert shown["declared"]["uses"] == {SEX: "dropped"}
    assert SEX not in {column["name"] for column in shown["report"]["columns"]}
    costs = {"adverse_accepted": 9_000_000, "favourable_refused": 1_000_000, "review_minutes": 5, "yen_per_minute": 50}
    with quickly():
        job = machine.made(f"/deployments/{office.deployment}/learn", {"dataset": office.dataset, "costs": costs})
        assert job["state"] == "waiting"
        work(workspace)
    model = machine.found(f"/jobs/{job['id']}")["result"]["model"]
    found = machine.found(f"/models/{model}")
    assert found["summary"]["costs"] == costs
    assert not found["in_use"]
    assert {one["id"] for one in machine.found("/models")["items"]} == {model, office.model}


def test_a_model_can_be_taken_away_and_read(machine: Machine, office: Office, tmp_path: Path) -> None:
    file = machine.get(f"/models/{office.model}/file")
    path = tmp_path / "model.rashin"
    path.write_bytes(file.content)
    assert load(path).digest == machine.found(f"/models/{office.model}")["digest"]
    report = machine.get(f"/models/{office.model}/report")
    assert report.headers["content-type"].startswith("text/html")
    assert "<html" in report.text
    assert "script" not in report.headers["content-security-policy"]


def test_a_job_that_waits_can_be_cancelled(machine: Machine, workspace: Workspace, office: Office) -> None:
    job = machine.made(f"/deployments/{office.deployment}/learn", {"dataset": office.dataset})["id"]
    assert machine.get(f"/deployments/{office.deployment}").json()["next"] == "wait-for-learning"
    twice = machine.post(f"/deployments/{office.deployment}/learn", {"dataset": office.dataset})
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:rashin:problem:learning-under-way")
    assert machine.made(f"/jobs/{job}/cancel")["state"] == "cancelled"
    assert machine.made(f"/jobs/{job}/cancel")["state"] == "cancelled"
    work(workspace)
    assert machine.found(f"/jobs/{job}")["state"] == "cancelled"
    assert machine.made(f"/jobs/{office.job}/cancel")["state"] == "done"


def test_a_decision_is_shown_with_all_there_is_to_it(machine: Machine, office: Office) -> None:
    made = machine.made(f"/deployments/{office.deployment}/decisions", {"case": cases(1)[0], "reference": "わが番号"})
    shown = machine.found(f"/decisions/{made['id']}")
    assert shown["decision"] == made["decision"]
    assert shown["reference"] == "わが番号"
    assert (shown["reviews"], shown["became"], shown["erased_at"]) == ([], None, None)
    told = made["decision"]
    assert told["reference_score"] + sum(one["part"] for one in told["reasons"]) == told["score"]
    change = machine.found(f"/decisions/{made['id']}/counterfactual")
    assert change["needed"] == (told["outcome"] == "adverse" or told["handed_over"]) or change["found"] is None


def test_a_receipt_verifies_with_the_logs_key(machine: Machine, office: Office) -> None:
    key = VerifierKey.parse(machine.found("/log/key")["key"])
    receipt = machine.get(f"/decisions/{office.decision}/receipt").content
    verify(Receipt.from_json(receipt), [key])
    assert json.loads(receipt)["payload"]["id"] == office.decision


def test_reviews_are_recorded_in_the_name_of_who_made_the_key(machine: Machine, office: Office) -> None:
    waiting = list(machine.everything("/reviews/waiting", limit=3))
    assert [one["decision"]["id"] for one in waiting] == sorted(one["decision"]["id"] for one in waiting)
    case = waiting[0]["decision"]
    assert waiting[0]["why"]
    other = {"favourable": "adverse", "adverse": "favourable"}[case["outcome"]]
    refused = machine.post(f"/decisions/{case['id']}/reviews", {"outcome": other})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:rashin:problem:why-needed")
    review = machine.made(f"/decisions/{case['id']}/reviews", {"outcome": other, "reason": "担保を確かめた"})
    assert review["overruled"]
    shown = machine.found(f"/decisions/{case['id']}")
    assert (shown["state"], shown["reviews"]) == (other, [review])
    assert machine.found("/reviews")["items"] == [review]
    assert case["id"] not in {one["decision"]["id"] for one in machine.everything("/reviews/waiting")}


def test_an_erased_decision_is_gone_and_still_proven(
    machine: Machine, chief: Machine, workspace: Workspace, office: Office
) -> None:
    assert machine.post(f"/decisions/{office.decision}/erasure", {"why": "本人の求め"}).status_code == 403
    erasure = chief.made(f"/decisions/{office.decision}/erasure", {"why": "本人の求め"})
    shown = chief.found(f"/decisions/{office.decision}")
    assert (shown["state"], shown["decision"], shown["erased_at"]) == ("erased", None, erasure["at"])
    for path in ("counterfactual", "receipt"):
        assert chief.get(f"/decisions/{office.decision}/{path}").status_code == 410
    assert chief.post(f"/decisions/{office.decision}/erasure", {"why": "もう一度"}).status_code == 410
    with workspace.database.system(reading=True) as session:
        found = audit(session, VerifierKey.parse(workspace.log.key))
    assert found.agrees, found.trouble


def test_whoever_asked_for_a_model_cannot_sign_for_it_by_a_key(
    chief: Machine, workspace: Workspace, office: Office
) -> None:
    with quickly():
        job = chief.made(f"/deployments/{office.deployment}/learn", {"dataset": office.dataset})["id"]
        work(workspace)
    model = chief.found(f"/jobs/{job}")["result"]["model"]
    refused = chief.post(f"/models/{model}/approval", {})
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:rashin:problem:second-person-needed")
    assert not chief.found(f"/models/{model}")["in_use"]


@pytest.mark.parametrize("what", ["deployments", "datasets", "models", "decisions", "jobs"])
def test_what_is_not_there_is_told_as_a_problem(machine: Machine, what: str) -> None:
    answer = machine.get(f"/{what}/xyz_1")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:rashin:problem:not-found"
    assert problem["status"] == 404
    assert all(problem[name] for name in ("title", "title_ja", "detail", "detail_ja"))


def test_use_and_bills_are_told(machine: Machine, office: Office) -> None:
    usage = machine.found("/usage")
    assert usage["decisions"] == 40
    assert usage["stored_bytes"] > 10_000
    assert usage["learning_seconds"] > 0
    (bill,) = machine.found("/bills")["items"]
    assert machine.found(f"/bills/{usage['month']}") == bill
    assert bill["total_yen"] == 0
    assert machine.get("/bills/2020-01").status_code == 404


def test_watching_counts_what_was_decided(machine: Machine, office: Office) -> None:
    found = machine.found(f"/deployments/{office.deployment}/watch", params={"days": 7})
    assert [day["decisions"] for day in found["days"]][-1] == 40
    assert len(found["days"]) == 7
    assert sum(one["now"]["value"] for one in found["answers"]) == pytest.approx(1)
    assert all(one["shift"]["now"] == 40 for one in found["inputs"])


def test_the_document_names_every_address_of_the_api(machine: Machine) -> None:
    document = machine.client.get(f"{API}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert operation["description"], where
            assert operation["x-summary-ja"], where
            assert operation["tags"], where
            assert {"401", "403", "422", "429"} <= set(operation["responses"]), where
            assert method != "post" or "Idempotency-Key".lower() in {
                one["name"].lower() for one in operation["parameters"]
            }, where


def test_a_deployment_is_closed_and_opened_again(chief: Machine, machine: Machine, office: Office) -> None:
    path = f"/deployments/{office.deployment}"
    closed = chief.made(f"{path}/closing", {"why": "事業の終了"})
    assert (closed["closed"], closed["deployment"], closed["why"]) == (True, office.deployment, "事業の終了")
    shown = machine.found(path)
    assert (shown["closed_at"], shown["next"]) == (closed["at"], "closed")
    refused = machine.post(f"{path}/decisions", {"case": cases(1)[0]})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rashin:problem:deployment-closed")
    assert machine.post(f"{path}/closing", {"why": "x"}).status_code == 403
    assert chief.post(f"{path}/closing", {"why": "x"}).status_code == 409
    assert len(list(machine.everything("/decisions"))) == 40
    chief.made(f"{path}/reopening", {"why": "再び始める"})
    assert machine.found(path)["closed_at"] is None
    assert machine.made(f"{path}/decisions", {"case": cases(1)[0]})["id"]


@pytest.mark.parametrize(("name", "called"), [("", "data.csv"), ("過去の融資", "過去の融資.csv"), ("a.tsv", "a.tsv")])
def test_a_table_sent_without_an_ending_gets_that_of_its_kind(machine: Machine, name: str, called: str) -> None:
    made = machine.made("/datasets", content=b"a,b\n1,2\n", params={"service": "lending", "name": name}, headers=CSV)
    assert made["name"] == called
