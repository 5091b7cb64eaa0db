"""A programme: what it was for, what it was given, to whom it went, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from rashin.language import Text, same
from rashin.ledger.portal.addresses import place
from rashin.ledger.portal.pages.criteria import criteria
from rashin.ledger.portal.pages.family import parts, together
from rashin.ledger.portal.pages.parts import (
    field_label,
    findings,
    goals_chart,
    money,
    opinions,
    results,
    spent,
    told,
    years_chart,
)
from rashin.ledger.portal.reading import Figures, Row, chunks, each, figures
from rashin.ledger.portal.site import Crumb, Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN = 30
"""Payees on the page; the rest is in the download."""

_ABOUT = """SELECT p.id AS page, p.*, s.field AS field_code, s.why AS taken_for, o.title AS ministry, p.funder AS ministry_id, up.title AS part_of_title
FROM chunk JOIN programme p USING (id) JOIN scope_programme s ON s.programme = p.id
LEFT JOIN organisation o ON o.id = p.funder LEFT JOIN programme up ON up.id = p.part_of"""
_BUDGETS = "SELECT programme AS page, * FROM budget WHERE programme IN (SELECT id FROM chunk) AND award IS NULL ORDER BY page, fiscal_year"
_CALLS = "SELECT programme AS page, * FROM call WHERE programme IN (SELECT id FROM chunk) ORDER BY page, opened, id"
_AWARDS = """SELECT s.programme AS page, a.*, o.title AS recipient_title, s.field AS field_code
FROM scoped_award s JOIN award a ON a.id = s.award LEFT JOIN organisation o ON o.id = a.recipient
WHERE s.programme IN (SELECT id FROM chunk) ORDER BY page, a.amount DESC, a.id"""
# What was paid for awards is told by payee: the award's own page tells each payment.
_PAYMENTS = f"""SELECT r.programme AS page, any_value(e.id) AS id, e.payee, o.title AS payee_title, any_value(e.payee_name) AS payee_name,
  CASE WHEN r.award IS NULL THEN e.work END AS work, e.block, r.move, r.tier AS counted_tier, r.suspected,
  CAST(sum(e.amount) AS BIGINT) AS amount, count(*) AS times, count(*) OVER (PARTITION BY r.programme) AS n
FROM payment_row r JOIN payment e ON e.id = r.id LEFT JOIN organisation o ON o.id = e.payee
WHERE r.programme IN (SELECT id FROM chunk)
GROUP BY r.programme, e.payee, o.title, e.block, r.move, r.tier, r.suspected, r.award IS NULL, CASE WHEN r.award IS NULL THEN e.work END,
  CASE WHEN r.award IS NULL OR e.payee IS NULL THEN e.id END
QUALIFY row_number() OVER (PARTITION BY r.programme ORDER BY sum(e.amount) DESC, any_value(e.id)) <= {SHOWN}
ORDER BY page, amount DESC, id"""
_SUB_AWARDS = f"""SELECT p.programme AS page, e.payee, o.title AS payee_title, any_value(e.payee_name) AS payee_name, y.title AS payer_title,
  string_agg(DISTINCT e.work, '、' ORDER BY e.work) AS work, CAST(sum(e.amount) AS BIGINT) AS amount
FROM sub_award e JOIN place p ON p.name = named(e.award, e.programme)
LEFT JOIN organisation o ON o.id = e.payee LEFT JOIN organisation y ON y.id = e.payer
WHERE p.programme IN (SELECT id FROM chunk)
GROUP BY p.programme, e.payee, o.title, y.title, CASE WHEN e.payee IS NULL THEN e.id END
QUALIFY row_number() OVER (PARTITION BY p.programme ORDER BY sum(e.amount) DESC, any_value(e.id)) <= {SHOWN}
ORDER BY page, amount DESC, payee"""


def pages(connection: DuckDBPyConnection, site: Site, ids: Collection[str]) -> Iterator[Page]:
    """The pages of these programmes."""
    judged = criteria(connection, site.about.issued) if ids else {}
    for some in chunks(connection, ids):
        asked = {name: each(connection, sql) for name, sql in _ASKED.items()}
        held = figures(connection, "programme")
        shared = {
            "results": results(connection, "programme"),
            "findings": findings(connection, "programme"),
            "opinions": opinions(connection, "programme"),
            "parts": parts(connection),
            "criteria": judged,
        }
        for one in some:
            rows = {name: found.get(one, []) for name, found in (asked | shared).items()}
            yield _page(site, rows, held[one])


_ASKED = {
    "about": _ABOUT,
    "budgets": _BUDGETS,
    "calls": _CALLS,
    "awards": _AWARDS,
    "payments": _PAYMENTS,
    "sub_awards": _SUB_AWARDS,
}


def _page(site: Site, rows: dict[str, list[Row]], held: Figures) -> Page:
    (about,) = rows["about"]
    identity = about["id"]
    crumbs: tuple[Crumb, ...] = (Crumb(Text("事業", "Programmes"), "programmes/"),)
    if about["ministry"]:
        crumbs += (Crumb(same(about["ministry"]), place("ministry", about["ministry_id"])),)
    return Page(
        folder=place("programme", identity),
        template="programme.html.j2",
        title=same(about["title"]),
        crumbs=crumbs,
        about=f"programme:{identity}",
        facts=_facts(site, about, rows, held),
    )


def _facts(site: Site, about: Row, rows: dict[str, list[Row]], held: Figures) -> dict[str, Any]:
    return {
        "about": about,
        "field": field_label(site, about["field_code"]),
        "money": money(held),
        "counted": told(held, COUNTS),
        "suspected": held.of("suspected"),
        "years": years_chart(spent(held), held),
        "goals": goals_chart(rows["results"], place("programme", about["id"])),
        "returned": (held.of("returned-low"), held.of("returned-high")),
        "together": together(rows["parts"]),
        "most_spent": max((row["executed"] or 0 for row in rows["parts"]), default=0),
        "most_paid": max((row["amount"] for row in rows["payments"] if not row["suspected"]), default=0),
        "overlap": len({row["block"] for row in rows["payments"] if row["block"]}) > 1,
        "shown": SHOWN,
        **{name: found for name, found in rows.items() if name != "about"},
    }


COUNTS = ("awards", "recipients", "deployed", "decided")
