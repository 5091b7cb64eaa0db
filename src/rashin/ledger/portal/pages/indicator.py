"""An outcome: what was to be reached, how it is measured, and what was observed year by year."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rashin.charts.goals import Goals
from rashin.language import Text, same
from rashin.ledger.portal.addresses import place
from rashin.ledger.portal.pages.parts import UNNAMED, goal, opinions, results
from rashin.ledger.portal.reading import Row, chunks, each
from rashin.ledger.portal.site import Crumb, Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_OWNERS = """SELECT r.id AS page, r.programme AS programme_id, p.title AS programme_title, r.award AS award_id, a.title AS award_title
FROM indicator_row r JOIN programme p ON p.id = r.programme LEFT JOIN award a ON a.id = r.award WHERE r.id IN (SELECT id FROM chunk)"""
_VERSIONS = (
    """SELECT id AS page, * FROM indicator_entries WHERE id IN (SELECT id FROM chunk) ORDER BY page, recorded, batch"""
)


def pages(connection: DuckDBPyConnection, _site: Site, ids: Collection[str]) -> Iterator[Page]:
    """The pages of these indicators."""
    for some in chunks(connection, ids):
        shown, owners = results(connection, "id"), each(connection, _OWNERS)
        versions, heard = each(connection, _VERSIONS), opinions(connection, "indicator")
        for one in (one for one in some if one in owners):
            yield _page(shown[one][0], owners[one][0], versions.get(one, []), heard.get(one, []))


def _page(row: Row, owner: Row, versions: list[Row], heard: list[Row]) -> Page:
    crumbs: tuple[Crumb, ...] = (
        Crumb(Text("成果", "Results"), "outcomes/"),
        Crumb(same(owner["programme_title"]), place("programme", owner["programme_id"])),
    )
    if owner["award_id"]:
        crumbs += (Crumb(same(owner["award_title"]), place("award", owner["award_id"])),)
    return Page(
        folder=place("indicator", row["id"]),
        template="indicator.html.j2",
        title=UNNAMED if row["title"] == UNNAMED.ja else same(row["title"]),
        crumbs=crumbs,
        about=f"indicator:{row['id']}",
        facts={
            "row": row,
            "owner": owner,
            "versions": versions,
            "opinions": heard,
            "goals": _way(row),
            "observations": [
                one for one in row["observations"] if one["value"] is not None or one["planned"] is not None
            ],
            "measured": any(
                one["method"] or one["sample_size"] or one["low"] is not None for one in row["observations"]
            ),
        },
    )


def _way(row: Row) -> Goals | None:
    """How far it came from the baseline to the target; None where one of the three is missing."""
    if None in (row["baseline"], row["target"], row["observed"]):
        return None
    title = Text("はじめの値から目標までの、どこにいるか", "How far it came from the baseline to the target")
    return Goals(title, title, Text("指標", "Indicator"), (goal(row),))
