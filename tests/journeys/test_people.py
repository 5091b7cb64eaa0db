"""People come in, get roles and keys, and leave: from the setup link to the last sign-out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import OpenPage, Reader
from tests.journeys.sites import NewSite, Site
from tests.journeys.walking import look
from tests.web.town import PASSWORD

from rashin.workspace.access.keys import holder_of
from rashin.workspace.access.people import setup_link_token
from rashin.workspace.database import Database

pytestmark = pytest.mark.heavy

WORDS = {
    "ja": {
        "setup": "設定して始める", "invite": "人を招く", "make link": "リンクをつくる", "join": "登録して参加する",
        "approver": "責任者", "worker": "担当", "change": "変える", "change roles": "役割を変える", "copy": "コピー",
        "copied": "コピーしました。", "make key": "鍵をつくる", "revoke": "無効にする", "cancel": "やめる",
        "remove": "組織から外す", "sign out": "サインアウト", "sign in": "サインイン", "members": "人と鍵",
        "decide": "判断する", "no key": "まだ鍵がありません。", "other": "English",
    },
    "en": {
        "setup": "Set up and start", "invite": "Invite somebody", "make link": "Make the link",
        "join": "Register and join", "approver": "Approver", "worker": "Case worker", "change": "Change",
        "change roles": "Change the roles", "copy": "Copy", "copied": "Copied.", "make key": "Make the key",
        "revoke": "Revoke", "cancel": "Cancel", "remove": "Remove", "sign out": "Sign out", "sign in": "Sign in",
        "members": "People and keys", "decide": "Decide", "no key": "There is no key yet.", "other": "日本語",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """Somebody in front of a page, and what things are called there."""

    who: str
    page: Page
    reader: Reader

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.reader.language]

    def press(self, word: str) -> None:
        self.page.get_by_role("button", name=self.words[word], exact=True).click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"#{name}").fill(value)

    def look(self, name: str) -> None:
        look(self.page, self.reader, f"people-{name}-{self.who}")


@pytest.fixture
def database(new_site: NewSite) -> Iterator[Database]:
    """What the server writes to, seen from beside it."""
    opened = Database(f"sqlite:///{new_site.folder}/rashin.db")
    yield opened
    opened.close()


def set_up(seat: Seat, database: Database) -> None:
    with database.system() as session:
        token = setup_link_token(session)
    seat.page.goto(f"/setup?token={token}")
    seat.look("01-setup")
    seat.fill(organisation="羅針信用組合", name="佐藤 運子", email="sato@example.jp", password=PASSWORD)
    seat.press("setup")
    seat.page.wait_for_url(re.compile("/o/org_"))


def sign_in(seat: Seat, email: str, password: str = PASSWORD) -> None:
    seat.fill(email=email, password=password)
    seat.press("sign in")


def to_members(seat: Seat) -> None:
    seat.page.goto("/")
    seat.page.get_by_role("link", name=seat.words["members"], exact=True).first.click()
    expect(seat.page.get_by_role("heading", level=1)).to_have_text(seat.words["members"])


def to_member(seat: Seat, name: str) -> None:
    seat.page.get_by_role("link", name=re.compile(rf"^{seat.words['change']}.*{name}$")).click()


def invite(seat: Seat, name: str) -> str:
    """Invite somebody as a case worker: the link that is shown."""
    seat.page.get_by_role("link", name=seat.words["invite"], exact=True).click()
    seat.look("02-invite")
    seat.fill(name=name)
    seat.press("make link")
    seat.look("03-invited")
    return seat.page.locator("#invitation").input_value()


def copy(seat: Seat, link: str) -> None:
    seat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seat.press("copy")
    expect(seat.page.get_by_role("status")).to_have_text(seat.words["copied"])
    assert seat.page.evaluate("navigator.clipboard.readText()") == link


def join(seat: Seat, link: str) -> None:
    seat.page.goto(link)
    seat.look("04-join")
    seat.fill(email="tanaka@example.jp", password=PASSWORD)
    seat.press("join")


def make_key(seat: Seat) -> str:
    """Make a key, as the page offers it: its plain text."""
    seat.page.get_by_role("link", name=re.compile("API.+")).first.click()
    seat.look("08-key")
    seat.fill(name="融資システム")
    expect(seat.page.get_by_label(seat.words["decide"], exact=True)).to_be_checked()
    seat.press("make key")
    seat.look("09-key-made")
    plain = seat.page.locator("#key").input_value()
    assert f"Bearer {plain}" in seat.page.locator("#curl").inner_text()
    return plain


def revoke_key(seat: Seat) -> None:
    """Change one's mind twice, then revoke it."""
    button = seat.page.get_by_role("button", name=re.compile(rf"^{seat.words['revoke']}.*融資システム$"))
    dialog = seat.page.get_by_role("dialog")
    button.click()
    seat.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    button.click()
    dialog.get_by_role("button", name=seat.words["cancel"], exact=True).click()
    expect(dialog).to_have_count(0)
    button.click()
    seat.look("10-revoking")
    dialog.get_by_role("button", name=seat.words["revoke"], exact=True).click()
    expect(seat.page.get_by_text(seat.words["no key"])).to_be_visible()


def is_a_key(database: Database, plain: str) -> bool:
    with database.system() as session:
        return holder_of(session, plain) is not None


EVERYBODY = [Reader("ja", 1280), Reader("en", 1280), Reader("ja", 360), Reader("en", 360)]


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.name)
def test_people_come_get_roles_and_keys_and_leave(open_page: OpenPage, database: Database, reader: Reader) -> None:
    sato, tanaka = (Seat(who, open_page(reader), reader) for who in ("sato", "tanaka"))
    set_up(sato, database)
    to_members(sato)
    link = invite(sato, "田中 務")
    copy(sato, link)
    join(tanaka, link)

    invites = tanaka.page.get_by_role("link", name=tanaka.words["invite"], exact=True)
    to_members(tanaka)
    tanaka.look("05-members-of-a-worker")
    expect(invites).to_have_count(0)
    to_members(sato)
    to_member(sato, "田中 務")
    sato.page.get_by_label(sato.words["approver"], exact=True).check()
    sato.look("06-member")
    sato.press("change roles")
    sato.look("07-members-of-an-approver")
    tanaka.page.reload()
    expect(invites).to_be_visible()

    key = make_key(tanaka)
    assert is_a_key(database, key)
    to_members(tanaka)
    revoke_key(tanaka)
    assert not is_a_key(database, key)

    to_member(sato, "田中 務")
    sato.press("remove")
    sato.look("11-removing")
    sato.page.get_by_role("dialog").get_by_role("button", name=sato.words["remove"], exact=True).click()
    expect(sato.page.get_by_text("tanaka@example.jp")).to_have_count(0)
    tanaka.page.reload()
    expect(tanaka.page.get_by_role("heading", level=1)).not_to_have_text(tanaka.words["members"])


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.name)
def test_one_signs_in_looks_after_ones_account_and_operates(open_page: OpenPage, site: Site, reader: Reader) -> None:
    seat = Seat("sato", open_page(reader), reader)
    page, town = seat.page, site.town
    page.goto(f"/sign-in?next=/account&lang={reader.language}")
    seat.look("12-sign-in")
    sign_in(seat, town.operator.email, "wrong wrong wrong")
    seat.look("13-sign-in-wrong")
    assert page.evaluate("document.activeElement.id") == "wrong"
    sign_in(seat, town.operator.email)
    seat.look("14-account")
    pages = {
        "15-password": "/account/password",
        "16-organisations": "/organisations",
        "17-operate": "/operate",
        "18-found": "/operate/organisations/new",
        "19-organisation": f"/operate/organisations/{town.abroad}",
        "20-people": "/operate/people",
        "21-person": f"/operate/people/{town.reader.id}",
    }
    for name, address in pages.items():
        page.goto(address)
        seat.look(name)
    page.get_by_role("link", name=seat.words["other"], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if reader.language == "ja" else "ja")
    page.locator(".account button").click()
    page.wait_for_url("**/sign-in")
    page.goto("/account")
    assert page.url.endswith("/sign-in?next=/account")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_all_of_it_works_without_scripts(open_page: OpenPage, database: Database, language: str) -> None:
    reader = Reader(language, 360, script=False)
    sato, tanaka = (Seat(who, open_page(reader), reader) for who in ("sato", "tanaka"))
    set_up(sato, database)
    sato.press("sign out")
    sign_in(sato, "sato@example.jp")
    to_members(sato)
    link = invite(sato, "田中 務")
    expect(sato.page.get_by_role("button", name=sato.words["copy"], exact=True)).to_have_count(0)
    join(tanaka, link)
    to_members(tanaka)

    to_members(sato)
    to_member(sato, "田中 務")
    sato.press("remove")
    sato.look("11-removing")
    sato.press("remove")
    expect(sato.page.get_by_text("tanaka@example.jp")).to_have_count(0)


def test_it_can_be_done_with_the_keyboard_alone(open_page: OpenPage, site: Site) -> None:
    page = open_page(Reader())
    keys = page.keyboard
    page.goto("/sign-in?next=/account")
    keys.press("Tab")
    expect(page.get_by_role("link", name="本文へ移動")).to_be_focused()
    keys.press("Enter")
    for typed in (site.town.between.email, PASSWORD):
        keys.press("Tab")
        keys.insert_text(typed)
    keys.press("Enter")
    page.wait_for_url("**/account")
    for _ in range(3):
        keys.press("Tab")
    expect(page.locator("details.whose summary")).to_be_focused()
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url(re.compile("/o/org_"))


def test_the_pages_can_be_read_by_night(open_page: OpenPage, site: Site) -> None:
    seat = Seat("suzuki", open_page(Reader(dark=True)), Reader(dark=True))
    seat.page.goto("/sign-in")
    sign_in(seat, site.town.approver.email, "wrong wrong wrong")
    seat.look("13-sign-in-wrong")
    sign_in(seat, site.town.approver.email)
    for name, address in {"07-members": "members?done=roles", "02-invite": "members/invite"}.items():
        seat.page.goto(f"/o/{site.town.home}/{address}")
        seat.look(name)
