"""The front page: what was invested in, in whom, for what, what came back, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rashin.charts.bars import Bar, Bars
from rashin.charts.numbers import YEN
from rashin.charts.small_multiples import Panel, SmallMultiples
from rashin.charts.years import Year
from rashin.language import Text, same
from rashin.ledger.portal.addresses import both
from rashin.ledger.portal.pages.flow import flow
from rashin.ledger.portal.pages.group import COUNTS, names_of
from rashin.ledger.portal.pages.lists import listings
from rashin.ledger.portal.pages.parts import family, field_label, money, results_parts, spent, told, years_chart
from rashin.ledger.portal.pages.standing import told_about
from rashin.ledger.portal.reading import Figures, Row, front_figures, query
from rashin.ledger.portal.site import Page, Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BY = """SELECT {by} AS id, fiscal_year, value FROM figure
WHERE owner = '{by}' AND family = ? AND {others}"""
_RECIPIENTS = """SELECT r.payee AS id, o.title, CAST(sum(r.value) AS BIGINT) AS amount, count(*) AS n, count(DISTINCT r.programme) AS programmes
FROM payment_row r JOIN organisation o ON o.id = r.payee
WHERE r.move = 'payment' AND r.tier = 1 AND NOT r.suspected AND {which} GROUP BY ALL ORDER BY amount DESC, id LIMIT 10"""
_GROUPS = (
    (Text("会社", "Companies"), "o.body = 'company'"),
    (Text("大学・研究機関など", "Universities, institutes and agencies"), "o.body IN ('institute', 'agency')"),
)
# The same programme has a sheet for each year: its years are told as one.
_LARGEST = """SELECT max_by(p.id, coalesce(p.fiscal_year, 0)) AS id, p.title, max_by(coalesce(p.goal, g.goal), coalesce(p.fiscal_year, 0)) AS goal,
  min(p.fiscal_year) AS first, max(p.fiscal_year) AS last, any_value(s.field) AS field, any_value(o.title) AS ministry_title,
  CAST(sum(f.value) AS BIGINT) AS spent, sum(w.value) AS outcomes, sum(v.value) AS with_value, sum(c.value) AS reached
FROM scoped s JOIN programme p ON p.id = s.programme LEFT JOIN organisation o ON o.id = s.ministry
JOIN figure f ON f.owner = 'programme' AND f.programme = s.programme AND f.family = ? AND f.fiscal_year IS NULL
LEFT JOIN figure w ON w.owner = 'programme' AND w.programme = s.programme AND w.family = 'outcomes'
LEFT JOIN figure v ON v.owner = 'programme' AND v.programme = s.programme AND v.family = 'outcomes-with-value'
LEFT JOIN figure c ON c.owner = 'programme' AND c.programme = s.programme AND c.family = 'outcomes-reached'
LEFT JOIN (SELECT programme, arg_min(goal, id) AS goal FROM indicator WHERE goal IS NOT NULL GROUP BY programme) g ON g.programme = s.programme
GROUP BY p.title, s.ministry ORDER BY spent DESC, id LIMIT 10"""
_YEARS = "SELECT min(fiscal_year), max(fiscal_year) FROM figure WHERE owner = 'scope' AND family = ? AND fiscal_year IS NOT NULL"
_NAMED = "SELECT count(DISTINCT (p.title, s.ministry)) FROM scoped s JOIN programme p ON p.id = s.programme"
_LATEST = "SELECT * FROM opinion ORDER BY sent DESC NULLS LAST, id LIMIT 3"
_GOAL = 90
"""Characters of a goal that the front page tells."""


def pages(connection: DuckDBPyConnection, site: Site) -> Iterator[Page]:
    """The front page alone."""
    held = front_figures(connection)
    code = spent(held)
    by, names = _told_apart(connection, site)
    groups = _groups(connection, site, by, names, code)
    recipients = [(label, query(connection, _RECIPIENTS.format(which=which))) for label, which in _GROUPS]
    largest = query(connection, _LARGEST, [code])
    for row in largest:
        row["goal"] = _clipped(row["goal"])
    yield Page(
        folder="",
        template="front.html.j2",
        title=site.about.title,
        about=f"scope:{site.scope.code}",
        facts={
            "years": connection.execute(_YEARS, [code]).fetchall()[0],
            "by": by,
            "by_name": _NAMES[by],
            "measure": family(code).name,
            "spent": told(held, (code,))[0] if held.of(code) else None,
            "budgeted": held.of("budgeted") if code != "budgeted" else None,
            "money": money(held),
            "counts": {name: _value(held, name) for name in COUNTS},
            "named_apart": connection.execute(_NAMED).fetchall()[0][0],
            "outcomes": {name: _value(held, name) for name in _OUTCOMES},
            "suspected": held.of("suspected"),
            "as_published": held.of("stated"),
            "without": held.of("stated-clear"),
            "exceeds": _value(held, "stated-clear") > max(_value(held, "paid"), _value(held, "executed")),
            "returned": (held.of("returned-low"), held.of("returned-high")),
            "results_chart": results_parts(held),
            "without_outcome": held.of("without-outcome"),
            "flow": flow(connection, site),
            "by_year": _by_year(connection, by, names, code) or years_chart(code, held),
            "ranked": _ranked(groups, by, code),
            "groups": groups,
            "recipients": recipients,
            "foremost": max(
                (rows[0] for _, rows in recipients if rows), key=lambda row: int(row["amount"]), default=None
            ),
            "largest": largest,
            "aimed": next((row for row in largest if row["goal"]), None),
            "latest": told_about(connection, query(connection, _LATEST)),
            "lists": _lists(connection),
        },
    )


_NAMES = {"field": Text("分野", "Field"), "ministry": Text("府省", "Ministry"), "programme": Text("事業", "Programme")}
_PANELS = 10
"""Fields, ministries or programmes that are drawn year by year; the table has them all."""
_FEW = 16
"""Programmes of a scope that are told apart on the front page, where there is but one field and one ministry."""


def _told_apart(connection: DuckDBPyConnection, site: Site) -> tuple[str, dict[str, Text]]:
    """By what money is told apart on the front page, and the names: by field, or else ministry, or else programme."""
    if len(site.fields) > 1:
        return "field", dict(site.fields)
    ministries = names_of(connection)
    if len(ministries) > 1:
        return "ministry", ministries
    programmes = query(connection, f"SELECT id, title FROM programme LIMIT {_FEW + 1}")
    if len(programmes) > _FEW:
        return "ministry", ministries
    return "programme", {row["id"]: same(row["title"]) for row in programmes}


_OUTCOMES = ("outcomes", "outcomes-reached", "outcomes-with-value")


def _value(held: Figures, code: str) -> int:
    found = held.of(code)
    return found.value if found else 0


def _clipped(text: str | None) -> str | None:
    """The first sentence, or as much of it as there is room for."""
    if not text:
        return None
    first = text.strip().split("。")[0]
    return first if len(first) <= _GOAL else f"{first[:_GOAL]}…"


def _figures(connection: DuckDBPyConnection, by: str, code: str) -> list[Row]:
    """Figures told apart by field or ministry, and by the year or nothing more."""
    others = " AND ".join(f"{name} IS NULL" for name in ("field", "ministry", "payee") if name != by)
    return query(connection, _BY.format(by=by, others=others), [code])


def _groups(
    connection: DuckDBPyConnection, site: Site, by: str, names: dict[str, Text], code: str
) -> list[dict[str, Any]]:
    """Fields or ministries by money, the largest first, with what is known of their results."""

    def whole(family: str) -> dict[str, int]:
        return {row["id"]: row["value"] for row in _figures(connection, by, family) if row["fiscal_year"] is None}

    amounts, counts = whole(code), {name: whole(name) for name in ("programmes", *_OUTCOMES)}
    return [
        {
            "id": one,
            "label": names.get(one) or field_label(site, one),
            "amount": amount,
            **{name.replace("-", "_"): found.get(one, 0) for name, found in counts.items()},
        }
        for one, amount in sorted(amounts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _ranked(groups: list[dict[str, Any]], by: str, code: str) -> Bars | None:
    """Fields or ministries side by side; None where there is but one."""
    if len(groups) < 2:
        return None
    whole = sum(one["amount"] for one in groups) or 1
    title = Text(
        "いちばん多いのは「{name}」で、{measure}額の{share:.0%}です",
        "The most went to “{name}”: {share:.0%} of what was {measure}",
    ).filled(
        name=groups[0]["label"],
        measure=Text(family(code).name.ja, family(code).name.en.lower()),
        share=groups[0]["amount"] / whole,
    )
    bars = tuple(Bar(one["label"], float(one["amount"]), link=both(by, one["id"], "")) for one in groups)
    return Bars(
        title,
        title,
        _NAMES[by],
        family(code).name,
        bars,
        unit=YEN,
    )


def _by_year(connection: DuckDBPyConnection, by: str, names: dict[str, Text], code: str) -> SmallMultiples | None:
    rows = [row for row in _figures(connection, by, code) if row["fiscal_year"] is not None]
    totals: dict[str, int] = {}
    for row in rows:
        totals[row["id"]] = totals.get(row["id"], 0) + row["value"]
    spent_on = [one for one in sorted(totals, key=lambda f: (-totals[f], f)) if totals[one] > 0][:_PANELS]
    if len(spent_on) < 2 or len({row["fiscal_year"] for row in rows}) < 2:
        return None
    panels = tuple(Panel(names.get(one, same(one)), _years(rows, one), both(by, one, "")) for one in spent_on)
    last = max(row["fiscal_year"] for row in rows)
    title = Text(
        "年度ごとの{name}額：多い順に{count}まで（数字は{last}年度）",
        "{name} by fiscal year: the largest {count} (the numbers are of {last})",
    ).filled(name=family(code).name, count=len(panels), last=last)
    return SmallMultiples(title, title, _NAMES[by], family(code).name, panels)


def _years(rows: list[Row], one: str) -> tuple[Year, ...]:
    found = {row["fiscal_year"]: row["value"] for row in rows if row["id"] == one}
    first, last = min(row["fiscal_year"] for row in rows), max(row["fiscal_year"] for row in rows)
    return tuple(Year(year, found.get(year)) for year in range(first, last + 1))


def _lists(connection: DuckDBPyConnection) -> list[tuple[str, Text, int]]:
    """The lists in which something stands: folder, name, entries."""
    found = [(one, _count(connection, one.query)) for one in listings()]
    return [(one.folder, one.title, count) for one, count in found if count]


def _count(connection: DuckDBPyConnection, asked: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM ({asked})").fetchall()[0][0])
