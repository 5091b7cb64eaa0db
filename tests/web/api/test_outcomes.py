"""What became of decided cases is matched, never guessed, and put on record with a leaf each."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.office import Machine, Office, cases

from rashin.trust.log.keys import VerifierKey
from rashin.workspace.log import audit
from rashin.workspace.outcomes import MOST
from rashin.workspace.workspace import Workspace

CSV, LINES = "text/csv", "application/x-ndjson"


def record(machine: Machine, office: Office, content: str | bytes, kind: str = CSV) -> dict[str, Any]:
    sent = content.encode() if isinstance(content, str) else content
    answer = machine.send(f"/deployments/{office.deployment}/outcomes", content=sent, headers={"content-type": kind})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def why(found: dict[str, Any]) -> list[tuple[int, str]]:
    return [(one["line"], one["problem"]["type"].rpartition(":")[2]) for one in found["why"]]


def test_outcomes_are_matched_by_id_and_by_ones_own_label(
    machine: Machine, office: Office, workspace: Workspace
) -> None:
    found = record(machine, office, f"decision,reference,outcome\n{office.decision},,adverse\n,R17,favourable\n")
    assert (found["recorded"], found["known"], found["refused"]) == (2, 0, 0)
    assert machine.found(f"/decisions/{office.decision}")["became"]["outcome"] == "adverse"
    (seventeen,) = machine.found("/decisions", params={"reference": "R17"})["items"]
    assert machine.found(f"/decisions/{seventeen['id']}")["became"]["outcome"] == "favourable"
    assert len(machine.found("/outcomes")["items"]) == 2
    with workspace.database.system(reading=True) as session:
        audited = audit(session, VerifierKey.parse(workspace.log.key))
    assert audited.agrees, audited.trouble
    watched = machine.found(f"/deployments/{office.deployment}/watch")
    assert watched["calibration"]["observed"]["n"] == 2


def test_the_words_of_the_table_learned_from_are_understood(machine: Machine, office: Office) -> None:
    found = record(machine, office, "Reference,OUTCOME\nR1,延滞\nR2,完済\nR3,ADVERSE\nR4,貸倒\nR5,たぶん\n")
    assert found["recorded"] == 4
    assert why(found) == [(6, "outcome-unknown")]
    became = {one["decision"]: one["outcome"] for one in machine.found("/outcomes")["items"]}
    assert sorted(became.values()) == ["adverse", "adverse", "adverse", "favourable"]


def test_json_lines_say_the_same(machine: Machine, office: Office) -> None:
    lines = [{"reference": "R1", "outcome": "adverse"}, {"decision": office.decision, "outcome": "favourable"}]
    content = "\n\n".join(json.dumps(one) for one in lines)
    assert record(machine, office, content, LINES)["recorded"] == 2


def test_what_is_known_is_known_and_what_contradicts_it_is_refused(machine: Machine, office: Office) -> None:
    record(machine, office, "reference,outcome\nR1,adverse\n")
    found = record(machine, office, "reference,outcome\nR1,adverse\nR1,favourable\nR2,adverse\nR2,adverse\nR2,完済\n")
    assert (found["recorded"], found["known"], found["refused"]) == (1, 2, 2)
    assert why(found) == [(3, "outcome-contradicts"), (6, "outcome-contradicts")]


def test_what_fits_no_decision_or_several_is_not_guessed(machine: Machine, office: Office) -> None:
    case = {"case": cases(1)[0], "reference": "R1"}
    machine.made(f"/deployments/{office.deployment}/decisions", case)
    found = record(
        machine, office, "decision,reference,outcome\n,R1,adverse\n,R999,adverse\ndec_x,,adverse\n,,adverse\n"
    )
    assert found["recorded"] == 0
    assert why(found) == [
        (2, "outcome-ambiguous"),
        (3, "outcome-unmatched"),
        (4, "outcome-unmatched"),
        (5, "outcome-unmatched"),
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a,b\n1,2\n", CSV),
        (b"outcome\nadverse\n", CSV),
        ("reference,outcome\nあ,adverse\n".encode("cp932"), CSV),
        (b'reference,outcome\n"R1,adverse\n', CSV),
        (b"", CSV),
        (b"no json", LINES),
        (b"[1]", LINES),
        (b'{"reference": "\\ud800", "outcome": "adverse"}', LINES),
    ],
)
def test_what_cannot_be_read_is_refused_whole(machine: Machine, office: Office, content: bytes, kind: str) -> None:
    answer = machine.send(f"/deployments/{office.deployment}/outcomes", content=content, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:rashin:problem:outcomes-unreadable")


def test_too_many_lines_at_once_are_refused(machine: Machine, office: Office) -> None:
    content = "reference,outcome\n" + "R1,adverse\n" * (MOST + 1)
    answer = machine.send(
        f"/deployments/{office.deployment}/outcomes", content=content.encode(), headers={"content-type": CSV}
    )
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:rashin:problem:outcomes-too-many")
    assert machine.found("/outcomes")["items"] == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80), st.sampled_from([CSV, LINES]))
def test_whatever_is_sent_is_answered(machine: Machine, office: Office, content: bytes, kind: str) -> None:
    for sent in (content, b"reference,outcome\n" + content):
        answer = machine.send(
            f"/deployments/{office.deployment}/outcomes", content=sent, headers={"content-type": kind}
        )
        assert answer.status_code in {200, 422}, answer.text


def test_what_became_of_an_erased_case_is_not_recorded(machine: Machine, chief: Machine, office: Office) -> None:
    chief.made(f"/decisions/{office.decision}/erasure", {"why": "本人の求め"})
    found = record(machine, office, f"decision,outcome\n{office.decision},adverse\n")
    assert why(found) == [(2, "outcome-unmatched")]
