"""The flow of money: from ministries through programmes and fields to recipients."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rashin.charts.sankey import Flow, Node, Sankey
from rashin.language import Text, same
from rashin.ledger.portal.addresses import both
from rashin.ledger.portal.pages.parts import field_label
from rashin.ledger.portal.reading import query
from rashin.ledger.portal.site import Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MINISTRIES, _PROGRAMMES, _FIELDS, _RECIPIENTS = 8, 10, 9, 12
"""How many of each are drawn; the others are put together."""

# The same programme has a sheet for each year; its years are drawn as one. What is not among the largest becomes `rest`.
_FLOWS = """WITH paid AS (
  SELECT r.ministry, p.title AS programme, r.field, r.payee, r.value, p.id AS programme_id
  FROM payment_row r JOIN programme p ON p.id = r.programme WHERE r.move = 'payment' AND r.tier = 1 AND NOT r.suspected AND r.value > 0
), m AS (SELECT ministry FROM paid GROUP BY 1 ORDER BY sum(value) DESC, 1 LIMIT {ministries}),
g AS (SELECT programme FROM paid GROUP BY 1 ORDER BY sum(value) DESC, 1 LIMIT {programmes}),
f AS (SELECT field FROM paid GROUP BY 1 ORDER BY sum(value) DESC, 1 LIMIT {fields}),
o AS (SELECT payee FROM paid WHERE payee IS NOT NULL GROUP BY 1 ORDER BY sum(value) DESC, 1 LIMIT {recipients}),
named AS (
  SELECT CASE WHEN ministry IN (FROM m) THEN ministry ELSE 'rest' END AS ministry,
    CASE WHEN programme IN (FROM g) THEN programme ELSE 'rest' END AS programme,
    CASE WHEN field IN (FROM f) THEN field ELSE 'rest' END AS field,
    CASE WHEN payee IN (FROM o) THEN payee ELSE 'rest' END AS payee, value, programme_id
  FROM paid
)
SELECT ministry, programme, field, payee, CAST(sum(value) AS BIGINT) AS amount, max(programme_id) AS newest FROM named GROUP BY ALL"""
_NAMES = """SELECT id, title FROM organisation WHERE id IN (SELECT ministry FROM scoped UNION SELECT payee FROM payment_row)"""
_COLUMNS = (
    ("ministry", Text("府省", "Ministry")),
    ("programme", Text("事業", "Programme")),
    ("field", Text("分野", "Field")),
    ("payee", Text("支払先", "Recipient")),
)
_REST = {
    "ministry": Text("ほかの府省", "Other ministries"),
    "programme": Text("ほかの事業", "Other programmes"),
    "field": Text("ほかの分野", "Other fields"),
    "payee": Text("ほかの支払先", "Other recipients"),
}


def flow(connection: DuckDBPyConnection, site: Site) -> Sankey | None:
    """What was paid, without suspected unit errors; None where no payment is known."""
    asked = _FLOWS.format(ministries=_MINISTRIES, programmes=_PROGRAMMES, fields=_FIELDS, recipients=_RECIPIENTS)
    rows = query(connection, asked)
    if not rows:
        return None
    names = {row["id"]: row["title"] for row in query(connection, _NAMES)}
    columns = _shown(rows)
    nodes: dict[str, Node] = {}
    amounts: dict[tuple[str, str], int] = {}
    for row in rows:
        keys = [f"{kind}:{row[kind]}" for kind, _ in columns]
        for place, (kind, _) in enumerate(columns):
            nodes.setdefault(keys[place], _node(site, kind, row, place, names))
        for source, target in pairwise(keys):
            amounts[source, target] = amounts.get((source, target), 0) + row["amount"]
    whole = sum(row["amount"] for row in rows)
    main = _largest(rows)
    title = Text(
        "書かれた支払の流れ：いちばん多く受けたのは{name}（全体の{share:.0%}）",
        "Where the stated payments went: the most to {name} ({share:.0%} of all)",
    ).filled(name=names.get(main, ""), share=sum(row["amount"] for row in rows if row["payee"] == main) / whole)
    flows = tuple(
        Flow(source, target, float(amount), main=f"payee:{main}" in (source, target))
        for (source, target), amount in amounts.items()
    )
    return Sankey(title, title, tuple(label for _, label in columns), tuple(nodes.values()), flows)


def _shown(rows: list[dict[str, str | int]]) -> list[tuple[str, Text]]:
    """The columns in which money parts; the programme at least, and the recipients."""
    parted = [column for column in _COLUMNS[:-1] if len({row[column[0]] for row in rows}) > 1]
    return [*(parted or [_COLUMNS[1]]), _COLUMNS[-1]]


def _largest(rows: list[dict[str, str | int]]) -> str:
    totals: dict[str, int] = {}
    for row in rows:
        if row["payee"] != "rest":
            totals[str(row["payee"])] = totals.get(str(row["payee"]), 0) + int(row["amount"])
    return max(totals, key=lambda one: totals[one], default="rest")


def _node(site: Site, kind: str, row: dict[str, str], place: int, names: dict[str, str]) -> Node:
    identity = row[kind]
    key = f"{kind}:{identity}"
    if identity == "rest":
        return Node(key, _REST[kind], place, rest=True)
    if kind == "field":
        return Node(key, field_label(site, identity), place, both("field", identity, ""))
    if kind == "programme":
        return Node(key, same(identity), place, both("programme", row["newest"], ""))
    return Node(key, same(names.get(identity) or identity), place, both(kind, identity, ""))
