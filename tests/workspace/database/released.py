"""Rows as each released revision of the tables kept them; later migrations are tried on them.

    python tests/workspace/database/released.py

writes those of the newest revision. Until that is released it may be written again; afterwards never.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FOLDER = Path(__file__).with_name("released")


def stored() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The rows of every released revision, by revision and table."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def write() -> None:
    from tests.workspace.filled import contents, fill

    from rashin.workspace.database import Database, migrate, newest

    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/rashin.db")
        migrate(database)
        fill(database)
        rows = contents(database)
        database.close()
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True)
    (FOLDER / f"{newest()}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))
    write()
