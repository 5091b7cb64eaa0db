"""How good it is, in cases out of a hundred first and in an expert's figures after."""

from __future__ import annotations

from rashin.charts import DataTable, Head, Hundred, Reliability, Said
from rashin.charts.numbers import plain
from rashin.engines.validation import Estimate, Validation
from rashin.language import Text, same
from rashin.learning.card import ModelCard
from rashin.report.document import Block, Figure, Gallery, Heading, Listing, Prose, Section
from rashin.report.evidence import Fallen, Reportable, fallen
from rashin.report.words import count, interval, rests_on, turned_out

_MOSTLY = 0.8


def section(model: Reportable) -> Section:
    """How many of the cases that turned out badly it would have pointed at, and how far its word can be taken."""
    card = model.card
    fell = fallen(card)
    hundreds: tuple[Block, ...] = (Gallery(_hundreds(card, fell)), Prose(_ordering(card))) if fell else ()
    return Section(
        "performance",
        Text("どれくらい当たるか", "How good it is"),
        _caught(card, fell) if fell else _ordering(card),
        (Prose(card.validation.scheme), *hundreds, *_reliability(card), *_expert(card.validation)),
    )


def _caught(card: ModelCard, fell: Fallen) -> Text:
    return Text(
        "{bad}100件のうち、「{adverse}」に入ったのは{n}です。そうでなかった100件では{lost}が入りました。",
        "Out of 100 cases {bad}, {n} were a “{adverse}”. Out of 100 others, {lost} were.",
    ).filled(bad=turned_out(card), adverse=card.wording.adverse, n=count(fell.caught), lost=count(fell.lost))


def _ordering(card: ModelCard) -> Text:
    auc = card.validation.auc
    pairs = {name: plain(100 * value) for name, value in (("n", auc.value), ("low", auc.low), ("high", auc.high))}
    return Text(
        "{bad}ものと、そうでないものを1件ずつ取り出して比べると、100組のうちおよそ{n}組で前者の見込みを高く出しました"
        "（95%区間 {low}〜{high}組、n={cases:,}）。当てずっぽうなら50組です。",
        "Taking one case {bad} and one other, it gave the first the higher chance in about {n} of 100 such pairs "
        "(95% interval {low} to {high}, n={cases:,}). Guessing would give 50.",
    ).filled(bad=turned_out(card), cases=auc.n, **pairs)


def _hundreds(card: ModelCard, fell: Fallen) -> tuple[Figure, Figure]:
    words = {"bad": turned_out(card), "adverse": card.wording.adverse}
    caught = Text("{bad}100件のうち{n}が「{adverse}」に入りました", "Of 100 cases {bad}, {n} were a “{adverse}”")
    lost = Text(
        "そうでなかった100件のうち{n}も「{adverse}」に入りました", "Of 100 other cases, {n} were a “{adverse}” too"
    )
    pairs = (caught, fell.caught), (lost, fell.lost)
    return tuple(_hundred(card, title.filled(n=count(rate), **words), rate) for title, rate in pairs)  # type: ignore[return-value]


def _hundred(card: ModelCard, title: Text, rate: Estimate) -> Figure:
    rest = Text("そのほか", "the others")
    chart = Hundred(title, rests_on(rate), card.wording.adverse, rest, rate.value, rate.low, rate.high, rate.n)
    return Figure(chart, rests_on(rate))


def _reliability(card: ModelCard) -> tuple[Block, ...]:
    bins = card.validation.reliability
    if not bins:
        return ()
    right = sum(b.observed.low <= b.probability <= b.observed.high for b in bins)
    agrees = Text(
        "示した見込みは、おおむねそのとおりになりました（{all}区分のうち{right}区分）",
        "What was said mostly came true ({right} of {all} groups)",
    )
    differs = Text(
        "示した見込みと実際がずれた区分があります（そのとおりは{all}区分のうち{right}区分）",
        "In some groups, what was said and what came differ ({right} of {all} agree)",
    )
    title = (agrees if right >= _MOSTLY * len(bins) else differs).filled(all=len(bins), right=right)
    points = tuple(Said(b.probability, b.observed.value, b.observed.low, b.observed.high, b.observed.n) for b in bins)
    chart = Reliability(title, _heard(points), _said(card), Text("実際の割合", "what came"), points)
    note = Text(
        "同じくらいの見込みの申込みをまとめ、実際にどれだけの割合だったかを点で、95%区間を縦の線で示します。"
        "点線に乗れば、示した見込みのとおりです。",
        "Cases given about the same chance are taken together: dots show what share came true, lines the 95% interval. "
        "On the dashed line, what was said came true.",
    )
    return (Heading(Text("見込みの数字は信じてよいか", "Can the figures be taken at their word")), Figure(chart, note))


def _said(card: ModelCard) -> Text:
    return Text(f"示した{card.wording.risk.ja}", f"{card.wording.risk.en}, as said")


def _heard(points: tuple[Said, ...]) -> Text:
    first, last = points[0], points[-1]
    return Text(
        f"見込み{first.probability:.0%}と示した{first.n:,}件では実際に{first.observed:.0%}、"
        f"見込み{last.probability:.0%}と示した{last.n:,}件では実際に{last.observed:.0%}でした。",
        f"Of {first.n:,} cases given {first.probability:.0%}, {first.observed:.0%} came true; "
        f"of {last.n:,} given {last.probability:.0%}, {last.observed:.0%} did.",
    )


def _expert(validation: Validation) -> tuple[Block, ...]:
    caption = Text("専門家のための指標（学習に使っていない件で測ったもの）", "Measures for experts, on held-out cases")
    heads = (
        Head(Text("指標", "Measure"), number=False),
        Head(Text("値", "Value")),
        Head(Text("95%区間", "95% interval")),
        Head(Text("n", "n")),
    )
    measures = (
        (Text("AUC（順位の正しさ）", "AUC"), validation.auc),
        (Text("対数損失", "Log-loss"), validation.log_loss),
        (Text("ブライアスコア", "Brier score"), validation.brier),
        (Text("較正の傾き（1が理想）", "Calibration slope (1 is ideal)"), validation.calibration_slope),
        (Text("較正の切片（0が理想）", "Calibration intercept (0 is ideal)"), validation.calibration_intercept),
    )
    rows = tuple((name, same(plain(e.value, 3)), interval(e), same(f"{e.n:,}")) for name, e in measures)
    return (Listing(DataTable(caption, heads, rows)),)
