"""Calls, who answered them, and who was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from random import Random
from typing import Any

from rashin.ledger.sample.data import Row, part, themes, thousands
from rashin.ledger.sample.organisations import Organisation, organisations

NOTE = "見本です。組織も金額も成果も架空です。"
_OFFERED = 0.955
"""How much of a call's ceiling is awarded; the rest is left for changes of agreements."""
_ROOM = 1.03
"""How far the ceiling of one award lies above the largest, at least."""
_STEP = 5_000_000
"""Ceilings of one award are multiples of this."""
_SAME_ASK = frozenset({"call-2023-generative", "call-2024-sme"})
"""Calls in which two who were not chosen ask for the ceiling."""
FAILED = "award-2023-robotics-01"
OVERRUN = "award-2023-chips-01"
STOPPED = date(2024, 12, 20)
"""When the failed award was closed."""


@dataclass(frozen=True, slots=True)
class Award:
    """One award with what the rest of the sample needs to know of it."""

    id: str
    field: str
    theme: Mapping[str, Any]
    recipient: Organisation
    row: Row
    amount: int
    agreed: date
    ends: date

    def named(self, kind: str, *suffix: object) -> str:
        """The id of an entry of another kind that belongs to this award."""
        return "-".join([self.id.replace("award", kind, 1), *map(str, suffix)])


@dataclass(frozen=True, slots=True)
class Called:
    """A call with its applications and awards."""

    row: Row
    applications: tuple[Row, ...]
    awards: tuple[Award, ...]


def draw_calls(random: Random) -> tuple[Called, ...]:
    """Every call, with who applied and who won."""
    taken: dict[str, int] = {}
    called = []
    for call in themes()["call"]:
        field = call["field"]
        first = taken.get(field, 0)
        taken[field] = first + call["awards"]
        called.append(_draw(random, call, themes()[field]["themes"][first : taken[field]]))
    return tuple(called)


def _draw(random: Random, call: Mapping[str, Any], chosen: Sequence[Mapping[str, Any]]) -> Called:
    field = call["field"]
    ceiling = round(themes()[field]["ceiling"] * call["share"])
    weights = [theme.get("weight") or random.uniform(0.6, 1.6) for theme in chosen]
    offered = ceiling * _OFFERED / sum(weights)
    amounts = [thousands(offered * weight) for weight in weights]
    most = ceil(max(amounts) * _ROOM / _STEP) * _STEP
    winners, others = _applicants(random, call, chosen)
    more = [theme.get("asked") or random.uniform(1.0, 1.25) for theme in chosen]
    asked = [
        max(amount, thousands(min(most * random.uniform(0.93, 0.99), amount * times)))
        for amount, times in zip(amounts, more, strict=True)
    ]
    asked += [thousands(most * random.uniform(0.4, 0.98)) for _ in others]
    if call["id"] in _SAME_ASK:
        asked[-2:] = [most, most]
    order = random.sample(range(len(asked)), len(asked))
    names = [f"{_suffixed(call, 'application')}-{place + 1:02}" for place in order]
    applications = [
        {
            "id": name,
            "call": call["id"],
            "applicant": one.id,
            "applied": _within(random, call["opened"], call["closed"]),
            "amount": amount,
        }
        for name, one, amount in zip(names, (*winners, *others), asked, strict=True)
    ]
    decided = call["closed"] + timedelta(days=46)
    awards = tuple(
        _award(random, call, f"{_suffixed(call, 'award')}-{place:02}", theme, one, amount, name, decided)
        for place, (theme, one, amount, name) in enumerate(
            zip(chosen, winners, amounts, names[: len(chosen)], strict=True), start=1
        )
    )
    row: Row = {
        "id": call["id"],
        "title": call["title"],
        "programme": part(field),
        "opened": call["opened"].isoformat(),
        "closed": call["closed"].isoformat(),
        "ceiling": ceiling,
        "award_ceiling": most,
    }
    return Called(row, tuple(sorted(applications, key=lambda one: str(one["id"]))), awards)


def _suffixed(call: Mapping[str, Any], kind: str) -> str:
    return str(call["id"]).replace("call", kind, 1)


def _within(random: Random, first: date, last: date) -> str:
    """A day in between, most often near the end, as applications come."""
    return (last - timedelta(days=int((last - first).days * random.random() ** 3))).isoformat()


def _applicants(
    random: Random, call: Mapping[str, Any], chosen: Sequence[Mapping[str, Any]]
) -> tuple[list[Organisation], list[Organisation]]:
    """Who wins each theme, and who else applied; nobody applies twice."""
    field = call["field"]
    free = {one.id: one for one in organisations()}
    winners = []
    reserved = {theme["winner"] for theme in chosen if "winner" in theme}
    for theme in chosen:
        able = [one for one in free.values() if one.takes == theme["by"] and one.id not in reserved]
        near = [one for one in able if one.field == field] or able
        winner = free[theme["winner"]] if "winner" in theme else random.choice(near)
        winners.append(free.pop(winner.id))
    rest = [one for one in free.values() if one.takes and one.field in {"", field}]
    far = [one for one in free.values() if one.takes == "company" and one.field != field]
    missing = call["applications"] - len(chosen)
    others = random.sample(rest, min(missing, len(rest)))
    return winners, others + random.sample(far, missing - len(others))


def _award(
    random: Random,
    call: Mapping[str, Any],
    identity: str,
    theme: Mapping[str, Any],
    recipient: Organisation,
    amount: int,
    application: str,
    decided: date,
) -> Award:
    agreed = decided + timedelta(days=random.randint(28, 49))
    early = call["opened"].year == 2023 and "winner" not in theme and identity not in {FAILED, OVERRUN}
    ends = date(2025, 3, 31) if early and random.random() < 0.25 else date(2026, 3, 31)
    closed = STOPPED if identity == FAILED else date(ends.year, 5, 15)
    private = random.choice([0.3, 0.45, 0.6, 0.9]) if recipient.body == "company" and random.random() < 0.9 else 0.0
    row: Row = {
        "id": identity,
        "title": theme["title"],
        "programme": part(call["field"]),
        "call": call["id"],
        "application": application,
        "recipient": recipient.id,
        "version": 1,
        "decided": decided.isoformat(),
        "agreed": agreed.isoformat(),
        "starts": agreed.isoformat(),
        "ends": ends.isoformat(),
        "closed": closed.isoformat(),
        "field": themes()[call["field"]]["field"],
        "goal": theme["goal"],
        "note": NOTE,
        "amount": amount,
    }
    if private:
        row["private_money"] = thousands(amount * private)
    if themes()[call["field"]]["trl"]:
        start = random.choice([3, 4, 5])
        row |= {"trl_start": start, "trl_end": start + random.choice([2, 3])}
    return Award(identity, call["field"], theme, recipient, row, amount, agreed, ends)
