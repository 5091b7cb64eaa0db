"""A backup brings everything back, elsewhere too; or nothing, where it cannot bring back everything."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.workspace.filled import contents
from tests.workspace.log.ledger import KEY, Ledger
from tests.workspace.postgresql import PostgreSQL
from tests.workspace.programme.small import small_book
from tests.workspace.programme.standing import WHOSE, Standing

from rashin.errors import (
    BackupExists,
    BackupNewer,
    BackupUnreadable,
    CannotWrite,
    DatabaseBehind,
    FileMissing,
    InstallationNotEmpty,
    RashinError,
)
from rashin.ledger.book.draft import draft_of
from rashin.workspace.backup import restore, save, save_before_migrating, saving
from rashin.workspace.backup.archive import FORMAT
from rashin.workspace.database import Database, newest, revision
from rashin.workspace.files import Files, LocalFiles
from rashin.workspace.programme.auditing import audit_books
from rashin.workspace.programme.books import book_of

_numbers = count()
FILES = {"org_1/data/a.csv": b"a,b\n1,2\n" * 1000, "org_1/models/会社.rashin": bytes(range(256)), "empty": b""}


class Installation:
    """A database, files and a key."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.files: Files = LocalFiles(folder / "files")
        self.key = folder / "log.key"
        self.books = folder / "programmes"

    def live(self) -> Ledger:
        """Give it a life: records, files, the key."""
        ledger = Ledger(self.database)
        ledger.of_every_kind()
        ledger.decide(20)
        for key, content in FILES.items():
            self.files.put(key, [content])
        KEY.write(self.key)
        return ledger

    def save(self, path: Path) -> Path:
        save(self.database, self.files, self.key, self.books, path)
        return path

    def restore(self, path: Path) -> Any:
        return restore(self.database, self.files, self.key, self.books, path)

    def stored(self) -> dict[str, bytes]:
        return {key: b"".join(self.files.read(key)) for key in list(self.files.keys())}

    def is_empty(self) -> bool:
        return (
            not self.stored()
            and not any(self.books.rglob("*"))
            and not self.key.exists()
            and (revision(self.database) is None or not any(contents(self.database).values()))
        )


@pytest.fixture
def lived(database: Database, tmp_path: Path) -> Installation:
    """An installation with a life, on SQLite and then on PostgreSQL."""
    installation = Installation(database, tmp_path / "lived")
    (tmp_path / "lived").mkdir()
    installation.live()
    return installation


@pytest.fixture
def simple(sqlite: Database, tmp_path: Path) -> Installation:
    """The same, on SQLite alone."""
    (tmp_path / "simple").mkdir()
    installation = Installation(sqlite, tmp_path / "simple")
    installation.live()
    return installation


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Installation]:
    """Makes an empty place of one kind."""

    def make(kind: str = "sqlite") -> Installation:
        folder = tmp_path / f"elsewhere-{next(_numbers)}"
        folder.mkdir()
        url = f"sqlite:///{folder / 'rashin.db'}"
        if kind == "postgresql":
            server: PostgreSQL = request.getfixturevalue("postgresql")
            url = server.create(f"elsewhere_{next(_numbers)}")
        database = Database(url)
        request.addfinalizer(database.close)
        return Installation(database, folder)

    return make


Make = Callable[..., Installation]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_everything_comes_back_elsewhere(lived: Installation, elsewhere: Make, tmp_path: Path, kind: str) -> None:
    path, there = lived.save(tmp_path / "all.zip"), elsewhere(kind)
    done = there.restore(path)
    assert contents(there.database) == contents(lived.database)
    assert there.stored() == lived.stored() == FILES
    assert there.key.read_bytes() == lived.key.read_bytes()
    assert there.key.stat().st_mode & 0o777 == path.stat().st_mode & 0o777 == 0o600
    assert (done.files, done.whole) == (3, True)
    ledger = Ledger(there.database, founded=True)
    assert ledger.audit().trouble == ()
    ledger.decide(3)
    assert ledger.audit().trouble == ()


def test_the_books_come_back_whole_and_what_is_being_made_is_left_out(
    lived: Installation, elsewhere: Make, tmp_path: Path
) -> None:
    book = small_book(book_of(lived.books.parent, "org_1").folder)
    hidden = [book.folder / "batches" / ".adding-1" / "payment.parquet", lived.books / "org_1" / ".lock"]
    key = book.folder / "keys" / "signing.key"
    for path in (*hidden, key):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    there = elsewhere("sqlite")
    there.restore(lived.save(tmp_path / "all.zip"))
    again = book_of(there.books.parent, "org_1")
    assert again.batches() == book.batches()
    again.open()
    assert audit_books(there.books, receipts=False).sound
    assert (again.folder / "keys" / "signing.key").stat().st_mode & 0o777 == 0o600
    assert not any((there.books / path.relative_to(lived.books)).exists() for path in hidden)


def test_what_was_published_comes_back_as_it_was(lived: Installation, elsewhere: Make, tmp_path: Path) -> None:
    """What repeats other files is made again; the book's log goes on where it stood."""
    standing, there = Standing(lived.books.parent), elsewhere("sqlite")
    small_book(standing.book.folder)
    for title in ("一つ目", "二つ目"):
        standing.book.add(draft_of({"programme": [{"id": title, "title": title}]}), by="山本")
        standing.publish()
    preview = lived.books / WHOSE / "preview"
    shutil.copytree(standing.site, preview)
    saved = lived.save(tmp_path / "all.zip")
    with zipfile.ZipFile(saved) as archive:
        assert not [
            name for name in archive.namelist() if "/latest/" in name or "/site/log/" in name or "/preview" in name
        ]
    shutil.rmtree(preview)
    there.restore(saved)
    again = Standing(there.books.parent)
    assert files_of(again.folder) == files_of(standing.folder)
    assert (again.book.folder / "log" / "signing.key").stat().st_mode & 0o777 == 0o600
    before = audit_books(again.folder, receipts=True)
    assert before.sound
    again.publish()
    after = audit_books(again.folder, receipts=True)
    assert after.sound
    assert after.entries >= before.entries


def files_of(folder: Path) -> dict[Path, bytes]:
    """Every file that is not hidden."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder): path.read_bytes() for path in found}


def test_a_book_that_is_there_is_never_overwritten_nor_lost(
    lived: Installation, elsewhere: Make, tmp_path: Path
) -> None:
    small_book(book_of(lived.books.parent, "org_1").folder)
    path, there = lived.save(tmp_path / "all.zip"), elsewhere("sqlite")
    mine = small_book(book_of(there.books.parent, "org_2").folder).batches()
    with pytest.raises(InstallationNotEmpty, match="org_2"):
        there.restore(path)
    assert book_of(there.books.parent, "org_2").batches() == mine


@pytest.mark.parametrize("name", ["../outside", "org_1/../../outside", "/outside"])
def test_a_book_that_points_outside_is_refused(elsewhere: Make, tmp_path: Path, name: str) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"programmes/{name}", "x")
        part = {"size": 1, "sha256": sha256(b"x").hexdigest(), "rows": None}
        manifest = {"version": "1", "revision": newest(), "made_at": "", "checkpoint": None, "whole": True}
        archive.writestr(
            "manifest.json", json.dumps({**manifest, "format": FORMAT, "parts": {f"programmes/{name}": part}})
        )
    there = elsewhere("sqlite")
    with pytest.raises(BackupUnreadable):
        there.restore(path)
    assert not (tmp_path / "outside").exists()
    assert there.is_empty()


def test_a_restored_database_keeps_its_guards(lived: Installation, elsewhere: Make, tmp_path: Path) -> None:
    """Rows that are never changed are not changed after a restore either."""
    from sqlalchemy.exc import DBAPIError

    there = elsewhere("sqlite")
    there.restore(lived.save(tmp_path / "all.zip"))
    with pytest.raises(DBAPIError), there.database.system() as session:
        session.execute(text("UPDATE approvals SET digest = 'x'"))


def test_what_is_there_already_is_never_overwritten(simple: Installation, tmp_path: Path) -> None:
    path = simple.save(tmp_path / "all.zip")
    before = path.read_bytes()
    with pytest.raises(BackupExists):
        simple.save(path)
    assert path.read_bytes() == before
    with pytest.raises(InstallationNotEmpty):
        simple.restore(path)
    assert Ledger(simple.database, founded=True).audit().agrees


def test_a_backup_appears_whole_or_not_at_all(simple: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    simple.key.unlink()
    with pytest.raises(RashinError):
        simple.save(folder / "all.zip")
    assert list(folder.iterdir()) == []
    with pytest.raises(CannotWrite):
        simple.save(tmp_path / "no" / "such" / "folder.zip")


def test_there_is_nothing_to_save_before_the_tables_are_made(elsewhere: Make, tmp_path: Path) -> None:
    with pytest.raises(DatabaseBehind):
        elsewhere().save(tmp_path / "all.zip")
    assert not (tmp_path / "all.zip").exists()


def test_an_installation_that_only_started_is_empty(lived: Installation, elsewhere: Make, tmp_path: Path) -> None:
    """It has tables, a setup link and a key of its own, which signed nothing yet."""
    from rashin.trust.log.keys import KeyType, SigningKey
    from rashin.workspace.access.people import setup_link_token
    from rashin.workspace.database import migrate

    there = elsewhere()
    migrate(there.database)
    SigningKey.new("rashin.log/fresh", KeyType.LOG).write(there.key)
    with there.database.system() as session:
        setup_link_token(session)
    there.restore(lived.save(tmp_path / "all.zip"))
    assert contents(there.database) == contents(lived.database)
    assert there.key.read_bytes() == lived.key.read_bytes()


@pytest.mark.parametrize("what", ["a person", "a foreign file", "another file of that name"])
def test_where_anything_was_done_nothing_is_restored(
    simple: Installation, elsewhere: Make, tmp_path: Path, what: str
) -> None:
    path, there = simple.save(tmp_path / "all.zip"), elsewhere()
    if what == "a person":
        from rashin.workspace.database import migrate
        from rashin.workspace.database.tables import Person

        migrate(there.database)
        with there.database.system() as session:
            session.add(Person(id="per_9", email="x@example.jp", name="x"))
    else:
        there.files.put("foreign" if what == "a foreign file" else "empty", [b"mine"])
    before = there.stored()
    with pytest.raises(InstallationNotEmpty):
        there.restore(path)
    assert there.stored() == before
    assert not there.key.exists()


def damaged(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 0x55
    path.write_bytes(content)


@pytest.mark.parametrize("place", [0, 100, 5_000, 10_000, -50, -2_000])
def test_a_damaged_backup_restores_nothing(simple: Installation, elsewhere: Make, tmp_path: Path, place: int) -> None:
    check_damage(simple, elsewhere, tmp_path, place)


@pytest.mark.heavy
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6))
def test_wherever_a_backup_is_damaged_it_restores_nothing(
    simple: Installation, elsewhere: Make, tmp_path: Path, place: int
) -> None:
    check_damage(simple, elsewhere, tmp_path, place)


def check_damage(simple: Installation, elsewhere: Make, tmp_path: Path, place: int) -> None:
    """Nothing is restored, or everything: a few bytes, such as the time in a ZIP's head, mean nothing."""
    whole = tmp_path / "whole.zip"
    if not whole.exists():
        simple.save(whole)
    path, there = tmp_path / "damaged.zip", elsewhere()
    shutil.copy(whole, path)
    damaged(path, place)
    try:
        there.restore(path)
    except (BackupUnreadable, BackupNewer):
        assert there.is_empty()
        there.restore(whole)
    assert contents(there.database) == contents(simple.database)
    assert there.stored() == FILES
    there.database.close()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_backup_that_was_cut_short_restores_nothing(
    simple: Installation, elsewhere: Make, tmp_path: Path, share: float
) -> None:
    path, there = simple.save(tmp_path / "all.zip"), elsewhere()
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BackupUnreadable):
        there.restore(path)
    assert there.is_empty()


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A backup with other members, each of them sound."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        del members[name]

    return change


def manifest(**changes: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | changes).encode()

    return change


def other_decision(members: dict[str, bytes]) -> None:
    members["tables/decisions"] = members["tables/decisions"].replace(b"adverse", b"favourable")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (without("manifest.json"), BackupUnreadable),
        (without("tables/decisions"), BackupUnreadable),
        (without("files/empty"), BackupUnreadable),
        (without("log.key"), BackupUnreadable),
        (other_decision, BackupUnreadable),
        (manifest(format="rashin-backup/9"), BackupUnreadable),
        (manifest(parts={}), BackupUnreadable),
        (manifest(extra=1), BackupUnreadable),
        (manifest(revision="9999"), BackupNewer),
    ],
)
def test_a_backup_that_was_changed_restores_nothing(
    simple: Installation,
    elsewhere: Make,
    tmp_path: Path,
    change: Callable[[dict[str, bytes]], None],
    error: type[RashinError],
) -> None:
    path, there = rewritten(simple.save(tmp_path / "all.zip"), change), elsewhere()
    with pytest.raises(error):
        there.restore(path)
    assert there.is_empty()


def test_what_is_no_backup_is_told(elsewhere: Make, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        elsewhere().restore(tmp_path / "none.zip")
    (tmp_path / "text.zip").write_text("hello")
    with pytest.raises(BackupUnreadable):
        elsewhere().restore(tmp_path / "text.zip")


def test_a_file_that_is_deleted_meanwhile_is_left_out(
    simple: Installation, elsewhere: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = list(simple.files.keys())
    monkeypatch.setattr(simple.files, "keys", lambda: iter([*listed, "gone"]))
    path, there = simple.save(tmp_path / "all.zip"), elsewhere()
    there.restore(path)
    assert there.stored() == FILES


def test_before_migrating_the_tables_are_saved_and_can_be_put_back(
    simple: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert save_before_migrating(simple.database, tmp_path / "backups") is None
    before = contents(simple.database)
    monkeypatch.setattr(saving, "newest", lambda: "next")
    saved = save_before_migrating(simple.database, tmp_path / "backups")
    assert saved is not None
    assert saved.path.name.startswith("before-next-")
    simple.database.close()
    for path in tmp_path.glob("rashin.db*"):
        path.unlink()
    done = simple.restore(saved.path)
    assert (done.whole, done.files) == (False, 0)
    assert contents(simple.database) == before
    assert simple.stored() == FILES
    assert Ledger(simple.database, founded=True).audit().agrees
    assert revision(simple.database) == newest()
