"""Pages that every release has: method, flags, corrections, opinions, releases, data, and checking a receipt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rashin.language import Text, same
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.checks.checking import Report
from rashin.ledger.figures.family import families
from rashin.ledger.portal.addresses import FOLDERS, place
from rashin.ledger.portal.pages.corrections import corrections
from rashin.ledger.portal.reading import Row, query
from rashin.ledger.portal.site import Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN = 200
_OPINIONS = "SELECT * FROM opinion ORDER BY answered IS NOT NULL, due, sent, id"
_NAMES = """SELECT w.kind || ':' || w.id AS about, w.kind, w.id, w.programme, w.award, w.payee, coalesce(i.title, a.title, p.title, o.title) AS name
FROM whereabouts w LEFT JOIN indicator i ON w.kind = 'indicator' AND i.id = w.id LEFT JOIN award a ON a.id = w.award
LEFT JOIN programme p ON p.id = w.programme LEFT JOIN organisation o ON o.id = w.payee
WHERE w.kind || ':' || w.id IN (SELECT about FROM opinion)"""
_MOVED = f"""SELECT m.*, coalesce(a.title, c.title, p.title, o.title, f.title) AS name FROM moved m
LEFT JOIN programme p ON p.id = m.programme LEFT JOIN organisation o ON o.id = m.payee LEFT JOIN organisation f ON f.id = m.ministry
LEFT JOIN award a ON a.id = m.award LEFT JOIN call c ON c.id = m.call
WHERE before IS DISTINCT FROM after ORDER BY m.owner <> 'scope', abs(coalesce(after, 0) - coalesce(before, 0)) DESC LIMIT {SHOWN}"""
_FLAGGED = """SELECT f.code, f.kind, f.id, f.programme, f.award, f.payee, coalesce(p.title, o.title, a.title, f.id) AS name
FROM finding_place f LEFT JOIN programme p ON p.id = f.programme LEFT JOIN organisation o ON o.id = f.payee LEFT JOIN award a ON a.id = f.award
WHERE f.code LIKE 'F%' QUALIFY row_number() OVER (PARTITION BY f.code ORDER BY f.id) <= 20 ORDER BY f.code, f.id"""


_MEASURES = {
    "held_out_precision": Text(
        "含めたもののうち、人もAIの事業とみたもの", "Of those taken, how many people take as well"
    ),
    "held_out_recall": Text(
        "人がAIの事業とみたもののうち、含めたもの", "Of those that people take, how many are taken"
    ),
    "held_out_field": Text("分野が人の見立てと同じもの", "With the field that people give"),
}
"""What is told of a scope's rule: only what was counted on sheets that nobody looked at while the rule was written."""


def pages(connection: DuckDBPyConnection, site: Site, report: Report) -> Iterator[Page]:
    """All of them."""
    yield _method(connection, site, report)
    yield _flags(connection, report)
    yield _corrections(connection)
    yield _opinions(connection)
    yield _releases(connection)
    yield _data(site)
    yield Page(
        folder="check/", template="check.html.j2", title=Text("数字を確かめる", "Check a number"), about="page:check"
    )


_MADE = (
    ("figures.csv", Text("すべての数字", "Every figure")),
    ("figures.json", Text("同じもの", "The same")),
    ("figures.parquet", Text("同じもの", "The same")),
    ("changes.csv", Text("前の版から動いた数字", "Figures that moved since the release before")),
    ("scope_programme.parquet", Text("範囲に入る事業", "The programmes in scope")),
    ("batches.json", Text("帳簿への取り込み", "The batches of the book")),
    ("release.json", Text("この版について", "About this release")),
)


def _data(site: Site) -> Page:
    tables: dict[str, dict[str, Any]] = {}
    for file in site.files:
        label = KINDS[file.of].label if file.of in KINDS else same(file.of)
        table = tables.setdefault(file.of, {"of": file.of, "label": label, "rows": file.rows, "files": []})
        table["files"].append(file)
    return Page(
        folder="data/",
        template="data.html.j2",
        title=Text("データ", "Data"),
        about="page:data",
        facts={"tables": list(tables.values()), "made": _MADE},
    )


def _method(connection: DuckDBPyConnection, site: Site, report: Report) -> Page:
    held = {row["field"] for row in query(connection, "SELECT DISTINCT field FROM place")}
    return Page(
        folder="method/",
        template="method.html.j2",
        title=Text("数え方と規則", "How it is counted, and the rules"),
        about="page:method",
        facts={"scope": site.scope, "families": families(), "report": report, "measures": _MEASURES, "held": held},
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
        facts={
            "shown": shown,
            "found": [one for one in report.flags if one.count],
            "clear": [one for one in report.flags if not one.count and one.examined],
            "unknown": [one for one in report.flags if not one.examined],
        },
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
        facts={"opinions": told_about(connection, query(connection, _OPINIONS))},
    )


def told_about(connection: DuckDBPyConnection, opinions: list[Row]) -> list[Row]:
    """Opinions with the page that each is about and its name."""
    known = {row["about"]: row for row in query(connection, _NAMES)}
    for row in opinions:
        found = known.get(row["about"])
        row["folder"] = _page_of(found) if found else ""
        row["name"] = found["name"] if found else None
    return opinions


def _releases(connection: DuckDBPyConnection) -> Page:
    counted: Any = connection.execute("SELECT count(*) FROM moved WHERE before IS DISTINCT FROM after").fetchone()
    batches = {row["batch"]: row for row in query(connection, "SELECT * FROM batch")}
    return Page(
        folder="releases/",
        template="releases.html.j2",
        title=Text("版と、前の版からの変更", "Releases, and what changed"),
        about="page:releases",
        facts={
            "moved": _moved(connection),
            "count": counted[0],
            "batches": batches,
            "names": {one.code: one.name for one in families()},
        },
    )


def _moved(connection: DuckDBPyConnection) -> list[Row]:
    """Figures that moved, each with the page it stands on; None for that of the front page."""
    rows = query(connection, _MOVED)
    for row in rows:
        subject = row[row["owner"]] if row["owner"] != "scope" else None
        row["folder"] = place(row["owner"], subject) if subject and row["after"] is not None else None
        row["name"] = row["name"] or subject
    return rows
