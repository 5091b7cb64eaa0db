"""A programme: what it was for, what it was given, to whom it went, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from rashin.language import Text, same
from rashin.ledger.portal.addresses import place
from rashin.ledger.portal.pages.parts import field_label, findings, money, opinions, results, spent, years_chart
from rashin.ledger.portal.reading import Figures, Row, chunks, each, figures
from rashin.ledger.portal.site import Crumb, Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN = 100
"""Payments on the page; the rest is in the download."""

_ABOUT = """SELECT p.id AS page, p.*, s.field AS field_code, s.why AS taken_for, o.title AS ministry, p.funder AS ministry_id, up.title AS part_of_title
FROM chunk JOIN programme p USING (id) JOIN scope_programme s ON s.programme = p.id
LEFT JOIN organisation o ON o.id = p.funder LEFT JOIN programme up ON up.id = p.part_of"""
_BUDGETS = "SELECT programme AS page, * FROM budget WHERE programme IN (SELECT id FROM chunk) AND award IS NULL ORDER BY page, fiscal_year"
_CALLS = "SELECT programme AS page, * FROM call WHERE programme IN (SELECT id FROM chunk) ORDER BY page, opened, id"
_AWARDS = """SELECT s.programme AS page, a.*, o.title AS recipient_title, s.field AS field_code
FROM scoped_award s JOIN award a ON a.id = s.award LEFT JOIN organisation o ON o.id = a.recipient
WHERE s.programme IN (SELECT id FROM chunk) ORDER BY page, a.amount DESC, a.id"""
_PAYMENTS = f"""SELECT r.programme AS page, e.*, r.tier AS counted_tier, r.suspected, o.title AS payee_title
FROM payment_row r JOIN payment e ON e.id = r.id LEFT JOIN organisation o ON o.id = e.payee
WHERE r.programme IN (SELECT id FROM chunk)
QUALIFY row_number() OVER (PARTITION BY r.programme ORDER BY e.amount DESC, e.id) <= {SHOWN}
ORDER BY page, e.amount DESC, e.id"""  # noqa: S608 - a number
_COUNTED = "SELECT programme AS page, count(*) AS n FROM payment_row WHERE programme IN (SELECT id FROM chunk) GROUP BY page"
_SUB_AWARDS = """SELECT p.programme AS page, e.*, o.title AS payee_title, y.title AS payer_title
FROM sub_award e JOIN place p ON p.name = named(e.award, e.programme)
LEFT JOIN organisation o ON o.id = e.payee LEFT JOIN organisation y ON y.id = e.payer
WHERE p.programme IN (SELECT id FROM chunk) ORDER BY page, e.amount DESC, e.id"""


def pages(connection: DuckDBPyConnection, site: Site, ids: Collection[str]) -> Iterator[Page]:
    """The pages of these programmes."""
    for some in chunks(connection, ids):
        asked = {name: each(connection, sql) for name, sql in _ASKED.items()}
        held = figures(connection, "programme")
        shared = {
            "results": results(connection, "programme"),
            "findings": findings(connection, "programme"),
            "opinions": opinions(connection, "programme"),
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
    "counted": _COUNTED,
    "sub_awards": _SUB_AWARDS,
}


def _page(site: Site, rows: dict[str, list[Row]], held: Figures) -> Page:
    (about,) = rows["about"]
    identity = about["id"]
    crumbs = (Crumb(Text("事業", "Programmes"), "programmes/"),)
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
        "suspected": held.of("suspected"),
        "years": years_chart(spent(held), held),
        "payments_counted": rows["counted"][0]["n"] if rows["counted"] else 0,
        **{name: rows[name] for name in ("budgets", "calls", "awards", "payments", "sub_awards")},
        **{name: rows[name] for name in ("results", "findings", "opinions")},
    }
