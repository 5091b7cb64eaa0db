"""Fairness evidence from decisions alone: rates by group and their gaps, with intervals. Evidence, not a certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashin.estimates import NORMAL_95, Bools, Estimate, Floats, proportion
from rashin.language import Text
from rashin.trust.bands import bands, reading_order

__all__ = ["UNKNOWN", "Fairness", "Gap", "GroupRates", "Rate", "bands", "measure"]

UNKNOWN = ""
"""The group of people whose group is not recorded."""

CROSS = " × "
"""Between the names of two attributes, and of two groups, of an intersection."""

FEWEST = 30
"""People a group must have before it is compared."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its 95% interval and the number of cases it rests on; all None where nobody is."""

    value: float | None
    low: float | None
    high: float | None
    n: int


NOBODY = Rate(None, None, None, 0)


@dataclass(frozen=True, slots=True)
class GroupRates:
    """How one group fared on held-out decisions."""

    attribute: str
    group: str
    """`UNKNOWN` for people whose group is not recorded."""
    n: int
    too_small: bool
    favourable: Rate
    """Share given the favourable outcome (selection rate)."""
    favourable_of_good: Rate
    """Share given the favourable outcome among those who turned out well (true-positive rate of the favourable)."""
    favourable_of_bad: Rate
    """Share given the favourable outcome among those who turned out badly."""
    mean_probability: Rate
    adverse: Rate
    """Share who turned out badly."""
    calibration: Rate = NOBODY
    """How much more often people turned out badly than their probabilities said, as a difference of shares."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The widest difference between two groups of one attribute on one rate."""

    attribute: str
    rate: str
    lowest_group: str
    highest_group: str
    difference: Rate
    """Highest minus lowest; `n` is the people in both."""
    ratio: Rate
    """Lowest over highest: 1 is even."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """Groups and gaps for every protected attribute."""

    groups: tuple[GroupRates, ...]
    gaps: tuple[Gap, ...]
    attributes: tuple[str, ...]
    notes: tuple[Text, ...] = ()


RATES: Mapping[str, Callable[[GroupRates], Rate]] = {
    "favourable": lambda group: group.favourable,
    "favourable_of_good": lambda group: group.favourable_of_good,
    "favourable_of_bad": lambda group: group.favourable_of_bad,
    "adverse": lambda group: group.adverse,
}
"""The rates that groups are compared on; each is a share of people."""


@dataclass(frozen=True, slots=True)
class _People:
    """What was decided, what came of it and what was expected, one entry a person."""

    favourable: Bools
    adverse: Bools | None
    probability: Floats | None


def measure(
    favourable: NDArray[Any],
    adverse: NDArray[Any] | None,
    probability: NDArray[Any] | None,
    attributes: Mapping[str, Sequence[str | None]],
    *,
    fewest: int = FEWEST,
) -> Fairness:
    """How every group fared, and the widest gap of every attribute and of every two attributes together.

    Groups with fewer than `fewest` people are marked and left out of gaps, as are people of unknown group; an
    intersection with fewer is left out altogether.

    Args:
        favourable: what was decided, boolean, shape (people,).
        adverse: what came of it, 0/1, shape (people,); None where nobody knows yet.
        probability: of the adverse outcome, shape (people,); None where there is none.
        attributes: protected attribute → the group of each person, None = unknown. Make groups of numbers with `bands`.
        fewest: see above.

    Sources: Wilson (1927) for rates; Newcombe (1998), Interval estimation for the difference between independent
    proportions; Katz et al. (1978), Obtaining confidence intervals for the risk ratio in cohort studies.
    """
    people = _People(
        np.asarray(favourable).astype(bool),
        None if adverse is None else np.asarray(adverse).astype(bool),
        None if probability is None else np.asarray(probability, dtype=np.float64),
    )
    labels = {name: _labels(groups) for name, groups in attributes.items()}
    groups = [group for name, by in labels.items() for group in _groups(people, name, by, fewest, whole=True)]
    for (one, of_one), (two, of_two) in combinations(labels.items(), 2):
        groups += _groups(people, one + CROSS + two, _crossed(of_one, of_two), fewest, whole=False)
    names = tuple(dict.fromkeys(group.attribute for group in groups))
    gaps = tuple(gap for name in names for gap in _gaps(name, groups, fewest))
    return Fairness(tuple(groups), gaps, tuple(attributes), tuple(_notes(groups, gaps, fewest)))


def _labels(groups: Sequence[str | None]) -> NDArray[np.str_]:
    return np.array([UNKNOWN if group is None else group for group in groups], dtype=np.str_)


def _crossed(one: NDArray[np.str_], two: NDArray[np.str_]) -> NDArray[np.str_]:
    known = (one != UNKNOWN) & (two != UNKNOWN)
    return np.where(known, np.char.add(np.char.add(one, CROSS), two), UNKNOWN)


def _groups(
    people: _People, attribute: str, labels: NDArray[np.str_], fewest: int, *, whole: bool
) -> Iterator[GroupRates]:
    """Every group of an attribute, the unknown one last; of an intersection only those big enough to be compared."""
    unique, codes = np.unique(labels, return_inverse=True)
    names: list[str] = unique.tolist()
    for code in sorted(range(len(names)), key=lambda code: (names[code] == UNKNOWN, reading_order(names[code]))):
        members = codes == code
        if whole or (members.sum() >= fewest and names[code] != UNKNOWN):
            yield _rates(people, attribute, names[code], members, fewest)


def _rates(people: _People, attribute: str, group: str, members: Bools, fewest: int) -> GroupRates:
    n = int(members.sum())
    favourable, adverse, probability = people.favourable, people.adverse, people.probability
    return GroupRates(
        attribute,
        group,
        n,
        too_small=n < fewest,
        favourable=_share(favourable[members]),
        favourable_of_good=NOBODY if adverse is None else _share(favourable[members & ~adverse]),
        favourable_of_bad=NOBODY if adverse is None else _share(favourable[members & adverse]),
        mean_probability=NOBODY if probability is None else _mean(probability[members], lowest=0.0),
        adverse=NOBODY if adverse is None else _share(adverse[members]),
        calibration=NOBODY if adverse is None or probability is None else _mean((adverse - probability)[members]),
    )


def _share(hits: Bools) -> Rate:
    if not len(hits):
        return NOBODY
    share = proportion(hits)
    return Rate(share.value, share.low, share.high, share.n)


def _mean(values: Floats, *, lowest: float = -1.0) -> Rate:
    """The mean of numbers up to 1 with its normal interval; for one person, all that is possible."""
    if len(values) < 2:
        return Rate(float(values[0]), lowest, 1.0, 1) if len(values) else NOBODY
    mean, margin = float(values.mean()), NORMAL_95 * float(values.std(ddof=1)) / sqrt(len(values))
    return Rate(mean, max(mean - margin, lowest), min(mean + margin, 1.0), len(values))


def _gaps(attribute: str, groups: Sequence[GroupRates], fewest: int) -> Iterator[Gap]:
    """The widest gap on each rate, among groups of whom enough people count for that rate."""
    mine = [group for group in groups if group.attribute == attribute and group.group != UNKNOWN]
    for name, rate_of in RATES.items():
        known = {group.group: rate for group in mine if (rate := _known(rate_of(group))) and rate.n >= fewest}
        if len(known) > 1:
            lowest, *_, highest = sorted(known, key=lambda group: (known[group].value, reading_order(group)))
            low, high = known[lowest], known[highest]
            yield Gap(attribute, name, lowest, highest, _difference(low, high), _ratio(low, high))


def _known(rate: Rate) -> Estimate | None:
    if rate.value is None or rate.low is None or rate.high is None:
        return None
    return Estimate(rate.value, rate.low, rate.high, rate.n)


def _difference(low: Estimate, high: Estimate) -> Rate:
    """Newcombe's hybrid score interval (1998, method 10)."""
    difference = high.value - low.value
    down = sqrt((high.value - high.low) ** 2 + (low.high - low.value) ** 2)
    up = sqrt((high.high - high.value) ** 2 + (low.value - low.low) ** 2)
    return Rate(difference, difference - down, difference + up, low.n + high.n)


def _ratio(low: Estimate, high: Estimate) -> Rate:
    """Katz's interval of the logarithm; where a share is 0 or 1, half a case of either kind is added to both groups."""
    if high.value == 0:
        return Rate(None, None, None, low.n + high.n)
    half = 0.5 if {low.value, high.value} & {0.0, 1.0} else 0.0
    (a, m), (b, n) = ((rate.value * rate.n + half, rate.n + 2 * half) for rate in (low, high))
    centre = log(a / m) - log(b / n)
    margin = NORMAL_95 * sqrt(1 / a - 1 / m + 1 / b - 1 / n)
    ratio = low.value / high.value
    return Rate(ratio, min(exp(centre - margin), ratio), max(exp(centre + margin), ratio), low.n + high.n)


def _notes(groups: Sequence[GroupRates], gaps: Sequence[Gap], fewest: int) -> Iterator[Text]:
    whole = [group for group in groups if CROSS not in group.attribute]
    if small := [group for group in whole if group.too_small and group.group != UNKNOWN]:
        yield Text(
            "{fewest}人に満たない集まりが{count}つあり、差の比較に入れていません: {names}",
            "{count} groups of fewer than {fewest} people were left out of the comparison: {names}",
        ).filled(fewest=fewest, count=len(small), names=", ".join(f"{g.attribute} {g.group}" for g in small))
    if unknown := sum(group.n for group in whole if group.group == UNKNOWN):
        yield Text(
            "どの集まりに入るか分からない人が、延べ{count}人います。差の比較に入れていません。",
            "{count} entries without a known group were left out of the comparison.",
        ).filled(count=unknown)
    if gaps:
        yield Text(
            "差は、割合がいちばん低い集まりといちばん高い集まりのものです。集まりの数が多いほど、偶然だけでも大きく見えます。",
            "A gap is between the lowest and the highest group; the more groups there are, the wider it looks by chance.",
        )
