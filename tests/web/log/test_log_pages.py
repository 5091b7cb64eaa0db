"""Anybody reads the log, verifies a receipt, and watches that it only grows; what witnesses read is as C2SP has it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.web.browser import Browser, Running
from tests.web.forms import hidden

from rashin.trust.log.checkpoint import open_checkpoint
from rashin.trust.log.keys import VerifierKey
from rashin.trust.log.merkle import leaf_hash
from rashin.trust.log.tiles import unbundled
from rashin.trust.log.witness import check_grown
from rashin.trust.receipts.entries import Kind, commit
from rashin.workspace.clock import now
from rashin.workspace.database.tables import LogEntry
from rashin.workspace.log import LogReader
from rashin.workspace.workspace import Workspace


def grow(workspace: Workspace, count: int) -> None:
    """So many entries more."""
    with workspace.database.system() as session:
        workspace.log.append(session, [commit(Kind.FIGURE, now(), {"id": f"fig_{n}"}) for n in range(count)])


def receipt(workspace: Workspace) -> bytes:
    """A receipt of one new entry."""
    committed = commit(Kind.FIGURE, now(), {"id": "fig_1", "value": "12"})
    with workspace.database.system() as session:
        index = workspace.log.append(session, [committed])

    class Row:
        payload, salt, log_index = committed.payload, committed.salt, index

    with workspace.database.snapshot() as session:
        return LogReader(session).receipt(Row()).to_json().encode()  # type: ignore[arg-type]


def verify(browser: Browser, content: bytes, name: str = "receipt.json") -> tuple[int, str]:
    opened = browser.get("/log")
    fields = hidden(opened.text, "/log/receipt")
    answer = browser.post("/log/receipt", data=fields, files={"receipt": (name, content, "application/json")})
    return answer.status_code, answer.text


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("entries", [0, 1, 300])
def test_anybody_reads_how_long_it_is_and_how_to_verify(
    workspace: Workspace, run: Running, language: str, entries: int
) -> None:
    if entries:
        grow(workspace, entries)
    page = run.browser(language=language).get("/log")
    assert page.status_code == 200
    assert ("透明性ログ" if language == "ja" else "Transparency log") in page.text
    # Autoescaping writes + as &#43; where it stands in an attribute.
    assert workspace.log.key in page.text.replace("&#43;", "+")
    assert f"{entries:,}" in page.text


def test_a_receipt_holds_and_is_there_to_this_day(workspace: Workspace, anybody: Browser) -> None:
    grow(workspace, 5)
    content = receipt(workspace)
    grow(workspace, 300)
    status, text = verify(anybody, content)
    assert status == 200
    assert "いまもログにあります" in text
    assert "×" not in text


def test_a_receipt_that_was_changed_fails_where_it_was_changed(workspace: Workspace, anybody: Browser) -> None:
    told = json.loads(receipt(workspace))
    told["payload"]["value"] = "21"
    status, text = verify(anybody, json.dumps(told).encode())
    assert status == 200
    assert "そのままでは信じられません" in text
    assert "<strong>×</strong> 内容が" in text
    assert "<strong>○</strong> このログの1件目に、いまも同じ記録があります。" in text


def test_a_receipt_of_another_log_fails(workspace: Workspace, anybody: Browser, checkout: Path) -> None:
    status, text = verify(anybody, (checkout / "docs" / "example-receipt.json").read_bytes())
    assert status == 200
    assert "の記録はありません" in text
    assert "続きではありません" in text


def test_a_receipt_from_before_the_log_was_rewritten_fails(workspace: Workspace, anybody: Browser) -> None:
    from sqlalchemy import text as sql

    grow(workspace, 3)
    content = receipt(workspace)
    with workspace.database.system() as session:
        for table in ("log_entries", "log_tiles", "log_head"):
            session.execute(sql(f"DELETE FROM {table}"))  # noqa: S608 (as an intruder would)
    grow(workspace, 10)
    _, text = verify(anybody, content)
    assert "<strong>×</strong> このログの4件目に" in text
    assert "<strong>×</strong> このログは、受領証が作られたときの4件の続きではありません" in text


@pytest.mark.parametrize("content", [b"", b"hello", b"{}", b"\xff\xfe", b"[" * 5000])
def test_what_is_no_receipt_is_told(workspace: Workspace, anybody: Browser, content: bytes) -> None:
    status, text = verify(anybody, content)
    assert status == 422
    assert "受領証として読めません" in text


def test_a_form_without_a_file_or_from_elsewhere_is_told(anybody: Browser) -> None:
    fields = hidden(anybody.get("/log").text, "/log/receipt")
    empty = anybody.post("/log/receipt", data=fields, files={"receipt": ("", b"", "application/json")})
    assert "ファイルが選ばれていません" in empty.text
    assert anybody.post("/log/receipt", files={"receipt": ("a.json", b"{}")}).status_code == 403


def test_nothing_of_a_receipt_is_kept(workspace: Workspace, anybody: Browser, tmp_path: Path) -> None:
    content = receipt(workspace)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert verify(anybody, content)[0] == 200
    assert {path for path in tmp_path.rglob("*") if path.is_file()} <= before
    assert list(workspace.files.keys()) == []


def test_a_witness_sees_that_the_log_only_grew(workspace: Workspace, anybody: Browser) -> None:
    keys = [VerifierKey.parse(workspace.log.key)]
    seen = []
    for count in (3, 300, 1):
        grow(workspace, count)
        answer = anybody.get("/log/checkpoint")
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert "max-age=1" in answer.headers["cache-control"]
        seen.append(open_checkpoint(answer.content, keys).checkpoint)
    assert [one.size for one in seen] == [3, 303, 304]
    for old in seen:
        check_grown(old, seen[-1], lambda tile: anybody.get(f"/log/{tile.path}").content)


def test_tiles_are_kept_for_ever_by_whoever_reads_them(workspace: Workspace, anybody: Browser) -> None:
    grow(workspace, 300)
    with workspace.database.system(reading=True) as session:
        entries = list(session.scalars(select(LogEntry.entry).order_by(LogEntry.index)))
    for path, wanted in (("tile/0/000", entries[:256]), ("tile/0/001.p/44", entries[256:])):
        answer = anybody.get(f"/log/{path}")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert "immutable" in answer.headers["cache-control"]
        assert answer.content == b"".join(map(leaf_hash, wanted))
    packed = anybody.get("/log/tile/entries/000")
    assert packed.headers["content-encoding"] == "gzip"
    assert unbundled(packed.content) == entries[:256]
    plain = anybody.get("/log/tile/entries/000", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == packed.content
    assert gzip.compress(plain.content) != plain.content


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001",
        "tile/0/001.p/45",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/1/000",
        "tile/entries/002",
        "tile/0/x000/000",
        "nothing",
    ],
)
def test_there_is_no_other_tile(workspace: Workspace, anybody: Browser, path: str) -> None:
    grow(workspace, 300)
    answer = anybody.get(f"/log/{path}")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers["cache-control"]


def test_an_empty_log_has_no_checkpoint_yet(anybody: Browser) -> None:
    assert anybody.get("/log/checkpoint").status_code == 404
