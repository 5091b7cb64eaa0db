"""What is published is served as it lies, to anybody, and in a way that browsers and proxies need not ask for it twice."""

from __future__ import annotations

from email.utils import formatdate
from pathlib import Path

import pytest
from tests.web.browser import Browser, Running
from tests.web.portal.conftest import TITLE, Published
from tests.web.town import Town, visit

from rashin.ledger.releases import linked_copy
from rashin.web import cookies
from rashin.workspace.programme.books import own_site_of
from rashin.workspace.workspace import Workspace

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".sql": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=60"


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_every_file_of_a_release_is_served_as_it_lies(published: Published, citizen: Browser) -> None:
    found = files(published.latest)
    assert {path.suffix for path in found} == set(TYPES) - {".txt"}
    for path in found:
        answer = citizen.get(f"{published.base}/{path.relative_to(published.site)}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, TYPES[path.suffix]), path
        assert answer.content == path.read_bytes(), path
        assert answer.headers["cache-control"] == FOR_EVER


def test_the_latest_is_the_last_release(published: Published, citizen: Browser) -> None:
    for path in files(published.site / "latest")[::5]:
        inside = path.relative_to(published.site / "latest")
        answer = citizen.get(f"{published.base}/latest/{inside}")
        assert answer.content == path.read_bytes() == (published.latest / inside).read_bytes()
        assert answer.headers["cache-control"] == SHORTLY


def test_a_folder_is_its_index(published: Published, citizen: Browser) -> None:
    for folder in ("latest/", "latest/en/", f"{published.releases[0]}/method/", ""):
        page = published.site / folder / "index.html"
        expected = citizen.get(f"{published.base}/{folder or 'index.html'}")
        assert expected.content == page.read_bytes()


def test_the_log_is_served_for_those_who_watch_it(published: Published, citizen: Browser) -> None:
    log = published.site / "log"
    for path in files(log):
        name = path.relative_to(log).as_posix()
        answer = citizen.get(f"{published.base}/log/{name}")
        is_tile = name.startswith("tile/")
        assert answer.content == path.read_bytes()
        assert answer.headers["content-type"] == ("application/octet-stream" if is_tile else TYPES[".txt"])
        assert answer.headers["cache-control"] == (FOR_EVER if is_tile else SHORTLY)


@pytest.mark.parametrize(
    "path", ["latest/", "latest/data/payment.parquet", "log/checkpoint", "latest/programmes/?q=AI"]
)
def test_what_a_browser_has_already_is_not_sent_again(published: Published, citizen: Browser, path: str) -> None:
    address = f"{published.base}/{path}"
    first = citizen.get(address)
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = citizen.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert citizen.get(address, headers={"if-none-match": '"other"'}).content == first.content


def test_nor_what_was_not_changed_since(published: Published, citizen: Browser) -> None:
    address = f"{published.base}/latest/"
    changed = citizen.get(address).headers["last-modified"]
    assert citizen.get(address, headers={"if-modified-since": changed}).status_code == 304
    for before in (formatdate(0, usegmt=True), "yesterday", ""):
        assert citizen.get(address, headers={"if-modified-since": before}).status_code == 200
    # A tag tells more than a time (RFC 9110, 13.1.3).
    both = {"if-modified-since": changed, "if-none-match": '"other"'}
    assert citizen.get(address, headers=both).status_code == 200


def test_heads_and_parts_of_files(published: Published, citizen: Browser) -> None:
    address = f"{published.base}/latest/data/payment.csv"
    whole = citizen.get(address)
    for path in ("latest/data/payment.csv", "log/checkpoint", "index.html", "latest/programmes/?q=AI"):
        head, got = (citizen.request(method, f"{published.base}/{path}") for method in ("HEAD", "GET"))
        assert (head.status_code, head.content) == (200, b"")
        assert dict(head.headers) == dict(got.headers)
    part = citizen.get(address, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])


def test_ways_in(published: Published, citizen: Browser) -> None:
    """To the only portal there is, and to its latest release in the reader's language."""

    def leads(path: str, **headers: str) -> tuple[int, str]:
        answer = citizen.get(path, headers=headers)
        return answer.status_code, answer.headers["location"]

    base = published.base
    assert leads("/portal") == (302, f"{base}/")
    assert leads(base) == (308, f"{base}/")
    assert leads(f"{base}/") == (302, f"{base}/latest/")
    english = {"accept-language": "en-GB,en;q=0.9"}
    assert leads(f"{base}/", **english) == (302, f"{base}/latest/en/")
    assert leads(f"{base}/", cookie="rashin_language=en") == (302, f"{base}/latest/en/")
    assert leads(f"{base}/latest/programmes") == (308, f"{base}/latest/programmes/")
    assert leads(f"{base}/latest/programmes?q=AI") == (308, f"{base}/latest/programmes/?q=AI")
    folder = next(path.name for path in (published.latest / "award").iterdir())
    assert leads(f"{base}/latest/award/{folder}")[0] == 308


def test_an_address_is_decoded_once(published: Published, citizen: Browser) -> None:
    assert citizen.get(f"{published.base}/latest/%70rogrammes/").status_code == 200
    assert citizen.get(f"{published.base}/latest/%2570rogrammes/").status_code == 404


def test_nobody_gets_a_cookie(published: Published, citizen: Browser) -> None:
    paths = [
        "",
        "/",
        "/latest/",
        "/latest/programmes/?q=AI",
        "/latest/none/",
        "/log/checkpoint",
        "/latest/data/payment.csv",
    ]
    for path in [*(f"{published.base}{one}" for one in paths), "/portal", "/portal/org_none/"]:
        assert "set-cookie" not in citizen.get(path).headers, path


def test_pages_are_as_guarded_as_any_other(published: Published, citizen: Browser) -> None:
    ours, other = citizen.get(f"{published.base}/latest/").headers, citizen.get("/sign-in").headers
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy"):
        assert ours[name] == other[name]
    page = citizen.get(f"{published.base}/latest/check/").text
    assert '<script type="module" src=' in page
    assert "<script>" not in page
    assert " style=" not in page


@pytest.mark.parametrize(("language", "said"), [("ja", "公開ページの全体へ"), ("en", "To the overview")])
def test_what_is_not_there_leads_back(published: Published, street: Running, language: str, said: str) -> None:
    browser = street.browser(language=language)
    back = f"{published.base}/latest/{'en/' if language == 'en' else ''}"
    for path in ("latest/none/", "2026-01/", "none", f"{published.releases[0]}/none.csv", "latest/index.html/"):
        answer = browser.get(f"{published.base}/{path}")
        assert answer.status_code == 404, path
        assert f'<html lang="{language}">' in answer.text
        assert said in answer.text
        assert f'href="{back}"' in answer.text
        assert answer.headers["cache-control"] == "no-store"
    # Whoever reads the English pages is answered in English.
    assert '<html lang="en">' in browser.get(f"{published.base}/latest/en/none/").text
    assert '<html lang="ja">' in browser.get(f"{published.base}/latest/en/none/?lang=ja").text


def test_where_nothing_is_published_there_is_nothing(anybody: Browser, town: Town) -> None:
    page = anybody.get("/portal")
    assert page.status_code == 200
    assert "公開している事業は、まだありません" in page.text
    answers = {
        anybody.get(f"/portal/{one}/{path}").text.replace(one, "")
        for one in (town.home, "org_none")
        for path in ("", "latest/")
    }
    assert len({answer.partition("<main")[2] for answer in answers}) == 1
    assert anybody.get(f"/portal/{town.home}/").status_code == 404


def test_several_portals_are_listed(published: Published, workspace: Workspace, town: Town, anybody: Browser) -> None:
    for organisation in (town.home, town.abroad):
        linked_copy(published.latest, own_site_of(workspace.data, organisation) / published.latest.name)
    page = anybody.get("/portal").text
    for organisation in (town.home, town.abroad):
        assert f'href="/portal/{organisation}/latest/"' in page
        assert anybody.get(f"/portal/{organisation}/latest/").status_code == 200
    assert page.count(TITLE.ja) == 2
    assert published.latest.name in page


def test_it_is_the_same_for_whoever_is_signed_in(published: Published, street: Running) -> None:
    known, anybody = street.browser(), street.browser()
    database = street.app.state.workspace.database
    known.cookies.set(cookies.VISIT, visit(database, published.town.approver), domain="rashin.test")
    for path in ("/latest/", "/latest/programmes/?q=AI", "/log/checkpoint"):
        assert known.get(published.base + path).content == anybody.get(published.base + path).content
