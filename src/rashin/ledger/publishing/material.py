"""What a release carries besides its pages so that a stranger can compute it again: queries, figures, scope and batches."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from rashin.ledger.book.batches import Batch
from rashin.ledger.book.engine import literal
from rashin.ledger.exports.files import FOLDER as DATA
from rashin.ledger.figures.family import COUNTED
from rashin.ledger.releases import ABOUT, Release

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

QUERIES = f"{DATA}/queries"
BATCHES = f"{DATA}/batches.json"
FIGURES = "figures"
CHANGES = "changes"
PAGES = f"{DATA}/pages.parquet"
SCOPE = ("scope_programme", "scope_award")

_TABLES = {FIGURES: "SELECT * FROM figure ORDER BY ALL", CHANGES: "SELECT * FROM moved ORDER BY ALL"}
_WAYS = {
    "csv": "(FORMAT csv, HEADER)",
    "json": "(FORMAT json, ARRAY true)",
    "parquet": "(FORMAT parquet, COMPRESSION zstd)",
}


def write(connection: DuckDBPyConnection, made: Path, release: Release, known: Sequence[Batch]) -> None:
    """Write it all into the folder of the release.

    Args:
        connection: with `figure`, `moved`, and the tables of the scope.
        made: the folder of the release.
        release: what it says of itself.
        known: the batches that it was made from.
    """
    for name, query in _TABLES.items():
        for ending, way in _WAYS.items():
            _copy(connection, query, made / DATA / f"{name}.{ending}", way)
    for name in SCOPE:
        _copy(connection, f"SELECT * FROM {name} ORDER BY ALL", made / DATA / f"{name}.parquet", _WAYS["parquet"])
    (made / QUERIES).mkdir(exist_ok=True)
    for path in COUNTED.parent.glob("*.sql"):
        copyfile(path, made / QUERIES / path.name)
    _write_json(made / BATCHES, [_about_batch(batch) for batch in known])
    _write_json(made / ABOUT, release.as_fact())


def _about_batch(batch: Batch) -> dict[str, object]:
    told = ("number", "digest", "format", "source_name", "source_sha256", "currency", "recorded", "why", "rows")
    facts = {name: getattr(batch, name) for name in told}
    return facts | {"recorded": facts["recorded"].isoformat()}


def _copy(connection: DuckDBPyConnection, query: str, path: Path, way: str) -> None:
    connection.execute(f"COPY ({query}) TO {literal(str(path))} {way}")


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
