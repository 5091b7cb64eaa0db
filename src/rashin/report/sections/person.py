"""When a person decides, and how sure the rest is."""

from __future__ import annotations

from collections.abc import Mapping

from rashin.charts import Dot, Dots, Zone, Zones
from rashin.charts.numbers import percent
from rashin.engines.certainty import GroupCoverage
from rashin.estimates import Estimate
from rashin.language import Text
from rashin.learning.card import ModelCard
from rashin.report.document import Block, Figure, Heading, Points, Prose, Section
from rashin.report.evidence import Reportable
from rashin.report.words import count, frequency, rests_on, turned_out
from rashin.trust.bands import reading_order
from rashin.trust.fairness import FEWEST

_EVERYBODY = Text("全体", "Everybody")


def section(model: Reportable) -> Section:
    """How often it hands over, where on the scale, and what was kept of the promise."""
    card = model.card
    conclusion = Text(
        "100件のうち{n}は、「{person}」として担当者に回ります（{rest}）。",
        "Out of 100 cases, {n} are “{person}” ({rest}).",
    ).filled(n=count(card.hand_over_share), person=card.wording.person, rest=rests_on(card.hand_over_share))
    return Section(
        "person",
        Text("人が決めるとき", "When a person decides"),
        conclusion,
        (
            Figure(_zones(card)),
            _reasons(),
            *_kept(card),
            *([Points(card.certainty.notes)] if card.certainty.notes else []),
        ),
    )


def _zones(card: ModelCard) -> Zones:
    ends = card.certainty.adverse_from, card.certainty.favourable_to, card.threshold
    low, high = (min(max(at, 0.0), 1.0) for at in (min(ends), max(ends)))
    zones = (
        Zone(card.wording.favourable, 0.0, low),
        Zone(card.wording.person, low, high, person=True),
        Zone(card.wording.adverse, high, 1.0),
    )
    title = Text(
        "{risk}が{low}から{high}のあいだにあれば、人が決めます",
        "With the {risk} between {low} and {high}, a person decides",
    ).filled(risk=card.wording.risk, low=percent(low, 0), high=percent(high, 0))
    said = Text(
        "{low}未満は「{favourable}」、{high}を超えると「{adverse}」、あいだは「{person}」です。",
        "Below {low}: “{favourable}”. Above {high}: “{adverse}”. Between: “{person}”.",
    ).filled(
        low=percent(low),
        high=percent(high),
        favourable=card.wording.favourable,
        adverse=card.wording.adverse,
        person=card.wording.person,
    )
    return Zones(title, said, card.wording.risk, tuple(zone for zone in zones if zone.end > zone.start))


def _reasons() -> Points:
    return Points(
        (
            Text(
                "見込みが上の範囲にあるときは、どちらの結果もありうるので人に回します。",
                "Within that range either outcome is possible, so the case goes to a person.",
            ),
            Text(
                "もとの表になかった値や、範囲の外の数字があるときも人に回します。",
                "So does a case with a value that the table did not hold, or a number out of its range.",
            ),
        )
    )


def _kept(card: ModelCard) -> tuple[Block, ...]:
    shown = sorted(card.certainty.coverage, key=lambda g: (g.attribute, reading_order(g.group)))
    heading = Heading(Text("人に回らずに誤るのは、どれくらいか", "How often it errs without a person"))
    if not any(group.coverage_adverse or group.coverage_favourable for group in shown):
        return (heading, Prose(Text("測っていません。", "This was not measured.")))
    bad, words = turned_out(card), card.wording
    sides = (
        (bad, words.favourable, {_key(g): g.coverage_adverse for g in shown}),
        (Text("そうでなかった", "of the other kind"), words.adverse, {_key(g): g.coverage_favourable for g in shown}),
    )
    figures = (Figure(_slips(card, kind, fate, found)) for kind, fate, found in sides if any(found.values()))
    return heading, Prose(_AIM.filled(aim=percent(card.certainty.error_rate, 0))), *figures


_AIM = Text(
    "人の目を通らずに誤った側に入るものを、結果の良し悪しのどちらについても{aim}以下に抑えることが目標です。"
    "抑えきれない分が、人に回ります。",
    "The aim is that no more than {aim} of the cases that turn out badly, and of those that turn out well, land on the "
    "wrong side without a person. What cannot be kept to that goes to a person.",
)

_Key = tuple[str, str]
"""Attribute and group; twice nothing for everybody."""


def _slips(card: ModelCard, kind: Text, fate: Text, coverage: Mapping[_Key, Estimate | None]) -> Dots:
    """At most how many cases of one kind land on the wrong side, by group."""
    aim = card.certainty.error_rate
    slips = {key: _without(covered) for key, covered in coverage.items() if covered is not None}
    over = [key for key, slip in slips.items() if slip.low > aim]
    title = Text(
        "{kind}件のうち、人に回らずに「{fate}」になるのは、多くて{n}です（目標は{aim}以下）",
        "Of the cases {kind}, at most {n} become a “{fate}” without a person (the aim: up to {aim})",
    ).filled(kind=kind, fate=fate, n=frequency(next(iter(slips.values()))), aim=percent(aim, 0))
    if over:
        names = Text("、".join(_name(key).ja for key in over), ", ".join(_name(key).en for key in over))
        title = Text(f"{title.ja}。目標を上回る集まり：{names.ja}", f"{title.en}; above it: {names.en}")
    rows = tuple(Dot(_name(key), s.value, s.low, s.high, s.n, s.n < FEWEST) for key, s in slips.items())
    measure = Text("人に回らずに「{fate}」になる割合", "Share that becomes a “{fate}” without a person").filled(
        fate=fate
    )
    line = Text("目標 {aim}以下", "aim: up to {aim}").filled(aim=percent(aim, 0))
    said = rests_on(next(iter(slips.values())))
    return Dots(title, said, Text("集まり", "Group"), measure, rows, reference=(aim, line))


def _without(covered: Estimate) -> Estimate:
    """The share that lost the true outcome."""
    return Estimate(1 - covered.value, 1 - covered.high, 1 - covered.low, covered.n)


def _key(group: GroupCoverage) -> _Key:
    return group.attribute, group.group


def _name(key: _Key) -> Text:
    attribute, group = key
    return Text(f"{attribute}：{group}", f"{attribute}: {group}") if attribute else _EVERYBODY
