"""An award: what was agreed, in which versions, what was paid, delivered and used, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rashin.language import Text, same
from rashin.ledger.portal.addresses import place
from rashin.ledger.portal.pages.parts import field_label, findings, goals_chart, money, opinions, results, told
from rashin.ledger.portal.reading import Figures, Row, chunks, each, figures
from rashin.ledger.portal.site import Crumb, Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ABOUT = """SELECT a.id AS page, a.*, s.field AS field_code, s.programme AS programme_id, p.title AS programme_title, c.title AS call_title,
  a.call AS call_id, o.title AS recipient_title
FROM award a JOIN scoped_award s ON s.award = a.id JOIN programme p ON p.id = s.programme
LEFT JOIN call c ON c.id = a.call LEFT JOIN organisation o ON o.id = a.recipient WHERE a.id IN (SELECT id FROM chunk)"""
_VERSIONS = (
    """SELECT id AS page, * FROM award_entries WHERE id IN (SELECT id FROM chunk) ORDER BY page, recorded, batch"""
)
_PAYMENTS = """SELECT r.award AS page, e.*, r.suspected, r.tier AS counted_tier, o.title AS payee_title
FROM payment_row r JOIN payment e ON e.id = r.id LEFT JOIN organisation o ON o.id = e.payee
WHERE r.award IN (SELECT id FROM chunk) ORDER BY page, e.paid, e.id"""
_SUB_AWARDS = """SELECT e.award AS page, e.*, o.title AS payee_title, y.title AS payer_title FROM sub_award e
LEFT JOIN organisation o ON o.id = e.payee LEFT JOIN organisation y ON y.id = e.payer
WHERE e.award IN (SELECT id FROM chunk) ORDER BY page, e.amount DESC, e.id"""
_OUTPUTS = """SELECT u.award AS page, u.*, v.title AS evidence_title, v.digest, v.address FROM output u LEFT JOIN evidence v ON v.id = u.evidence
WHERE u.award IN (SELECT id FROM chunk) ORDER BY page, u.delivered, u.id"""
_DEPLOYMENTS = """SELECT d.award AS page, d.*, o.title AS organisation_title FROM deployment d LEFT JOIN organisation o ON o.id = d.organisation
WHERE d.award IN (SELECT id FROM chunk) ORDER BY page, d.started, d.id"""
_RETURNS = """SELECT r.award AS page, r.*, v.title AS evidence_title FROM social_return r LEFT JOIN evidence v ON v.id = r.evidence
WHERE r.award IN (SELECT id FROM chunk) ORDER BY page, r.id"""
_WAYS = {
    "versions": _VERSIONS,
    "payments": _PAYMENTS,
    "sub_awards": _SUB_AWARDS,
    "outputs": _OUTPUTS,
    "deployments": _DEPLOYMENTS,
    "returns": _RETURNS,
}


def pages(connection: DuckDBPyConnection, site: Site, ids: Collection[str]) -> Iterator[Page]:
    """The pages of these awards."""
    for some in chunks(connection, ids):
        asked = {name: each(connection, sql) for name, sql in _WAYS.items()}
        asked |= {
            "results": results(connection, "award"),
            "findings": findings(connection, "award"),
            "opinions": opinions(connection, "award"),
        }
        held, about = figures(connection, "award"), each(connection, _ABOUT)
        for one in some:
            if one in about:
                yield _page(site, about[one][0], {name: found.get(one, []) for name, found in asked.items()}, held[one])


def _page(site: Site, about: Row, rows: dict[str, list[Row]], held: Figures) -> Page:
    crumbs: tuple[Crumb, ...] = (
        Crumb(Text("事業", "Programmes"), "programmes/"),
        Crumb(same(about["programme_title"]), place("programme", about["programme_id"])),
    )
    if about["call_title"]:
        crumbs += (Crumb(same(about["call_title"]), place("call", about["call_id"])),)
    return Page(
        folder=place("award", about["id"]),
        template="award.html.j2",
        title=same(about["title"]),
        crumbs=crumbs,
        about=f"award:{about['id']}",
        facts={
            "about": about,
            "field": field_label(site, about["field_code"]),
            "money": money(held),
            "used": told(held, ("deployed", "decided")),
            "goals": goals_chart(rows["results"], place("award", about["id"])),
            **rows,
        },
    )
