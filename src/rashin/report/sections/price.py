"""The price of being explainable: what models that cannot be explained would have gained on the same cases."""

from __future__ import annotations

from rashin.charts import Bar, Bars, DataTable, Head
from rashin.charts.numbers import plain, signed
from rashin.engines.validation import Challenger, Estimate, Validation
from rashin.language import Text, same
from rashin.report.document import Block, Command, Figure, Listing, Prose, Section
from rashin.report.evidence import Reportable
from rashin.report.words import interval

_TITLE = Text("説明できることの代償", "The price of being explainable")
_OURS = Text("このモデル（理由を示せる）", "This model (gives its reasons)")


def section(model: Reportable) -> Section:
    """The challengers' lead, or how to measure it."""
    rivals = model.card.validation.challengers
    if not rivals:
        return Section("price", _TITLE, _NOT_MEASURED, (Prose(_HOW_TO), Command("pip install 'rashin[challengers]'")))
    best = max(rivals, key=lambda rival: rival.auc_lead.value)
    return Section("price", _TITLE, _lead(best), _blocks(model.card.validation, rivals, best))


_NOT_MEASURED = Text(
    "理由を示せない方式と比べてどれだけ差があるかは、まだ測っていません。",
    "How far this is behind models that cannot give reasons has not been measured yet.",
)
_HOW_TO = Text(
    "測るには、比べる相手を加えてから学習し直してください。同じ分け方で比べた結果が、ここに載ります。",
    "To measure it, add the models to compare with and learn again. The comparison, on the same cases, will stand here.",
)


def _lead(best: Challenger) -> Text:
    lead = best.auc_lead
    facts = {
        "name": best.name,
        "n": plain(100 * abs(lead.value), 1),
        "range": interval(_hundredfold(lead), 1, plus=True),
        "cases": f"{lead.n:,}",
    }
    if lead.low > 0:
        words = Text(
            "理由を示せない{name}のほうが、100組あたり{n}組多く正しく並べました（95%区間 {range}組、n={cases}）。",
            "{name}, which cannot give reasons, ordered {n} more of 100 pairs rightly (95% interval {range}, n={cases}).",
        )
    elif lead.high < 0:
        words = Text(
            "理由を示せる方式で失うものは見つかりません。いちばん近い{name}より、100組あたり{n}組多く正しく並べました"
            "（差の95%区間 {range}組、n={cases}）。",
            "Nothing is lost by giving reasons: this model ordered {n} more of 100 pairs rightly than the closest, {name} "
            "(95% interval of the difference {range}, n={cases}).",
        )
    else:
        words = Text(
            "理由を示せない方式との差は、たまたまの範囲に収まっています（{name}との差 {range}組／100組、95%区間、n={cases}）。",
            "The difference from models that cannot give reasons is within chance "
            "({name}: {range} pairs in 100, 95% interval, n={cases}).",
        )
    return words.filled(**facts)


def _blocks(checked: Validation, rivals: tuple[Challenger, ...], best: Challenger) -> tuple[Block, ...]:
    ours = checked.auc
    mine = _bar(_OURS, ours, other=False)
    bars = (mine, *(_bar(same(rival.name), rival.auc, other=True) for rival in rivals))
    title = Text(
        f"正しく並べた組の数は、{best.name}で100組中{plain(100 * best.auc.value, 1)}組、"
        f"このモデルで{plain(100 * ours.value, 1)}組です",
        f"{best.name} orders {plain(100 * best.auc.value, 1)} of 100 pairs rightly, this model {plain(100 * ours.value, 1)}",
    )
    measure = Text("100組のうち正しく並べた組", "Pairs ordered rightly, out of 100")
    return Figure(Bars(title, _lead(best), Text("方式", "Model"), measure, bars)), Listing(_table(checked, rivals))


def _bar(label: Text, auc: Estimate, *, other: bool) -> Bar:
    hundred = _hundredfold(auc)
    return Bar(label, hundred.value, hundred.low, hundred.high, other)


def _table(checked: Validation, rivals: tuple[Challenger, ...]) -> DataTable:
    caption = Text("専門家のための指標（同じ分け方での比較）", "Measures for experts, on the same folds")
    heads = (
        Head(Text("方式", "Model"), number=False),
        Head(same("AUC")),
        Head(Text("AUCの差と95%区間", "AUC lead, 95% interval")),
        Head(Text("対数損失", "Log-loss")),
        Head(Text("ブライアスコア", "Brier score")),
        Head(same("n")),
    )
    own = (same(plain(e.value, 4)) for e in (checked.log_loss, checked.brier))
    rows = [(_OURS, same(plain(checked.auc.value, 4)), same("—"), *own, same(f"{checked.auc.n:,}"))]
    for rival in rivals:
        lead, ends = signed(rival.auc_lead.value, 4), interval(rival.auc_lead, 4, plus=True)
        gap = Text(f"{lead}\n{ends.ja}", f"{lead}\n{ends.en}")
        scores = (same(plain(e.value, 4)) for e in (rival.log_loss, rival.brier))
        rows.append((same(rival.name), same(plain(rival.auc.value, 4)), gap, *scores, same(f"{rival.auc.n:,}")))
    return DataTable(caption, heads, tuple(rows))


def _hundredfold(estimate: Estimate) -> Estimate:
    return Estimate(100 * estimate.value, 100 * estimate.low, 100 * estimate.high, estimate.n)
