"""Tables whose rows are as they were in the release before: their files are shared with it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashin.ledger.exports.files import FOLDER, File
from rashin.ledger.exports.tables import Table
from rashin.version import __version__

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAME = "tables.json"


@dataclass(slots=True)
class Kept:
    """What is known of the tables of the release before, and what is found of those of this one."""

    before: Path | None
    """The folder of the release before."""
    known: dict[str, Any] = field(init=False)
    found: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = {}
        path = self.before and self.before / FOLDER / NAME
        if path and path.is_file():
            self.known = json.loads(path.read_bytes())

    def files(self, connection: DuckDBPyConnection, table: Table, data: Path) -> Iterator[File]:
        """Share the table's files with the release before, if its rows are the same; else there are none."""
        mark = _mark(connection, table)
        known = self.known.get(table.name)
        if self.before and known and known["mark"] == mark:
            for one in (File(**facts) for facts in known["files"]):
                os.link(self.before / one.path, data / one.name)
                yield one
        self.found[table.name] = {"mark": mark}

    def note(self, table: Table, files: list[File]) -> None:
        """Remember which files the table is in."""
        self.found[table.name]["files"] = [asdict(one) for one in files]

    def write(self, data: Path) -> None:
        """Keep what was found for the next release."""
        (data / NAME).write_text(json.dumps(self.found, indent=1) + "\n", encoding="utf-8")


def _mark(connection: DuckDBPyConnection, table: Table) -> str:
    """A mark of a table's rows, as they are shown: a name that has come to be masked changes it."""
    import duckdb

    asked = f"SELECT count(*), bit_xor(hash(listed)), sum(hash(listed)) FROM ({table.query}) listed"
    count, one, other = connection.execute(asked).fetchall()[0]
    names = ",".join(one.name for one in table.fields)
    return f"{count} {one} {other} {names} {__version__} {duckdb.__version__}"
