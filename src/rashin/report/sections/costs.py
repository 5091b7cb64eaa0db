"""Costs in yen: what each mistake costs, and where the line is for that reason."""

from __future__ import annotations

from rashin.charts import CostCurve, DataTable, Head, Line
from rashin.charts.numbers import percent, yen, yen_full
from rashin.engines.contract import Costs
from rashin.engines.validation import CostPoint
from rashin.language import Text, same
from rashin.learning.card import ModelCard
from rashin.report.document import Block, Figure, Listing, Notice, Prose, Section
from rashin.report.evidence import Reportable, chosen_point

_WORTH_TELLING = 0.95
"""Another line is mentioned when it would have cost less than this part of what the chosen one did."""


def section(model: Reportable) -> Section:
    """Where the line is and what it would have cost elsewhere."""
    card = model.card
    point = chosen_point(card)
    conclusion = Text(
        "{risk}が{line}を超えたら「{adverse}」にします。費用の前提から決まる線です。",
        "Where the {risk} is above {line}, it is a “{adverse}”. The line follows from the costs assumed.",
    ).filled(risk=card.wording.risk, line=percent(card.threshold), adverse=card.wording.adverse)
    blocks = (Listing(_assumed(card)), Prose(_why(card.costs)), *(_curve(card, point) if point else _NO_CURVE))
    return Section("costs", Text("費用と、線の引き方", "Costs, and where the line is"), conclusion, blocks)


_NO_CURVE: tuple[Block, ...] = (
    Prose(Text("線を動かしたときの費用は、測っていません。", "What other lines would have cost was not measured.")),
)


def _assumed(card: ModelCard) -> DataTable:
    costs, words = card.costs, {"favourable": card.wording.favourable, "adverse": card.wording.adverse}
    bad = Text("結果の悪くなる申込みを「{favourable}」にした", "A case that turns out badly was a “{favourable}”")
    good = Text("うまくいく申込みを「{adverse}」にした", "A case that would go well was a “{adverse}”")
    look = Text("人が1件を見る（{minutes}分×{rate}円）", "A person looks at one case ({minutes} min at ¥{rate})")
    rows = (
        (bad.filled(**words), same(yen_full(costs.adverse_accepted))),
        (good.filled(**words), same(yen_full(costs.favourable_refused))),
        (look.filled(minutes=costs.review_minutes, rate=costs.yen_per_minute), same(yen_full(costs.review))),
    )
    heads = (Head(Text("起きること", "What happens"), number=False), Head(Text("1件あたりの費用", "Cost per case")))
    return DataTable(
        Text("前提にした費用（自社の数字に変えられます）", "Costs assumed (put your own here)"), heads, rows
    )


def _why(costs: Costs) -> Text:
    return Text(
        "線は {good} ÷（{good} ＋ {bad}）＝ {line} で決まります。費用の前提を変えると、線も動きます。",
        "The line is {good} ÷ ({good} + {bad}) = {line}. With other costs, it moves.",
    ).filled(good=yen(costs.favourable_refused), bad=yen(costs.adverse_accepted), line=percent(costs.threshold))


def _curve(card: ModelCard, point: CostPoint) -> tuple[Block, ...]:
    lines = tuple(_line(at) for at in card.validation.cost_curve)
    everybody = _ends(card, lines)
    title = Text(
        "いまの線では{n:,}件で費用は{cost}、全件を「{favourable}」にすると{accepting}でした",
        "With the line as it is, {n:,} cases cost {cost}; with all of them a “{favourable}”, {accepting}",
    ).filled(
        n=card.validation.rows,
        cost=yen(point.yen),
        favourable=card.wording.favourable,
        accepting=yen(card.validation.adverse * card.costs.adverse_accepted),
    )
    axis = Text("線を引く見込み", "Where the line is drawn")
    chart = CostCurve(title, title, axis, lines, _line(point), card.wording.favourable, card.wording.adverse, everybody)
    note = (_SHARED if point.handed_over else _ALONE).filled(n=card.validation.rows)
    return Figure(chart, note), *_cheaper(card, point)


_ALONE = Text(
    "学習に使っていない{n:,}件を、人に回さず線だけで分けたときの費用です。人が見ることで、これより減らせます。",
    "What {n:,} held-out cases would have cost with the line alone and nobody looking. A person's look makes it less.",
)
_SHARED = Text(
    "学習に使っていない{n:,}件の費用です。人に回した分は、人が正しく決めたものとして、見る時間だけを数えています。",
    "Costs on {n:,} held-out cases. Where a person decides, they are taken to decide rightly: only their time counts.",
)


def _cheaper(card: ModelCard, point: CostPoint) -> tuple[Notice, ...]:
    best = min(card.validation.cost_curve, key=lambda at: at.yen)
    if best.yen >= point.yen * _WORTH_TELLING:
        return ()
    return (
        Notice(
            Text(
                "この表だけで見ると、もっと費用の少ない線があります",
                "On these cases alone another line would have cost less",
            ),
            Text(
                "線が{best}なら{less}でした（いまより{saved}少ない）。件数の少なさによるぶれも含まれるので、"
                "前提から決まる線を使っています。",
                "At {best} it would have been {less} ({saved} less). Part of that is chance, so the line that follows "
                "from the costs is kept.",
            ).filled(best=percent(best.threshold), less=yen(best.yen), saved=yen(point.yen - best.yen)),
        ),
    )


def _line(point: CostPoint) -> Line:
    return Line(point.threshold, point.accepted, point.refused, point.handed_over, point.yen)


def _ends(card: ModelCard, lines: tuple[Line, ...]) -> tuple[Text, Text] | None:
    if lines[0].accepted or lines[-1].refused or lines[0].handed_over or lines[-1].handed_over:
        return None
    every = Text("全件「{words}」", "all “{words}”")
    return every.filled(words=card.wording.adverse), every.filled(words=card.wording.favourable)
