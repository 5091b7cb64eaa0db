"""A citizen on a published portal: from "who got the money" to a receipt that holds, in both languages, and every kind of page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page
from tests.journeys.conftest import OpenPage, Reader, keep
from tests.journeys.sites import NewSite
from tests.journeys.walking import troubles
from tests.ledger.portal.published import published

from rashin.ledger.sample.sample import sample_book
from rashin.trust.log.keys import KeyType, SigningKey

READERS = [Reader("ja", 1280), Reader("en", 1280)]
EYES = [Reader("ja", 360, dark=True), Reader("en", 1280, dark=True), Reader("en", 360), Reader("ja", 1280)]
AWARD = "award/award-2023-generative-01/"
KINDS = (
    *("", "programme/ai100/", "programme/ai100-generative/", AWARD, "call/call-2023-generative/", "field/generative/"),
    *(
        "ministry/org-ministry-of-examples/",
        "programmes/",
        "programmes/by-name/",
        "organisations/",
        "awards/",
        "calls/",
    ),
    *(
        "outcomes/",
        "not-reported/",
        "fields/",
        "ministries/",
        "flags/",
        "corrections/",
        "method/",
        "releases/",
        "opinions/",
    ),
    *("data/", "check/"),
)


class _Quiet(SimpleHTTPRequestHandler):
    """Files as any web host serves them."""

    def log_message(self, *_said: object) -> None: ...


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """The sample as files, behind a plain web server."""
    folder = tmp_path_factory.mktemp("portal")
    release = published(sample_book(folder / "book"), folder / "site", "ai")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(release.parent))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield NewSite(f"http://127.0.0.1:{server.server_port}", release.parent)
        server.shutdown()


def _at(reader: Reader, folder: str = "") -> str:
    return f"/latest/{'en/' if reader.language == 'en' else ''}{folder}"


def _look(page: Page, reader: Reader, name: str) -> None:
    keep(page, reader, f"portal-{name}")
    assert page.locator("h1").count() == 1, name
    assert page.locator("html").get_attribute("lang") == reader.language, name
    if reader.script:
        assert page.evaluate("document.documentElement.scrollWidth") == reader.width, name
        assert troubles(page) == [], name


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_citizen_follows_the_money_to_a_receipt_that_holds(
    site: NewSite, open_page: OpenPage, reader: Reader
) -> None:
    page = open_page(reader)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ja = reader.language == "ja"
    page.goto(_at(reader))
    page.click(".answers a[href='#groups']")
    page.click(f"main td a, main th a >> text={'生成AI' if ja else 'Generative AI'}")
    _look(page, reader, "field")
    page.locator("#programmes tbody th a").first.click()
    page.locator("#awards tbody th a").first.click()
    award = page.url
    assert "/award/" in award
    assert page.locator("#figure-paid data").count() == 1
    page.locator("main .lead a").first.click()
    assert "/organisation/" in page.url
    assert page.locator("#figure-paid data").count() == 1
    page.goto(award)
    page.locator("#results tbody th a").first.click()
    assert "/outcome/" in page.url
    _look(page, reader, "outcome")
    page.goto(award)
    page.click(f"text={'ブラウザーで確かめる' if ja else 'Check it in the browser'}")
    page.wait_for_selector("#verdict .notice.success")
    _look(page, reader, "checked")
    assert page.locator("#verdict li").count() == 5
    shown = page.locator("#verdict tbody tr", has_text="paid").first.inner_text()
    assert _paid(site, award) in shown
    assert all(one.startswith(site.address) for one in asked)


def _paid(site: NewSite, award: str) -> str:
    """What the award's receipt states as paid."""
    receipt = json.loads(
        (site.folder / "latest/award" / award.rstrip("/").rpartition("/")[2] / "receipt.json").read_bytes()
    )
    return (
        f"{next(one['value'] for one in receipt['payload']['figures'] if one['figure'] == 'paid' and not one['at']):,}"
    )


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_was_changed_or_is_of_another_log_does_not_hold(
    site: NewSite, open_page: OpenPage, reader: Reader, tmp_path: Path
) -> None:
    receipt = json.loads((site.folder / "latest" / AWARD / "receipt.json").read_bytes())
    page = open_page(reader)
    asked: list[str] = []
    page.goto(_at(reader, "check/"))
    page.wait_for_selector("#checker")
    page.on("request", lambda request: asked.append(request.url))

    def verdict(content: str) -> str:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        file.write_text(content, encoding="utf-8")
        page.evaluate("document.getElementById('verdict').replaceChildren()")
        page.set_input_files("#receipt", file)
        page.wait_for_selector("#verdict .notice")
        return ",".join(_failed(page)) or page.locator("#verdict .notice").get_attribute("class") or ""

    assert verdict(json.dumps(receipt)) == "notice success"
    changed = json.loads(json.dumps(receipt))
    changed["payload"]["figures"][0]["value"] += 1
    assert verdict(json.dumps(changed)) == "commitment"
    elsewhere = json.loads(json.dumps(receipt)) | {"index": receipt["index"] + 1}
    assert verdict(json.dumps(elsewhere)) == "inclusion"
    renamed = json.loads(json.dumps(receipt))
    renamed["payload"]["at"] = "2020-01-01T00:00:00Z"
    assert verdict(json.dumps(renamed)) == "commitment,entry"
    for wrong in ("", "{}", "[]", "null", "{", '{"format": "rashin-receipt/1"}', "\x00\xff"):
        assert verdict(wrong) == "notice error", wrong
    assert verdict(json.dumps(receipt)) == "notice success"
    page.fill("#key", str(SigningKey.new("example.jp/portal/log", KeyType.LOG).verifier))
    page.wait_for_selector("#verdict .notice.error")
    assert _failed(page) == ["signature"]
    page.evaluate("document.getElementById('verdict').replaceChildren()")
    page.fill("#key", "not a key")
    page.wait_for_selector("#verdict .notice.error")
    assert _failed(page) == ["origin", "signature"]
    assert page.locator("#verdict table").count() == 0
    assert asked == []


def _failed(page: Page) -> list[str]:
    """The checks that do not hold."""
    found: list[str] = page.locator("#verdict li").evaluate_all(
        "all => all.filter(one => one.textContent.startsWith('✗')).map(one => one.dataset.check)"
    )
    return found


def test_a_receipt_can_be_dropped(site: NewSite, open_page: OpenPage) -> None:
    reader = Reader("ja", 1280)
    receipt = (site.folder / "latest" / AWARD / "receipt.json").read_text(encoding="utf-8")
    page = open_page(reader)
    page.goto(_at(reader, "check/"))
    page.wait_for_function("document.getElementById('key').value !== ''")
    dropped = page.evaluate_handle(
        "text => { const held = new DataTransfer(); held.items.add(new File([text], 'receipt.json')); return held; }",
        receipt,
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    page.wait_for_selector("#verdict .notice.success")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_list_is_filtered_while_typing_and_the_address_keeps_it(
    site: NewSite, open_page: OpenPage, reader: Reader
) -> None:
    page = open_page(reader)
    page.goto(_at(reader, "programmes/"))
    page.fill("#words", "ＡＩ分野 生成")
    page.wait_for_function("document.querySelectorAll('#list tbody tr').length === 1")
    assert "q=" in page.url
    _look(page, reader, "filtered")
    page.locator("#list tbody a").click()
    assert page.url.endswith("/programme/ai100-generative/")
    page.goto(_at(reader, "programmes/?q=ai100-nothing"))
    page.wait_for_function("document.querySelectorAll('#list tbody tr').length === 0")
    page.fill("#words", "")
    page.wait_for_function("document.querySelectorAll('#list tbody tr').length === 10")
    page.goto(_at(reader, "outcomes/"))
    before = page.locator("#list tbody tr").first.inner_text()
    name = page.locator("#list tbody a").first.inner_text()
    page.fill("#words", name)
    page.wait_for_function("document.querySelectorAll('#list tbody tr').length < 100")
    assert before in page.locator("#list tbody tr").all_inner_texts()


@pytest.mark.heavy
@pytest.mark.parametrize("reader", EYES, ids=lambda reader: reader.name)
def test_every_kind_of_page_suits_every_reader(site: NewSite, open_page: OpenPage, reader: Reader) -> None:
    page = open_page(reader)
    for folder in _kinds(site):
        page.goto(_at(reader, folder))
        _look(page, reader, folder.replace("/", "-"))


def test_without_scripts_everything_is_there(site: NewSite, open_page: OpenPage) -> None:
    reader = Reader("ja", 360, script=False)
    page = open_page(reader)
    for folder in _kinds(site):
        page.goto(_at(reader, folder))
        assert page.locator("main").inner_text().strip(), folder
    page.goto(_at(reader, "awards/"))
    page.click(".sorts a >> nth=-1")
    assert "/by-" in page.url
    assert page.locator("#list tbody tr").count() == 91
    page.goto(_at(reader, "check/"))
    assert page.locator("noscript .notice").is_visible()
    assert not page.locator("#unable").is_visible()
    assert page.locator("pre.command").count() == 2


def _kinds(site: NewSite) -> tuple[str, ...]:
    """A page of every kind; of organisations and outcomes the first."""
    release = site.folder / "latest"
    found = (f"{kind}/{min(one.name for one in (release / kind).iterdir())}/" for kind in ("organisation", "outcome"))
    return (*KINDS, *found)
