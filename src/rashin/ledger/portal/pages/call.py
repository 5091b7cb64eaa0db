"""A call: what was offered, who applied, what was awarded."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rashin.language import Text, same
from rashin.ledger.portal.addresses import place
from rashin.ledger.portal.pages.parts import money, opinions, told
from rashin.ledger.portal.reading import chunks, each, figures
from rashin.ledger.portal.site import Crumb, Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ABOUT = """SELECT c.id AS page, c.*, p.title AS programme_title, p.id AS programme_id FROM call c JOIN programme p ON p.id = c.programme
WHERE c.id IN (SELECT id FROM chunk)"""
_AWARDS = """SELECT a.call AS page, a.*, s.field AS field_code, o.title AS recipient_title
FROM award a JOIN scoped_award s ON s.award = a.id LEFT JOIN organisation o ON o.id = a.recipient
WHERE a.call IN (SELECT id FROM chunk) ORDER BY page, a.amount DESC, a.id"""


def pages(connection: DuckDBPyConnection, _site: Site, ids: Collection[str]) -> Iterator[Page]:
    """The pages of these calls."""
    for some in chunks(connection, ids):
        about, awards = each(connection, _ABOUT), each(connection, _AWARDS)
        heard, held = opinions(connection, "call"), figures(connection, "call")
        for one in (one for one in some if one in about):
            row = about[one][0]
            yield Page(
                folder=place("call", one),
                template="call.html.j2",
                title=same(row["title"]),
                crumbs=(
                    Crumb(Text("事業", "Programmes"), "programmes/"),
                    Crumb(same(row["programme_title"]), place("programme", row["programme_id"])),
                ),
                about=f"call:{one}",
                facts={
                    "about": row,
                    "awards": awards.get(one, []),
                    "opinions": heard.get(one, []),
                    "counted": told(held[one], ("applications", "awards")),
                    "money": money(held[one]),
                },
            )
