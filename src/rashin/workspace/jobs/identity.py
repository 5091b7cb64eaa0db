"""As whom the worker of an installation works: under a name kept in its folder, so that after a crash it finds its jobs."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from platform import node
from typing import TextIO

from rashin.workspace.ids import new_id

_FILE = "worker"


class Identity:
    """A worker's name. It is this process's alone, until it is released or the process dies."""

    def __init__(self, folder: Path) -> None:
        """The name kept in a folder; a new one, kept there from now on, where there is none or it is another machine's.

        A folder may be copied with its machine, and two workers of one name would each take the other's jobs for its own.
        Where another process works under the kept name, or the folder keeps nothing, the name is new and not kept.
        """
        self._file = _locked(folder / _FILE)
        self.id = new_id("wrk") if self._file is None else _kept(self._file)

    def release(self) -> None:
        """Let the next process have the name."""
        if self._file is not None:
            self._file.close()


def _locked(path: Path) -> TextIO | None:
    try:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _kept(file: TextIO) -> str:
    name, _, machine = file.read().strip().partition(" ")
    if not name or machine != node():
        name = new_id("wrk")
        file.seek(0)
        file.truncate()
        file.write(f"{name} {node()}\n")
        file.flush()
    return name
