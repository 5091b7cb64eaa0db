"""The front page: what was invested in, in whom, for what, what came back, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rashin.charts.small_multiples import Panel, SmallMultiples
from rashin.charts.years import Year
from rashin.language import Text
from rashin.ledger.portal.addresses import both
from rashin.ledger.portal.pages.flow import flow
from rashin.ledger.portal.pages.group import COUNTS
from rashin.ledger.portal.pages.parts import family, field_label, money, results_parts, spent, told, years_chart
from rashin.ledger.portal.reading import Row, front_figures, query
from rashin.ledger.portal.site import Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BY_FIELD = "SELECT field, fiscal_year, value FROM figure WHERE owner = 'field' AND family = ? AND ministry IS NULL AND payee IS NULL"
_RECIPIENTS = """SELECT r.payee AS id, o.title, CAST(sum(r.value) AS BIGINT) AS amount, count(*) AS n, count(DISTINCT r.programme) AS programmes
FROM payment_row r JOIN organisation o ON o.id = r.payee
WHERE r.move = 'payment' AND r.tier = 1 AND NOT r.suspected AND {which} GROUP BY ALL ORDER BY amount DESC, id LIMIT 10"""
_GROUPS = (
    (Text("会社", "Companies"), "o.body = 'company'"),
    (Text("大学・研究機関", "Universities and institutes"), "o.body IN ('institute', 'agency')"),
)
_LARGEST = """SELECT p.id, p.title, p.goal, p.fiscal_year, s.field, f.value AS spent, o.title AS ministry_title,
  w.value AS outcomes, v.value AS with_value, c.value AS reached
FROM scoped s JOIN programme p ON p.id = s.programme LEFT JOIN organisation o ON o.id = s.ministry
JOIN figure f ON f.owner = 'programme' AND f.programme = s.programme AND f.family = ? AND f.fiscal_year IS NULL
LEFT JOIN figure w ON w.owner = 'programme' AND w.programme = s.programme AND w.family = 'outcomes'
LEFT JOIN figure v ON v.owner = 'programme' AND v.programme = s.programme AND v.family = 'outcomes-with-value'
LEFT JOIN figure c ON c.owner = 'programme' AND c.programme = s.programme AND c.family = 'outcomes-reached'
ORDER BY f.value DESC, p.id LIMIT 12"""
_YEARS = "SELECT min(fiscal_year), max(fiscal_year) FROM figure WHERE owner = 'scope' AND family = ? AND fiscal_year IS NOT NULL"
_LATEST = """SELECT about, said, sent, answer FROM opinion ORDER BY sent DESC NULLS LAST, id LIMIT 3"""


def pages(connection: DuckDBPyConnection, site: Site) -> Iterator[Page]:
    """The front page alone."""
    held = front_figures(connection)
    code = spent(held)
    first, last = connection.execute(_YEARS, [code]).fetchall()[0]
    yield Page(
        folder="",
        template="front.html.j2",
        title=site.about.title,
        about=f"scope:{site.scope.code}",
        facts={
            "first": first,
            "last": last,
            "spent": told(held, (code,))[0] if held.of(code) else None,
            "money": money(held),
            "counted": told(held, COUNTS),
            "suspected": held.of("suspected"),
            "as_published": held.of("stated"),
            "without": held.of("stated-clear"),
            "returned": (held.of("returned-low"), held.of("returned-high")),
            "results_chart": results_parts(held),
            "without_outcome": held.of("without-outcome"),
            "flow": flow(connection, site),
            "years": years_chart(code, held),
            "by_field": _fields_chart(connection, site, code),
            "fields": _fields(connection, site, code),
            "recipients": [(label, query(connection, _RECIPIENTS.format(which=which))) for label, which in _GROUPS],
            "largest": query(connection, _LARGEST, [code]),
            "latest": query(connection, _LATEST),
        },
    )


def _fields(connection: DuckDBPyConnection, site: Site, code: str) -> list[dict[str, Any]]:
    """The fields by money, the largest first, with what is known of their results."""
    rows = query(connection, _BY_FIELD, [code])
    amounts = {row["field"]: row["value"] for row in rows if row["fiscal_year"] is None}
    counts: dict[tuple[str, str], int] = {
        (row["field"], row["family"]): row["value"]
        for row in query(
            connection,
            "SELECT field, family, value FROM figure WHERE owner = 'field' AND fiscal_year IS NULL AND ministry IS NULL AND payee IS NULL",
        )
    }
    return [
        {
            "code": one,
            "label": field_label(site, one),
            "amount": amount,
            "programmes": counts.get((one, "programmes"), 0),
            "awards": counts.get((one, "awards"), 0),
            "outcomes": counts.get((one, "outcomes"), 0),
            "with_value": counts.get((one, "outcomes-with-value"), 0),
            "reached": counts.get((one, "outcomes-reached"), 0),
        }
        for one, amount in sorted(amounts.items(), key=lambda pair: -pair[1])
    ]


def _fields_chart(connection: DuckDBPyConnection, site: Site, code: str) -> SmallMultiples | None:
    rows = [row for row in query(connection, _BY_FIELD, [code]) if row["fiscal_year"] is not None]
    if len({row["fiscal_year"] for row in rows}) < 2:
        return None
    totals = _totals(rows)
    panels = tuple(
        Panel(field_label(site, one), _years(rows, one), both("field", one, "")) for one in sorted(totals, key=lambda f: -totals[f])
    )
    largest = field_label(site, max(totals, key=lambda one: totals[one]))
    title = Text("分野ごとの{name}額：いちばん多いのは「{largest}」", "{name} by field: the most went to “{largest}”").filled(
        name=family(code).name, largest=largest
    )
    return SmallMultiples(title, title, Text("分野", "Field"), family(code).name, panels)


def _totals(rows: list[Row]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for row in rows:
        totals[row["field"]] = totals.get(row["field"], 0) + row["value"]
    return totals


def _years(rows: list[Row], one: str) -> tuple[Year, ...]:
    found = {row["fiscal_year"]: row["value"] for row in rows if row["field"] == one}
    first, last = min(row["fiscal_year"] for row in rows), max(row["fiscal_year"] for row in rows)
    return tuple(Year(year, found.get(year)) for year in range(first, last + 1))


