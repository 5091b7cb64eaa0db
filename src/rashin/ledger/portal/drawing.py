"""Drawing a release: which pages changed, which are gone, and the files that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from hashlib import md5
from importlib.resources import files
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from rashin.language import LANGUAGES
from rashin.ledger.book.engine import file_literal, literal
from rashin.ledger.checks.checking import Report
from rashin.ledger.exports.files import FOLDER as DATA
from rashin.ledger.figures.family import COUNTED
from rashin.ledger.portal.addresses import place
from rashin.ledger.portal.drawers import draw_all
from rashin.ledger.portal.pages import (
    award,
    call,
    field,
    front,
    indicator,
    lists,
    ministry,
    organisation,
    programme,
    standing,
)
from rashin.ledger.portal.site import Page, Site, environment, fresh
from rashin.looks import blocks, frame, icon

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PAGES = f"{DATA}/pages.parquet"
_Pages = Callable[["DuckDBPyConnection", Site, Collection[str]], Iterator[Page]]
_OF_ENTRIES: dict[str, _Pages] = {
    "programme": programme.pages,
    "award": award.pages,
    "call": call.pages,
    "payee": organisation.pages,
    "indicator": indicator.pages,
    "ministry": ministry.pages,
    "field": field.pages,
}
"""Pages about one thing each, by what figures call it."""

_OTHER = "other"
"""Pages about no one thing: the front, lists, and what every release has."""
_TELLS_OF_RELEASES = ("releases/", "data/")
"""What these tell of belongs to the release and not to the book."""
# A page of a ministry or a field rests on all of its programmes and awards.
_PRINTS = """CREATE OR REPLACE TEMP TABLE page AS
WITH figures AS (
  SELECT owner, subject, md5(string_agg(key || '=' || value || digest, ',' ORDER BY key)) AS print FROM figure_key GROUP BY ALL
), grouped AS (
  SELECT 'ministry' AS owner, s.ministry AS subject, p.print FROM scoped s JOIN page_print p ON p.owner = 'programme' AND p.subject = s.programme
  UNION ALL SELECT 'field', s.field, p.print FROM scoped s JOIN page_print p ON p.owner = 'programme' AND p.subject = s.programme
  UNION ALL SELECT 'field', a.field, p.print FROM scoped_award a JOIN page_print p ON p.owner = 'award' AND p.subject = a.award
), grouped_print AS (SELECT owner, subject, md5(string_agg(print, ',' ORDER BY print)) AS print FROM grouped GROUP BY ALL)
SELECT p.owner, p.subject, md5(p.print || coalesce(f.print, '') || '{code}') AS print
FROM (SELECT * FROM page_print UNION ALL SELECT * FROM grouped_print) p
LEFT JOIN figures f ON f.owner = p.owner AND f.subject = p.subject
WHERE p.subject IN (SELECT id FROM programme) AND p.owner = 'programme' OR p.subject IN (SELECT id FROM award) AND p.owner = 'award'
  OR p.subject IN (SELECT id FROM call) AND p.owner = 'call' OR p.subject IN (SELECT id FROM organisation) AND p.owner = 'payee'
  OR p.subject IN (SELECT id FROM indicator) AND p.owner = 'indicator' OR p.owner IN ('ministry', 'field')"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many pages there are, and how many of them were drawn anew; each in both languages."""

    pages: int
    drawn: int


def draw(connection: DuckDBPyConnection, site: Site, made: Path, report: Report, before: Path | None) -> Drawn:
    """Draw what changed since the release before, whose files are in `made` already; take away what is gone.

    Args:
        connection: with `figure_key`, `page_print` and all that pages are read from.
        site: what pages share.
        made: the folder of the release in the making.
        report: what the rules found.
        before: the folder of the release before.
    """
    _shared(made)
    code = _code(site)
    connection.execute(_PRINTS.format(code=code))
    changed, known = _changed(connection, before), _known_others(connection, before)
    pages = (page for owner, draws in _OF_ENTRIES.items() for page in draws(connection, site, changed.get(owner, ())))
    drawn = draw_all(site, made, pages, sum(map(len, changed.values())))
    others = []
    every = (lists.pages(connection, made), front.pages(connection, site), standing.pages(connection, site, report))
    for page in chain(*every):
        others.append((_OTHER, page.folder, _print_of(page) + code))
        if others[-1][1:] not in known or page.folder in _TELLS_OF_RELEASES:
            site.write(page, made)
            drawn += 1
    connection.executemany("INSERT INTO page VALUES (?, ?, ?)", others)
    _take_away(connection, made, before)
    connection.execute(f"COPY (SELECT * FROM page ORDER BY ALL) TO {literal(_made(made, PAGES))} (FORMAT parquet)")
    counted = connection.execute("SELECT count(*) FROM page").fetchall()[0][0]
    return Drawn(int(counted), drawn)


def draw_entrance(site: Site, out: Path) -> None:
    """The page at the root of the site, which leads to the latest release."""
    fresh(out / "index.html", environment("ja").get_template("entrance.html.j2").render(site=site))


def _shared(made: Path) -> None:
    """Style sheet, scripts and icon."""
    own = files("rashin.ledger.portal").joinpath("assets")
    fresh(made / "portal.css", blocks() + frame() + own.joinpath("portal.css").read_text("utf-8"))
    for name in ("portal.js", "verify.js"):
        fresh(made / name, own.joinpath(name).read_text("utf-8"))
    fresh(made / "icon.svg", icon())


def _changed(connection: DuckDBPyConnection, before: Path | None) -> dict[str, list[str]]:
    """The ids of the pages to draw, by owner."""
    known = (
        f"SELECT owner, subject, print FROM read_parquet({file_literal(before / PAGES)})"
        if before
        else "SELECT '', '', '' WHERE false"
    )
    found = connection.execute(
        f"SELECT owner, list(subject ORDER BY subject) FROM page WHERE row(owner, subject, print) NOT IN "
        f"(SELECT row(a, b, c) FROM ({known}) known(a, b, c)) GROUP BY owner"
    ).fetchall()
    return dict(found)


def _print_of(page: Page) -> str:
    return page.print or md5(repr((page.title, page.facts)).encode(), usedforsecurity=False).hexdigest()


def _known_others(connection: DuckDBPyConnection, before: Path | None) -> set[tuple[str, str]]:
    """Folder and print of all other pages of the release before."""
    if before is None:
        return set()
    asked = f"SELECT subject, print FROM read_parquet({file_literal(before / PAGES)}) WHERE owner = '{_OTHER}'"
    return set(connection.execute(asked).fetchall())


def _take_away(connection: DuckDBPyConnection, made: Path, before: Path | None) -> None:
    if before is None:
        return
    gone = connection.execute(
        f"SELECT owner, subject FROM read_parquet({file_literal(before / PAGES)}) "
        "WHERE row(owner, subject) NOT IN (SELECT row(owner, subject) FROM page)"
    ).fetchall()
    for owner, subject in gone:
        for language in LANGUAGES:
            folder = subject if owner == _OTHER else place(owner, subject)
            rmtree(made / ("en" if language == "en" else "") / folder, ignore_errors=True)


def _code(site: Site) -> str:
    """What pages depend on besides the book: how they are drawn, and what the site says of itself."""
    parts = [
        path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*")) if path.suffix in (".py", ".j2", ".sql")
    ]
    parts += [path.read_bytes() for path in sorted(COUNTED.parent.glob("*.sql"))]
    said = (
        site.about.title,
        site.about.publisher,
        site.scope,
        site.preview,
        site.opinions_to,
        site.origins.sources,
        site.origins.fictional,
    )
    return md5(b"".join(parts) + repr(said).encode(), usedforsecurity=False).hexdigest()


def _made(made: Path, name: str) -> str:
    (made / name).parent.mkdir(parents=True, exist_ok=True)
    return str(made / name)
