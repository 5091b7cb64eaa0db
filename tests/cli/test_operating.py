"""`rashin doctor`, `audit`, `backup` and `restore`: what they say, to people and to programs, and their exit codes."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from tests.workspace.database.released import stored
from tests.workspace.log.ledger import KEY, Ledger

from rashin.workspace.backup import rows
from rashin.workspace.database import Database, migrate, newest

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """The folder of an installation with a few records."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    KEY.write(folder / "log.key")
    database = Database(f"sqlite:///{folder / 'rashin.db'}")
    migrate(database)
    Ledger(database).of_every_kind()
    yield folder
    database.close()


def ledger(data: Path) -> Ledger:
    return Ledger(Database(f"sqlite:///{data / 'rashin.db'}"), founded=True)


def env(data: Path, language: str = "en") -> dict[str, str]:
    return {"RASHIN_DATA": str(data), "RASHIN_LANGUAGE": language}


def change(data: Path, statement: str) -> None:
    found = ledger(data)
    found.run(statement)
    found.database.close()


def checkpoint(data: Path, path: Path) -> Path:
    found = ledger(data)
    with found.database.system(reading=True) as session:
        path.write_text(str(session.scalar(text("SELECT checkpoint FROM log_head"))))
    found.database.close()
    return path


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_doctor_says_in_words_how_it_is(run: Run, data: Path, language: str) -> None:
    answer = run("doctor", env=env(data, language))
    assert answer.code == 0
    assert ("○" if language == "ja" else "[ok]") in answer.out
    assert str(data / "log.key") in "".join(answer.out.split())


def test_what_must_be_mended_changes_the_exit_code(run: Run, data: Path) -> None:
    (data / "log.key").unlink()
    answer = run("doctor", env=env(data))
    assert answer.code == 6
    assert "[WRONG]" in answer.out
    facts = run("doctor", "--json", env=env(data)).facts
    assert facts["runs"] is False
    (key,) = [one for one in facts["findings"] if one["name"] == "key"]
    assert (key["state"], set(key["mend"])) == ("wrong", {"ja", "en"})


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_audit_that_agrees_says_what_was_compared(run: Run, data: Path, language: str) -> None:
    answer = run("audit", env=env(data, language))
    assert answer.code == 0
    assert "8" in answer.out
    assert ("すべて合っています" if language == "ja" else "All of it agrees") in answer.out
    facts = run("audit", "--json", env=env(data)).facts
    assert facts["agrees"] is True
    assert (facts["found"]["entries"], facts["found"]["rows"], facts["found"]["erased"]) == (8, 8, 1)


def test_an_audit_that_does_not_agree_names_the_place(run: Run, data: Path) -> None:
    change(data, "UPDATE decisions SET outcome = 'favourable' WHERE log_index = 3")
    answer = run("audit", env=env(data))
    assert answer.code == 5
    assert "is not what entry 3 of the log records" in " ".join(answer.out.split())
    assert run("audit", "--json", env=env(data)).facts["agrees"] is False


def test_an_audit_since_a_checkpoint_sees_whether_the_log_only_grew(run: Run, data: Path, tmp_path: Path) -> None:
    old = checkpoint(data, tmp_path / "old")
    grown = ledger(data)
    grown.decide(3)
    grown.database.close()
    answer = run("audit", "--since", old, env=env(data))
    assert answer.code == 0
    assert "only grown" in answer.out


def test_an_audit_since_a_checkpoint_sees_that_the_log_was_made_anew(run: Run, data: Path, tmp_path: Path) -> None:
    """By somebody who has the key, so that all of it agrees with itself."""
    old = checkpoint(data, tmp_path / "old")
    (data / "rashin.db").unlink()
    database = Database(f"sqlite:///{data / 'rashin.db'}")
    migrate(database)
    made_anew = Ledger(database)
    made_anew.of_every_kind()
    made_anew.decide(5)
    database.close()
    assert run("audit", env=env(data)).code == 0
    answer = run("audit", "--since", old, env=env(data))
    assert answer.code == 5
    assert run("audit", "--since", old, "--json", env=env(data)).facts["since"]["type"].endswith(":log-rewritten")


def test_an_audit_since_a_checkpoint_sees_that_the_log_was_cut(run: Run, data: Path, tmp_path: Path) -> None:
    old = checkpoint(data, tmp_path / "old")
    for table in ("log_entries", "log_tiles", "log_head"):
        change(data, f"DELETE FROM {table}")  # noqa: S608 (as an intruder would)
    facts = run("audit", "--since", old, "--json", env=env(data)).facts
    assert facts["since"]["type"].endswith(":log-shrunk")


def test_an_audit_of_nothing_is_told(run: Run, tmp_path: Path) -> None:
    assert run("audit", env=env(tmp_path)).code != 0
    (tmp_path / "none").write_text("no checkpoint")
    assert run("audit", "--since", tmp_path / "missing", env=env(tmp_path)).code == 3


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_backup_is_restored_elsewhere(run: Run, data: Path, tmp_path: Path, language: str) -> None:
    path, there = tmp_path / "all.zip", tmp_path / "there"
    saved = run("backup", path, env=env(data, language))
    assert saved.code == 0
    assert ("秘密鍵" if language == "ja" else "private key") in saved.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    restored = run("restore", path, env=env(there, language))
    assert restored.code == 0
    assert ("一方だけ" if language == "ja" else "one of them only") in restored.out
    assert run("audit", env=env(there)).code == 0
    assert run("doctor", env=env(there)).code == 0


def test_a_backup_says_the_same_to_programs(run: Run, data: Path, tmp_path: Path) -> None:
    saved = run("backup", tmp_path / "all.zip", "--json", env=env(data)).facts
    restored = run("restore", tmp_path / "all.zip", "--json", env=env(tmp_path / "there")).facts
    assert saved["rows"] == restored["rows"] > 8
    assert restored["whole"] is True


def test_what_keeps_from_restoring_is_told(run: Run, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    assert run("backup", path, env=env(data)).code == 0
    assert run("backup", path, env=env(data)).code == 6
    refused = run("restore", path, env=env(data))
    assert refused.code == 6
    assert "records already" in " ".join(refused.err.split())
    (tmp_path / "no.zip").write_text("hello")
    assert run("restore", tmp_path / "no.zip", env=env(tmp_path / "there")).code == 6
    assert run("restore", tmp_path / "none.zip", env=env(tmp_path / "there")).code == 3


def test_an_upgrade_saves_the_tables_before_and_that_leads_back(run: Run, tmp_path: Path) -> None:
    """From each release to this one, by the command; and what was saved holds everything that was there."""
    for released, tables in stored().items():
        if released == newest():
            continue
        data, there = tmp_path / released, tmp_path / f"{released}-again"
        before = filled(data, released, tables)
        told = run("migrate", "--json", env=env(data)).facts
        assert (told["before"], told["now"]) == (released, newest())
        assert Path(told["saved"]).parent == data / "backups"
        assert stat.S_IMODE(Path(told["saved"]).stat().st_mode) == 0o600
        restored = run("restore", told["saved"], "--json", env=env(there)).facts
        assert (restored["whole"], restored["rows"]) == (False, before)
        assert run("migrate", "--json", env=env(data)).facts["saved"] is None


def filled(data: Path, released: str, tables: dict[str, list[dict[str, Any]]]) -> int:
    """The folder of an installation as a release left it; how many rows are in it."""
    data.mkdir(mode=0o700)
    database = Database(f"sqlite:///{data / 'rashin.db'}")
    migrate(database, released)
    with database.system() as session:
        connection = session.connection()
        count = sum(rows.load(connection, table, tables[table.name]) for table in rows.tables(connection))
    database.close()
    return count
