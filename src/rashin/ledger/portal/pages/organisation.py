"""An organisation: what it received, from which programmes, and for what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rashin.language import Text, same
from rashin.ledger.book.kinds import BODIES
from rashin.ledger.portal.addresses import place
from rashin.ledger.portal.pages.parts import findings, money, opinions, spent, told, years_chart
from rashin.ledger.portal.reading import Figures, Row, chunks, each, figures
from rashin.ledger.portal.site import Crumb, Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN = 200
_ABOUT = "SELECT id AS page, * FROM organisation WHERE id IN (SELECT id FROM chunk)"
_PAYMENTS = f"""SELECT r.payee AS page, e.*, r.suspected, r.tier AS counted_tier, r.fiscal_year AS counted_year, p.title AS programme_title,
  r.programme AS programme_id, f.title AS ministry, count(*) OVER (PARTITION BY r.payee) AS n
FROM payment_row r JOIN payment e ON e.id = r.id JOIN programme p ON p.id = r.programme LEFT JOIN organisation f ON f.id = p.funder
WHERE r.payee IN (SELECT id FROM chunk)
QUALIFY row_number() OVER (PARTITION BY r.payee ORDER BY e.amount DESC, e.id) <= {SHOWN}
ORDER BY page, e.amount DESC, e.id"""
_SUB_AWARDS = """SELECT e.payee AS page, e.*, p.programme AS programme_id, y.title AS payer_title, g.title AS programme_title
FROM sub_award e JOIN place p ON p.name = named(e.award, e.programme) JOIN programme g ON g.id = p.programme
LEFT JOIN organisation y ON y.id = e.payer WHERE e.payee IN (SELECT id FROM chunk) ORDER BY page, e.amount DESC, e.id"""
_AWARDS = """SELECT a.recipient AS page, a.*, s.field AS field_code FROM award a JOIN scoped_award s ON s.award = a.id
WHERE a.recipient IN (SELECT id FROM chunk) ORDER BY page, a.amount DESC, a.id"""
_FUNDED = """SELECT p.funder AS page, count(*) AS n FROM scoped s JOIN programme p ON p.id = s.programme
WHERE p.funder IN (SELECT id FROM chunk) GROUP BY page"""
_WAYS = {"payments": _PAYMENTS, "sub_awards": _SUB_AWARDS, "awards": _AWARDS, "funded": _FUNDED}


def pages(connection: DuckDBPyConnection, _site: Site, ids: Collection[str]) -> Iterator[Page]:
    """The pages of these organisations."""
    for some in chunks(connection, ids):
        asked = {name: each(connection, sql) for name, sql in _WAYS.items()}
        asked |= {"findings": findings(connection, "payee"), "opinions": opinions(connection, "organisation")}
        held, about = figures(connection, "payee"), each(connection, _ABOUT)
        for one in some:
            yield _page(about[one][0], {name: found.get(one, []) for name, found in asked.items()}, held[one])


def _page(about: Row, rows: dict[str, list[Row]], held: Figures) -> Page:
    fields = sorted(held.by("stated-clear", "field"), key=lambda pair: -pair[1].value)
    return Page(
        folder=place("organisation", about["id"]),
        template="organisation.html.j2",
        title=same(about["title"]),
        crumbs=(Crumb(Text("支払先", "Recipients"), "organisations/"),),
        about=f"organisation:{about['id']}",
        facts={
            "about": about,
            "body": _BODIES.get(about["body"], Text("種類の分からない組織", "organisation of unknown kind")),
            "money": money(held),
            "counted": told(held, ("awards", "applications")),
            "years": years_chart(spent(held), held),
            "fields": fields,
            **rows,
        },
    )


_BODIES = {one.value: one.label for one in BODIES}
