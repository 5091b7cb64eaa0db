"""The data: which columns were used and which were not, what was repaired, and what its owner should know."""

from __future__ import annotations

from rashin.charts import DataTable, Head
from rashin.charts.numbers import brief, percent
from rashin.engines.contract import Monotone
from rashin.engines.tabular.additive import MISSING_BIN, Feature
from rashin.engines.tabular.table import Kind, Repair
from rashin.language import Text, same
from rashin.learning.card import ModelCard
from rashin.report.document import Block, Listing, Points, Prose, Section
from rashin.report.evidence import Reportable

KINDS = {
    Kind.NUMBER: Text("数", "number"),
    Kind.CATEGORY: Text("区分", "category"),
    Kind.ORDERED: Text("順序のある区分", "ordered category"),
    Kind.BOOLEAN: Text("はい・いいえ", "yes or no"),
    Kind.DATE: Text("日付", "date"),
    Kind.IDENTIFIER: Text("番号", "identifier"),
    Kind.TEXT: Text("文章", "text"),
}
_RULES = {
    Monotone.FREE: Text("なし", "none"),
    Monotone.RAISES: Text("大きいほど見込みが上がる", "the larger, the higher the risk"),
    Monotone.LOWERS: Text("大きいほど見込みが下がる", "the larger, the lower the risk"),
}
_MOST_LEVELS = 6


def section(model: Reportable) -> Section:
    """What went in, what was left out and why, and what was done to it."""
    card, features = model.card, model.additive.features
    conclusion = Text(
        "{used}列を使い、{left}列は使っていません。{cells:,}か所を読み替えました。",
        "{used} columns are used, {left} are not. {cells:,} cells were rewritten on reading.",
    ).filled(used=len(features), left=len(card.left_out), cells=sum(repair.cells for repair in card.repairs))
    blocks = (Listing(_used(features)), *_left_out(card), *_repairs(card.repairs), *_problems(card), *_notes(card))
    return Section("data", Text("もとにした表", "The table it was learned from"), conclusion, blocks)


def _used(features: tuple[Feature, ...]) -> DataTable:
    heads = (
        Head(Text("列", "Column"), number=False),
        Head(Text("種類", "Kind"), number=False),
        Head(Text("値", "Values"), number=False),
        Head(Text("空欄", "Blank")),
        Head(Text("決まり", "Rule"), number=False),
    )
    return DataTable(Text("判断に使った列", "Columns used to decide"), heads, tuple(map(_column, features)))


def _column(feature: Feature) -> tuple[Text, ...]:
    label = feature.role.label
    own = feature.name
    name = Text(
        label.ja if label.ja == own else f"{label.ja}（{own}）", label.en if label.en == own else f"{label.en} ({own})"
    )
    blank, rows = int(feature.counts[MISSING_BIN]), int(feature.counts.sum())
    blanks = Text(f"{blank:,}件（{percent(blank / max(rows, 1))}）", f"{blank:,} ({percent(blank / max(rows, 1))})")
    return name, KINDS[feature.kind], _values(feature), blanks, _RULES[feature.role.monotone]


def _values(feature: Feature) -> Text:
    if feature.kind.is_coded:
        shown, more = feature.levels[:_MOST_LEVELS], len(feature.levels) - _MOST_LEVELS
        rest = Text(f" ほか{more}種類", f" and {more} more") if more > 0 else same("")
        return Text("、".join(shown) + rest.ja, ", ".join(shown) + rest.en)
    unit = feature.role.unit or same("")
    low, high = (brief(v) for v in (feature.low, feature.high))
    if feature.kind is Kind.DATE:
        import numpy as np

        low, high = (str(np.datetime64(int(v), "D")) for v in (feature.low, feature.high))
    return Text(f"{low}〜{high}{unit.ja}", f"{low} to {high} {unit.en}".rstrip())


def _left_out(card: ModelCard) -> tuple[Block, ...]:
    if not card.left_out:
        return (Prose(Text("使わなかった列はありません。", "No column was left out.")),)
    heads = (
        Head(Text("列", "Column"), number=False),
        Head(Text("使わなかった理由", "Why it was left out"), number=False),
    )
    rows = tuple((same(name), why) for name, why in card.left_out.items())
    return (Listing(DataTable(Text("使わなかった列", "Columns left out"), heads, rows)),)


def _repairs(repairs: tuple[Repair, ...]) -> tuple[Block, ...]:
    if not repairs:
        return (Prose(Text("読み替えた値はありません。", "No cell had to be rewritten.")),)
    heads = (
        Head(Text("列", "Column"), number=False),
        Head(Text("したこと", "What was done"), number=False),
        Head(Text("か所", "Cells")),
        Head(Text("例（書かれた値 → 読んだ値）", "Examples (as written → as read)"), number=False),
    )
    rows = tuple((same(r.column), r.what, same(f"{r.cells:,}"), _examples(r)) for r in repairs)
    return (Listing(DataTable(Text("読み替えた値", "Cells rewritten on reading"), heads, rows)),)


def _examples(repair: Repair) -> Text:
    pairs = [f"{written} → {read or '—'}" for written, read in repair.examples]
    return Text("、".join(pairs) or "—", ", ".join(pairs) or "—")


def _problems(card: ModelCard) -> tuple[Block, ...]:
    if not card.problems:
        return (Prose(Text("気になる点は見つかりませんでした。", "Nothing else was found to tell.")),)
    heads = (Head(Text("列", "Column"), number=False), Head(Text("気づいたこと", "What was noticed"), number=False))
    rows = tuple((same(column or "—"), what) for column, _, what in card.problems)
    return (Listing(DataTable(Text("持ち主に知ってほしいこと", "What its owner should know"), heads, rows)),)


def _notes(card: ModelCard) -> tuple[Block, ...]:
    return (Points(card.notes),) if card.notes else ()
