"""How sure a decision is: conformal prediction sets per class, held to the worst group, and when a person decides.

Each outcome keeps its own promise: of the cases that truly come to it, no more than the error rate lose it from their
prediction set, whatever the other outcome's share is, as long as new cases are drawn like the held-out ones.

Sources: Vovk (2012), Conditional validity of inductive conformal predictors (label-conditional sets, from cases kept
apart); Vovk (2015), Cross-conformal predictors (the same from scores held out in turn); Romano et al. (2020), With
malice toward none: assessing uncertainty via equalized coverage (by group).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rashin.engines.validation import Estimate, folds, proportion
from rashin.engines.validation.splits import Labels, Split, group_codes
from rashin.errors import UnusableTable
from rashin.estimates import Bools, Floats, Rows
from rashin.language import Text

FEWEST_IN_GROUP = 30
"""Cases of one outcome that a group must have before it sets a threshold of its own."""

PARTS = 5
"""Parts for measuring coverage: thresholds from four, coverage on the fifth."""

ROUNDING = 1e-9
"""So that 0.1 × 50 counts as 5, though it is not quite that in binary."""

Protected = Mapping[str, Sequence[str | None]]
"""Attribute → the group of each row; None = unknown."""


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """How often the prediction set held the truth in one group (attribute "" and group "" are everybody)."""

    attribute: str
    group: str
    coverage: Estimate
    decided: Estimate
    """Share of cases with a set of exactly one outcome."""
    coverage_adverse: Estimate | None = None
    """The coverage among cases that came to the adverse outcome; None where there were none."""
    coverage_favourable: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Certainty:
    """The conformal thresholds on the probability of the adverse outcome, and what they achieve on held-out cases.

    Adverse stays possible while probability ≥ `adverse_from`; favourable while probability ≤ `favourable_to`.
    """

    error_rate: float
    adverse_from: float
    favourable_to: float
    coverage: tuple[GroupCoverage, ...]
    notes: tuple[Text, ...] = ()
    """What the thresholds could not be held to, and why."""


class Possible(NamedTuple):
    """Which outcomes cannot be excluded, each of shape (rows,)."""

    favourable: Bools
    adverse: Bools


class _Thresholds(NamedTuple):
    adverse_from: float
    favourable_to: float


def measure_certainty(
    y: NDArray[Any],
    probability: Floats,
    *,
    error_rate: float,
    protected: Protected | None = None,
    held_to: Collection[str] | None = None,
    fewest: int = FEWEST_IN_GROUP,
    groups: Labels | None = None,
    time: NDArray[Any] | None = None,
    seed: int = 0,
) -> Certainty:
    """Thresholds from held-out probabilities, with the coverage they reach on cases that did not set them.

    The thresholds come from all cases. Coverage is measured by cross-fitting: thresholds from some held-out cases, the
    count on the others (with `time`, on the later ones).

    Args:
        y: 0/1 or boolean, shape (rows,), 1 = adverse.
        probability: held-out probabilities of the adverse outcome, shape (rows,).
        error_rate: share of each outcome's cases that may lose it from their set, above 0 and below 1.
        protected: attributes whose groups the coverage is measured for.
        held_to: those of them whose every group the promise is held to as well; all of them unless given. A group with
            fewer than `fewest` cases of an outcome, or too few for the error rate, sets no threshold. The group is not
            needed to decide.
        fewest: see `held_to`.
        groups: rows that depend on each other, one label a row; kept on one side in cross-fitting.
        time: numbers, shape (rows,).
        seed: decides the cross-fitting.
    """
    adverse = np.asarray(y).astype(bool)
    named = {attribute: np.array(labels, dtype=object) for attribute, labels in (protected or {}).items()}
    binding = {attribute: labels for attribute, labels in named.items() if held_to is None or attribute in held_to}
    thresholds = _thresholds(adverse, probability, error_rate, binding, fewest)
    splits, notes = _cross_fitting(adverse, groups, time, seed)
    clusters = None if groups is None else group_codes(groups)
    return Certainty(
        error_rate,
        *thresholds,
        coverage=tuple(_coverage(adverse, probability, error_rate, named, binding, fewest, splits, clusters)),
        notes=(*_promises_not_kept(adverse, error_rate, binding, fewest), *_only_measured(named, binding), *notes),
    )


def possible_outcomes(probability: Floats, certainty: Certainty) -> Possible:
    """The outcomes that cannot be excluded for each probability of the adverse outcome, shape (rows,)."""
    return _possible(probability, _Thresholds(certainty.adverse_from, certainty.favourable_to))


def hand_over(probability: Floats, outcome_adverse: Bools, certainty: Certainty) -> Bools:
    """Where a person decides, shape (rows,): wherever the outcome decided on is not the only possible one."""
    possible = possible_outcomes(probability, certainty)
    only_adverse = possible.adverse & ~possible.favourable
    only_favourable = possible.favourable & ~possible.adverse
    return ~np.where(outcome_adverse, only_adverse, only_favourable)


def fewest_cases(error_rate: float) -> int:
    """How many cases of an outcome it takes before a threshold can exclude anything: n ≥ 1/α − 1."""
    return ceil(1 / error_rate - 1 - ROUNDING)


def _possible(probability: Floats, thresholds: _Thresholds) -> Possible:
    return Possible(probability <= thresholds.favourable_to, probability >= thresholds.adverse_from)


def _lowest_kept(strangeness: Floats, error_rate: float) -> float:
    """The ⌈(n + 1)(1 − α)⌉-th smallest; infinite when there are too few for that."""
    rank = ceil((len(strangeness) + 1) * (1 - error_rate) - ROUNDING)
    return float(np.partition(strangeness, rank - 1)[rank - 1]) if rank <= len(strangeness) else np.inf


def _thresholds(
    adverse: Bools, probability: Floats, error_rate: float, protected: Mapping[str, NDArray[Any]], fewest: int
) -> _Thresholds:
    """For each outcome the most cautious threshold, among everybody and the groups with enough cases of it."""
    groups = [rows for _, _, rows in _groups(protected)]
    enough = max(fewest, fewest_cases(error_rate))

    def most_cautious(truth: Bools, strangeness: Floats) -> float:
        by_group = [strangeness[truth & rows] for rows in groups]
        heard = [strangeness[truth], *(cases for cases in by_group if len(cases) >= enough)]
        return max(_lowest_kept(cases, error_rate) for cases in heard)

    return _Thresholds(max(0.0, -most_cautious(adverse, -probability)), min(1.0, most_cautious(~adverse, probability)))


def _groups(protected: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, str, Bools]]:
    """Attribute, group and its rows, those of unknown group left out."""
    for attribute, labels in protected.items():
        for group in sorted({label for label in labels.tolist() if label is not None}):
            yield attribute, group, labels == group


def _cross_fitting(
    adverse: Bools, groups: Labels | None, time: NDArray[Any] | None, seed: int
) -> tuple[list[Split], tuple[Text, ...]]:
    try:
        return folds(adverse, folds=PARTS, groups=groups, time=time, seed=seed), ()
    except UnusableTable as too_few:
        note = Text(
            "残した結果の中に本当の結果が入っている割合は、件数が足りず、測っていません。",
            "How often the outcomes left open hold the true one was not measured: too few cases.",
        )
        return [], (Text(note.ja + too_few.what_happened.ja, f"{note.en} {too_few.what_happened.en}"),)


def _coverage(
    adverse: Bools,
    probability: Floats,
    error_rate: float,
    protected: Mapping[str, NDArray[Any]],
    binding: Mapping[str, NDArray[Any]],
    fewest: int,
    splits: Sequence[Split],
    clusters: Rows | None,
) -> Iterator[GroupCoverage]:
    measured, held, decided = (np.zeros(len(adverse), dtype=bool) for _ in range(3))
    for setting, counted in splits:
        seen = {attribute: labels[setting] for attribute, labels in binding.items()}
        thresholds = _thresholds(adverse[setting], probability[setting], error_rate, seen, fewest)
        possible = _possible(probability[counted], thresholds)
        measured[counted] = True
        held[counted] = np.where(adverse[counted], possible.adverse, possible.favourable)
        decided[counted] = possible.adverse != possible.favourable

    def share(hits: Bools, rows: Bools) -> Estimate:
        return proportion(hits[rows], None if clusters is None else clusters[rows])

    for attribute, group, members in [("", "", measured), *_groups(protected)]:
        rows = measured & members
        if rows.any():
            bad, good = (share(held, rows & truth) if (rows & truth).any() else None for truth in (adverse, ~adverse))
            yield GroupCoverage(attribute, group, share(held, rows), share(decided, rows), bad, good)


def _only_measured(measured: Collection[str], binding: Collection[str]) -> Iterator[Text]:
    note = Text(
        "「{attribute}」は、集まりごとの割合を測っただけで、基準には使っていません。"
        "集まりごとにも約束を守らせるには、保護する列として指定してください（人が判断する割合は増えます）。",
        "For “{attribute}” the shares by group were measured only and set no threshold. Declare it as protected to hold "
        "the promise in each of its groups too (more cases then go to a person).",
    )
    for attribute in measured:
        if attribute not in binding:
            yield note.filled(attribute=attribute)


def _promises_not_kept(
    adverse: Bools, error_rate: float, protected: Mapping[str, NDArray[Any]], fewest: int
) -> Iterator[Text]:
    never = Text(
        "{outcome}は{cases}件しかなく、誤り率{rate}%を守るには{needed}件要ります。"
        "そのため、どの判断でもこの結果の可能性を残します。",
        "There are only {cases} {outcome}; an error rate of {rate}% needs {needed}. "
        "So that outcome is left open in every decision.",
    )
    silent = Text(
        "「{attribute}」の「{group}」は{outcome}が{cases}件だけで（{needed}件必要）、基準を決めるのに使っていません。",
        "“{group}” of “{attribute}” has only {cases} {outcome} ({needed} needed), so it set no threshold.",
    )
    names = (
        Text("結果が悪かった例", "cases that turned out badly"),
        Text("結果がよかった例", "cases that turned out well"),
    )
    needed, needed_in_group = fewest_cases(error_rate), max(fewest, fewest_cases(error_rate))
    for truth, outcome in zip((adverse, ~adverse), names, strict=True):
        if (cases := int(truth.sum())) < needed:
            yield never.filled(outcome=outcome, cases=cases, rate=f"{error_rate * 100:g}", needed=needed)
        for attribute, group, rows in _groups(protected):
            if (cases := int((rows & truth).sum())) < needed_in_group:
                facts = {"attribute": attribute, "group": group, "needed": needed_in_group}
                yield silent.filled(outcome=outcome, cases=cases, **facts)
