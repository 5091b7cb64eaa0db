"""The criteria that programmes declared, and what the book says to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from rashin.language import same
from rashin.ledger.book.kinds import FINDINGS
from rashin.ledger.criteria.judging import Judged, judge
from rashin.ledger.portal.reading import query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LABELS = {one.value: one.label for one in FINDINGS}


def criteria(connection: DuckDBPyConnection, on: date) -> Mapping[str, list[dict[str, Any]]]:
    """By programme, each criterion with its answer; there is no score."""
    proofs = {row["id"]: row for row in query(connection, "SELECT id, title, address, digest FROM evidence")}
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in judge(connection, on=on):
        found[one.programme].append(_told(one, proofs))
    return found


def _told(one: Judged, proofs: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": one.standard.name if one.standard else same(one.title),
        "question": one.standard.question if one.standard else None,
        "declared": one.title,
        "needs": one.needs,
        "finding": one.finding.value,
        "label": _LABELS[one.finding.value],
        "why": one.why,
        "note": one.note,
        "evaluated": one.evaluated,
        "by": one.by,
        "evidence": proofs.get(one.evidence or ""),
    }
