"""Corrections: entries that superseded or took back earlier ones, with what they changed, by whom and why."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rashin.charts.numbers import brief
from rashin.language import Text, same
from rashin.ledger.book.columns import Column, Holds
from rashin.ledger.book.engine import quoted
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.ledger.portal.addresses import FOLDERS, place
from rashin.ledger.portal.reading import Row, query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 300
_HISTORY = """SELECT e.*, w.programme AS at_programme, w.award AS at_award, w.payee AS at_payee, coalesce(a.title, p.title, o.title) AS at_title
FROM {entries} e LEFT JOIN whereabouts w ON w.kind = {kind} AND w.id = e.id
LEFT JOIN award a ON a.id = w.award LEFT JOIN programme p ON p.id = w.programme LEFT JOIN organisation o ON o.id = w.payee
WHERE e.id IN (SELECT id FROM {entries} WHERE batch > '000001') ORDER BY e.id, e.batch"""


def corrections(connection: DuckDBPyConnection) -> list[dict[str, Any]]:
    """The newest first."""
    found = [one for kind in KINDS.values() for one in _of(connection, kind)]
    return sorted(found, key=lambda one: one["recorded"], reverse=True)[:MOST]


def _of(connection: DuckDBPyConnection, kind: Kind) -> list[dict[str, Any]]:
    entries = quoted(f"{kind.name}_entries")
    rows = query(connection, _HISTORY.format(entries=entries, kind=f"'{kind.name}'"))
    return [_told(kind, before, after) for before, after in pairwise(rows) if before["id"] == after["id"]]


def _told(kind: Kind, before: Row, after: Row) -> dict[str, Any]:
    changed = [
        {
            "label": column.label,
            "before": _said(column, before[column.name]),
            "after": _said(column, after[column.name]),
        }
        for column in kind.columns
        if before[column.name] != after[column.name] and not after["withdrawn"]
    ]
    return {
        "kind": kind.label,
        "name": after.get("title") or after["at_title"] or after["id"],
        "id": after["id"],
        "folder": _page_of(kind, after),
        "withdrawn": after["withdrawn"],
        "changed": changed,
        "recorded": after["recorded"],
        "moment": f"{after['recorded']:%Y-%m-%d %H:%M:%S} {after['batch']}",
        "by": after["recorded_by"],
        "why": after["why"],
    }


def _said(column: Column, value: object) -> Text:
    """A value as people read it."""
    if value is None:
        return same("—")
    if isinstance(value, bool):
        return Text("はい", "yes") if value else Text("いいえ", "no")
    if isinstance(value, (int, float)) and column.holds is not Holds.YEAR:
        return same(f"{value:,}" if column.holds is Holds.YEN else brief(value))
    return next((one.label for one in column.choices if one.value == value), same(str(value)))


def _page_of(kind: Kind, row: Row) -> str:
    if kind.name in FOLDERS and not row["withdrawn"]:
        return place(kind.name, row["id"])
    for owner in ("award", "programme", "payee"):
        if row[f"at_{owner}"]:
            return place(owner, row[f"at_{owner}"])
    return ""
