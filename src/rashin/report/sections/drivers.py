"""What drives the decisions: the columns in order of weight, and how each one moves the risk."""

from __future__ import annotations

from rashin.charts import Bar, Bars
from rashin.language import Text
from rashin.report.document import Block, Figure, Gallery, Heading, Prose, Section
from rashin.report.evidence import Reportable
from rashin.report.terms import Weighed, extent, main_chart, weighed

_MOST_BARS = 20


def section(model: Reportable) -> Section:
    """The weights of the columns first, then each column's own chart."""
    everything = weighed(model.additive)
    mains = [one for one in everything if len(one.features) == 1]
    title = Text("何が判断を動かすか", "What drives the decisions")
    if not mains:
        return Section("drivers", title, _NOTHING, ())
    ends = extent(mains)
    risk = model.card.wording.risk
    gallery = Gallery(tuple(Figure(main_chart(one, ends)) for one in mains))
    blocks: tuple[Block, ...] = (
        Prose(_SCALE.filled(risk=risk)),
        Figure(_bars(everything)),
        Heading(Text("列ごとの動き", "Column by column")),
        Prose(_READING),
        gallery,
    )
    return Section("drivers", title, _foremost(everything), blocks)


_NOTHING = Text("判断を動かす列はありません。", "No column drives the decisions.")
_SCALE = Text(
    "影響の大きさは点で示します。20点上がるごとに、{risk}の比（起きる：起きない）が2倍になります。"
    "100件中10件の見込みなら、20点上がると、およそ18件になります。",
    "Weights are in points. Every 20 points double the odds: with 20 points more, a chance of 10 in 100 becomes about "
    "18 in 100.",
)
_READING = Text(
    "線や点が上（右）にあるほど、見込みを上げます。0点は全件の平均です。帯や横線は、同じような別の申込みから学び直したときに"
    "ぶれる幅（95%）、下の灰色は件数の多いところです。縦の目盛りはどの図も同じです。",
    "The higher (or further right) a line or dot, the more it raises the risk; nought is the average of all cases. "
    "Bands and whiskers show how far it would swing if learned from other cases of the same kind (95%), the gray below "
    "where the cases are. "
    "All charts share one scale.",
)


def _foremost(everything: list[Weighed]) -> Text:
    names = [one.label for one in everything[:3]]
    ja, en = "、".join(f"「{name.ja}」" for name in names), ", ".join(f"“{name.en}”" for name in names)
    return Text(f"判断を最も動かすのは、{ja}です。", f"What moves decisions most: {en}.")


def _bars(everything: list[Weighed]) -> Bars:
    first = everything[0]
    title = Text(
        f"「{first.label.ja}」の影響が最も大きく、1件あたり平均{first.weight:.1f}点動かします",
        f"“{first.label.en}” weighs most: it moves a case by {first.weight:.1f} points on average",
    )
    shown = everything[:_MOST_BARS]
    said = Text(
        "、".join(f"{one.label.ja} {one.weight:.1f}点" for one in shown),
        ", ".join(f"{one.label.en} {one.weight:.1f}" for one in shown),
    )
    measure = Text("1件あたり平均して動かす点", "Points it moves a case by, on average")
    bars = tuple(Bar(one.label, one.weight) for one in shown)
    return Bars(title, said, Text("列", "Column"), measure, bars)
