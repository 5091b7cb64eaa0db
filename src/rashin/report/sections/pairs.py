"""What two columns do together, beyond what each does alone."""

from __future__ import annotations

from rashin.charts import DataTable, Head
from rashin.charts.numbers import plain
from rashin.engines.validation import PairChoice
from rashin.language import Text, same
from rashin.report.document import Block, Figure, Listing, Prose, Section
from rashin.report.evidence import Reportable
from rashin.report.terms import pair_chart, weighed
from rashin.report.words import interval

_MOST_MAPS = 6
_TITLE = Text("列の組み合わせ", "Columns in combination")


def section(model: Reportable) -> Section:
    """The pairs in order of weight, and how their number was chosen."""
    pairs = [one for one in weighed(model.additive) if len(one.features) > 1]
    choices = _choices(model.card.validation.pair_choices)
    if not pairs:
        return Section("pairs", _TITLE, _NONE, choices)
    conclusion = Text(
        f"{len(pairs)}組の組み合わせを使っています。最も大きいのは「{pairs[0].label.ja}」です。",
        f"{len(pairs)} pairs are used. The weightiest is “{pairs[0].label.en}”.",
    )
    risk = model.card.wording.risk
    maps = tuple(Figure(pair_chart(one, risk), _READING if one is pairs[0] else None) for one in pairs[:_MOST_MAPS])
    return Section("pairs", _TITLE, conclusion, (*maps, *_others(len(pairs) - len(maps)), *choices))


_NONE = Text(
    "列の組み合わせは使っていません。どの判断も、列ごとの影響を足すだけで決まります。",
    "No combinations are used. Every decision is the plain sum of its columns.",
)
_READING = Text(
    "それぞれの列の影響に、さらに足される点です。黄土色（＋）は見込みを上げ、青（−）は下げます。"
    "細かい区分は、件数で平均してまとめてあります。",
    "Points added to what each column does alone. Ochre (+) raises the risk, blue (−) lowers it. Fine stretches are "
    "averaged by their cases.",
)


def _others(left: int) -> tuple[Block, ...]:
    if left <= 0:
        return ()
    words = Text(
        "ほかに{n}組あり、影響はこれより小さいものです。点はすべてモデルのファイルに入っています。",
        "There are {n} more, each weighing less. All their points are in the model file.",
    )
    return (Prose(words.filled(n=left)),)


def _choices(choices: tuple[PairChoice, ...]) -> tuple[Block, ...]:
    if not choices:
        return ()
    heads = (
        Head(Text("1列あたりの組の数", "Pairs per column"), number=False),
        Head(Text("対数損失（小さいほどよい）", "Log-loss (lower is better)")),
        Head(Text("95%区間", "95% interval")),
        Head(same("n")),
    )
    rows = tuple(
        (_number(c), same(plain(c.log_loss.value, 4)), interval(c.log_loss, 4), same(f"{c.log_loss.n:,}"))
        for c in choices
    )
    caption = Text("組の数は、学習に使っていない件で選びました", "The number of pairs was chosen on held-out cases")
    return (Listing(DataTable(caption, heads, rows)),)


def _number(choice: PairChoice) -> Text:
    n = choice.pairs_per_feature
    return Text(f"{n}（採用）", f"{n} (chosen)") if choice.chosen else same(str(n))
