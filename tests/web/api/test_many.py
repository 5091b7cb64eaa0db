"""Many cases as JSON lines: one line out for each, in order, decided in groups, and never all in memory."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.office import Machine, Office, cases

from rashin.settings import settings as in_force
from rashin.web.api import many
from rashin.workspace.database.tables import Organisation
from rashin.workspace.decisions import recorder
from rashin.workspace.workspace import Workspace

LINES = {"content-type": "application/x-ndjson"}


def stream(machine: Machine, office: Office, content: Any, **headers: str) -> list[dict[str, Any]]:
    address = f"/deployments/{office.deployment}/decisions/stream"
    answer = machine.send(address, content=content, headers={**LINES, **headers})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.content.splitlines()]


def lines(asked: list[dict[str, Any]]) -> bytes:
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in asked).encode()


def numbered(count: int) -> list[dict[str, Any]]:
    return [{"case": case, "reference": f"線{number}"} for number, case in enumerate(cases(count))]


def test_each_line_is_decided_as_it_would_be_alone(machine: Machine, office: Office) -> None:
    asked = numbered(300)
    found = stream(machine, office, lines(asked))
    assert [one["reference"] for one in found] == [one["reference"] for one in asked]
    alone = machine.made(f"/deployments/{office.deployment}/decisions", asked[7])
    assert found[7]["decision"] == alone["decision"]
    assert len({one["id"] for one in found}) == 300
    assert machine.found(f"/decisions/{found[299]['id']}")["decision"] == found[299]["decision"]


def test_a_line_that_cannot_be_decided_leaves_the_others_alone(machine: Machine, office: Office) -> None:
    good = lines(numbered(3)).splitlines()
    content = b"\n".join([good[0], b"{", b"", good[1], b'{"case": {}}', b'{"case": {"\\ud800": 1}}', good[2]])
    found = stream(machine, office, content)
    assert [one.get("reference") for one in found] == ["線0", None, "線1", None, None, "線2"]
    kinds = [(one["line"], one["type"].rpartition(":")[2], one["status"]) for one in found if "type" in one]
    assert kinds == [(2, "fields-wrong", 422), (4, "case-incomplete", 422), (5, "fields-wrong", 422)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)), max_size=8))
def test_whatever_is_sent_each_line_gets_one_answer(machine: Machine, office: Office, sent: list[bytes]) -> None:
    content = b"\n".join(sent)
    written = [line for line in content.split(b"\n") if line.strip()]
    assert len(stream(machine, office, content)) == len(written)


def test_a_line_too_long_is_refused_and_the_next_is_read(
    machine: Machine, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "_LONGEST", 2_000)
    good = lines(numbered(1))
    found = stream(machine, office, b'{"case": {"a": "' + b"x" * 5_000 + b'"}}\n' + good)
    assert [one.get("status") for one in found] == [413, None]


def test_nothing_is_answered_for_nothing(machine: Machine, office: Office) -> None:
    assert stream(machine, office, b"") == []
    assert stream(machine, office, b"\n \n") == []


def test_sent_again_under_its_key_every_line_is_given_again(machine: Machine, office: Office) -> None:
    content, key = lines(numbered(200)), {"idempotency-key": "夜のまとめ".encode().hex()}
    first = stream(machine, office, content, **key)
    again = stream(machine, office, content + lines(numbered(1)), **key)
    assert again[:200] == first
    assert again[200]["id"] not in {one["id"] for one in first}
    assert len(list(machine.everything("/decisions"))) == 40 + 201


def test_a_stream_that_broke_off_is_taken_up_where_it_was(machine: Machine, office: Office) -> None:
    content, key = lines(numbered(50)), {"idempotency-key": "k"}
    beginning = stream(machine, office, b"\n".join(content.split(b"\n")[:20]), **key)
    whole = stream(machine, office, content, **key)
    assert whole[:20] == beginning
    assert len(list(machine.everything("/decisions"))) == 40 + 50


def test_another_case_in_the_same_place_under_the_same_key_is_refused(machine: Machine, office: Office) -> None:
    stream(machine, office, lines(numbered(2)), **{"idempotency-key": "k"})
    found = stream(machine, office, lines(numbered(2)[::-1]), **{"idempotency-key": "k"})
    assert [one["type"] for one in found] == ["urn:rashin:problem:idempotency-key-reused"] * 2


def test_beyond_the_months_limit_the_rest_is_refused(machine: Machine, workspace: Workspace, office: Office) -> None:
    with workspace.database.system() as session:
        session.get_one(Organisation, office.organisation).quotas = {"decisions_per_month": 45}
    found = stream(machine, office, lines(numbered(8)))
    assert sum("decision" in one for one in found) == 5
    assert {one["status"] for one in found if "type" in one} == {429}


def test_a_foreign_deployment_is_not_there(machine: Machine) -> None:
    answer = machine.send("/deployments/dep_of_others/decisions/stream", content=b"{}", headers=LINES)
    assert answer.status_code == 404


def test_cases_are_decided_in_groups(machine: Machine, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[int] = []
    decide = recorder.decide  # type: ignore[attr-defined]  # what the recorder calls

    def counted(session: Any, log: Any, models: Any, wanted: Any) -> Any:
        groups.append(len(wanted))
        return decide(session, log, models, wanted)

    monkeypatch.setattr(recorder, "decide", counted)
    stream(machine, office, lines(numbered(512)))
    assert sum(groups) == 512
    assert len(groups) < 60


def test_memory_stays_bounded_however_many_there_are(office: Office, workspace: Workspace) -> None:
    """Of ten times as many lines hardly more are held at a time."""

    def peak(count: int) -> int:
        kept = many._spool()
        for one in numbered(20) * (count // 20):
            kept.write(lines([one]))
        kept.seek(0)
        tracemalloc.start()
        for _ in many._lines(kept):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        kept.close()
        return highest

    assert peak(20_000) < peak(2_000) * 1.5 + 100_000


def test_more_than_an_upload_may_hold_is_refused(
    machine: Machine, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASHIN_UPLOAD_MB", "1")
    in_force.cache_clear()
    content = b"x" * 1_500_000
    answer = machine.send(f"/deployments/{office.deployment}/decisions/stream", content=content, headers=LINES)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:rashin:problem:upload-too-large")
