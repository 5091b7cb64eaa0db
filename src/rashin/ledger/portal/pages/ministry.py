"""A ministry: its programmes within the scope, by field."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rashin.language import Text
from rashin.ledger.portal.pages.group import Group, names_of, page
from rashin.ledger.portal.reading import chunks, figures
from rashin.ledger.portal.site import Crumb, Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ABOVE = Crumb(Text("府省", "Ministries"), "ministries/")


def pages(connection: DuckDBPyConnection, site: Site, ids: Collection[str]) -> Iterator[Page]:
    """The pages of these ministries."""
    names = names_of(connection)
    for some in chunks(connection, ids):
        held = figures(connection, "ministry")
        for one in some:
            group = Group("ministry", one, names[one], None, _ABOVE, "field")
            yield page(connection, group, held[one], dict(site.fields))
