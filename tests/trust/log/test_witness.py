"""What a witness finds: growth, and each way in which a log can cheat."""

from __future__ import annotations

from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.logs import Log, log_of, noise

from rashin.errors import LogForked, LogRewritten, LogsDiffer, LogShrunk, TileMissing, TileUnsound
from rashin.trust.log.sources import tiles_from
from rashin.trust.log.tiles import Tile
from rashin.trust.log.witness import check_grown, needs_tiles

SIZES = st.integers(1, 700)


def no_tile(tile: Tile) -> bytes:
    raise AssertionError(tile)


@given(SIZES, SIZES)
def test_a_log_that_only_grew_is_found_to_have(one: int, two: int) -> None:
    old, new = log_of(min(one, two)), log_of(max(one, two))
    check_grown(old.checkpoint(), new.checkpoint(), new.read)


@given(SIZES, st.integers(1, 300), st.data())
def test_a_log_that_was_rewritten_is_found_out(size: int, more: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, size - 1))
    new = Log()
    new.add(*(b"another" if n == at else b"%d" % n for n in range(size + more)))
    with pytest.raises(LogRewritten):
        check_grown(log_of(size).checkpoint(), new.checkpoint(), new.read)


@given(SIZES, st.integers(1, 300), st.integers(0, 2**32))
def test_tiles_that_are_not_the_logs_accuse_nobody(size: int, more: int, seed: int) -> None:
    """A broken copy of the tiles must not look like a log that was rewritten."""
    new = log_of(size + more)
    checkpoint = new.checkpoint()

    def read(tile: Tile) -> bytes:
        hashes = bytearray(new.read(tile))
        hashes[seed % len(hashes)] ^= 1
        return bytes(hashes)

    try:
        check_grown(log_of(size).checkpoint(), checkpoint, read)
    except TileUnsound:
        return  # and otherwise what was spoilt is not what the proof needs


def test_tiles_of_another_log_accuse_nobody() -> None:
    old, new = log_of(300), log_of(1000)
    other = Log()
    other.add(*(noise(n) for n in range(1000)))
    with pytest.raises(TileUnsound):
        check_grown(old.checkpoint(), new.checkpoint(), other.read)


def test_some_tile_spoilt_is_found() -> None:
    """Each byte of the tiles that the proof needs matters."""
    new = log_of(600)
    found = 0
    for at in range(0, 8 * 32, 32):

        def read(tile: Tile, at: int = at) -> bytes:
            hashes = bytearray(new.read(tile))
            hashes[at % len(hashes)] ^= 1
            return bytes(hashes)

        try:
            check_grown(log_of(259).checkpoint(), new.checkpoint(), read)
        except TileUnsound:
            found += 1
    assert found == 8


def test_a_log_that_tells_two_stories_is_found_out_without_tiles() -> None:
    honest = log_of(5).checkpoint()
    with pytest.raises(LogForked):
        check_grown(honest, replace(honest, root=noise()), no_tile)


def test_a_log_that_lost_entries_is_found_out_without_tiles() -> None:
    with pytest.raises(LogShrunk):
        check_grown(log_of(6).checkpoint(), log_of(5).checkpoint(), no_tile)


def test_checkpoints_of_two_logs_are_not_compared() -> None:
    honest = log_of(5).checkpoint()
    with pytest.raises(LogsDiffer):
        check_grown(honest, replace(honest, origin="example.jp/other"), no_tile)


def test_tiles_are_needed_only_for_growth() -> None:
    empty, some, more = (log_of(size).checkpoint() for size in (0, 5, 6))
    assert needs_tiles(some, more)
    assert not needs_tiles(some, some)
    assert not needs_tiles(empty, more)
    check_grown(some, some, no_tile)
    check_grown(empty, more, no_tile)


class Served(BaseHTTPRequestHandler):
    """Serves a log's files from a folder."""

    folder: ClassVar[Path]
    asked: ClassVar[list[str]]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path = self.folder / self.path.lstrip("/")
        found = path.is_file()
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(path.read_bytes() if found else b"")

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    log_of(700).write(tmp_path)
    return tmp_path


def test_tiles_are_read_from_a_folder(written: Path) -> None:
    check_grown(log_of(300).checkpoint(), log_of(700).checkpoint(), tiles_from(str(written)))


def test_tiles_are_fetched_from_an_address(written: Path) -> None:
    class OfThisLog(Served):
        folder: ClassVar[Path] = written
        asked: ClassVar[list[str]] = []

    with HTTPServer(("127.0.0.1", 0), OfThisLog) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        read = tiles_from(f"http://127.0.0.1:{server.server_port}/")
        check_grown(log_of(300).checkpoint(), log_of(700).checkpoint(), read)
        with pytest.raises(TileMissing):
            read(Tile(5, 0))
        server.shutdown()
    assert "/tile/0/002.p/188" in OfThisLog.asked


def test_a_full_tile_stands_in_for_a_partial_one_that_was_dropped(written: Path) -> None:
    """As tlog-tiles lets a log do."""
    partial = written / Tile(0, 1, 44).path
    assert not partial.exists()
    check_grown(log_of(100).checkpoint(), log_of(300).checkpoint(), tiles_from(str(written)))


@pytest.mark.parametrize("place", ["/nowhere", "", "\0", "http://127.0.0.1:9", "http://[", "https://"])
def test_tiles_that_are_not_there_are_told_by_name(place: str) -> None:
    with pytest.raises(TileMissing, match=r"tile/0/001\.p/44"):
        tiles_from(place)(Tile(0, 1, 44))


@pytest.mark.parametrize("length", [0, 188 * 32 - 1, 188 * 32 + 1])
def test_a_file_that_is_too_short_or_too_long_is_refused(written: Path, length: int) -> None:
    path = written / Tile(0, 2, 188).path
    path.write_bytes((path.read_bytes() * 2)[:length])
    with pytest.raises(TileUnsound):
        check_grown(log_of(300).checkpoint(), log_of(700).checkpoint(), tiles_from(str(written)))
