"""Two models side by side in words and charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rashin.charts import Chart, DataTable, Dot, Dots, Head, Share, Shares
from rashin.charts.numbers import percent, plain, yen, yen_full
from rashin.engines.contract import Wording
from rashin.engines.validation import wilson
from rashin.estimates import Estimate
from rashin.language import Text, listed, same
from rashin.report.document import Figure, Listing
from rashin.workspace.deployments import Compared, Summary
from rashin.workspace.deployments.comparing import Pair
from rashin.workspace.deployments.summary import Against

_BEFORE, _AFTER = Text("前のモデル", "Before"), Text("新しいモデル", "After")


@dataclass(frozen=True, slots=True)
class Told:
    """What the page shows of two models."""

    conclusion: Text
    warning: Text | None
    moved: Figure | None
    """How the same cases are decided by both."""
    figures: tuple[Figure, ...]
    table: Listing


def tell(compared: Compared, wording: Wording) -> Told:
    """Two models in the words of their service."""
    return Told(
        conclusion=_conclusion(compared, wording),
        warning=None if compared.same_data else _OTHER_CASES,
        moved=Figure(_moved(compared.against, wording)) if compared.against else None,
        figures=tuple(Figure(_dots(pair, wording)) for pair in compared.pairs if pair.name in _SHARES),
        table=Listing(_table(compared)),
    )


_OTHER_CASES = Text(
    "もとにした記録が違うので、数字の差には、記録の違いによるものも含まれます。",
    "They were learned from different cases, so part of any difference comes from the cases.",
)
_SHARES = {
    "caught": Text(
        "結果が悪かったもののうち、「{adverse}」の割合", "Share “{adverse}” among cases that turned out badly"
    ),
    "lost": Text("そうでなかったもののうち、「{adverse}」の割合", "Share “{adverse}” among the others"),
    "hand_over": Text("「{person}」に回る割合", "Share “{person}”"),
    "auc": Text("2件を正しく並べる割合（AUC）", "Pairs ordered rightly (AUC)"),
}


def _conclusion(compared: Compared, wording: Wording) -> Text:
    apart = [_measure(pair, wording) for pair in compared.pairs if pair.apart and pair.name in _SHARES]
    if not apart:
        return Text(
            "どの数字の差も、たまたまの範囲を超えているとは言えません。",
            "No figure differs by more than chance could explain.",
        )
    names = Text("、".join(one.ja for one in apart), "; ".join(one.en for one in apart))
    return Text(
        "たまたまとは言いにくい差があるのは: {names}", "Differing by more than chance would explain: {names}"
    ).filled(names=names)


def _measure(pair: Pair, wording: Wording) -> Text:
    return _SHARES[pair.name].filled(adverse=wording.adverse, person=wording.person)


def _dots(pair: Pair, wording: Wording) -> Chart:
    measure = _measure(pair, wording)
    rows = tuple(_dot(name, found) for name, found in ((_BEFORE, pair.before), (_AFTER, pair.after)))
    values = [f"{percent(found.value)}" if found else "—" for found in (pair.before, pair.after)]
    moved = Text("{measure}は {before} から {after} に", "{measure}: {before}, then {after}")
    still = Text("{measure}はどちらも {before}", "{measure}: {before} in both")
    title = (still if values[0] == values[1] else moved).filled(measure=measure, before=values[0], after=values[1])
    return Dots(title, title, Text("モデル", "Model"), measure, rows, extent=(0.0, 1.0))


def _dot(name: Text, found: Estimate | None) -> Dot:
    return Dot(name, found.value, found.low, found.high, found.n) if found else Dot(name, None, None, None, 0)


_TOWARDS = Text("「{outcome}」寄りに変わる", "Moved towards “{outcome}”")


def _moved(against: Against, wording: Wording) -> Shares:
    title = Text(
        "新しい表の{n:,}件を両方で判断すると、{moved:,}件の答えが変わります",
        "Deciding the {n:,} cases of the new table with both, {moved:,} get another answer",
    ).filled(n=against.cases, moved=against.cases - against.alike)
    parts = (
        _share(Text("同じ答え", "Same answer"), against.alike, against.cases, key=True),
        _share(_TOWARDS.filled(outcome=wording.favourable), against.milder, against.cases),
        _share(_TOWARDS.filled(outcome=wording.adverse), against.stricter, against.cases, person=True),
    )
    described = Text(
        "、".join(f"{part.label.ja} {part.cases:,}件" for part in parts),
        ", ".join(f"{part.label.en} {part.cases:,}" for part in parts),
    )
    return Shares(title, described, parts)


def _share(label: Text, cases: int, of: int, *, key: bool = False, person: bool = False) -> Share:
    value = cases / max(of, 1)
    return Share(label, value, *wilson(value, of), cases, person=person, key=key)


def _table(compared: Compared) -> DataTable:
    heads = (Head(Text("項目", "Item"), number=False), Head(_BEFORE, number=False), Head(_AFTER, number=False))
    described: tuple[tuple[Text, Callable[[Summary], Text]], ...] = (
        (Text("もとにした表", "Table"), lambda one: same(one.data_name)),
        (Text("件数（うち悪い結果）", "Cases (bad ones)"), lambda one: same(f"{one.rows:,} ({one.adverse:,})")),
        (Text("線", "Line"), lambda one: same(percent(one.threshold))),
        (Text("通して悪い結果の損", "Loss, accepted and bad"), lambda one: same(yen_full(one.costs.adverse_accepted))),
        (Text("断って逃す利益", "Profit, refused and good"), lambda one: same(yen_full(one.costs.favourable_refused))),
        (Text("人が1件を見る費用", "A person's look"), lambda one: same(yen_full(one.costs.review))),
        (Text("人が見ずに誤ってよい割合", "Errors allowed"), lambda one: same(percent(one.error_rate, 0))),
        (Text("100件あたりで減る費用", "Saved per 100 cases"), _saving),
        (Text("判断に使う列の数", "Columns decided by"), lambda one: same(plain(len(one.columns)))),
    )
    rows = [(name, said(compared.before), said(compared.after)) for name, said in described]
    rows += [
        (
            Text("片方だけが使う列", "Columns of one only"),
            _names(compared.only_before),
            _names(compared.only_after),
        )
    ]
    return DataTable(Text("2つのモデルの中身", "The two models"), heads, tuple(rows))


def _saving(summary: Summary) -> Text:
    saved = summary.saving
    if saved is None:
        return same("—")
    value, low, high = (yen(100 * amount) for amount in (saved.value, saved.low, saved.high))
    return Text(f"{value.ja}\n（{low.ja}〜{high.ja}）", f"{value.en}\n({low.en} to {high.en})")


def _names(columns: tuple[str, ...]) -> Text:
    return listed(columns, 12) if columns else same("—")
