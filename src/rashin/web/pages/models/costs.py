"""Costs tried out on a model: what was asked, what it comes to in words and figures, and the charts of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from rashin.charts import Bar, Bars, CostCurve, DataTable, Head, Line, Share, Shares
from rashin.charts.numbers import percent, plain, yen, yen_full
from rashin.engines.validation import CostPoint
from rashin.errors import CostWrong
from rashin.estimates import Estimate
from rashin.language import Text, same
from rashin.learning.card import ModelCard
from rashin.report.document import Figure, Listing
from rashin.report.words import count, turned_out
from rashin.workspace.deployments import COST_FIELDS, Costed, HeldOut, cost_out, costs_from


@dataclass(frozen=True, slots=True)
class Tried:
    """What the page shows of costs that were tried out."""

    written: Mapping[str, str]
    """As they stand in the form."""
    wrong: CostWrong | None
    """What is wrong with them; the figures are those of the model's own costs then."""
    conclusion: Text
    shares: Figure
    ways: Figure
    """What ways of deciding cost, side by side."""
    curve: Figure
    table: Listing
    own: bool
    """Whether they are the costs that the model was learned with."""


def tried(query: Mapping[str, str], card: ModelCard, held: HeldOut) -> Tried:
    """The costs in a query, or the model's own where there are none."""
    asked = {name: query[name] for name in COST_FIELDS if name in query}
    wrong, costs = None, card.costs
    if asked:
        try:
            costs = costs_from(asked)
        except CostWrong as trouble:
            wrong = trouble
    costed = cost_out(held, card.certainty, costs)
    return Tried(
        written=asked if wrong else {name: f"{value:,}" for name, value in asdict(costs).items()},
        wrong=wrong,
        conclusion=_conclusion(card, costed),
        shares=Figure(_shares(card, costed)),
        ways=Figure(_ways(card, costed), _NOTE),
        curve=Figure(_curve(card, costed), _ALONE),
        table=Listing(_table(card, costed)),
        own=costs == card.costs,
    )


_NOTE = Text(
    "横線は95%区間です。人に回した分は、人が正しく決めたものとして、見る時間だけを数えています。",
    "Whiskers are 95% intervals. Where a person decides, they are taken to decide rightly: only their time counts.",
)
_ALONE = Text(
    "人に回さず、線だけで分けたときの費用です。",
    "What the line alone would have cost, with nobody looking.",
)
_MILLION = 10**6


def _conclusion(card: ModelCard, costed: Costed) -> Text:
    return Text(
        "100件のうち、「{favourable}」が{granted}、「{adverse}」が{refused}、「{person}」が{handed}です。"
        "線は、{risk}が{line}のところです。",
        "Out of 100 cases, {granted} are a “{favourable}”, {refused} a “{adverse}”, and {handed} “{person}”. "
        "The line is at a {risk} of {line}.",
    ).filled(
        favourable=card.wording.favourable,
        adverse=card.wording.adverse,
        person=card.wording.person,
        risk=card.wording.risk,
        line=percent(costed.costs.threshold),
        granted=count(costed.granted),
        refused=count(costed.refused),
        handed=count(costed.handed_over),
    )


def _shares(card: ModelCard, costed: Costed) -> Shares:
    words = card.wording
    parts = (
        _share(words.favourable, costed.granted, costed.cases_granted, key=True),
        _share(words.person, costed.handed_over, costed.cases_handed_over, person=True),
        _share(words.adverse, costed.refused, costed.cases_refused),
    )
    title = Text(
        "学習に使っていない{n:,}件は、このように分かれます", "How {n:,} held-out cases would have fallen"
    ).filled(n=costed.per_case.n)
    said = Text("、", ", ")
    described = Text(
        said.ja.join(f"{part.label.ja} {part.cases:,}件" for part in parts),
        said.en.join(f"{part.label.en} {part.cases:,}" for part in parts),
    )
    return Shares(title, described, parts)


def _share(label: Text, share: Estimate, cases: int, *, key: bool = False, person: bool = False) -> Share:
    return Share(label, share.value, share.low, share.high, cases, person=person, key=key)


def _ways(card: ModelCard, costed: Costed) -> Bars:
    words = card.wording
    every = Text("全件を「{words}」に", "All “{words}”")
    bars = (
        _bar(Text("線と、人の目で分ける", "The line, and a person's look"), costed.per_case),
        _bar(Text("線だけで分ける", "The line alone"), costed.line_alone, other=True),
        _bar(every.filled(words=words.favourable), costed.all_granted, other=True),
        _bar(every.filled(words=words.adverse), costed.all_refused, other=True),
    )
    title = Text(
        "線と人の目で分けると、100件あたりおよそ{cost}です",
        "With the line and a person's look, 100 cases cost about {cost}",
    ).filled(cost=yen(100 * costed.per_case.value))
    described = Text(
        "、".join(f"{bar.label.ja} {plain(bar.value, 2)}" for bar in bars),
        ", ".join(f"{bar.label.en} {plain(bar.value, 2)}" for bar in bars),
    )
    measure = Text("100件あたりの費用（百万円）", "Cost of 100 cases (million yen)")
    return Bars(title, described, Text("分け方", "Way of deciding"), measure, bars, digits=2)


def _bar(label: Text, per_case: Estimate, *, other: bool = False) -> Bar:
    value, low, high = (100 * yen / _MILLION for yen in (per_case.value, max(per_case.low, 0.0), per_case.high))
    return Bar(label, value, low, high, other)


def _curve(card: ModelCard, costed: Costed) -> CostCurve:
    point, n = costed.point, costed.per_case.n
    title = Text(
        "ほかのところに線を引くと、{n:,}件の費用はこう変わります（いまの線では{cost}）",
        "What {n:,} cases would cost with the line elsewhere (here: {cost})",
    ).filled(n=n, cost=yen(point.yen))
    axis = Text("線を引く見込み", "Where the line is drawn")
    lines = tuple(_line(one) for one in costed.curve)
    return CostCurve(title, title, axis, lines, _line(point), card.wording.favourable, card.wording.adverse)


def _line(point: CostPoint) -> Line:
    return Line(point.threshold, point.accepted, point.refused, point.handed_over, point.yen)


def _table(card: ModelCard, costed: Costed) -> DataTable:
    costs = costed.costs
    bad = Text("{bad}ものを「{favourable}」にした", "Cases {bad}, given a “{favourable}”")
    good = Text("そうでなかったものを「{adverse}」にした", "Other cases, given a “{adverse}”")
    look = Text("人が見た", "Looked at by a person")
    rows = (
        _row(
            bad.filled(bad=turned_out(card), favourable=card.wording.favourable),
            costed.bad_granted,
            costs.adverse_accepted,
        ),
        _row(good.filled(adverse=card.wording.adverse), costed.good_refused, costs.favourable_refused),
        _row(look, costed.cases_handed_over, costs.review),
        (Text("合計", "Total"), same(""), same(""), same(yen_full(costed.yen))),
    )
    heads = (
        Head(Text("起きること", "What happens"), number=False),
        Head(Text("件数", "Cases")),
        Head(Text("1件あたり", "Each")),
        Head(Text("費用", "Cost")),
    )
    caption = Text("費用の内訳（学習に使っていない{n:,}件）", "What the cost is made of, on {n:,} held-out cases")
    return DataTable(caption.filled(n=costed.per_case.n), heads, rows)


def _row(name: Text, cases: int, each: int) -> tuple[Text, ...]:
    return name, same(plain(cases)), same(yen_full(each)), same(yen_full(cases * each))
