from __future__ import annotations

import re

import pytest
from tests.web.browser import Browser
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden, send
from tests.web.town import Town

from rashin.workspace.access.keys import KeyHolder, holder_of, note_use
from rashin.workspace.access.roles import Permission
from rashin.workspace.workspace import Workspace


@pytest.fixture
def approver(browser_of: BrowserOf, town: Town) -> Browser:
    return browser_of(town.approver)


@pytest.fixture
def members(town: Town) -> str:
    return f"/o/{town.home}/members"


def make(browser: Browser, members: str, *scopes: str, name: str = "融資システム") -> str:
    answer = send(browser, f"{members}/keys/new", {"name": name, "scopes": scopes})
    assert answer.status_code == 201
    shown = re.search(r'value="(rashin_[^"]+)" readonly', answer.text)
    assert shown is not None
    return shown[1]


def holder(workspace: Workspace, plain: str) -> KeyHolder | None:
    with workspace.database.system() as session:
        return holder_of(session, plain)


def test_a_key_is_shown_once_with_a_line_to_try(
    approver: Browser, workspace: Workspace, town: Town, members: str
) -> None:
    answer = send(approver, f"{members}/keys/new", {"name": "融資システム", "scopes": ["read", "decide"]})
    plain = re.search(r'value="(rashin_[^"]+)" readonly', answer.text)
    assert plain is not None
    assert f"curl -H &#39;Authorization: Bearer {plain[1]}&#39;" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    found = holder(workspace, plain[1])
    assert found is not None
    assert (found.organisation_id, found.scopes) == (town.home, frozenset({Permission.READ, Permission.DECIDE}))
    listed = approver.get(members).text
    assert "融資システム" in listed
    assert plain[1] not in listed
    assert "_".join(plain[1].split("_")[:2]) in listed


def test_it_is_said_when_a_key_was_last_used(approver: Browser, workspace: Workspace, members: str) -> None:
    plain = make(approver, members, "read")
    assert "まだ使われていません。" in approver.get(members).text
    used = holder(workspace, plain)
    assert used is not None
    with workspace.database.system() as session:
        note_use(session, used.key_id)
    assert "最後に使われたのは" in approver.get(members).text


def test_revoking_asks_once_and_cannot_be_undone(approver: Browser, workspace: Workspace, members: str) -> None:
    plain = make(approver, members, "read")
    address = re.search(rf"{members}/keys/key_\w+/revoke", approver.get(members).text)
    assert address is not None
    asked = send(approver, members, {}, to=address[0])
    assert "この鍵を無効にしますか。" in asked.text
    assert holder(workspace, plain)
    answer = approver.post(address[0], data=hidden(asked.text, address[0]))
    assert answer.headers["location"] == f"{members}?done=revoked"
    assert holder(workspace, plain) is None
    assert "融資システム" not in approver.get(members).text


@pytest.mark.parametrize(
    ("name", "scopes", "field"), [("", ["read"], "name"), ("鍵", [], "scopes"), ("鍵", ["operate"], None)]
)
def test_a_key_for_nothing_is_not_made(
    approver: Browser, members: str, name: str, scopes: list[str], field: str | None
) -> None:
    answer = send(approver, f"{members}/keys/new", {"name": name, "scopes": scopes})
    assert answer.status_code == 422
    assert field is None or f'id="{field}-error"' in answer.text
    assert "まだ鍵がありません。" in approver.get(members).text


def test_nobody_revokes_the_key_of_another_organisation(
    browser_of: BrowserOf, approver: Browser, workspace: Workspace, town: Town, members: str
) -> None:
    foreign = f"/o/{town.abroad}/members"
    plain = make(browser_of(town.stranger), foreign, "read")
    key = holder(workspace, plain)
    assert key is not None
    mark = {"csrf": hidden(approver.get("/account").text, "/account")["csrf"], "sure": "yes"}
    for place in (members, foreign):
        assert approver.post(f"{place}/keys/{key.key_id}/revoke", data=mark).status_code == 404
    assert holder(workspace, plain)
    assert key.key_id not in approver.get(members).text
