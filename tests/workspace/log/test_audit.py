# ruff: noqa: S608 (these tests do what an intruder would)
"""An audit finds nothing where nothing was done behind the program's back, and otherwise names the first place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.workspace.log.ledger import KEY, ORGANISATION, Ledger

from rashin.trust.log.keys import KeyType, SigningKey
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Base, Sealed
from rashin.workspace.log import audit
from rashin.workspace.log.recorded import RECORDED

DECISIONS = 600
"""More than two tiles of leaves, so that there is a tile of the second level."""
FIRST = 3
"""The index of the first decision; before it are a data check, a model and an approval."""


@pytest.fixture(scope="module")
def long_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a long log, to be copied."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("long") / "rashin.db")
    database = Database(f"sqlite:///{path}")
    ledger = Ledger(database)
    with database.system() as session:
        for _ in range(DECISIONS):
            ledger.decide_in(session)
    database.close()
    return Path(path)


@pytest.fixture
def ledger(long_file: Path, tmp_path: Path) -> Iterator[Ledger]:
    database = Database(f"sqlite:///{shutil.copy(long_file, tmp_path / 'rashin.db')}")
    yield Ledger(database, founded=True)
    database.close()


def first_trouble(ledger: Ledger) -> str:
    found = ledger.audit().trouble
    assert found
    return found[0].en


def decision_at(ledger: Ledger, index: int) -> str:
    with ledger.database.system(reading=True) as session:
        found = session.scalar(text("SELECT id FROM decisions WHERE log_index = :i"), {"i": index})
    assert found is not None
    return str(found)


def test_an_installation_in_which_nothing_happened_yet_agrees(database: Database) -> None:
    with database.snapshot() as session:
        assert audit(session, KEY.verifier).agrees


def test_what_was_recorded_agrees(database: Database) -> None:
    ledger = Ledger(database)
    ledger.of_every_kind()
    found = ledger.audit()
    assert found.trouble == ()
    assert (found.entries, found.rows, found.erased) == (8, 8, 1)


def test_a_long_log_agrees(ledger: Ledger) -> None:
    found = ledger.audit()
    assert found.trouble == ()
    assert found.entries == found.rows == DECISIONS + FIRST


def test_every_table_of_rows_with_leaves_is_audited() -> None:
    assert set(RECORDED) == {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Sealed)}


@pytest.mark.parametrize("index", [FIRST, 255, 256, 511, 512, DECISIONS + FIRST - 1])
def test_an_entry_that_was_changed_is_named(ledger: Ledger, index: int) -> None:
    ledger.run(
        'UPDATE log_entries SET entry = (SELECT entry FROM log_entries WHERE "index" = 1) WHERE "index" = :i', i=index
    )
    assert first_trouble(ledger) == f"Entry {index} of the log and its tree do not agree: one of them was changed."


@pytest.mark.parametrize("index", [0, FIRST, 255, 256, 600])
def test_an_entry_that_is_no_longer_readable_is_named(ledger: Ledger, index: int) -> None:
    ledger.run('UPDATE log_entries SET entry = :e WHERE "index" = :i', e=b'{"kind":"decision"}', i=index)
    found = ledger.audit().trouble
    assert f"Entry {index} of the log cannot be read." in [one.en for one in found[:2]]


@pytest.mark.parametrize("index", [FIRST, 255, 256, 511, DECISIONS + FIRST - 1])
def test_an_entry_that_was_removed_is_named(ledger: Ledger, index: int) -> None:
    name = decision_at(ledger, index)
    ledger.run('DELETE FROM log_entries WHERE "index" = :i', i=index)
    found = [one.en for one in ledger.audit().trouble[:2]]
    assert sorted(found) == sorted([f"Entry {index} of the log is missing.", f"{name} has no entry in the log."])


def test_entries_that_were_swapped_are_named(ledger: Ledger) -> None:
    for old, new in ((10, -1), (20, 10), (-1, 20)):
        ledger.run('UPDATE log_entries SET "index" = :new WHERE "index" = :old', old=old, new=new)
    found = [one.en for one in ledger.audit().trouble]
    assert found[0] == "Entry 10 of the log and its tree do not agree: one of them was changed."
    assert "Entry 20 of the log and its tree do not agree: one of them was changed." in found


def test_an_entry_beyond_what_was_signed_is_named(ledger: Ledger) -> None:
    end = DECISIONS + FIRST
    ledger.run('INSERT INTO log_entries SELECT :i, entry FROM log_entries WHERE "index" = 5', i=end)
    assert first_trouble(ledger) == f"Entry {end} of the log lies beyond the {end} that were signed."


@pytest.mark.parametrize("index", [FIRST, 256, DECISIONS + FIRST - 1])
def test_a_row_that_was_removed_is_named(ledger: Ledger, index: int) -> None:
    ledger.run("DELETE FROM decisions WHERE log_index = :i", i=index)
    assert first_trouble(ledger) == f"Entry {index} of the log (decision) has no record in the database."


@pytest.mark.parametrize("index", [FIRST, 256, DECISIONS + FIRST - 1])
@pytest.mark.parametrize(
    "change", ["payload = CAST(replace(payload, 'adverse', 'favourable') AS BLOB)", "salt = x'00'"]
)
def test_contents_that_were_changed_are_named(ledger: Ledger, index: int, change: str) -> None:
    name = decision_at(ledger, index)
    ledger.run(f"UPDATE decisions SET {change} WHERE log_index = :i", i=index)
    assert first_trouble(ledger) == f"The contents of {name} do not match entry {index} of the log: they were changed."


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("outcome", "favourable"),
        ("handed_over", True),
        ("reference", "案件-8"),
        ("at", 0),
        ("organisation_id", "org_2"),
    ],
)
def test_a_column_that_was_changed_is_named(ledger: Ledger, column: str, value: Any) -> None:
    ledger.run("INSERT INTO organisations SELECT 'org_2', name, created_at, quotas FROM organisations")
    name = decision_at(ledger, 300)
    ledger.run(f"UPDATE decisions SET {column} = :v WHERE log_index = 300", v=value)
    found = ledger.audit().trouble
    assert [one.en for one in found] == [
        f"“{column}” of {name} is not what entry 300 of the log records: it was changed."
    ]


def test_an_approval_that_was_put_under_another_model_is_named(ledger: Ledger) -> None:
    with ledger.database.system(reading=True) as session:
        guards = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'approvals'")
        )
        names = list(guards)
    for name in names:
        ledger.run(f"DROP TRIGGER {name}")
    ledger.run("UPDATE approvals SET digest = :d", d="cd" * 32)
    assert "“digest” of app_" in first_trouble(ledger)


def test_rows_that_were_swapped_are_named(ledger: Ledger) -> None:
    first, second = decision_at(ledger, 10), decision_at(ledger, 20)
    for old, new in ((10, -1), (20, 10), (-1, 20)):
        ledger.run("UPDATE decisions SET log_index = :new WHERE log_index = :old", old=old, new=new)
    found = [one.en for one in ledger.audit().trouble]
    assert found == [
        f"The contents of {second} do not match entry 10 of the log: they were changed.",
        f"The contents of {first} do not match entry 20 of the log: they were changed.",
    ]


def test_a_row_that_was_added_is_named(ledger: Ledger) -> None:
    ledger.run(
        "INSERT INTO reviews (id, decision_id, deployment_id, person_id, outcome, overruled, seconds, at, payload, salt,"
        " log_index, organisation_id) SELECT 'rev_x', id, deployment_id, 'per_1', outcome, false, 1, at, payload, salt,"
        f" 9999, '{ORGANISATION}' FROM decisions WHERE log_index = 9"
    )
    assert first_trouble(ledger) == "rev_x has no entry in the log."


def test_two_rows_that_claim_one_entry_are_named(ledger: Ledger) -> None:
    name = decision_at(ledger, 9)
    ledger.run(
        "INSERT INTO erasures (id, decision_id, person_id, why, at, payload, salt, log_index, organisation_id)"
        f" SELECT 'era_x', id, 'per_1', '', at, payload, salt, 9, '{ORGANISATION}' FROM decisions WHERE log_index = 9"
    )
    assert first_trouble(ledger) == f"Entry 9 of the log is claimed by both {name} and era_x."


def test_contents_that_vanished_without_a_word_are_named(ledger: Ledger) -> None:
    name = decision_at(ledger, 256)
    ledger.run("UPDATE decisions SET payload = NULL, salt = NULL WHERE log_index = 256")
    assert first_trouble(ledger) == f"The contents of {name} are gone, and no erasure is on record."
    ledger.erase(name)
    assert ledger.audit().agrees


@pytest.mark.parametrize("missing", ["payload", "salt"])
def test_half_erased_is_not_erased(ledger: Ledger, missing: str) -> None:
    ledger.run(f"UPDATE decisions SET {missing} = NULL WHERE log_index = 256")
    assert "do not match entry 256" in first_trouble(ledger)


@pytest.mark.parametrize(("level", "index"), [(0, 0), (0, 1), (0, 2), (1, 0)])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_tiles SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB)",
        "UPDATE log_tiles SET hashes = substr(hashes, 1, length(hashes) - 1)",
        "UPDATE log_tiles SET hashes = CAST(hashes || zeroblob(32) AS BLOB)",
        "DELETE FROM log_tiles",
    ],
    ids=["changed", "shortened", "lengthened", "removed"],
)
def test_a_tile_that_was_changed_is_noticed(ledger: Ledger, level: int, index: int, change: str) -> None:
    ledger.run(f'{change} WHERE level = :l AND "index" = :i', l=level, i=index)
    found = first_trouble(ledger)
    entry = re.match(r"Entry (\d+) of the log and its tree do not agree", found)
    assert int(entry[1]) // 256 == index if entry else f"tile/{level}/00{index}" in found


def test_a_tile_that_was_added_is_named(ledger: Ledger) -> None:
    ledger.run("INSERT INTO log_tiles VALUES (2, 0, :h)", h=bytes(32))
    assert first_trouble(ledger) == "tile/2/000 of the log does not follow from its entries."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("size = size - 1", "lies beyond the"),
        ("size = size + 1", "is missing"),
        ("peaks = zeroblob(64)", "What the log is grown from"),
        ("checkpoint = replace(checkpoint, '603', '602')", "The last signature does not hold."),
        ("checkpoint = ''", "The last signature does not hold."),
    ],
)
def test_a_head_that_was_changed_is_named(ledger: Ledger, change: str, said: str) -> None:
    ledger.run(f"UPDATE log_head SET {change}")
    assert said in first_trouble(ledger)


def test_a_head_that_was_removed_is_noticed(ledger: Ledger) -> None:
    ledger.run("DELETE FROM log_head")
    assert "beyond the 0 that were signed" in first_trouble(ledger)


def test_an_older_head_that_was_put_back_is_noticed(sqlite: Database) -> None:
    """Its signature is good, but what came after it is still there."""
    ledger = Ledger(sqlite)
    with sqlite.system(reading=True) as session:
        old = session.execute(text("SELECT size, peaks, checkpoint FROM log_head")).one()
    ledger.decide(5)
    ledger.run("UPDATE log_head SET size = :s, peaks = :p, checkpoint = :c", s=old[0], p=old[1], c=old[2])
    assert first_trouble(ledger) == "Entry 3 of the log lies beyond the 3 that were signed."


def test_a_log_of_another_key_is_noticed(ledger: Ledger) -> None:
    other = SigningKey(KEY.name, KeyType.LOG, bytes(32)).verifier
    with ledger.database.snapshot() as session:
        found = audit(session, other)
    assert [one.en.startswith("The last signature does not hold.") for one in found.trouble] == [True]


def test_no_more_than_ten_are_told(ledger: Ledger) -> None:
    ledger.run("DELETE FROM decisions WHERE log_index >= 100")
    found = [one.en for one in ledger.audit().trouble]
    assert found == [f"Entry {n} of the log (decision) has no record in the database." for n in range(100, 110)]
