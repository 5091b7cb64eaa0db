"""Backups while everything goes on, and after everything was lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.program import RASHIN, environment
from tests.workspace.company import Company
from tests.workspace.desk import Desk, furnish
from tests.workspace.filled import contents
from tests.workspace.jobs.workshop import until
from tests.workspace.log.ledger import KEY, Ledger
from tests.workspace.postgresql import PostgreSQL

from rashin.trust.log.checkpoint import Checkpoint, open_checkpoint
from rashin.trust.log.witness import check_grown
from rashin.trust.receipts.verify import verify
from rashin.workspace.backup import restore, save
from rashin.workspace.database import Database
from rashin.workspace.database.tables import DecisionRecord, Job
from rashin.workspace.deployments import in_use
from rashin.workspace.files import LocalFiles
from rashin.workspace.jobs import Jobs, JobStatus, WorkerLoop
from rashin.workspace.kinds import kinds
from rashin.workspace.log import Log, LogReader
from rashin.workspace.models import Models

APPENDER = Path(__file__).parents[1] / "workspace" / "log" / "appender.py"

_numbers = count()


@pytest.fixture(params=["sqlite", "on_postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found


def told(appender: subprocess.Popen[str], at_least: int) -> set[str]:
    """What an appender has said was committed, once it has said so many."""
    assert appender.stdout is not None
    return {appender.stdout.readline().strip() for _ in range(at_least)}


@pytest.mark.heavy
def test_a_backup_made_while_others_write_is_of_one_moment(database: Database, tmp_path: Path) -> None:
    Ledger(database)
    KEY.write(tmp_path / "log.key")
    command = [sys.executable, str(APPENDER), database.url, "100000"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    appenders = [subprocess.Popen(command, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    seen: list[Checkpoint] = []
    try:
        for number in range(3):
            before = set().union(*(told(one, 10) for one in appenders))
            path = tmp_path / f"{number}.zip"
            save(database, LocalFiles(tmp_path / "files"), tmp_path / "log.key", tmp_path / "programmes", path)
            there = Database(f"sqlite:///{tmp_path / f'{number}.db'}")
            restore(
                there,
                LocalFiles(tmp_path / f"{number}"),
                tmp_path / f"{number}.key",
                tmp_path / f"{number}.books",
                path,
            )
            assert Ledger(there, founded=True).audit().trouble == ()
            with there.snapshot() as session:
                assert before <= set(session.scalars(select(DecisionRecord.id)))
                reader = LogReader(session)
                seen.append(open_checkpoint(reader.checkpoint, [KEY.verifier]).checkpoint)
                check_grown(seen[0], seen[-1], reader.tile)
            there.close()
    finally:
        for one in appenders:
            one.kill()
            one.communicate()
    assert seen[0].size < seen[1].size < seen[2].size
    assert Ledger(database, founded=True).audit().trouble == ()


@pytest.fixture
def desk(database: Database, tmp_path: Path, model_file: bytes) -> Desk:
    (tmp_path / "here").mkdir()
    return furnish(database, tmp_path / "here", model_file)


def moved(desk: Desk, database: Database, folder: Path) -> Company:
    """The company after its machine was lost: from a backup, on another machine with another database."""
    company = desk.company
    company.key.write(folder / "log.key")
    save(company.database, company.files, folder / "log.key", folder / "programmes", folder / "all.zip")
    files = LocalFiles(folder / "there")
    restore(database, files, folder / "there.key", folder / "there.books", folder / "all.zip")
    key = company.key.read(folder / "there.key")
    log, models = Log(key), Models(files)
    return Company(database, files, log, models, Jobs(database, kinds(files, log, models, folder)), key, company.id)


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of either kind."""
    url = f"sqlite:///{tmp_path / 'there.db'}"
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        url = server.create(f"there_{next(_numbers)}")
    database = Database(url)
    yield database
    database.close()


def test_restored_elsewhere_it_decides_the_same_and_receipts_hold(desk: Desk, other: Database, tmp_path: Path) -> None:
    made = [one.id for one in desk.decide(desk.cases(20))]
    receipts = [desk.receipt(one) for one in made]
    there = moved(desk, other, tmp_path)
    with there.database.tenant(there.id, reading=True) as session:
        approval = in_use(session, desk.deployment)
        assert approval is not None
        model = there.models.get(desk.row.file_key)
        assert model.digest == approval.digest
    before, after = (one.decide_cases(desk.cases(200, seed=9)) for one in (desk.model, model))
    assert [one.score for one in before] == [one.score for one in after]
    assert [[reason.log_odds for reason in one.reasons] for one in before] == [
        [reason.log_odds for reason in one.reasons] for one in after
    ]
    again = Desk(there, desk.deployment, desk.row, desk.hanako, desk.jiro, desk.taro)
    made += [one.id for one in again.decide(desk.cases(5, seed=3))]
    for receipt in (*receipts, *map(again.receipt, made)):
        assert verify(receipt, [there.key.verifier]).holds
    again.check_log()


def test_jobs_that_were_not_finished_are_done_where_it_was_restored(
    desk: Desk, other: Database, tmp_path: Path
) -> None:
    waiting, halfway = desk.company.bring(), desk.company.bring()
    with desk.company.database.system() as session:
        job = session.get_one(Job, halfway.job_id)
        job.state, job.fence, job.worker_id, job.handed_at = "running", 3, "wrk_gone", job.created_at
    there = moved(desk, other, tmp_path)
    with WorkerLoop(there.jobs):
        for dataset in (waiting, halfway):
            assert dataset.job_id
            status = partial(there.jobs.status, there.id, dataset.job_id)
            until(partial(_is_over, status), "the job")
            assert status().state == "done", status().error
    assert there.findings(waiting).rows == there.findings(halfway).rows > 0


def _is_over(status: Callable[[], JobStatus]) -> bool:
    return status().is_over


@pytest.mark.heavy
def test_a_restore_that_was_killed_can_be_done_again(sqlite: Database, tmp_path: Path) -> None:
    ledger = Ledger(sqlite)
    with sqlite.system() as session:
        for _ in range(500):
            ledger.decide_in(session)
    files = LocalFiles(tmp_path / "files")
    for number in range(50):
        files.put(f"org_1/{number}", [b"x" * 100_000])
    KEY.write(tmp_path / "log.key")
    path, there = tmp_path / "all.zip", tmp_path / "there"
    save(sqlite, files, tmp_path / "log.key", tmp_path / "programmes", path)
    chance = random.Random(3)  # noqa: S311 (not a secret)
    began = time.monotonic()
    subprocess.run([RASHIN, "restore", path], env=environment({"data": tmp_path / "first"}), check=True)
    takes = time.monotonic() - began
    killed = 0
    for _ in range(20):
        with subprocess.Popen([RASHIN, "restore", path], env=environment({"data": there})) as process:
            time.sleep(chance.uniform(0, takes))
            process.kill()
            killed += process.wait() == -signal.SIGKILL
        if (there / "rashin.db").exists() and _is_done(there):
            break
    done = subprocess.run([RASHIN, "restore", path], env=environment({"data": there}), check=False)
    assert done.returncode in {0, 6}
    assert killed
    restored = Database(f"sqlite:///{there / 'rashin.db'}")
    assert contents(restored) == contents(sqlite)
    assert Ledger(restored, founded=True).audit().trouble == ()
    assert len(list(LocalFiles(there / "files").keys())) == 50
    restored.close()


def _is_done(there: Path) -> bool:
    return (
        subprocess.run([RASHIN, "audit"], env=environment({"data": there}), check=False, capture_output=True).returncode
        == 0
    )
