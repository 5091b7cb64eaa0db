"""Whether cases and answers are still as they were at learning time."""

from __future__ import annotations

from rashin.charts import Bar, Bars, DataTable, Head
from rashin.charts.numbers import percent, plain, span
from rashin.engines.contract import Outcome, Wording
from rashin.estimates import Estimate
from rashin.language import Text, same
from rashin.report.document import Block, Figure, Listing, Prose, Section
from rashin.settings import Settings
from rashin.web.pages.watch.pace import too_few
from rashin.workspace.watch import Watched
from rashin.workspace.watch.alarms import is_large
from rashin.workspace.watch.drift import Shift
from rashin.workspace.watch.figures import Answer, Compared, Moved

_INPUTS = Text("申込みの中身の変化", "What comes in")
_ANSWERS = Text("結果の内訳の変化", "What goes out")
_SHOWN = 12
_NAMED = 3
_MEASURE = Text("ずれの大きさ（PSI）", "Size of the shift (PSI)")
_HOW = Text(
    "ずれの大きさ（PSI）は、学習のときといまとで、値の分かれ方がどれだけ違うかです。PSI = Σ（いまの割合 − 学習のときの割合）×"
    " log（いまの割合 ÷ 学習のときの割合）。0.1までは小さく、{limit}からは大きいとするのが通例です（Siddiqi 2006）。"
    "件数が少ないと偶然でも大きくなるので、変わっていなくても20回に1回は超える値（Yurdakul 2018）と、カイ二乗検定のp値を並べます。"
    "警報にするのは、{limit}以上で、しかも偶然とは言えないものだけです。",
    "The size of a shift (PSI) is how differently values are spread now and at learning: PSI = Σ (share now − share then) × "
    "log (share now ÷ share then). Up to 0.1 is commonly called small, from {limit} on large (Siddiqi 2006). With few cases it "
    "is large by chance too: beside it stand the value that is exceeded one time in twenty where nothing changed (Yurdakul "
    "2018), and the p of a chi-square test. An alarm needs {limit} or more, and more than chance.",
)


def inputs(watched: Watched, limits: Settings) -> Section:
    """How far each input has moved."""
    found = watched.compared
    if found is None or not found.inputs:
        return Section(
            "inputs", _INPUTS, Text("判断がたまると、ここに出ます。", "It appears here once there are decisions."), ()
        )
    if found.cases < limits.watch_least:
        return Section("inputs", _INPUTS, too_few(found.cases, limits.watch_least), ())
    large = [one for one in found.inputs if is_large(one.shift, limits, len(found.inputs))]
    how = _HOW.filled(limit=plain(limits.watch_psi_percent / 100, 2))
    blocks: tuple[Block, ...] = (Figure(_chart(found, large)), Listing(_table(found)), Prose(how))
    return Section("inputs", _INPUTS, _moved(large, found), blocks)


def answers(watched: Watched, wording: Wording, limits: Settings) -> Section:
    """How often decisions come to what, and how far probabilities have moved."""
    found = watched.compared
    if found is None or not found.answers:
        return Section(
            "answers", _ANSWERS, Text("判断がたまると、ここに出ます。", "It appears here once there are decisions."), ()
        )
    if found.answers[0].now.n < limits.watch_least:
        return Section("answers", _ANSWERS, too_few(found.answers[0].now.n, limits.watch_least), ())
    rows = tuple(_answer(one, wording) for one in found.answers)
    heads = (
        Head(Text("結果", "Answer"), number=False),
        Head(Text("いま（{n:,}件）", "Now ({n:,} cases)").filled(n=found.answers[0].now.n)),
        Head(_then(found)),
    )
    caption = Text(
        "結果の内訳を、学習に使わなかった件の結果と比べます（割合と95%区間）",
        "Answers now, and among cases held out of learning (shares with their 95% intervals)",
    )
    return Section("answers", _ANSWERS, _score(found.score, limits), (Listing(DataTable(caption, heads, rows)),))


def _moved(large: list[Moved], found: Compared) -> Text:
    facts = {"n": found.cases}
    if not large:
        return Text(
            "新しい{n:,}件の中身は、学習のときから大きくは変わっていません。",
            "The newest {n:,} cases are much like those learned from.",
        ).filled(**facts)
    names = Text(
        "」「".join(one.label.ja for one in large[:_NAMED]), ", ".join(f"“{one.label.en}”" for one in large[:_NAMED])
    )
    if len(large) == 1:
        return Text(
            "新しい{n:,}件では、「{names}」の分かれ方が大きく変わっています。学び直すと、いまの申込みに合わせられます。",
            "In the newest {n:,} cases, {names} is spread quite differently. Learning again fits the model to them.",
        ).filled(**facts, names=names)
    return Text(
        "新しい{n:,}件では、「{names}」{rest}の分かれ方が大きく変わっています。学び直すと、いまの申込みに合わせられます。",
        "In the newest {n:,} cases, {count} inputs are spread quite differently ({names}{rest}). Learning again fits the model to "
        "them.",
    ).filled(**facts, names=names, count=len(large), rest=_rest(len(large)))


def _rest(count: int) -> Text:
    """That more moved than are named."""
    return Text(f"など{count}項目", ", …") if count > _NAMED else Text("", "")


def _chart(found: Compared, large: list[Moved]) -> Bars:
    shown = found.inputs[:_SHOWN]
    title = Text("最もずれの大きい項目から{n}つです", "The {n} inputs that moved most").filled(n=len(shown))
    description = Text(
        "{first}が最も大きく、{psi}です（いま{now:,}件、学習のとき{before:,}件）。",
        "“{first}” moved most, by {psi} ({now:,} cases now, {before:,} at learning).",
    ).filled(
        first=shown[0].label, psi=plain(shown[0].shift.psi, 2), now=shown[0].shift.now, before=shown[0].shift.before
    )
    bars = tuple(Bar(one.label, one.shift.psi, one.shift.low, one.shift.high, other=one not in large) for one in shown)
    return Bars(title, description, Text("項目", "Input"), _MEASURE, bars, digits=2)


def _table(found: Compared) -> DataTable:
    heads = (
        Head(Text("項目", "Input"), number=False),
        Head(_MEASURE),
        Head(Text("95%区間", "95% interval")),
        Head(Text("偶然で超える値", "Exceeded by chance")),
        Head(Text("p値", "p")),
        Head(Text("いまの件数", "Cases now")),
        Head(Text("学習のときの件数", "Cases then")),
    )
    return DataTable(Text("すべての項目", "All inputs"), heads, tuple(_row(one) for one in found.inputs))


def _row(one: Moved) -> tuple[Text, ...]:
    shift = one.shift
    return (
        one.label,
        same(plain(shift.psi, 3)),
        span(plain(shift.low, 3), plain(shift.high, 3)),
        same(plain(shift.by_chance, 3)),
        same(_p(shift.p)),
        same(f"{shift.now:,}"),
        same(f"{shift.before:,}"),
    )


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _answer(one: Answer, wording: Wording) -> tuple[Text, ...]:
    words = {Outcome.FAVOURABLE: wording.favourable, Outcome.ADVERSE: wording.adverse}
    name = wording.person if one.name == "person" else words[Outcome(one.name)]
    return name, _share(one.now), same("—") if one.before is None else _share(one.before)


def _then(found: Compared) -> Text:
    before = next((one.before for one in found.answers if one.before is not None), None)
    if before is None:
        return Text("学習のとき", "At learning")
    return Text("学習のとき（{n:,}件）", "At learning ({n:,} cases)").filled(n=before.n)


def _share(found: Estimate) -> Text:
    """A share with its interval below it, for a cell."""
    ends = span(percent(found.low), percent(found.high))
    return Text(f"{percent(found.value)}\n{ends.ja}", f"{percent(found.value)}\n{ends.en}")


def _score(shift: Shift | None, limits: Settings) -> Text:
    if shift is None:
        return Text(
            "このモデルには、比べるための学習のときの記録がありません。",
            "This model keeps no held-out cases to compare with.",
        )
    facts = {"psi": plain(shift.psi, 2), "now": shift.now, "before": shift.before}
    if is_large(shift, limits, 1):
        return Text(
            "見込みの分かれ方が、学習のときから大きく変わっています（PSI {psi}、いま{now:,}件・学習のとき{before:,}件）。",
            "Probabilities are spread quite differently than at learning (PSI {psi}; {now:,} cases now, {before:,} then).",
        ).filled(**facts)
    return Text(
        "見込みの分かれ方は、学習のときから大きくは変わっていません（PSI {psi}、いま{now:,}件・学習のとき{before:,}件）。",
        "Probabilities are spread much as at learning (PSI {psi}; {now:,} cases now, {before:,} then).",
    ).filled(**facts)
