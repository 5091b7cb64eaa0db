"""How much is decided, and how much of it is left to people."""

from __future__ import annotations

from rashin.charts import Day, Days, Stretch, Trend
from rashin.charts.numbers import percent, span
from rashin.estimates import Estimate
from rashin.language import Text
from rashin.report.document import Block, Figure, Section
from rashin.workspace.watch import Watched

_DAYS = Text("1日の判断の数", "Decisions a day")
_PEOPLE = Text("うち人が見る判断", "left to people")
_SHARE = Text("人に回した割合", "Share left to people")
_WEEK = Text("期間", "Days")


def pace(watched: Watched) -> Section:
    """Decisions by day."""
    decided, days = watched.decided, len(watched.days)
    if not decided.n:
        none = Text("この{days}日に判断はありません。", "Nothing was decided in these {days} days.").filled(days=days)
        return Section("pace", _DAYS, none, ())
    said = Text(
        "この{days}日に{n:,}件を判断し、{handed:,}件を人に回しました。",
        "In these {days} days {n:,} cases were decided and {handed:,} left to people.",
    ).filled(days=days, n=decided.n, handed=decided.handed_over)
    most = max(watched.days, key=lambda day: day[1].n)
    busiest = Text(
        "最も多かったのは、{month}月{day}日の{n:,}件です", "The busiest day was {date} with {n:,} decisions"
    ).filled(month=most[0].month, day=most[0].day, date=most[0].isoformat(), n=most[1].n)
    bars = tuple(Day(day, one.n, one.handed_over) for day, one in watched.days)
    return Section("pace", _DAYS, said, (Figure(Days(busiest, said, _DAYS, _PEOPLE, bars)),))


def left_to_people(watched: Watched, least: int) -> Section:
    """How much is left to people, week by week, against what learning promised."""
    answers = watched.compared.answers if watched.compared else ()
    found = next((one for one in answers if one.name == "person"), None)
    if found is None:
        return Section("people", _SHARE, _NOTHING, ())
    return Section("people", _SHARE, _told(found.now, found.before, least), _trend(watched, found.before, least))


_NOTHING = Text("判断がたまると、ここに出ます。", "It appears here once there are decisions.")


def _told(now: Estimate, before: Estimate | None, least: int) -> Text:
    if now.n < least:
        return too_few(now.n, least)
    facts = {"now": percent(now.value), "span": span(percent(now.low), percent(now.high)), "n": now.n}
    if before is None:
        return Text(
            "いまのモデルでは、{n:,}件のうち{now}（95%区間 {span}）を人に回しています。",
            "The present model leaves {now} of {n:,} to people (95% interval {span}).",
        ).filled(**facts)
    return Text(
        "いまのモデルでは、{n:,}件のうち{now}（95%区間 {span}）を人に回しています。学習のときの見積もりは{before}でした。",
        "The present model leaves {now} of {n:,} to people (95% interval {span}). Learning promised {before}.",
    ).filled(**facts, before=percent(before.value))


def _trend(watched: Watched, before: Estimate | None, least: int) -> tuple[Block, ...]:
    title = Text("人に回した割合を、7日ごとに示します", "The share left to people, seven days at a time")
    description = Text(
        "縦の線は95%区間、白い点は{least}件に満たない期間です。",
        "Lines are 95% intervals; hollow dots rest on fewer than {least} cases.",
    ).filled(least=least)
    stretches = tuple(
        Stretch(week.first, week.last, one.value, one.low, one.high, one.n, small=one.n < least)
        for week in watched.weeks
        for one in [week.handed_over]
    )
    reference = None if before is None else (before.value, Text("学習のとき", "at learning"))
    return (Figure(Trend(title, description, _SHARE, _WEEK, stretches, reference), description),)


def too_few(n: int, least: int) -> Text:
    """That there are too few cases to tell."""
    return Text(
        "まだ言えません。いま{n:,}件で、{least:,}件になると出します。",
        "Too few to say: {n:,} cases so far, told from {least:,} on.",
    ).filled(n=n, least=least)
