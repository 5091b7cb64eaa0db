"""Corrections: entries that superseded or took back earlier ones, with what they changed, by whom and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rashin.ledger.book.engine import quoted
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.ledger.portal.addresses import FOLDERS, place
from rashin.ledger.portal.reading import Row, query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 300
_HISTORY = """SELECT e.*, w.programme AS at_programme, w.award AS at_award, w.payee AS at_payee FROM {entries} e
LEFT JOIN whereabouts w ON w.kind = {kind} AND w.id = e.id
WHERE e.id IN (SELECT id FROM {entries} WHERE batch > '000001') ORDER BY e.id, e.batch"""
# What corrects something came after the first batch; so a book of one batch is not read through.


def corrections(connection: DuckDBPyConnection) -> list[dict[str, Any]]:
    """The newest first."""
    found = [one for kind in KINDS.values() for one in _of(connection, kind)]
    return sorted(found, key=lambda one: one["recorded"], reverse=True)[:MOST]


def _of(connection: DuckDBPyConnection, kind: Kind) -> list[dict[str, Any]]:
    entries = quoted(f"{kind.name}_entries")
    rows = query(connection, _HISTORY.format(entries=entries, kind=f"'{kind.name}'"))
    pairs = zip(rows, rows[1:], strict=False)
    return [_told(kind, before, after) for before, after in pairs if before["id"] == after["id"]]


def _told(kind: Kind, before: Row, after: Row) -> dict[str, Any]:
    changed = [
        {"label": column.label, "before": before[column.name], "after": after[column.name]}
        for column in kind.columns
        if before[column.name] != after[column.name]
    ]
    return {
        "kind": kind.label,
        "id": after["id"],
        "folder": _page_of(kind, after),
        "withdrawn": after["withdrawn"],
        "changed": changed,
        "recorded": after["recorded"],
        "by": after["recorded_by"],
        "why": after["why"],
    }


def _page_of(kind: Kind, row: Row) -> str:
    if kind.name in FOLDERS and not row["withdrawn"]:
        return place(kind.name, row["id"])
    for owner in ("award", "programme", "payee"):
        if row[f"at_{owner}"]:
            return place(owner, row[f"at_{owner}"])
    return ""
