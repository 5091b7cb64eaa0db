"""Pages that every release has: method, flags, corrections, opinions, releases, data, and checking a receipt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rashin.language import Text
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.checks.checking import Report
from rashin.ledger.figures.family import families
from rashin.ledger.portal.addresses import FOLDERS, place
from rashin.ledger.portal.pages.corrections import corrections
from rashin.ledger.portal.reading import query
from rashin.ledger.portal.site import Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN = 200
_OPINIONS = "SELECT * FROM opinion ORDER BY answered IS NOT NULL, due, sent, id"
_MOVED = f"""SELECT m.*, {", ".join(f"m.{name}" for name in ("programme", "payee"))} FROM moved m
WHERE before IS DISTINCT FROM after ORDER BY owner <> 'scope', abs(coalesce(after, 0) - coalesce(before, 0)) DESC LIMIT {SHOWN}"""  # noqa: S608
_FLAGGED = """SELECT f.code, f.kind, f.id, f.programme, f.award, f.payee, coalesce(p.title, o.title, a.title, f.id) AS name
FROM finding_place f LEFT JOIN programme p ON p.id = f.programme LEFT JOIN organisation o ON o.id = f.payee LEFT JOIN award a ON a.id = f.award
WHERE f.code LIKE 'F%' QUALIFY row_number() OVER (PARTITION BY f.code ORDER BY f.id) <= 20 ORDER BY f.code, f.id"""


_MEASURES = {
    "held_out_precision": Text("含めたもののうち、人もAIの事業とみたもの", "Of those taken, how many people take as well"),
    "held_out_recall": Text("人がAIの事業とみたもののうち、含めたもの", "Of those that people take, how many are taken"),
    "held_out_field": Text("分野が人の見立てと同じもの", "With the field that people give"),
}
"""What is told of a scope's rule: only what was counted on sheets that nobody looked at while the rule was written."""


def pages(connection: DuckDBPyConnection, site: Site, report: Report) -> Iterator[Page]:
    """All of them."""
    yield _method(site, report)
    yield _flags(connection, report)
    yield _corrections(connection)
    yield _opinions(connection)
    yield _releases(connection)
    yield Page(folder="data/", template="data.html.j2", title=Text("データ", "Data"), about="page:data", facts={"kinds": KINDS})
    yield Page(folder="check/", template="check.html.j2", title=Text("数字を確かめる", "Check a number"), about="page:check")


def _method(site: Site, report: Report) -> Page:
    return Page(
        folder="method/",
        template="method.html.j2",
        title=Text("数え方と規則", "How it is counted, and the rules"),
        about="page:method",
        facts={"scope": site.scope, "families": families(), "report": report, "measures": _MEASURES},
    )


def _flags(connection: DuckDBPyConnection, report: Report) -> Page:
    shown: dict[str, list[dict[str, Any]]] = {}
    for row in query(connection, _FLAGGED):
        row["folder"] = _page_of(row)
        shown.setdefault(row["code"], []).append(row)
    return Page(
        folder="flags/",
        template="flags.html.j2",
        title=Text("目印：見直すきっかけ", "Flags: reasons to look again"),
        about="page:flags",
        facts={"report": report, "shown": shown},
    )


def _page_of(row: dict[str, Any]) -> str:
    """The page on which an entry that was found stands."""
    if row["kind"] in FOLDERS:
        return place(row["kind"], row["id"])
    for owner in ("award", "programme", "payee"):
        if row[owner]:
            return place(owner, row[owner])
    return ""


def _corrections(connection: DuckDBPyConnection) -> Page:
    return Page(
        folder="corrections/",
        template="corrections.html.j2",
        title=Text("訂正の記録", "Corrections"),
        about="page:corrections",
        facts={"corrections": corrections(connection)},
    )


def _opinions(connection: DuckDBPyConnection) -> Page:
    return Page(
        folder="opinions/",
        template="opinions.html.j2",
        title=Text("寄せられた意見と答え", "Opinions and answers"),
        about="page:opinions",
        facts={"opinions": query(connection, _OPINIONS)},
    )


def _releases(connection: DuckDBPyConnection) -> Page:
    counted: Any = connection.execute("SELECT count(*) FROM moved WHERE before IS DISTINCT FROM after").fetchone()
    batches = {row["batch"]: row for row in query(connection, "SELECT * FROM batch")}
    return Page(
        folder="releases/",
        template="releases.html.j2",
        title=Text("版と、前の版からの変更", "Releases, and what changed"),
        about="page:releases",
        facts={
            "moved": query(connection, _MOVED),
            "count": counted[0],
            "batches": batches,
            "names": {one.code: one.name for one in families()},
        },
    )
