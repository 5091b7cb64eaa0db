"""When a person decides, and how sure the rest is."""

from __future__ import annotations

from rashin.charts import Dot, Dots, Zone, Zones
from rashin.charts.numbers import percent
from rashin.engines.certainty import GroupCoverage
from rashin.language import Text
from rashin.report.document import Block, Figure, Heading, Points, Prose, Section
from rashin.report.evidence import Reportable
from rashin.report.words import count, frequency, rests_on
from rashin.learning.card import ModelCard
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
        (Figure(_zones(card)), _reasons(), *_kept(card), *map(Prose, card.certainty.notes)),
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
    shown = card.certainty.coverage
    heading = Heading(Text("どれくらい確かか", "How sure it is"))
    if not shown:
        return (heading, Prose(Text("確かさは測っていません。", "How sure it is was not measured.")))
    return heading, Prose(_promise(card)), Figure(_coverage(card, shown))


def _promise(card: ModelCard) -> Text:
    return Text(
        "目標は、言い残した結果の中に本当の結果が入っている割合を{target}以上にすることです。"
        "どちらの結果もありうると言えば必ず当たるので、その分は人に回ります。",
        "The aim is that the outcomes left open hold the true one in at least {target} of cases. Leaving both open is "
        "always right, and those cases go to a person.",
    ).filled(target=percent(1 - card.certainty.error_rate, 0))


def _coverage(card: ModelCard, shown: tuple[GroupCoverage, ...]) -> Dots:
    target = 1 - card.certainty.error_rate
    short = [group for group in shown if group.coverage.high < target]
    everybody = next((group for group in shown if not group.attribute), shown[0])
    reached = Text(
        "本当の結果が入っていたのは{n}。目標の{target}を下回ると言える集まりはありません",
        "The true outcome was left open in {n}; no group is clearly below the aim of {target}",
    )
    missed = Text(
        "本当の結果が入っていたのは{n}。目標の{target}に届かない集まりがあります（{names}）",
        "The true outcome was left open in {n}; below the aim of {target}: {names}",
    )
    names = Text("、".join(_name(g).ja for g in short), ", ".join(_name(g).en for g in short))
    facts = {"n": frequency(everybody.coverage), "target": percent(target, 0), "names": names}
    title = (missed if short else reached).filled(**facts)
    rows = tuple(
        Dot(_name(g), g.coverage.value, g.coverage.low, g.coverage.high, g.coverage.n, g.coverage.n < FEWEST)
        for g in shown
    )
    measure = Text("本当の結果が入っていた割合", "Share with the true outcome left open")
    line = Text("目標 {target}", "aim {target}").filled(target=percent(target, 0))
    extent = (min(0.5, *(row.low for row in rows if row.low is not None)), 1.0)
    return Dots(
        title,
        rests_on(everybody.coverage),
        Text("集まり", "Group"),
        measure,
        rows,
        extent=extent,
        reference=(target, line),
    )


def _name(group: GroupCoverage) -> Text:
    if not group.attribute:
        return _EVERYBODY
    label = group.group or "—"
    return Text(f"{group.attribute}：{label}", f"{group.attribute}: {label}")
