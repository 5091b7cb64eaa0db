"""A disk that fills up: whoever writes is told, nothing half-written stays, and once there is room all goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.web.browser import running
from tests.web.town import new_workspace, settle
from tests.workspace.log.ledger import Ledger

from rashin.errors import RashinError, StorageFull
from rashin.web.app import create_app
from rashin.workspace.access.keys import make_key
from rashin.workspace.access.roles import Permission
from rashin.workspace.backup import save
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Person
from rashin.workspace.files import LocalFiles

ROOM = 6_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with very little room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount") is not None
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "rashin-test", str(folder)]
    if not mounted or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(disk: Path) -> Path:
    """Take all of the room that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return ballast


def stored(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_a_file_that_does_not_fit_leaves_nothing(small_disk: Path) -> None:
    files = LocalFiles(small_disk / "files")
    with pytest.raises(StorageFull):
        files.put("large", (bytes(100_000) for _ in range(1000)))
    assert stored(small_disk) == []
    files.put("small", [b"x"])
    ballast = fill_up(small_disk)
    with pytest.raises(StorageFull):
        files.put("another", [bytes(100_000)])
    ballast.unlink()
    files.put("another", [bytes(100_000)])
    assert list(files.keys()) == ["another", "small"]


def test_records_that_do_not_fit_are_not_made_and_the_log_stays_whole(small_disk: Path, migrated_file: Path) -> None:
    database = Database(f"sqlite:///{shutil.copy(migrated_file, small_disk / 'rashin.db')}")
    ledger = Ledger(database)
    ballast = fill_up(small_disk)
    made: list[str] = []

    def go_on() -> None:
        while True:
            made.extend(ledger.decide())

    with pytest.raises(StorageFull):
        go_on()
    assert ledger.audit().trouble == ()
    assert ledger.audit().entries == 3 + len(made)
    ballast.unlink()
    ledger.decide(5)
    assert ledger.audit().trouble == ()
    assert ledger.audit().entries == 3 + len(made) + 5
    database.close()


def test_a_backup_that_does_not_fit_leaves_nothing(small_disk: Path, sqlite: Database, tmp_path: Path) -> None:
    Ledger(sqlite)
    files = LocalFiles(tmp_path / "files")
    files.put("large", (os.urandom(1_000_000) for _ in range(10)))
    (tmp_path / "log.key").write_text("key")
    with pytest.raises(RashinError) as told:
        save(sqlite, files, tmp_path / "log.key", tmp_path / "programmes", small_disk / "all.zip")
    assert isinstance(told.value, StorageFull)
    assert stored(small_disk) == []


def test_an_upload_that_does_not_fit_is_answered_507_and_the_next_one_is_taken(small_disk: Path) -> None:
    workspace = new_workspace(small_disk / "data")
    town = settle(workspace)
    with workspace.database.system() as session:
        _, key = make_key(session, town.home, session.get_one(Person, town.worker.id), "試験", [Permission.DECIDE])
    headers = {"authorization": f"Bearer {key}", "content-type": "text/csv"}
    table = "年商,結果\n" + "100,完済\n" * 1000
    with running(create_app(workspace)) as run:
        browser = run.browser()

        def upload(content: bytes) -> int:
            target = "/api/v1/datasets?service=lending&name=loans.csv"
            answer = browser.post(target, content=content, headers=headers)
            if answer.status_code == 507:
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.json()["type"] == "urn:rashin:problem:storage-full"
            return answer.status_code

        assert upload(table.encode() + bytes(2 * ROOM)) == 507
        ballast = fill_up(small_disk)
        assert upload(table.encode()) == 507
        assert browser.get("/healthz").status_code == 200
        ballast.unlink()
        assert upload(table.encode()) in {201, 202}
    kept = [path for path in (small_disk / "data" / "files").rglob("*") if path.is_file()]
    assert [path.read_text() for path in kept] == [table]
    workspace.close()
