"""What moved between two releases, and which entries made it move."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rashin.ledger.book.engine import file_literal
from rashin.ledger.figures.family import DIMENSIONS
from rashin.ledger.publishing.receipts import subject_of
from rashin.ledger.publishing.since import since

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NAMES = ("family", *DIMENSIONS)
_EITHER = ", ".join(f"coalesce(n.{name}, b.{name}) AS {name}" for name in _NAMES)
_KEY = "||'|'||".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in _NAMES)


def compare(connection: DuckDBPyConnection, before: Path | None, last_batch: int) -> int:
    """Make the tables `moved` and `to_state` of the connection that holds `figure`.

    `moved` holds every figure whose value or rows differ, with both values and the batches since then that touch what it
    counts. `to_state` holds the owners whose receipts must be made anew.

    Args:
        connection: with `figure`, and `whereabouts` of every entry.
        before: the figures of the release before, as Parquet; None for the first release.
        last_batch: the last batch that release was made from.

    Returns:
        How many figures moved; none in a first release.
    """
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE figure_key AS SELECT *, {_KEY} AS key, {subject_of()} AS subject FROM figure"
    )
    if before is None:
        connection.execute("CREATE OR REPLACE TEMP TABLE to_state AS SELECT DISTINCT owner, subject FROM figure_key")
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE moved AS SELECT *, value AS before, value AS after, []::VARCHAR[] AS batches "
            "FROM figure_key WHERE false"
        )
        return 0
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE figure_before AS SELECT *, {_KEY} AS key, {subject_of()} AS subject "
        f"FROM read_parquet({file_literal(before)})"
    )
    connection.execute(_touched(last_batch))
    connection.execute(_MOVED)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE to_state AS SELECT DISTINCT n.owner, n.subject FROM figure_key n "
        "WHERE row(n.owner, n.subject) IN (SELECT row(owner, subject) FROM moved)"
    )
    found = connection.execute("SELECT count(*) FROM moved WHERE before IS DISTINCT FROM after").fetchall()
    return int(found[0][0])


def _touched(last_batch: int) -> str:
    return (
        "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT s.programme, t.award, t.payee, t.batch, s.ministry, "
        f"coalesce(a.field, s.field) AS field FROM ({since(last_batch)}) t "
        "LEFT JOIN scoped_award a ON a.award = t.award JOIN scoped s ON s.programme = coalesce(a.programme, t.programme)"
    )


_MOVED = f"""CREATE OR REPLACE TEMP TABLE moved AS
SELECT {", ".join(f"m.{name}" for name in _NAMES)}, m.owner, m.subject, m.before, m.after, m.rows_before, m.rows_after,
  coalesce(list_sort(list(DISTINCT t.batch) FILTER (t.batch IS NOT NULL)), []) AS batches
FROM (
  SELECT {_EITHER}, coalesce(n.owner, b.owner) AS owner, coalesce(n.subject, b.subject) AS subject, b.value AS before, n.value AS after,
    b.rows AS rows_before, n.rows AS rows_after
  FROM figure_key n FULL JOIN figure_before b ON n.key = b.key
  WHERE n.digest IS DISTINCT FROM b.digest OR n.value IS DISTINCT FROM b.value
) m LEFT JOIN touched t ON (m.programme IS NULL OR t.programme = m.programme) AND (m.payee IS NULL OR t.payee = m.payee)
  AND (m.award IS NULL OR t.award = m.award) AND (m.ministry IS NULL OR t.ministry = m.ministry) AND (m.field IS NULL OR t.field = m.field)
GROUP BY ALL"""
