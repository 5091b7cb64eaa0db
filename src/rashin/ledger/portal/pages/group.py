"""What the pages of a ministry and of a field have in common: money by year, programmes, recipients, results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rashin.language import Text
from rashin.ledger.portal.addresses import place
from rashin.ledger.portal.pages.parts import (
    UNNAMED,
    family,
    goals_chart,
    money,
    results_parts,
    spent,
    told,
    years_chart,
)
from rashin.ledger.portal.reading import Figures, Row, query
from rashin.ledger.portal.site import Crumb, Page

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from rashin.charts.goals import Goals

SHOWN = 100
_PROGRAMMES = """SELECT p.id, p.title, p.fiscal_year, s.ministry, o.title AS ministry_title, s.field, f.value AS spent, w.value AS outcomes, v.value AS with_value
FROM scoped s JOIN programme p ON p.id = s.programme LEFT JOIN organisation o ON o.id = s.ministry
LEFT JOIN figure f ON f.owner = 'programme' AND f.programme = s.programme AND f.family = ? AND f.fiscal_year IS NULL
LEFT JOIN figure w ON w.owner = 'programme' AND w.programme = s.programme AND w.family = 'outcomes'
LEFT JOIN figure v ON v.owner = 'programme' AND v.programme = s.programme AND v.family = 'outcomes-with-value'
WHERE s.{group} = ? ORDER BY spent DESC NULLS LAST, p.id LIMIT {most}"""
_RECIPIENTS = """SELECT r.payee AS id, o.title, CAST(sum(r.value) AS BIGINT) AS amount, count(*) AS n
FROM payment_row r JOIN organisation o ON o.id = r.payee
WHERE r.{group} = ? AND r.move = 'payment' AND r.tier = 1 AND NOT r.suspected GROUP BY ALL ORDER BY amount DESC, id LIMIT 20"""
# Of the programmes with the most money, one indicator each that has both a target and a value.
_AIMED = """SELECT i.id, i.title, i.unit, i.baseline, r.target, r.observed, r.reached, r.stage AS counted_stage, r.direction AS counted_direction
FROM indicator_row r JOIN indicator i ON i.id = r.id LEFT JOIN figure f ON f.owner = 'programme' AND f.programme = r.programme
  AND f.family = ? AND f.fiscal_year IS NULL
WHERE r.{group} = ? AND r.stage = 'outcome' AND r.target IS NOT NULL AND r.observed IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY i.title ORDER BY r.fiscal_year DESC NULLS LAST, i.id) = 1
  AND row_number() OVER (PARTITION BY r.programme, coalesce(r.award, '') ORDER BY i.id) = 1
ORDER BY f.value DESC NULLS LAST, i.id LIMIT 8"""
COUNTS = ("programmes", "awards", "recipients", "deployed", "decided")


@dataclass(frozen=True, slots=True)
class Group:
    """One ministry or field."""

    owner: str
    id: str
    name: Text
    what: Text | None
    above: Crumb
    others: str
    """The dimension by which its money is told apart further."""


def page(connection: DuckDBPyConnection, group: Group, held: Figures, names: dict[str, Text]) -> Page:
    """The page of one group."""
    code = spent(held)
    programmes = query(connection, _PROGRAMMES.format(group=group.owner, most=SHOWN), [code, group.id])
    recipients = query(connection, _RECIPIENTS.format(group=group.owner), [group.id])
    return Page(
        folder=place(group.owner, group.id),
        template="group.html.j2",
        title=group.name,
        crumbs=(group.above,),
        about=f"{group.owner}:{group.id}",
        facts={
            "group": group,
            "money": money(held),
            "counted": told(held, COUNTS),
            "suspected": held.of("suspected"),
            "as_published": held.of("stated"),
            "without": held.of("stated-clear"),
            "measure": family(code).name,
            "goals": _goals(connection, group, code),
            "years": years_chart(code, held),
            "results_chart": results_parts(held),
            "shares": _parts(held, group, names),
            "programmes": programmes,
            "recipients": recipients,
        },
    )


def _goals(connection: DuckDBPyConnection, group: Group, code: str) -> Goals | None:
    rows = query(connection, _AIMED.format(group=group.owner), [code, group.id])
    for row in rows:
        row["title"] = row["title"] or UNNAMED.ja
    title = Text(
        "額の多い事業の目標と実績（事業ごとに一つ）", "Goals and results of the largest programmes, one of each"
    )
    return goals_chart(rows, place(group.owner, group.id), title)


def _parts(held: Figures, group: Group, names: dict[str, Text]) -> list[dict[str, Any]]:
    """Its money by field, or by ministry, the largest first."""
    code = spent(held)
    found = sorted(held.by(code, group.others), key=lambda pair: -pair[1].value)
    return [{"id": one, "name": names.get(one, Text(one, one)), "stated": stated} for one, stated in found]


def names_of(connection: DuckDBPyConnection) -> dict[str, Text]:
    """Names of the ministries."""
    rows: list[Row] = query(
        connection,
        "SELECT DISTINCT s.ministry AS id, o.title FROM scoped s LEFT JOIN organisation o ON o.id = s.ministry",
    )
    unknown = Text("府省の書かれていないもの", "No ministry stated")
    return {row["id"]: Text(row["title"], row["title"]) if row["title"] else unknown for row in rows}
