"""Files appear whole or not at all and never change, in a folder as in S3-compatible storage."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.workspace.s3server import ACCESS, S3Server

from rashin.errors import NotFound, StorageAway, UploadTooLarge
from rashin.workspace.clock import now
from rashin.workspace.files import Files, open_files
from rashin.workspace.files.contract import ABANDONED, ARRIVING

PIECE = b"0123456789abcdef" * 4096
LARGE = 300
"""Pieces of a file that is sent to S3 in several parts."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def files(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    if request.param == "folder":
        return open_files(None, folder)
    server: S3Server = request.getfixturevalue("s3_server")
    for name, value in ACCESS.items():
        monkeypatch.setenv(name, value)
    return open_files(server.url(), folder)


both = pytest.mark.parametrize("files", ["folder", pytest.param("s3", marks=pytest.mark.heavy)], indirect=True)


class Cut(Exception):
    """The connection of whoever uploads is lost."""


def cut_after(pieces: int) -> Iterator[bytes]:
    for _ in range(pieces):
        yield PIECE
    raise Cut


@both
@pytest.mark.parametrize("content", [[], [b""], [b"x"], [PIECE, b"end"], [PIECE] * LARGE], ids=len)
def test_what_is_stored_is_what_is_read(files: Files, content: list[bytes]) -> None:
    whole = b"".join(content)
    stored = files.put("org_1/data/a.csv", content)
    assert (stored.key, stored.size) == ("org_1/data/a.csv", len(whole))
    assert stored.sha256 == hashlib.sha256(whole).hexdigest()
    assert b"".join(files.read("org_1/data/a.csv")) == whole
    with files.local("org_1/data/a.csv") as path:
        assert path.read_bytes() == whole
        assert path.name == "a.csv"  # by which a reader knows the format


@both
@pytest.mark.parametrize("pieces", [1, LARGE])
def test_a_key_that_exists_keeps_what_it_holds(files: Files, pieces: int) -> None:
    files.put("a", [b"first"])
    files.put("a", [PIECE] * pieces)
    assert b"".join(files.read("a")) == b"first"
    assert list(files.keys()) == ["a"]


@both
@pytest.mark.parametrize("pieces", [0, 1, LARGE])
def test_an_upload_that_is_cut_off_leaves_nothing(files: Files, pieces: int) -> None:
    with pytest.raises(Cut):
        files.put("a", cut_after(pieces))
    assert list(files.keys()) == []
    with pytest.raises(NotFound):
        list(files.read("a"))
    files.put("a", [b"again"])
    assert b"".join(files.read("a")) == b"again"


@both
@pytest.mark.parametrize("pieces", [1, LARGE])
def test_a_file_may_be_as_large_as_is_allowed_and_no_larger(files: Files, pieces: int) -> None:
    size = pieces * len(PIECE)
    with pytest.raises(UploadTooLarge):
        files.put("a", [PIECE] * pieces, at_most=size - 1)
    assert list(files.keys()) == []
    files.put("a", [PIECE] * pieces, at_most=size)
    assert list(files.keys()) == ["a"]


@both
def test_of_many_who_write_one_key_at_once_one_wins_for_good(files: Files) -> None:
    start = threading.Barrier(8)

    def write(mark: bytes) -> None:
        start.wait()
        files.put("a", [mark * 1000])

    threads = [threading.Thread(target=write, args=(b"%d" % n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = b"".join(files.read("a"))
    assert kept in {b"%d" % n * 1000 for n in range(8)}
    files.put("a", [b"late"])
    assert b"".join(files.read("a")) == kept


@both
def test_keys_come_in_order_and_what_was_deleted_is_gone(files: Files) -> None:
    for key in ("b/2", "a", "b/1", "会社/表"):
        files.put(key, [key.encode()])
    assert list(files.keys()) == ["a", "b/1", "b/2", "会社/表"]
    files.delete("b/1")
    files.delete("b/1")
    assert list(files.keys()) == ["a", "b/2", "会社/表"]
    with pytest.raises(NotFound), files.local("b/1"):
        pass


@both
@pytest.mark.parametrize("key", ["../outside", "a/../../outside", f"{ARRIVING}/a", "none"])
def test_nothing_is_read_from_elsewhere(files: Files, folder: Path, key: str) -> None:
    folder.mkdir()
    (folder.parent / "outside").write_bytes(b"secret")
    (folder / ARRIVING).mkdir()
    (folder / ARRIVING / "a").write_bytes(b"half")
    with pytest.raises(NotFound):
        list(files.read(key))
    with pytest.raises(NotFound), files.local(key):
        pass


@pytest.mark.parametrize("key", ["../outside", f"{ARRIVING}/a"])
def test_nothing_is_written_elsewhere(folder: Path, key: str) -> None:
    with pytest.raises(NotFound):
        open_files(None, folder).put(key, [b"x"])
    assert not (folder.parent / "outside").exists()


def test_what_was_cut_off_long_ago_is_removed_and_what_arrives_now_is_not(folder: Path) -> None:
    files = open_files(None, folder)
    files.put("a", [b"whole"])
    old, new = folder / ARRIVING / "old", folder / ARRIVING / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    long_ago = (now() - ABANDONED * 1.1).timestamp()
    os.utime(old, (long_ago, long_ago))
    os.utime(folder / "a", (long_ago, long_ago))
    files.forget_abandoned()
    assert (old.exists(), new.exists()) == (False, True)
    assert list(files.keys()) == ["a"]


@pytest.mark.heavy
def test_what_arrives_at_s3_now_is_not_removed(
    s3_server: S3Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ACCESS.items():
        monkeypatch.setenv(name, value)
    url = s3_server.url("here")
    files = open_files(url, folder)
    beside = open_files(url.replace("/here", f"/here/{ARRIVING}"), folder)
    beside.put("half", [b"half"])
    files.forget_abandoned()
    assert list(beside.keys()) == ["half"]
    assert list(files.keys()) == []


@pytest.mark.heavy
def test_prefixes_of_one_bucket_are_apart(s3_server: S3Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ACCESS.items():
        monkeypatch.setenv(name, value)
    url = s3_server.url("one")
    one, other, whole = (open_files(url.replace("/one", at), folder) for at in ("/one", "/other", ""))
    one.put("a", [b"x"])
    assert list(other.keys()) == []
    assert list(whole.keys()) == ["one/a"]


@pytest.mark.heavy
def test_storage_that_is_away_is_told(s3_server: S3Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ACCESS.items():
        monkeypatch.setenv(name, value)
    files = open_files(s3_server.url().replace("s3://bucket-", "s3://no-such-bucket-"), folder)
    with pytest.raises(StorageAway):
        files.put("a", [b"x"])
    with pytest.raises(StorageAway):
        files.put("a", [PIECE] * LARGE)
    with pytest.raises(StorageAway):
        list(files.keys())
