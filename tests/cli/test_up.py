"""`rashin up` and `rashin worker` start, say where they are, serve, and end cleanly; what keeps them from it is told."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.program import RASHIN, environment, figure, rashin, told, up
from tests.workspace.jobs.workshop import until

from rashin.version import __version__
from rashin.workspace.database import Database


def test_it_says_where_it_is_and_how_to_begin(tmp_path: Path) -> None:
    with up(data=tmp_path / "data") as program:
        assert re.fullmatch(rf"Rashin {re.escape(__version__)} runs: http://127\.0\.0\.1:\d+", program.banner[0])
        assert program.banner[1].startswith("First steps (this link works once): http://127.0.0.1:")
        assert str(tmp_path / "data") in program.banner[2]
        assert "token" in program.get(f"/setup?token={program.setup_token}")
        assert program.get("/healthz") == "ok\n"
        assert json.loads(program.get("/readyz")) == {"ready": True}
        assert (tmp_path / "data").stat().st_mode & 0o077 == 0
        until(lambda: figure(program, "rashin_workers") == 1, "the worker")
        assert program.end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.heavy)])
def test_it_ends_cleanly(tmp_path: Path, number: int) -> None:
    with up(data=tmp_path) as program:
        program.get("/sign-in")
        assert program.end(number) == 0
        assert "Traceback" not in program.logged
        assert "WARNING" not in program.logged
    assert not list(tmp_path.glob("*-wal"))
    with up(data=tmp_path) as again:
        assert again.end() == 0


@pytest.mark.heavy
def test_it_ends_cleanly_while_somebody_follows_a_page(tmp_path: Path) -> None:
    with up(data=tmp_path) as program:
        host, _, port = program.address.removeprefix("http://").rpartition(":")
        with socket.create_connection((host, int(port))) as open_line:
            open_line.sendall(b"GET /sign-in HTTP/1.1\r\nhost: x\r\n")
            assert program.end() == 0


@pytest.mark.heavy
def test_once_somebody_is_registered_it_says_where_to_sign_in(tmp_path: Path) -> None:
    with up(data=tmp_path) as program:
        assert program.end() == 0
    database = Database(f"sqlite:///{tmp_path / 'rashin.db'}")
    with database.system() as session:
        session.execute(
            text(
                "INSERT INTO people (id, email, name, operator, language, created_at)"
                " VALUES ('per_1', 'a@example.jp', 'a', true, 'ja', 0)"
            )
        )
    database.close()
    with up(data=tmp_path) as program:
        assert re.fullmatch(r"Sign in: http://127\.0\.0\.1:\d+/sign-in", program.banner[1])


@pytest.mark.heavy
def test_for_programs_it_says_the_same(tmp_path: Path) -> None:
    command = [RASHIN, "up", "--port", "0", "--json"]
    with subprocess.Popen(command, env=environment({"data": tmp_path}), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or lines[-1] != "}\n":
            lines.append(process.stdout.readline())
        facts = json.loads("".join(lines))
        process.terminate()
    assert set(facts) == {"version", "address", "setup", "data"}
    assert facts["setup"].startswith(f"{facts['address']}/setup?token=")


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with up(data=tmp_path / "one") as program:
        port = program.address.rpartition(":")[2]
        done = rashin("up", "--port", port, data=tmp_path / "other")
        assert (done.returncode, done.stdout) == (6, "")
        assert f"Another program uses port {port}" in done.stderr
        assert "--port" in done.stderr
        assert not (tmp_path / "other").exists()


@pytest.mark.heavy
@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_told(tmp_path: Path, host: str) -> None:
    done = rashin("up", "--host", host, "--port", "0", data=tmp_path)
    assert done.returncode == 6
    assert f"of {host}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    done = rashin("up", "--port", "0", data=tmp_path / "data")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.heavy
def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    for command in (["up", "--port", "0"], ["worker"], ["migrate"], ["audit"], ["backup", tmp_path / "x.zip"]):
        url = "postgresql+psycopg://rashin:geheim@127.0.0.1:1/rashin"
        (tmp_path / "log.key").unlink(missing_ok=True)
        if command == ["audit"]:
            assert rashin("up", "--port", "0", data=tmp_path, database_url=url).returncode == 6
        done = rashin(*command, data=tmp_path, database_url=url)
        assert done.returncode == 6, command
        assert "cannot be reached" in " ".join(done.stderr.split())
        assert "geheim" not in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


@pytest.mark.heavy
@pytest.mark.parametrize("url", ["postgres", "mysql://a@b/c", "postgresql+nothing://a@b/c"])
def test_a_database_address_that_is_none_is_told(tmp_path: Path, url: str) -> None:
    done = rashin("migrate", data=tmp_path, database_url=url)
    assert done.returncode == 2
    assert "RASHIN_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.heavy
def test_a_worker_does_jobs_beside_it(tmp_path: Path) -> None:
    with up(data=tmp_path) as program:
        command = [RASHIN, "worker", "--name", "second"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, env=environment({"data": tmp_path}), **pipes) as worker:  # type: ignore[call-overload]
            until(lambda: figure(program, "rashin_workers") == 2, "both workers")
            worker.terminate()
            out, _ = worker.communicate(timeout=60)
            assert worker.returncode == 0
            assert "Waiting for jobs" in out
        until(lambda: figure(program, "rashin_workers") == 1, "the goodbye")


def test_a_worker_waits_for_nobody_to_migrate_for_it(tmp_path: Path) -> None:
    done = rashin("worker", data=tmp_path)
    assert done.returncode == 6
    assert "rashin migrate" in done.stderr


@pytest.mark.heavy
def test_a_machine_with_another_key_is_refused(tmp_path: Path) -> None:
    """It would make a log that nobody can verify."""
    database = f"sqlite:///{tmp_path / 'shared.db'}"
    with up(data=tmp_path / "one", database_url=database) as program:
        for command in (["up", "--port", "0"], ["worker"]):
            done = rashin(*command, data=tmp_path / "two", database_url=database)
            assert done.returncode == 6
            assert "log.key" in done.stderr
        (tmp_path / "one" / "log.key").replace(tmp_path / "key")
        with up(data=tmp_path / "two", database_url=database, log_key=tmp_path / "key") as other:
            assert other.get("/healthz") == "ok\n"
        assert program.end() == 0


def test_logs_can_be_read_by_programs(tmp_path: Path) -> None:
    with up(data=tmp_path, logs="json") as program:
        program.get("/sign-in?next=/secret/田中".replace("田中", "%E7%94%B0"))
        program.end()
        lines = [json.loads(line) for line in program.logged.splitlines()]
    answered = [line for line in lines if line["said"] == "answered"]
    assert [(line["method"], line["route"], line["status"]) for line in answered] == [("GET", "/sign-in", 200)]
    assert "secret" not in program.logged


def test_migrate_says_what_it_did(tmp_path: Path) -> None:
    first = told(rashin("migrate", "--json", data=tmp_path))
    again = told(rashin("migrate", "--json", data=tmp_path))
    assert (first["before"], first["saved"]) == (None, None)
    assert again["before"] == again["now"] == first["now"]
    assert "up to date" in rashin("migrate", data=tmp_path).stdout


def test_the_rehearsal_goes_through_the_main_job_and_leaves_nothing(tmp_path: Path) -> None:
    done = rashin("up", "--check", "--port", "0", "--json", data=tmp_path / "data")
    assert done.returncode == 0, done.stderr
    steps = [step["en"] for step in told(done)["steps"]]  # type: ignore[attr-defined]
    assert "A model was learned" in steps
    assert "A receipt was verified with the public key" in steps
    assert not (tmp_path / "data").exists()
    assert done.stderr == ""


@pytest.mark.heavy
def test_the_demonstration_says_where_to_click_and_is_there_again(tmp_path: Path) -> None:
    with up("--demo", data=tmp_path) as program:
        said = program.process.stdout
        assert said is not None
        more = [said.readline().rstrip("\n") for _ in range(12)]
        assert more[-2:] == [
            f"What anybody may see, without signing in: {program.address}/portal",
            f"Open in a browser: {program.address}",
        ]
        assert "架空AI百億円事業の台帳" in program.get("/portal")
        password = re.search(r"always (demo-\d{4}-\d{4})\)", "\n".join(more))
        waiting = re.search(r"“Reviews” (\d+)\s+applications wait", " ".join(more))
        assert password
        assert waiting
        assert int(waiting[1]) > 0
        assert figure(program, "rashin_organisations") == 3
        assert figure(program, "rashin_decisions_total") == 300
        assert program.end() == 0
    again = rashin("up", "--demo", "--check", "--port", "0", data=tmp_path)
    assert again.returncode == 0, again.stderr
    assert password[1] in again.stdout
    assert again.stdout.count("Signed in: ") == 5
    assert list(tmp_path.iterdir()) == [tmp_path / "demonstration"]
    assert rashin("audit", data=tmp_path / "demonstration").returncode == 0
