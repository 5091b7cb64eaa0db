"""A field of the scope: its programmes, by ministry."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rashin.language import Text
from rashin.ledger.portal.pages.group import Group, names_of, page
from rashin.ledger.portal.pages.parts import field_label
from rashin.ledger.portal.reading import chunks, figures
from rashin.ledger.portal.site import Crumb, Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ABOVE = Crumb(Text("分野", "Fields"), "fields/")


def pages(connection: DuckDBPyConnection, site: Site, ids: Collection[str]) -> Iterator[Page]:
    """The pages of these fields."""
    names = names_of(connection)
    means = {one.code: one.means for one in site.scope.fields}
    for some in chunks(connection, ids):
        held = figures(connection, "field")
        for one in some:
            group = Group("field", one, field_label(site, one), means.get(one), _ABOVE, "ministry")
            yield page(connection, group, held[one], names)
