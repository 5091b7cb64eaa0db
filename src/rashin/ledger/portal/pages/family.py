"""A programme's parts: each with what stands in its own books, and in those of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rashin.ledger.portal.reading import Row, each

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILIES = ("budgeted", "executed", "awarded", "paid", "awards", "outcomes", "outcomes-with-value", "outcomes-reached")
"""What is told of a part. Each is a figure with a receipt on the part's own page."""

_SUMS = ", ".join(f"CAST(sum(f.value) FILTER (f.family = '{one}') AS BIGINT) AS \"{one}\"" for one in FAMILIES)
# Figures belong to single programmes, so that no amount is in two of the rows.
_PARTS = f"""WITH RECURSIVE tree AS (
  SELECT p.part_of AS page, p.id, p.id AS programme FROM programme p JOIN chunk ON chunk.id = p.part_of
  UNION SELECT t.page, t.id, p.id FROM tree t JOIN programme p ON p.part_of = t.programme
)
SELECT t.page, t.id, any_value(g.title) AS title, any_value(g.goal) AS goal, {_SUMS}
FROM tree t JOIN programme g ON g.id = t.id
LEFT JOIN figure f ON f.owner = 'programme' AND f.programme = t.programme AND f.fiscal_year IS NULL AND f.payee IS NULL
GROUP BY t.page, t.id ORDER BY t.page, max(f.value) FILTER (f.family = 'budgeted') DESC NULLS LAST, t.id"""


def parts(connection: DuckDBPyConnection) -> Mapping[str, list[Row]]:
    """The parts of the chunk's programmes."""
    divided = connection.execute("SELECT count(part_of) FROM programme").fetchall()[0][0]
    return each(connection, _PARTS) if divided else {}


def together(rows: list[Row]) -> Row:
    """The sums of all parts; None where none of them has any."""
    return {
        name: sum(row[name] or 0 for row in rows) if any(row[name] is not None for row in rows) else None
        for name in FAMILIES
    }
