"""Alarms: what a deployment's people should look at. Raised only beyond a limit and beyond chance, once at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import NotFound
from rashin.language import Text
from rashin.settings import Settings
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Alarm, Deployment, Json
from rashin.workspace.ids import new_id
from rashin.workspace.watch.drift import Shift
from rashin.workspace.watch.figures import Watched

RARE = 0.001
"""A shift counts as beyond chance below this p, divided by how many inputs are looked at (Bonferroni)."""
MORE_WORK = 1.25
"""Handing over a quarter more than learning promised is work that somebody must be found for."""
WELL_OFF = 1.25
"""Probabilities a quarter too low, or too high, make the line between granting and refusing a wrong one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something beyond its limit."""

    kind: str
    figures: Json
    """With the sample size, the interval and the limit; `about` tells findings of one kind apart."""


@dataclass(frozen=True, slots=True)
class Alarmed:
    """An alarm that nobody has seen to, and where."""

    id: str
    deployment_id: str
    deployment: str
    said: Text
    at: datetime


def findings(watched: Watched, limits: Settings) -> list[Finding]:
    """Everything about a deployment that is beyond its limit."""
    return [found for look in _LOOKS for found in look(watched, limits)]


def raise_alarms(session: Session, organisation_id: str, deployment_id: str, found: list[Finding], days: int) -> int:
    """Raise an alarm for each finding, unless the same was raised within so many days; how many are new."""
    recent = select(Alarm).where(Alarm.deployment_id == deployment_id, Alarm.at >= now() - timedelta(days=days))
    raised = {(one.kind, one.figures.get("about")) for one in session.scalars(recent)}
    new = [one for one in found if (one.kind, one.figures.get("about")) not in raised]
    for one in new:
        session.add(
            Alarm(
                id=new_id("alm"),
                organisation_id=organisation_id,
                deployment_id=deployment_id,
                kind=one.kind,
                figures=one.figures,
            )
        )
    return len(new)


def open_alarms(session: Session, deployment_id: str | None = None, most: int = 20) -> list[Alarmed]:
    """The newest alarms of the organisation, or of one deployment, that nobody has seen to."""
    chosen = select(Alarm, Deployment).join(Deployment, Deployment.id == Alarm.deployment_id)
    chosen = chosen.where(Alarm.seen_by.is_(None))
    if deployment_id is not None:
        chosen = chosen.where(Alarm.deployment_id == deployment_id)
    rows = session.execute(chosen.order_by(Alarm.id.desc()).limit(most))
    return [
        Alarmed(alarm.id, where.id, where.name, said_alarm(alarm.kind, alarm.figures), alarm.at)
        for alarm, where in rows
    ]


def mark_seen(session: Session, alarm_id: str, person_id: str) -> Alarm:
    """Note that somebody has seen to an alarm.

    Raises:
        NotFound: the organisation has no such alarm.
    """
    alarm = session.get(Alarm, alarm_id)
    if alarm is None:
        raise NotFound(what=alarm_id)
    alarm.seen_by = alarm.seen_by or person_id
    return alarm


def said_alarm(kind: str, figures: Json) -> Text:
    """An alarm in words."""
    label = figures.get("label", {"ja": "", "en": ""})
    shown = {name: f"{value:.1%}" for name, value in figures.items() if name in _SHARES}
    facts = {**figures, "psi": f"{figures.get('psi', 0):.2f}", **shown, "label": Text(label["ja"], label["en"])}
    return _SAID[kind].filled(**facts)


def _inputs(watched: Watched, limits: Settings) -> Iterator[Finding]:
    if watched.compared is None:
        return
    for moved in watched.compared.inputs:
        if is_large(moved.shift, limits, len(watched.compared.inputs)):
            label = {"ja": moved.label.ja, "en": moved.label.en}
            yield Finding("input", {"about": moved.feature, "label": label, **_figures(moved.shift, limits)})


def _score(watched: Watched, limits: Settings) -> Iterator[Finding]:
    found = watched.compared and watched.compared.score
    if found and is_large(found, limits, 1):
        yield Finding("score", _figures(found, limits))


def _handed_over(watched: Watched, limits: Settings) -> Iterator[Finding]:
    answers = watched.compared.answers if watched.compared else ()
    for one in answers:
        if one.name != "person" or one.before is None or one.now.n < limits.watch_least:
            continue
        if one.now.low > one.before.high and one.now.value >= MORE_WORK * one.before.value:
            yield Finding("hand-over", {**asdict(one.now), "before": one.before.value, "before_n": one.before.n})


def _calibration(watched: Watched, limits: Settings) -> Iterator[Finding]:
    found = watched.calibration
    if found is None or found.observed.n < limits.watch_least:
        return
    inside = found.observed.low <= found.expected <= found.observed.high
    ratio = found.observed.value / found.expected
    if not inside and not 1 / WELL_OFF < ratio < WELL_OFF:
        yield Finding("calibration", {**asdict(found.observed), "expected": found.expected})


def _overruled(watched: Watched, limits: Settings) -> Iterator[Finding]:
    found = watched.reviewed
    if found is not None and found.overruled.low > limits.watch_overrule_percent / 100:
        yield Finding("overruled", {**asdict(found.overruled), "limit": limits.watch_overrule_percent / 100})


_LOOKS: tuple[Callable[[Watched, Settings], Iterator[Finding]], ...] = (
    _inputs,
    _score,
    _handed_over,
    _calibration,
    _overruled,
)


def is_large(found: Shift, limits: Settings, looked_at: int) -> bool:
    """Whether a shift is beyond its limit and beyond chance, being one of so many that are looked at."""
    beyond_chance = found.p < RARE / looked_at and found.psi > found.by_chance
    return found.now >= limits.watch_least and found.psi >= limits.watch_psi_percent / 100 and beyond_chance


def _figures(found: Shift, limits: Settings) -> Json:
    return {**asdict(found), "limit": limits.watch_psi_percent / 100}


_SHARES = {"value", "low", "high", "expected", "limit"}
_SAID = {
    "input": Text(
        "「{label}」の値の分かれ方が、学習のときから大きく変わっています（PSI {psi}、いま{now:,}件・学習のとき{before:,}件）。",
        "“{label}” is spread quite differently than at learning (PSI {psi}; {now:,} cases now, {before:,} then).",
    ),
    "score": Text(
        "見込みの分かれ方が、学習のときから大きく変わっています（PSI {psi}、いま{now:,}件・学習のとき{before:,}件）。",
        "Probabilities are spread quite differently than at learning (PSI {psi}; {now:,} cases now, {before:,} then).",
    ),
    "hand-over": Text(
        "人に回す判断が、学習のときの見積もりより増えています（{n:,}件のうち{value}、95%区間 {low}〜{high}）。",
        "More decisions go to people than learning promised ({value} of {n:,}; 95% interval {low} to {high}).",
    ),
    "calibration": Text(
        "見込みが、わかった結果と合っていません（見込みの平均{expected}に対し、{n:,}件のうち{value}、95%区間 {low}〜{high}）。",
        "Probabilities do not match what came ({expected} said on average; {value} of {n:,} came, 95% interval {low} to "
        "{high}).",
    ),
    "overruled": Text(
        "人が覆した判断が多くなっています（{n:,}件のうち{value}、95%区間 {low}〜{high}、目安 {limit}）。",
        "People overrule many decisions ({value} of {n:,}; 95% interval {low} to {high}; the limit is {limit}).",
    ),
}
