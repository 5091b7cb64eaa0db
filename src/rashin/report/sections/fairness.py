"""How groups of people fared: evidence with its intervals, and no verdict."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.charts import DataTable, Dot, Dots, Head
from rashin.charts.numbers import percent, plain
from rashin.language import Text, same
from rashin.learning.card import ModelCard
from rashin.report.document import Block, Command, Figure, Heading, Listing, Notice, Points, Prose, Section
from rashin.report.evidence import Reportable
from rashin.report.words import quoted, share_interval
from rashin.trust.fairness import Fairness, Gap, GroupRates, Rate

_TITLE = Text("集まりごとの違い", "Differences between groups")
_UNKNOWN = Text("記録なし", "not recorded")
_NO_SUCH = same("—")


@dataclass(frozen=True, slots=True)
class _Found:
    """The evidence, and what the favourable outcome is called."""

    fairness: Fairness
    favourable: Text


def section(model: Reportable) -> Section:
    """Rates by group with intervals, or how to have them measured."""
    found = _Found(model.card.fairness, model.card.wording.favourable)
    if not found.fairness.groups:
        return Section("fairness", _TITLE, _NOT_DECLARED, (Prose(_HOW_TO), Command(_command(model.card))))
    blocks = [_EVIDENCE, *(block for name in found.fairness.attributes for block in _attribute(found, name))]
    blocks += [*_crossed(found), *([Points(found.fairness.notes)] if found.fairness.notes else [])]
    return Section("fairness", _TITLE, _conclusion(found), tuple(blocks))


_NOT_DECLARED = Text(
    "性別や年齢などの集まりが指定されていないので、違いは測っていません。",
    "No groups such as sex or age were declared, so differences were not measured.",
)
_HOW_TO = Text(
    "測るには、その列を --protected で指定して学習し直してください。指定した列は判断には使わず、違いを測るためだけに使います。",
    "To measure them, name the columns with --protected and learn again. They are not used to decide, only to measure.",
)
_EVIDENCE = Notice(
    Text("これは材料であって、お墨付きではありません", "This is evidence, not a seal of approval"),
    Text(
        "違いがあることも、ないことも、それだけで公平かどうかを決めません。何を公平とするかは、事情を知る人が決めてください。",
        "Neither a difference nor its absence settles what is fair. People who know the circumstances must.",
    ),
)


def _command(card: ModelCard) -> str:
    return f"rashin learn {card.service} FILE --target COLUMN --protected COLUMN --out FILE.rashin"


def _conclusion(found: _Found) -> Text:
    gaps = [gap for gap in found.fairness.gaps if gap.rate == "favourable" and gap.difference.value is not None]
    gaps = [gap for gap in gaps if gap.attribute in found.fairness.attributes]
    if not gaps:
        return Text(
            "比べられるだけの人数がいる集まりが2つないので、違いは言えません。",
            "There are no two groups large enough to compare, so nothing can be said of differences.",
        )
    widest = max(gaps, key=lambda gap: gap.difference.value or 0.0)
    words = Text(
        "「{favourable}」になる割合の違いが最も大きいのは{attribute}で、{range}です。",
        "The share of “{favourable}” differs most by {attribute}: {range}.",
    )
    return words.filled(favourable=found.favourable, attribute=quoted(widest.attribute), range=_points(widest))


def _points(gap: Gap, *, brief: bool = False) -> Text:
    value, low, high = (
        plain(100 * (v or 0.0), 1) for v in (gap.difference.value, gap.difference.low, gap.difference.high)
    )
    if brief:
        return Text(f"{value}ポイント（95%区間 {low}〜{high}）", f"{value} percentage points ({low} to {high})")
    return Text(
        f"{value}ポイント（95%区間 {low}〜{high}、n={gap.difference.n:,}）",
        f"{value} percentage points (95% interval {low} to {high}, n={gap.difference.n:,})",
    )


def _attribute(found: _Found, attribute: str) -> tuple[Block, ...]:
    favourable = found.favourable
    measures = (
        ("favourable", Text(f"「{favourable.ja}」になった割合", f"Share given “{favourable.en}”")),
        (
            "favourable_of_good",
            Text(
                f"結果がよかった人のうち「{favourable.ja}」だった割合",
                f"Share given “{favourable.en}” among those who turned out well",
            ),
        ),
    )
    figures = (Figure(_dots(found, attribute, rate, measure)) for rate, measure in measures)
    return Heading(quoted(attribute)), *figures, *_tables(found, attribute, quoted(attribute))


def _crossed(found: _Found) -> tuple[Block, ...]:
    """Two attributes together."""
    names = tuple(
        dict.fromkeys(g.attribute for g in found.fairness.groups if g.attribute not in found.fairness.attributes)
    )
    heading = Heading(Text("2つの属性の組み合わせ", "Two attributes together"))
    return (heading, *(block for name in names for block in _tables(found, name, quoted(name)))) if names else ()


def _tables(found: _Found, attribute: str, name: Text) -> tuple[Block, ...]:
    gaps = tuple(gap for gap in found.fairness.gaps if gap.attribute == attribute)
    return Listing(_table(found, attribute, name)), *([Listing(_gap_table(found, gaps, name))] if gaps else ())


def _dots(found: _Found, attribute: str, rate: str, measure: Text) -> Dots:
    groups = [group for group in found.fairness.groups if group.attribute == attribute]
    rows = tuple(_dot(group, getattr(group, rate)) for group in groups)
    gap = next((g for g in found.fairness.gaps if (g.attribute, g.rate) == (attribute, rate)), None)
    if gap is None or gap.difference.value is None:
        title = Text(f"{measure.ja}：比べられる集まりが足りません", f"{measure.en}: too few groups to compare")
    else:
        ends = _group(gap.lowest_group), _group(gap.highest_group)
        title = _told(gap, measure, ends)
    said = Text(
        "、".join(f"{r.label.ja} {_share(r.value)}" for r in rows),
        ", ".join(f"{r.label.en} {_share(r.value)}" for r in rows),
    )
    return Dots(title, said, same(attribute), measure, rows, extent=(0.0, 1.0))


def _told(gap: Gap, measure: Text, ends: tuple[Text, Text]) -> Text:
    words = Text(
        "{measure}は、「{high}」と「{low}」で{points}違います", "{measure}: “{high}” and “{low}” differ by {points}"
    )
    if gap.difference.low is not None and gap.difference.low <= 0:
        words = Text(
            "{measure}の差は{points}で、たまたまの範囲に収まります",
            "{measure}: a difference of {points}, within chance",
        )
    return words.filled(measure=measure, low=ends[0], high=ends[1], points=_points(gap, brief=True))


def _dot(group: GroupRates, rate: Rate) -> Dot:
    return Dot(_group(group.group), rate.value, rate.low, rate.high, rate.n, group.too_small)


def _table(found: _Found, attribute: str, name: Text) -> DataTable:
    favourable = found.favourable
    heads = (
        Head(Text("集まり", "Group"), number=False),
        Head(Text(f"「{favourable.ja}」の割合", f"“{favourable.en}”")),
        Head(Text("結果がよかった人のうち", "Among those who turned out well")),
        Head(Text("結果が悪かった人のうち", "Among those who turned out badly")),
        Head(Text("実際に結果が悪かった割合", "Turned out badly")),
        Head(Text("実際−見込み（ポイント）", "Actual minus said (points)")),
    )
    rows = tuple(_rates(group) for group in found.fairness.groups if group.attribute == attribute)
    caption = Text("{name}：集まりごとの割合と95%区間", "{name}: shares by group with 95% intervals").filled(name=name)
    return DataTable(caption, heads, rows)


def _rates(group: GroupRates) -> tuple[Text, ...]:
    name = _group(group.group)
    mark = Text("\n（少数のため参考）", "\n(too few to compare)") if group.too_small else same("")
    head = Text(name.ja + mark.ja, name.en + mark.en)
    rates = group.favourable, group.favourable_of_good, group.favourable_of_bad, group.adverse
    return head, *map(_cell, rates), _difference(group.calibration)


def _cell(rate: Rate) -> Text:
    if rate.value is None:
        return _NO_SUCH
    ends, n = share_interval(rate.low, rate.high), f"n={rate.n:,}"
    return Text(f"{_share(rate.value)}\n{ends.ja}\n{n}", f"{_share(rate.value)}\n{ends.en}\n{n}")


def _gap_table(found: _Found, gaps: tuple[Gap, ...], name: Text) -> DataTable:
    heads = (
        Head(Text("割合", "Share"), number=False),
        Head(Text("低い集まり", "Lowest"), number=False),
        Head(Text("高い集まり", "Highest"), number=False),
        Head(Text("差（ポイント）と95%区間", "Difference (points), 95% interval")),
        Head(Text("比（低い÷高い）と95%区間", "Ratio (lowest over highest), 95% interval")),
    )
    caption = Text("{name}：最も大きい差と比", "{name}: the widest differences and ratios").filled(name=name)
    return DataTable(caption, heads, tuple(_gap_row(found, gap) for gap in gaps))


def _gap_row(found: _Found, gap: Gap) -> tuple[Text, ...]:
    favourable = found.favourable
    names = {
        "favourable": Text(f"「{favourable.ja}」の割合", f"“{favourable.en}”"),
        "favourable_of_good": Text("うち、結果がよかった人", "of those who turned out well"),
        "favourable_of_bad": Text("うち、結果が悪かった人", "of those who turned out badly"),
        "adverse": Text("実際に結果が悪かった割合", "Turned out badly"),
    }
    name = names.get(gap.rate, same(gap.rate))
    return name, _group(gap.lowest_group), _group(gap.highest_group), _difference(gap.difference), _ratio(gap.ratio)


def _difference(difference: Rate) -> Text:
    if difference.value is None:
        return _NO_SUCH
    value, low, high = (plain(100 * (v or 0.0), 1) for v in (difference.value, difference.low, difference.high))
    n = f"n={difference.n:,}"
    return Text(f"{value}\n{low}〜{high}\n{n}", f"{value}\n{low} to {high}\n{n}")


def _ratio(ratio: Rate) -> Text:
    if ratio.value is None or ratio.low is None or ratio.high is None:
        return _NO_SUCH
    value, low, high = (plain(v, 2) for v in (ratio.value, ratio.low, ratio.high))
    return Text(f"{value}\n{low}〜{high}", f"{value}\n{low} to {high}")


def _group(name: str) -> Text:
    return same(name) if name else _UNKNOWN


def _share(value: float | None) -> str:
    return "—" if value is None else percent(value)
