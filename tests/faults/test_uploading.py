"""A server is killed in the middle of an upload: what it took is whole, and of what it did not take nothing is to be seen."""

from __future__ import annotations

import hashlib
import random
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import sleep

import httpx
import pytest
from sqlalchemy import select
from tests.faults.office import company_in, machine_key, neighbour_of, server
from tests.web.town import new_workspace
from tests.workspace.company import Company, as_csv
from tests.workspace.jobs.workshop import until

from rashin.services import find
from rashin.workspace.access.roles import Permission, Role
from rashin.workspace.database.tables import Dataset, Job

ARRIVING = ".arriving"


@pytest.fixture(scope="module")
def table() -> bytes:
    """A table that takes a moment to send."""
    return as_csv(find("lending").sample(rows=8_000, seed=1))


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return company_in(new_workspace(tmp_path / "data"))


def slowly(content: bytes, seconds: float) -> Iterator[bytes]:
    """The content, piece by piece, over that time."""
    for at in range(0, len(content), -(-len(content) // 20)):
        yield content[at : at - (-len(content) // 20)]
        sleep(seconds / 20)


def send(address: str, key: str, content: Iterator[bytes]) -> str | None:
    """Send a table; the id of the data set, or None where no answer came."""
    headers = {"authorization": f"Bearer {key}", "content-type": "text/csv"}
    try:
        where = f"{address}/api/v1/datasets?service=lending&name=loans.csv"
        answer = httpx.post(where, content=content, headers=headers, timeout=30)
    except httpx.HTTPError:
        return None
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def killing(process: subprocess.Popen[str], content: bytes, arriving: Path) -> Iterator[bytes]:
    """Half of the content; once the server has begun to write it, the server is killed."""
    at = len(content) // 2
    yield content[:at]
    until(lambda: any(path.stat().st_size for path in arriving.glob("*")), "the first half")
    process.kill()
    process.wait()
    yield content[at:]


def check_whole(company: Company, folder: Path, table: bytes, taken: list[str]) -> None:
    """Every data set that was taken is there, and all there is, acknowledged or not, is whole and will be checked."""
    with company.database.system(reading=True) as session:
        rows = list(session.scalars(select(Dataset)))
        jobs = {job.id for job in session.scalars(select(Job))}
    assert set(taken) <= {row.id for row in rows}
    for row in rows:
        assert row.sha256 == hashlib.sha256(table).hexdigest()
        assert row.size == len(table)
        assert row.job_id in jobs
    kept = {path for path in (folder / "files").rglob("*") if path.is_file() and ARRIVING not in path.parts}
    assert {row.file_key for row in rows} <= {path.relative_to(folder / "files").as_posix() for path in kept}
    assert all(path.read_bytes() == table for path in kept), "part of a file is to be seen"


def test_of_an_upload_that_was_cut_off_by_a_death_nothing_is_to_be_seen(
    company: Company, table: bytes, tmp_path: Path, checkout: Path
) -> None:
    arriving = tmp_path / "data" / "files" / ARRIVING
    key = machine_key(company, company.person("務", Role.DECIDE), Permission.DECIDE, Permission.READ)
    stranger = neighbour_of(company)
    other = machine_key(stranger, stranger.person("隣", Role.DECIDE), Permission.DECIDE, Permission.READ)
    with server(tmp_path / "data", checkout) as (process, address):
        assert send(address, key, killing(process, table, arriving)) is None
    check_whole(company, tmp_path / "data", table, taken=[])
    assert 0 < sum(path.stat().st_size for path in arriving.iterdir()) < len(table)
    with server(tmp_path / "data", checkout) as (_, address):
        for holder in (key, other):
            listed = httpx.get(f"{address}/api/v1/datasets", headers={"authorization": f"Bearer {holder}"})
            assert listed.json()["items"] == []
        taken = send(address, key, iter([table]))
    assert taken is not None
    check_whole(company, tmp_path / "data", table, [taken])


@pytest.mark.heavy
def test_whenever_the_server_dies_what_it_took_is_whole(
    company: Company, table: bytes, tmp_path: Path, checkout: Path
) -> None:
    key = machine_key(company, company.person("務", Role.DECIDE), Permission.DECIDE)
    draw, taken, killed = random.Random(1), list[str](), 0  # noqa: S311 (when to kill, not a secret)
    for _ in range(20):
        with server(tmp_path / "data", checkout) as (process, address):
            until(partial(answers, address), "the server")
            with subprocess.Popen(["sh", "-c", f"sleep {draw.uniform(0, 0.8)}; kill -9 {process.pid}"]) as killer:
                while (found := send(address, key, slowly(table, 0.3))) is not None:
                    taken.append(found)
                killed += killer.wait() == 0
        check_whole(company, tmp_path / "data", table, taken)
    assert killed == 20
    assert taken


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.HTTPError:
        return False
