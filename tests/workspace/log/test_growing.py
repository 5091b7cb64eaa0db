"""The log only grows, whoever appends at once and whoever dies meanwhile, and proves everything that is in it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.workspace.log.ledger import KEY, Ledger

from rashin.errors import Erased, NotFound
from rashin.trust.log.checkpoint import Checkpoint, open_checkpoint
from rashin.trust.log.merkle import leaf_hash
from rashin.trust.log.tiles import ENTRIES, Frontier, Tile, append, tiles_of, unbundled
from rashin.trust.log.witness import check_grown
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.workspace.database import Database
from rashin.workspace.database.tables import DecisionRecord, LogEntry
from rashin.workspace.log import LogReader

APPENDER = Path(__file__).with_name("appender.py")
BEFORE = 3
"""Leaves before the first decision."""


def appender(url: str, *numbers: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(APPENDER), url, *map(str, numbers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def checkpoint(database: Database) -> Checkpoint:
    with database.system(reading=True) as session:
        return open_checkpoint(LogReader(session).checkpoint, [KEY.verifier]).checkpoint


def kept_decisions(database: Database) -> set[str]:
    with database.system(reading=True) as session:
        return set(session.scalars(select(DecisionRecord.id)))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_whatever_the_groups_the_tree_is_that_of_the_entries(migrated_file: Path, groups: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rashin.db"
        path.write_bytes(migrated_file.read_bytes())
        database = Database(f"sqlite:///{path}")
        ledger = Ledger(database)
        seen = []
        for size in groups:
            with database.system() as session:
                for _ in range(size):
                    ledger.decide_in(session)
            seen.append(checkpoint(database))
        with database.snapshot() as session:
            reader = LogReader(session)
            entries = list(session.scalars(select(LogEntry.entry).order_by(LogEntry.index)))
            grown = append(Frontier(), [leaf_hash(entry) for entry in entries], lambda _: b"")
            assert seen[-1] == Checkpoint(KEY.name, BEFORE + sum(groups), grown.root)
            for tile in tiles_of(reader.size):
                assert reader.tile(tile) == grown.tiles[tile]
            for old in seen:
                check_grown(old, seen[-1], reader.tile)
        assert ledger.audit().agrees
        database.close()


def test_every_row_has_a_receipt_that_holds(database: Database) -> None:
    ledger = Ledger(database)
    ledger.decide(5)
    with database.snapshot() as session:
        reader = LogReader(session)
        receipts = [reader.receipt(row) for row in session.scalars(select(DecisionRecord))]
    for receipt in receipts:
        again = Receipt.from_json(_as_review(receipt).to_json().encode())
        checks = {check.name: check.holds for check in verify(again, [KEY.verifier]).checks}
        assert checks["inclusion"]
        assert checks["signature"]


def _as_review(receipt: Receipt) -> Receipt:
    """These tests' decisions have no reasons, so the receipt is read as that of a kind that needs none."""
    return Receipt(
        {**receipt.payload, "kind": "review"},
        receipt.salt,
        receipt.entry,
        receipt.index,
        receipt.proof,
        receipt.checkpoint,
    )


def test_what_was_erased_has_no_receipt_and_its_leaf_stays(database: Database) -> None:
    ledger = Ledger(database)
    (name,) = ledger.decide()
    before = checkpoint(database)
    ledger.erase(name)
    with database.snapshot() as session:
        reader = LogReader(session)
        with pytest.raises(Erased):
            reader.receipt(session.get_one(DecisionRecord, name))
        check_grown(before, checkpoint(database), reader.tile)


def test_entries_are_given_in_bundles_and_nothing_beyond_the_end(database: Database) -> None:
    ledger = Ledger(database)
    ledger.decide(4)
    with database.snapshot() as session:
        reader = LogReader(session)
        entries = list(session.scalars(select(LogEntry.entry).order_by(LogEntry.index)))
        assert unbundled(reader.tile(Tile(ENTRIES, 0, len(entries)))) == entries
        assert unbundled(reader.tile(Tile(ENTRIES, 0, 2))) == entries[:2]
        for beyond in (Tile(ENTRIES, 0, len(entries) + 1), Tile(0, 0), Tile(0, 1, 1), Tile(1, 0, 1)):
            with pytest.raises(NotFound):
                reader.tile(beyond)


def test_an_empty_log_says_so(database: Database) -> None:
    with database.snapshot() as session:
        reader = LogReader(session)
        assert reader.size == 0
        with pytest.raises(NotFound):
            _ = reader.checkpoint


def test_what_is_undone_leaves_no_leaf(database: Database) -> None:
    ledger = Ledger(database)
    before = checkpoint(database)

    def fail() -> None:
        with database.system() as session:
            ledger.decide_in(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert checkpoint(database) == before
    assert ledger.audit().agrees


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("on_postgresql")])
def test_processes_that_append_at_once_wait_for_one_another(request: pytest.FixtureRequest, kind: str) -> None:
    database: Database = request.getfixturevalue(kind)
    ledger = Ledger(database)
    writers = [appender(database.url, 40) for _ in range(2)]
    told = []
    for writer in writers:
        out, err = writer.communicate(timeout=120)
        assert (writer.returncode, err) == (0, "")
        told += out.split()
    assert len(set(told)) == 80
    assert kept_decisions(database) == set(told)
    found = ledger.audit()
    assert found.trouble == ()
    assert found.entries == BEFORE + 80


def test_those_who_begin_the_log_at_once_wait_for_one_another(on_postgresql: Database) -> None:
    """Before the first entry there is no row that could be locked."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from rashin.trust.receipts.entries import Kind, commit
    from rashin.workspace.clock import now
    from rashin.workspace.log import Log

    log, start = Log(KEY), Barrier(4)

    def begin(_: int) -> int:
        start.wait()
        with on_postgresql.system() as session:
            return log.append(session, [commit(Kind.FIGURE, now(), {"id": "x"})])

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(begin, range(4))) == [0, 1, 2, 3]


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["sqlite", "on_postgresql"])
def test_killed_between_any_two_statements_nothing_told_is_lost_and_all_agrees(
    request: pytest.FixtureRequest, kind: str
) -> None:
    database: Database = request.getfixturevalue(kind)
    ledger = Ledger(database)
    told: set[str] = set()
    chance = random.Random(7)  # noqa: S311 (not a secret)
    steps = sorted({*range(1, 13), *chance.sample(range(13, 200), 12)})
    for step in steps:
        process = appender(database.url, 1000, step)
        out, _ = process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL
        told |= set(out.split())
        found = ledger.audit()
        assert found.trouble == (), f"killed at step {step}"
        kept = kept_decisions(database)
        assert told <= kept
        assert found.entries == BEFORE + len(kept)
    # At most the one that was being told when it died.
    assert len(kept_decisions(database)) - len(told) <= len(steps)
    with database.system(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(LogEntry)) == BEFORE + len(kept_decisions(database))
