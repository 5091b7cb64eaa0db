"""What this is, what it may be used for, and the figures to take away."""

from __future__ import annotations

from rashin.charts.numbers import yen
from rashin.language import Text, same
from rashin.learning.card import ModelCard
from rashin.report.document import Facts, Heading, Notice, Points, Section, Tile, Tiles
from rashin.report.evidence import Fallen, Reportable, fallen
from rashin.report.words import count, file_name, rests_on, turned_out

_IMPACT = {
    "high": Text("人への影響が大きい使い方です", "A use with a high impact on people"),
    "limited": Text("人への影響が限られた使い方です", "A use with a limited impact on people"),
    "minimal": Text("人への影響が小さい使い方です", "A use with little impact on people"),
}


_WHEN = Heading(Text("使ってよいとき、いけないとき", "When to use it, and when not"))
_LIMITS = Points(
    (
        Text(
            "使えるのは、もとにした表と同じ種類の申込みを、担当者が見るときです。",
            "Use it when a person looks at cases of the same kind as those in the table it was learned from.",
        ),
        Text(
            "人が見ないまま断ることには使えません。",
            "It must not be used to turn anybody down without a person looking.",
        ),
        Text(
            "別の商品、別の地域、景気が大きく変わった後には、確かめ直してから使ってください。",
            "Check it again before using it for other products or regions, or after the economy has changed much.",
        ),
    )
)
_WHAT = Heading(Text("このモデルについて", "About this model"))


def section(model: Reportable) -> Section:
    """The first thing that is read, and often the only one."""
    card = model.card
    conclusion = Text(
        "過去の{rows:,}件をもとに、新しい申込みの見込みと理由を示します。決めるのは人です。",
        "From {rows:,} past cases, this shows what to expect of a new one, and why. A person decides.",
    ).filled(rows=card.rows)
    blocks = (Tiles(_tiles(card)), _decides(card), _WHEN, _LIMITS, _impact(card), _WHAT, _facts(card))
    return Section("summary", Text("まとめ", "In short"), conclusion, blocks)


def _tiles(card: ModelCard) -> tuple[Tile, ...]:
    fell = fallen(card)
    person = Tile(
        Text("100件のうち、「{person}」に回るもの", "Out of 100 cases: “{person}”").filled(person=card.wording.person),
        count(card.hand_over_share),
        rests_on(card.hand_over_share),
    )
    return (*(_mistakes(card, fell) if fell else ()), person, *([_saving(card, fell)] if fell else []))


def _mistakes(card: ModelCard, fell: Fallen) -> tuple[Tile, Tile]:
    words = {"bad": turned_out(card), "adverse": card.wording.adverse}
    caught = Text("{bad}100件のうち、「{adverse}」に入ったもの", "Out of 100 cases {bad}: “{adverse}”")
    lost = Text("そうでなかった100件のうち、「{adverse}」に入ったもの", "Out of 100 other cases: “{adverse}”")
    return (
        Tile(caught.filled(**words), count(fell.caught), rests_on(fell.caught)),
        Tile(lost.filled(**words), count(fell.lost), rests_on(fell.lost)),
    )


def _saving(card: ModelCard, fell: Fallen) -> Tile:
    saved = fell.saving(card.costs)
    value, low, high = (yen(100 * amount) for amount in (saved.value, saved.low, saved.high))
    return Tile(
        Text(
            "全件を同じ扱いにするのと比べ、100件あたりで減る費用",
            "Cost saved per 100 cases, against treating all alike",
        ),
        Text(f"およそ{value.ja}", f"about {value.en}"),
        Text(f"95%区間 {low.ja}〜{high.ja}、n={saved.n:,}", f"95% interval {low.en} to {high.en}, n={saved.n:,}"),
    )


def _decides(card: ModelCard) -> Notice:
    return Notice(
        Text("最後に決めるのは人です", "A person makes the decision"),
        Text(
            "示すのは「{favourable}」か「{adverse}」かの目安と、その理由です。迷うものは「{person}」として担当者に回します。"
            "目安と違う判断をしてかまいません。",
            "What is shown is a suggestion, “{favourable}” or “{adverse}”, with its reasons. Where it is unsure, it says "
            "“{person}”. The person may decide otherwise.",
        ).filled(favourable=card.wording.favourable, adverse=card.wording.adverse, person=card.wording.person),
    )


def _impact(card: ModelCard) -> Notice:
    return Notice(_IMPACT.get(card.risk_class, same(card.risk_class)), card.risk_reason, "warning")


def _facts(card: ModelCard) -> Facts:
    rows = Text("{rows:,}件（うち{bad}もの {adverse:,}件）", "{rows:,} cases; {adverse:,} {bad}")
    return Facts(
        (
            (Text("サービス", "Service"), card.service_label),
            (Text("目的", "Purpose"), card.purpose),
            (Text("作った日", "Made on"), same(card.created)),
            (Text("もとにした表", "Learned from"), same(file_name(card))),
            (Text("件数", "Cases"), rows.filled(rows=card.rows, adverse=card.adverse, bad=turned_out(card))),
        )
    )
