"""What several kinds of pages show: money, results, findings, opinions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rashin.charts.goals import Goal, Goals
from rashin.charts.shares import Share, Shares
from rashin.charts.years import Year, Years
from rashin.language import Text, same
from rashin.ledger.checks.rule import Check, flags, rules
from rashin.ledger.figures.family import Family, families
from rashin.ledger.portal.addresses import both
from rashin.ledger.portal.reading import Figures, Row, Stated, each
from rashin.ledger.portal.site import Site

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MONEY = ("budgeted", "executed", "awarded", "committed", "paid", "stated", "stated-clear", "refunded", "passed-on")
"""Amounts in the order in which money moves. They are never added to one another."""
SPENT = ("executed", "paid", "stated-clear", "awarded", "budgeted")
"""What tells best what was spent; the first that the book holds is drawn."""


_SHORT = {
    "budgeted": Text("使ってよいと決められた額", "what may be spent"),
    "executed": Text("予算から使ったと書かれた額", "stated as spent out of the budget"),
    "awarded": Text("採択した案件に出すと決めた額", "promised to what was awarded"),
    "committed": Text("契約で約束した額", "agreed in contracts"),
    "paid": Text("支払先に直接払った額", "paid out directly"),
    "stated": Text(
        "支払先の欄をそのまま足した額。国から機構へ、機構から会社へと、同じお金が二度書かれることがあり、執行より大きくなりえます",
        "everything in the payees' column. Money that went through an agency is written twice, so it can exceed what was executed",
    ),
    "stated-clear": Text(
        "上の額から、単位の誤りが疑われる支払を除いたもの。二度書かれたお金は残ります",
        "the amount above without suspected unit errors. Money that is written twice is still in it",
    ),
    "refunded": Text("返してもらった額。支払からは引いていません", "paid back; it is not taken off what was paid"),
    "passed-on": Text(
        "支払先が、さらに外へ払った額。支払のうちに入っています", "what recipients paid on; it is part of what was paid"
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with what it counts."""

    family: Family
    stated: Stated

    @property
    def short(self) -> Text:
        """What it is, in half a line; the page on method tells the rest."""
        return _SHORT.get(self.family.code, self.family.what)


def family(code: str) -> Family:
    """A family of figures by its code."""
    return _FAMILIES[code]


def told(held: Figures, codes: Sequence[str]) -> list[Told]:
    """Those of the figures that rest on something."""
    found = ((code, held.of(code)) for code in codes)
    return [Told(_FAMILIES[code], one) for code, one in found if one]


def money(held: Figures) -> list[Told]:
    """The page's money. What is stated as paid only where it is more than what is known to be; without suspected errors only
    where there are some.
    """
    left_out = set() if held.of("suspected") else {"stated-clear"}
    if held.of("stated") == held.of("paid"):
        left_out |= {"stated", "stated-clear"}
    return [one for one in told(held, MONEY) if one.family.code not in left_out]


def spent(held: Figures) -> str:
    """The code of what tells best what was spent."""
    return next((code for code in SPENT if held.of(code)), SPENT[-1])


def years_chart(code: str, held: Figures, of: Text | None = None) -> Years | None:
    """Money by year, suspected errors hollow on top; None where there are less than two years."""
    found, doubts = held.by(code, "fiscal_year"), dict(held.by("suspected", "fiscal_year"))
    if len(found) < 2:
        return None
    doubtful = code == "stated-clear" and bool(doubts)
    first, last = found[0][0], found[-1][0]
    known = dict(found)
    name = _FAMILIES[code].name
    title = Text("{of}{name}額の移り変わり（{first}〜{last}年度）", "{name} by fiscal year{of}, {first}–{last}").filled(
        of=Text(f"{of.ja}：", f": {of.en}") if of else Text("", ""), name=name, first=first, last=last
    )
    years = tuple(
        Year(
            year,
            known[year].value if year in known else None,
            doubt=doubts[year].value if doubtful and year in doubts else 0.0,
        )
        for year in range(first, last + 1)
    )
    return Years(title, title, name, years, doubt=_FAMILIES["suspected"].name if doubtful else None)


def results_parts(held: Figures) -> Shares | None:
    """What became of the outcome indicators; None where there are none."""
    every = held.of("outcomes")
    if every is None:
        return None
    whole, (reached, judged, valued) = every.value, (_value(held, code) for code in _OUTCOMES)
    title = Text(
        "成果の指標 {whole:,}件のうち、目標に届いたと書かれているのは {reached:,}件。{none:,}件には実績値がありません",
        "Of {whole:,} outcome indicators {reached:,} are stated to have reached their target; {none:,} have no value at all",
    ).filled(whole=whole, reached=reached, none=whole - valued)
    parts = (
        Share.counted(Text("目標に届いた", "reached"), reached, whole, key=True),
        Share.counted(Text("届いていない", "not reached"), judged - reached, whole),
        Share.counted(Text("目標値がない", "no target"), valued - judged, whole),
        Share.counted(Text("実績値がない", "no value"), whole - valued, whole, nothing=True),
    )
    return Shares(title, title, parts, Text("成果の指標", "Outcome indicators"))


UNNAMED = Text("名前の書かれていない指標", "Indicator without a name")
_OUTCOMES = ("outcomes-reached", "outcomes-judged", "outcomes-with-value")


def _value(held: Figures, code: str) -> int:
    found = held.of(code)
    return found.value if found else 0


_RESULTS = """SELECT r.{owner} AS page, i.*, r.stage AS counted_stage, r.direction AS counted_direction, r.observed, r.reached, r.method, e.observations,
  x.finding, x.note AS finding_note
FROM indicator_row r JOIN indicator i ON i.id = r.id
LEFT JOIN (
  SELECT indicator, list({{'year': coalesce(fiscal_year, CAST(year(observed - INTERVAL 3 MONTH) AS INTEGER)), 'planned': planned, 'value': value,
    'method': method, 'sample_size': sample_size, 'low': low, 'high': high, 'evidence': evidence}}
    ORDER BY coalesce(observed, make_date(CAST(fiscal_year AS INTEGER) + 1, 3, 31))) AS observations
  FROM observation GROUP BY indicator
) e ON e.indicator = i.id
LEFT JOIN (SELECT indicator, any_value(finding) AS finding, any_value(note) AS note FROM outcome GROUP BY indicator) x ON x.indicator = i.id
WHERE r.{owner} IN (SELECT id FROM chunk) ORDER BY page, counted_stage, i.id"""


def results(connection: DuckDBPyConnection, owner: str) -> Mapping[str, list[Row]]:
    """The indicators of the chunk's pages, each with what was observed, year by year."""
    found = each(connection, _RESULTS.format(owner=owner))
    for rows in found.values():
        for row in rows:
            row["title"] = row["title"] or row["goal"] or UNNAMED.ja
            row["observations"] = row["observations"] or []
    return found


_GOALS = 8
"""Goals that are drawn; the table beside has them all."""


def goals_chart(rows: Sequence[Row], here: str, title: Text | None = None) -> Goals | None:
    """Goals and what came of them, those with both first; None where there are less than two goals.

    Args:
        rows: as `results` gives them.
        here: the folder of the page on which it is drawn.
        title: what it says, if that is not how many were reached.
    """
    aimed = [row for row in rows if row["counted_stage"] == "outcome" and row["target"] is not None]
    if len(aimed) < 2:
        return None
    met = sum(bool(row["reached"]) for row in aimed)
    told = title or Text(
        "目標値のある成果の指標 {whole}件のうち、届いたのは{met}件",
        "Of {whole} outcome indicators with a target, {met} reached it",
    ).filled(whole=len(aimed), met=met)
    shown = sorted(aimed, key=lambda row: row["observed"] is None)[:_GOALS]
    return Goals(
        told, told, Text("指標", "Indicator"), tuple(goal(row, both("indicator", row["id"], here)) for row in shown)
    )


def goal(row: Row, link: Text | None = None) -> Goal:
    """One indicator as a goal."""
    return Goal(
        same(row["title"]),
        same(row["unit"] or ""),
        row["baseline"],
        row["target"],
        row["observed"],
        falling=row["counted_direction"] == "down",
        link=link,
    )


_FINDINGS = """SELECT {owner} AS page, code, count(*) AS count, list(kind || ' ' || id ORDER BY id)[:3] AS entries
FROM finding_place WHERE {owner} IN (SELECT id FROM chunk) GROUP BY page, code ORDER BY page, code"""


def findings(connection: DuckDBPyConnection, owner: str) -> Mapping[str, list[Row]]:
    """What rules and flags found on the chunk's pages."""
    found = each(connection, _FINDINGS.format(owner=owner))
    for rows in found.values():
        for row in rows:
            row["check"] = _CHECKS[row["code"]]
            row["is_flag"] = row["code"].startswith("F")
    return found


_OPINIONS = """SELECT substr(about, {start}) AS page, * FROM opinion
WHERE about LIKE '{owner}:%' AND substr(about, {start}) IN (SELECT id FROM chunk) ORDER BY page, sent, id"""


def opinions(connection: DuckDBPyConnection, owner: str) -> Mapping[str, list[Row]]:
    """Opinions about the chunk's pages."""
    return each(connection, _OPINIONS.format(owner=owner, start=len(owner) + 2))


def field_label(site: Site, code: str) -> Text:
    """A field as people call it."""
    return site.fields.get(code, Text(code, code))


_FAMILIES = {one.code: one for one in families()}
_CHECKS: dict[str, Check] = {one.code: one for one in (*rules(), *flags())}


def checks() -> Mapping[str, Any]:
    """Every rule and flag by its code."""
    return _CHECKS
