from __future__ import annotations

import re
from html import unescape

import pytest
from tests.web.browser import Browser
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden, send
from tests.web.town import Someone, Town

from rashin.workspace.access.people import Newcomer, belong, new_person
from rashin.workspace.access.roles import Role
from rashin.workspace.database.tables import Membership, Person
from rashin.workspace.listing import PER_PAGE
from rashin.workspace.workspace import Workspace


@pytest.fixture
def approver(browser_of: BrowserOf, town: Town) -> Browser:
    return browser_of(town.approver)


@pytest.fixture
def members(town: Town) -> str:
    return f"/o/{town.home}/members"


def page_of(browser: Browser, members: str, person: Someone) -> str:
    """The address of a member's own page."""
    row = re.search(rf'row-title">{person.name}.*?({members}/mem_\w+)', browser.get(members).text, re.DOTALL)
    assert row is not None
    return row[1]


def roles_shown(browser: Browser, members: str, person: Someone) -> list[str]:
    page = browser.get(members, params={"q": person.email}).text
    return re.findall(r'class="chip">([^<]+)<', page)


def test_everybody_sees_who_belongs_and_nobody_else(browser_of: BrowserOf, town: Town, members: str) -> None:
    page = browser_of(town.reader).get(members).text
    assert all(one.name in page for one in (town.reader, town.worker, town.approver, town.operator, town.between))
    assert town.stranger.name not in page
    assert town.stranger.email not in page


def test_only_an_approver_sees_what_an_approver_may_do(
    browser_of: BrowserOf, approver: Browser, town: Town, members: str
) -> None:
    for person in (town.reader, town.worker):
        page = browser_of(person).get(members).text
        assert "人を招く" not in page
        assert "APIキー" not in page
        assert 'method="post"' not in page.replace('<form method="post" action="/sign-out">', "")
    assert "人を招く" in approver.get(members).text


def test_roles_change_at_once(browser_of: BrowserOf, approver: Browser, town: Town, members: str) -> None:
    reader = browser_of(town.reader)
    assert reader.get(f"{members}/invite").status_code == 403
    page = page_of(approver, members, town.reader)
    assert send(approver, page, {"roles": ["approve", "decide"]}).headers["location"] == f"{members}?done=roles"
    assert roles_shown(approver, members, town.reader) == ["担当", "責任者"]
    assert reader.get(f"{members}/invite").status_code == 200


@pytest.mark.parametrize("roles", [[], ["operate"], ["decide", "x"]])
def test_roles_that_do_not_exist_are_given_to_nobody(
    approver: Browser, town: Town, members: str, roles: list[str]
) -> None:
    page = page_of(approver, members, town.reader)
    assert send(approver, page, {"roles": roles}).status_code == 422
    assert roles_shown(approver, members, town.reader) == ["閲覧"]


def test_the_last_approver_stays(browser_of: BrowserOf, town: Town) -> None:
    browser, members = browser_of(town.stranger), f"/o/{town.abroad}/members"
    other = page_of(browser, members, town.between)
    assert send(browser, other, {"sure": "yes"}, to=f"{other}/remove").status_code == 303
    own = page_of(browser, members, town.stranger)
    answer = send(browser, own, {"roles": ["read"]})
    assert answer.status_code == 409
    assert "責任者がいなくなってしまいます。" in answer.text
    assert send(browser, own, {"sure": "yes"}, to=f"{own}/remove").status_code == 409
    assert browser.get(members).status_code == 200


def test_removing_asks_once_and_holds_at_once(
    browser_of: BrowserOf, approver: Browser, town: Town, members: str
) -> None:
    reader, page = browser_of(town.reader), page_of(approver, members, town.reader)
    asked = send(approver, page, {}, to=f"{page}/remove")
    assert asked.status_code == 200
    assert "伊藤 見さんを組織から外しますか。" in asked.text
    assert reader.get(members).status_code == 200
    answer = approver.post(f"{page}/remove", data=hidden(asked.text, f"{page}/remove"))
    assert answer.headers["location"] == f"{members}?done=removed"
    assert reader.get(members).status_code == 404
    assert reader.get("/account").status_code == 200


def test_whoever_leaves_is_sent_on(approver: Browser, town: Town, members: str) -> None:
    page = page_of(approver, members, town.approver)
    assert send(approver, page, {"sure": "yes"}, to=f"{page}/remove").headers["location"] == "/organisations"


def test_an_invitation_is_shown_once_and_can_be_withdrawn(approver: Browser, run: object, members: str) -> None:
    made = send(approver, f"{members}/invite", {"name": "山田 花子", "roles": ["read"]})
    link = re.search(r'value="http://rashin\.test(/join\?token=[^"]+)"', made.text)
    assert link is not None
    listed = approver.get(members).text
    assert "山田 花子" in listed
    assert link[1].partition("=")[2] not in listed
    withdraw = re.search(rf"{members}/invitations/inv_\w+/withdraw", listed)
    assert withdraw is not None
    asked = send(approver, members, {}, to=withdraw[0])
    assert "この招待を取り消しますか。" in asked.text
    assert approver.get(link[1]).status_code == 200
    assert approver.post(withdraw[0], data=hidden(asked.text, withdraw[0])).status_code == 303
    assert "山田 花子" not in approver.get(members).text
    assert approver.get(link[1]).status_code == 410


@pytest.mark.parametrize(("name", "roles", "field"), [("", ["read"], "name"), ("山田", [], "roles")])
def test_a_wrong_invitation_is_said_beside_its_field(
    approver: Browser, members: str, name: str, roles: list[str], field: str
) -> None:
    answer = send(approver, f"{members}/invite", {"name": name, "roles": roles})
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-error"' in answer.text


def test_the_page_of_a_sent_form_switches_language_to_where_it_can_be_opened(
    approver: Browser, town: Town, members: str
) -> None:
    page = page_of(approver, members, town.reader)
    asked = send(approver, page, {}, to=f"{page}/remove").text
    switch = re.search(r'href="([^"]+)" lang="en"', asked)
    assert switch is not None
    assert approver.get(unescape(switch[1])).status_code == 200


def test_many_people_come_in_pages_and_can_be_found(
    approver: Browser, workspace: Workspace, town: Town, members: str
) -> None:
    with workspace.database.system() as session:
        people = [
            Person(id=f"per_{number}", email=f"p{number}@example.jp", name=f"人{number:03}") for number in range(120)
        ]
        session.add_all(people)
        session.flush()
        session.add_all(
            Membership(id=f"mem_{one.id}", organisation_id=town.home, person_id=one.id, roles=["read"])
            for one in people
        )
    first, last = approver.get(members).text, approver.get(members, params={"page": 99}).text
    assert first.count('class="row-main"') == PER_PAGE
    assert "3ページのうち 1" in first
    assert "3ページのうち 3" in last
    found = approver.get(members, params={"q": "人11"}).text
    assert found.count('class="row-main"') == 10
    assert "「人11」は 10件です。" in found
    assert approver.get(members, params={"q": "<b>&"}).text.count("<b>") == 0
    assert approver.get(members, params={"page": "x"}).status_code == 422


def test_a_person_of_two_organisations_is_what_they_are_in_each(browser_of: BrowserOf, town: Town) -> None:
    browser = browser_of(town.between)
    assert browser.get(f"/o/{town.abroad}/members/invite").status_code == 200
    assert browser.get(f"/o/{town.home}/members/invite").status_code == 403


def test_an_approver_reaches_nothing_of_another_organisation(
    browser_of: BrowserOf, approver: Browser, workspace: Workspace, town: Town, members: str
) -> None:
    """Not even by naming its members and invitations under their own organisation's address."""
    foreign, stranger = f"/o/{town.abroad}/members", browser_of(town.stranger)
    member = page_of(stranger, foreign, town.between).rpartition("/")[2]
    send(stranger, f"{foreign}/invite", {"name": "山田", "roles": ["read"]})
    invitation = re.search(r"/(inv_\w+)/withdraw", stranger.get(foreign).text)
    assert invitation is not None
    before = stranger.get(foreign).text
    mark = {"csrf": hidden(approver.get("/account").text, "/account")["csrf"], "sure": "yes", "roles": "read"}
    for place in (members, foreign):
        assert approver.get(f"{place}/{member}").status_code == 404
        for address in (f"{member}", f"{member}/remove", f"invitations/{invitation[1]}/withdraw"):
            answer = approver.post(f"{place}/{address}", data=mark)
            assert answer.status_code == 404
            assert town.between.name not in answer.text
    assert stranger.get(foreign).text == before


def test_a_new_member_of_another_organisation_is_not_shown(
    approver: Browser, workspace: Workspace, town: Town, members: str
) -> None:
    with workspace.database.system() as session:
        person = new_person(session, Newcomer("隣町 新人", "new@example.com", "correct horse battery"))
        belong(session, town.abroad, person, [Role.DECIDE])
    assert "隣町 新人" not in approver.get(members).text
