"""Lists come a page at a time, whole and in order; single things are sent again only when they changed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.office import Machine, Office

LISTS = [
    "/decisions",
    "/datasets",
    "/deployments",
    "/jobs",
    "/models",
    "/reviews",
    "/reviews/waiting",
    "/outcomes",
    "/alarms",
]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 45))
def test_pages_of_any_size_hold_everything_once(machine: Machine, limit: int) -> None:
    whole = [one["id"] for one in machine.found("/decisions", params={"limit": 200})["items"]]
    assert len(whole) == 40
    assert whole == sorted(whole, reverse=True)
    assert [one["id"] for one in machine.everything("/decisions", limit)] == whole


@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_a_last_page(machine: Machine, path: str) -> None:
    found = machine.found(path, params={"cursor": "zzz" if path != "/reviews/waiting" else "aaa", "limit": 200})
    assert found["next"] is None
    assert len(found["items"]) == len(list(machine.everything(path, 3)))


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "a b"}, {"cursor": ""}])
def test_what_is_no_page_is_refused(machine: Machine, wrong: dict[str, object]) -> None:
    answer = machine.get("/decisions", params=wrong)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:rashin:problem:fields-wrong")


def test_decisions_are_found_by_what_is_asked_for(machine: Machine, office: Office) -> None:
    def found(**asked: str) -> list[dict[str, object]]:
        return list(machine.found("/decisions", params={"limit": 200, **asked})["items"])

    assert len(found(deployment=office.deployment)) == 40
    assert found(deployment="dep_of_somebody_else") == []
    assert [one["reference"] for one in found(reference="R17")] == ["R17"]
    states = [found(state=state) for state in ("favourable", "adverse", "waiting", "erased")]
    assert sum(map(len, states)) == 40
    assert all(one["handed_over"] for one in states[2])
    assert found(until="2020-01-01") == []
    assert len(found(since="2020-01-01")) == 40


def test_what_one_has_already_is_not_sent_again(machine: Machine, office: Office) -> None:
    for path in (f"/deployments/{office.deployment}", f"/decisions/{office.waiting}", f"/models/{office.model}/report"):
        first = machine.get(path)
        tag = first.headers["etag"]
        for known in (tag, f'"other", W/{tag}'):
            again = machine.get(path, headers={"if-none-match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert machine.get(path, headers={"if-none-match": '"other"'}).content == first.content


def test_what_changed_is_sent_again(machine: Machine, office: Office) -> None:
    path = f"/decisions/{office.waiting}"
    tag = machine.get(path).headers["etag"]
    machine.made(f"{path}/reviews", {"outcome": "adverse", "reason": "年商を確かめた"})
    assert machine.get(path, headers={"if-none-match": tag}).status_code == 200
