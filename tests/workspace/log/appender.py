"""A process that appends: `python appender.py URL COUNT [DIE_AT]`.

It tells each decision once it is committed. With DIE_AT it is killed at that statement or commit, counted from 1.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.workspace.log.ledger import Ledger

from rashin.workspace.database import Database


def main(url: str, decisions: int, die_at: int | None = None) -> None:
    database = Database(url)
    ledger = Ledger(database, founded=True)
    if die_at is not None:
        _die_at(database, die_at)
    for _ in range(decisions):
        sys.stdout.write(ledger.decide()[0] + "\n")
        sys.stdout.flush()


def _die_at(database: Database, die_at: int) -> None:
    done = count(1)

    def step(*_: Any) -> None:
        if next(done) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(database.engine, name, step)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
