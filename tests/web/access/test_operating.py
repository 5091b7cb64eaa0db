from __future__ import annotations

import re

import pytest
from tests.web.browser import Browser, Running
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden, send
from tests.web.town import PASSWORD, Town

from rashin.workspace.access.operating import organisation
from rashin.workspace.workspace import Workspace

NEW = "鎌倉の大仏もたいへん大きい"


@pytest.fixture
def operator(browser_of: BrowserOf, town: Town) -> Browser:
    return browser_of(town.operator)


def link_on(page: str) -> str:
    found = re.search(r'value="http://rashin\.test(/[^"]+)" readonly', page)
    assert found is not None, page
    return found[1]


def test_every_organisation_is_listed_with_its_people(operator: Browser, town: Town) -> None:
    page = operator.get("/operate").text
    rows = dict(re.findall(r'organisations/(org_\w+)".*?class="number">(\d+)<', page))
    assert rows == {town.home: "5", town.abroad: "2"}


def test_an_organisation_is_created_and_its_first_approver_joins(operator: Browser, run: Running, town: Town) -> None:
    made = send(operator, "/operate/organisations/new", {"organisation": "港町工業", "name": "港 一郎"})
    assert made.status_code == 201
    newcomer = run.browser()
    answer = send(newcomer, link_on(made.text), {"name": "港 一郎", "email": "minato@example.jp", "password": PASSWORD})
    members = f"{answer.headers['location']}/members"
    assert newcomer.get(f"{members}/invite").status_code == 200
    assert newcomer.get("/operate").status_code == 403
    assert operator.get(members).status_code == 404, "the operator sees nothing of it"
    assert "港町工業" in operator.get("/operate?q=港町").text


@pytest.mark.parametrize(
    ("name", "field"),
    [({"organisation": "", "name": "港"}, "organisation"), ({"organisation": "港町工業", "name": " "}, "name")],
)
def test_half_an_organisation_is_not_created(operator: Browser, name: dict[str, str], field: str) -> None:
    answer = send(operator, "/operate/organisations/new", name)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "港町工業" not in operator.get("/operate").text


def test_limits_are_set_and_lifted(operator: Browser, workspace: Workspace, town: Town) -> None:
    page = f"/operate/organisations/{town.abroad}"
    limits = {"decisions_per_month": "10,000", "learning_minutes_per_month": "", "storage_mb": "500"}
    assert send(operator, page, limits).headers["location"] == f"{page}?done=saved"
    assert 'value="10000"' in operator.get(page).text
    assert send(operator, page, {**limits, "decisions_per_month": "", "storage_mb": ""}).status_code == 303
    with workspace.database.system(reading=True) as session:
        assert organisation(session, town.abroad).quotas == {}


def test_a_wrong_limit_is_said_beside_its_field_and_kept_to_be_corrected(operator: Browser, town: Town) -> None:
    page = f"/operate/organisations/{town.abroad}"
    limits = {"decisions_per_month": "たくさん", "learning_minutes_per_month": "60", "storage_mb": ""}
    answer = send(operator, page, limits)
    assert answer.status_code == 422
    assert 'id="decisions_per_month-error"' in answer.text
    assert 'value="たくさん"' in answer.text
    assert 'value="60"' in answer.text


def test_an_organisation_without_approver_gets_a_new_one_and_sees_by_whom(
    operator: Browser, browser_of: BrowserOf, town: Town
) -> None:
    page = f"/operate/organisations/{town.abroad}"
    made = send(operator, page, {"name": "港 一郎"}, to=f"{page}/invite")
    assert operator.get(link_on(made.text)).status_code == 200
    listed = browser_of(town.stranger).get(f"/o/{town.abroad}/members").text
    assert "佐藤 運子さんが招待。" in listed


def test_a_forgotten_password_is_chosen_anew(
    operator: Browser, run: Running, browser_of: BrowserOf, town: Town
) -> None:
    page, left_open = f"/operate/people/{town.reader.id}", browser_of(town.reader)
    made = send(operator, page, {}, to=f"{page}/password")
    assert made.status_code == 201
    link, owner = link_on(made.text), run.browser()
    assert town.reader.email in owner.get(link).text
    assert send(owner, link, {"password": "short"}).status_code == 422
    assert send(owner, link, {"password": NEW}).headers["location"] == "/"
    assert town.reader.name in owner.get("/account").text
    assert left_open.get("/account").status_code == 303
    assert run.browser().get(link).status_code == 410
    assert send(run.browser(), "/sign-in", {"email": town.reader.email, "password": NEW}).status_code == 303


def test_another_operator_is_appointed_and_the_last_one_stays(
    operator: Browser, browser_of: BrowserOf, town: Town
) -> None:
    page, worker = f"/operate/people/{town.worker.id}", browser_of(town.worker)
    asked = send(operator, page, {}, to=f"{page}/operator")
    assert "田中 務さんを運営者にしますか。" in asked.text
    assert worker.get("/operate").status_code == 403
    assert operator.post(f"{page}/operator", data=hidden(asked.text, f"{page}/operator")).status_code == 303
    assert worker.get("/operate").status_code == 200

    own = f"/operate/people/{town.operator.id}"
    assert send(operator, own, {"sure": "yes"}, to=f"{own}/operator").headers["location"] == "/"
    assert operator.get("/operate").status_code == 403
    last = send(worker, page, {"sure": "yes"}, to=f"{page}/operator")
    assert last.status_code == 409
    assert worker.get("/operate").status_code == 200


@pytest.mark.parametrize("address", ["/operate/organisations/org_x", "/operate/people/per_x"])
def test_what_is_not_there_is_not_found(operator: Browser, address: str) -> None:
    assert operator.get(address).status_code == 404
