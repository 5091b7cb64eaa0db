"""The doctor finds what an operator can get wrong, says how to mend it, and finds nothing where nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from tests.workspace.postgresql import OWNER, PostgreSQL

from rashin.language import LANGUAGES
from rashin.settings import Settings
from rashin.trust.log.keys import KeyType, SigningKey
from rashin.trust.receipts.entries import Kind, commit
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Job, Organisation
from rashin.workspace.doctor import Finding, State, examine
from rashin.workspace.place import place_of
from rashin.workspace.starting import bring_up_to_date, claim_log
from rashin.workspace.workspace import open_workspace


def started(settings: Settings, entries: int = 3) -> None:
    """An installation that was started once, and recorded something."""
    workspace = open_workspace(settings)
    bring_up_to_date(workspace.database, place_of(settings))
    claim_log(workspace)
    with workspace.database.system() as session:
        workspace.log.append(session, [commit(Kind.FIGURE, now(), {"id": f"fig_{n}"}) for n in range(entries)])
    workspace.close()


def found(settings: Settings) -> dict[str, list[Finding]]:
    """What the doctor says, by name; whatever is not good must say how to mend it, in both languages."""
    said: dict[str, list[Finding]] = {}
    for one in examine(settings):
        said.setdefault(one.name, []).append(one)
        if one.state is not State.GOOD:
            assert one.mend is not None
            assert all(one.mend[language] and one.what[language] for language in LANGUAGES)
    return said


def troubles(settings: Settings) -> set[tuple[str, State]]:
    """What is not good. Fonts and room are this machine's matter."""
    said = found(settings)
    all_of_it = {(one.name, one.state) for some in said.values() for one in some if one.state is not State.GOOD}
    return {one for one in all_of_it if one[0] not in ("pdf", "room")}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation on SQLite."""
    chosen = Settings(data=tmp_path / "data")
    started(chosen)
    return chosen


@pytest.fixture
def on_server(postgresql_url: str, tmp_path: Path) -> Settings:
    """An installation on PostgreSQL."""
    chosen = Settings(data=tmp_path / "data", database_url=postgresql_url)
    started(chosen)
    return chosen


def test_a_sound_installation_has_nothing_to_mend(settings: Settings) -> None:
    assert troubles(settings) == set()
    assert {"folder", "database", "sqlite", "files", "key", "log", "workers", "listening"} <= set(found(settings))


def test_a_sound_installation_on_a_server_has_nothing_to_mend(on_server: Settings) -> None:
    assert troubles(on_server) == set()
    assert {"apart", "clock"} <= set(found(on_server))


def test_before_the_first_start_only_the_tables_are_missing(tmp_path: Path) -> None:
    assert troubles(Settings(data=tmp_path / "new")) == {("database", State.WARNING)}


def test_the_doctor_leaves_nothing_behind(settings: Settings) -> None:
    before = {path: path.read_bytes() for path in (settings.data / "files").rglob("*") if path.is_file()}
    found(settings)
    assert {path: path.read_bytes() for path in (settings.data / "files").rglob("*") if path.is_file()} == before


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    assert ("folder", State.WRONG) in troubles(Settings(data=tmp_path / "data"))


def test_a_folder_that_others_may_look_into_is_told(settings: Settings) -> None:
    settings.data.chmod(0o755)
    assert troubles(settings) == {("folder", State.WARNING)}


def test_a_key_that_others_may_read_is_told(settings: Settings) -> None:
    (settings.data / "log.key").chmod(0o644)
    assert troubles(settings) == {("key", State.WARNING)}


def test_a_key_that_is_gone_is_told(settings: Settings) -> None:
    (settings.data / "log.key").unlink()
    assert troubles(settings) == {("key", State.WRONG)}


def test_the_key_of_another_log_is_told(settings: Settings) -> None:
    (settings.data / "log.key").unlink()
    SigningKey.new("rashin.log/other", KeyType.LOG).write(settings.data / "log.key")
    assert ("key", State.WRONG) in troubles(settings)


def test_a_log_that_does_not_fit_its_signature_is_told(settings: Settings) -> None:
    change(settings, "UPDATE log_head SET checkpoint = replace(checkpoint, '3', '4')")
    assert troubles(settings) == {("log", State.WRONG)}


def test_a_clock_that_was_set_back_is_told(settings: Settings) -> None:
    change(settings, 'UPDATE log_entries SET entry = CAST(replace(entry, \'"at":"20\', \'"at":"21\') AS BLOB)')
    assert troubles(settings) == {("clock", State.WARNING)}


def test_a_database_that_lacks_an_update_is_told(settings: Settings) -> None:
    change(settings, "UPDATE alembic_version SET version_num = '9999'")
    assert ("database", State.WRONG) in troubles(settings)


def test_a_damaged_database_is_told(settings: Settings) -> None:
    path = settings.data / "rashin.db"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 60_000] = bytes(60_000)
    path.write_bytes(content)
    assert any(state is State.WRONG for _, state in troubles(settings))


def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    url = "postgresql+psycopg://rashin:geheim@127.0.0.1:1/rashin"
    said = found(Settings(data=tmp_path / "data", database_url=url))
    assert [one.state for one in said["database"]] == [State.WRONG]
    assert "geheim" not in said["database"][0].what.ja


def test_jobs_that_nobody_does_are_told(settings: Settings) -> None:
    database = place_of(settings).database()
    with database.system() as session:
        session.add(Organisation(id="org_1", name="x"))
        session.flush()
        session.add(Job(id="job_1", organisation_id="org_1", kind="learn", arguments={}))
        session.flush()
        session.execute(text("UPDATE jobs SET created_at = created_at - 600000"))
    database.close()
    assert troubles(settings) == {("workers", State.WARNING)}


def test_an_address_open_to_all_is_told(settings: Settings) -> None:
    for host, states in {"0.0.0.0": {("listening", State.WARNING)}, "::1": set(), "localhost": set()}.items():  # noqa: S104
        assert troubles(settings.model_copy(update={"host": host})) == states


def test_a_table_that_lost_its_guard_is_told(on_server: Settings) -> None:
    as_owner(on_server, "ALTER TABLE decisions NO FORCE ROW LEVEL SECURITY")
    assert troubles(on_server) == {("apart", State.WRONG)}
    assert "decisions" in found(on_server)["apart"][0].what.en


def test_a_policy_that_was_dropped_is_told(on_server: Settings) -> None:
    as_owner(on_server, "DROP POLICY tenant ON reviews")
    assert troubles(on_server) == {("apart", State.WRONG)}


def test_a_user_who_may_do_everything_is_told(on_server: Settings, postgresql: PostgreSQL) -> None:
    with postgresql.admin() as connection:
        connection.execute(f"ALTER ROLE {OWNER} BYPASSRLS")
        try:
            assert troubles(on_server) == {("roles", State.WARNING)}
        finally:
            connection.execute(f"ALTER ROLE {OWNER} NOBYPASSRLS")


def test_a_user_without_rights_is_told(on_server: Settings, postgresql: PostgreSQL) -> None:
    url = (on_server.database_url or "").replace(OWNER, "stranger")
    with postgresql.admin() as connection:
        connection.execute("CREATE ROLE stranger LOGIN")
        try:
            assert ("database", State.WRONG) in troubles(on_server.model_copy(update={"database_url": url}))
        finally:
            connection.execute("DROP ROLE stranger")


def test_a_user_without_the_roles_is_told(on_server: Settings, postgresql: PostgreSQL) -> None:
    url = (on_server.database_url or "").replace(OWNER, "halfway")
    as_owner(on_server, "GRANT SELECT ON alembic_version TO PUBLIC")
    with postgresql.admin() as connection:
        connection.execute("CREATE ROLE halfway LOGIN")
        try:
            assert ("roles", State.WRONG) in troubles(on_server.model_copy(update={"database_url": url}))
        finally:
            connection.execute("DROP ROLE halfway")


def change(settings: Settings, statement: str) -> None:
    database = place_of(settings).database()
    with database.system() as session:
        session.execute(text(statement))
    database.close()


def as_owner(settings: Settings, statement: str) -> None:
    database = Database(settings.database_url or "")
    with database.engine.begin() as connection:
        connection.execute(text(statement))
    database.close()
