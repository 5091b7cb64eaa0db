"""Nothing of an installation is reached through its portals but what was published, whatever is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fastapi import Request
from fastapi.responses import FileResponse
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.web.browser import Browser
from tests.web.portal.conftest import CANARY, Published

from rashin.errors import NotFound
from rashin.web.sites import Place, answer
from rashin.workspace.programme.books import FOLDER

STEPS = [
    "..",
    ".",
    "",
    "latest",
    "log",
    "en",
    "data",
    "index.html",
    "site",
    "book",
    "log",
    "signing.key",
    ".lock",
    "preview",
]
STEPS += [
    "2026-11",
    "programmes",
    "%2e%2e",
    "..\\",
    "\0",
    "。。",
    "ａ",
    "tile",
    "~",
    "C:",
    "rashin.db",
    "log.key",
    "\ud800",
]
TREE = st.lists(st.sampled_from(STEPS) | st.text(max_size=8), max_size=8).map("/".join)


def asking(path: str) -> Request:
    """A request, as the server makes it of what came."""
    return Request({"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""})


@given(path=TREE)
@example(path="log/signing.key")
@example(path="../book/log/signing.key")
@example(path="latest/../../book/log/signing.key")
@example(path="/etc/passwd")
@settings(max_examples=600, deadline=None)
def test_no_path_leads_out(published: Published, path: str) -> None:
    try:
        found = answer(asking(path), Place(published.site, "/portal/x", public=True), path)
    except NotFound:
        return
    if "location" in found.headers:
        assert found.headers["location"].startswith("/portal/x/")
    elif isinstance(found, FileResponse):
        assert Path(found.path).resolve().is_relative_to(published.site.resolve())
    else:
        assert any(
            found.body == file.read_bytes()
            for file in (*published.site.glob("log/*"), *published.site.glob("*.html"))
            if file.is_file()
        )


def test_nothing_else_of_the_installation_is_served(published: Published, citizen: Browser) -> None:
    """Every file there is, by every way to its name."""
    town, mine = published.town, published.site.relative_to(published.data)
    others = [path.relative_to(published.data) for path in published.data.rglob("*") if path.is_file()]
    others = [path for path in others if not path.is_relative_to(mine)]
    assert any("signing.key" in path.name for path in others)
    starts = [f"/portal/{one}" for one in (town.home, town.abroad, "..", "%2e%2e", FOLDER, ".", "x")]
    deep = [f"{start}/{'../' * up}" for start in starts for up in range(5)]
    for name in ("rashin.db", "log.key", "signing.key", "index.html", "batch.json"):
        path = next(one for one in others if one.name == name)
        for start in deep:
            for asked in (
                f"{start}{path}",
                f"{start}{path}".replace("../", "%2e%2e/"),
                f"{start}{path}".replace("/", "%2f"),
            ):
                got = citizen.get(asked)
                assert got.status_code in (302, 303, 404, 308), asked
                assert CANARY not in got.text


def test_what_was_not_published_is_not_there(published: Published, citizen: Browser) -> None:
    """The other organisation has a book and a preview."""
    other = published.data / FOLDER / published.town.abroad
    assert (other / "preview" / "latest" / "index.html").is_file()
    for path in ("", "latest/", "preview/latest/", "log/checkpoint", "site/", "2026-11/", "latest/programmes/?q=a"):
        got = citizen.get(f"/portal/{published.town.abroad}/{path}")
        assert got.status_code == 404
        assert CANARY not in got.text
    assert CANARY not in citizen.get("/portal", follow_redirects=True).text


@pytest.mark.parametrize("kind", ["file", "folder", "release"])
def test_no_link_is_followed(published: Published, tmp_path: Path, kind: str) -> None:
    site, secret = tmp_path / "site", tmp_path / "secret"
    shutil.copytree(published.latest / "method", site / "2026-01" / "method")
    secret.mkdir()
    (secret / "index.html").write_text("secret")
    links = {
        "file": site / "2026-01" / "method" / "x.html",
        "folder": site / "2026-01" / "x",
        "release": site / "2026-02",
    }
    links[kind].symlink_to(secret / "index.html" if kind == "file" else secret)
    place = Place(site, "/portal/x", public=True)
    for path in (
        "2026-01/method/x.html",
        "2026-01/x/",
        "2026-01/x/index.html",
        "2026-02/index.html",
        "latest/index.html",
    ):
        with pytest.raises(NotFound):
            answer(asking(path), place, path)
    assert answer(asking(""), place, "2026-01/method/").status_code == 200


def test_a_key_or_hidden_file_that_got_there_is_not_served(published: Published, tmp_path: Path) -> None:
    site = tmp_path / "site"
    for name in (
        "log/signing.key",
        "log/.lock",
        ".lock",
        "2026-01/.hidden/x.html",
        "2026-01/other.key",
        ".publishing-x/index.html",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("secret")
        with pytest.raises(NotFound):
            answer(asking(name), Place(site, "/portal/x", public=True), name)
