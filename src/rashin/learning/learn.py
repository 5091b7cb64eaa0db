"""Learning a service's model from a company's own table, with the honest account of how good it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashin.engines.certainty import Certainty, hand_over, measure_certainty
from rashin.engines.contract import Costs
from rashin.engines.tabular import counterfactuals
from rashin.engines.tabular.learning.trainer import Learned, learn_additive, warm_up
from rashin.engines.tabular.reading import LabelledTarget, read, refuse_if_unusable
from rashin.engines.validation import (
    Challenger,
    HeldOut,
    PairChoice,
    challengers,
    cross_validate,
    folds,
    installed_challengers,
    validate,
)
from rashin.engines.validation.held_out import PerRow
from rashin.engines.validation.splits import Split
from rashin.errors import ArgumentWrong
from rashin.estimates import Estimate, around, proportion, spread
from rashin.language import Text, same
from rashin.learning.card import ModelCard
from rashin.learning.cases import Cases
from rashin.learning.check import Checked, Declared, check_declared
from rashin.learning.models import Model
from rashin.learning.progress import Listener, Pace
from rashin.learning.roles import Roles
from rashin.services import find
from rashin.services.contract import Service
from rashin.settings import settings
from rashin.trust.fairness import Fairness, measure
from rashin.version import __version__

FOLDS = 5
_REPEATS = ((1500, 3), (5000, 2))
"""(fewer rows than, how often the cross-validation is repeated): small tables need it, large ones do not."""

REFERENCES = ("all", "accepted")
"""Whom reasons may compare with."""

_FROM_ONE = Text("1以上の整数", "a whole number from 1 up")
_FROM_NOUGHT = Text("0以上の整数", "a whole number from 0 up")
_BETWEEN = Text("0より大きく1より小さい数", "a number above 0 and below 1")

_PREPARING = Text(
    "計算の準備をしています（初めてのときだけ1分ほど）",
    "Preparing the computation (about a minute, the first time only)",
)
_VALIDATING = Text("学習に使わない行で、当たり方を確かめています", "Checking on rows kept out of learning")
_LEARNING = Text("すべての行で学習しています", "Learning from all rows")
_CHALLENGING = Text("説明できない方式と比べています", "Comparing with methods that cannot be explained")


@dataclass(frozen=True)
class _Work:
    """What learning works on."""

    service: Service
    """With the user's costs, error rate and reference in place of its own."""
    checked: Checked
    labelled: LabelledTarget
    roles: Roles
    cases: Cases
    splits: list[Split]
    repeats: int
    held_to: Sequence[str]
    """Attributes in each of whose groups the certainty must hold: those the user declared."""
    seed: int
    rivals: bool


@dataclass(frozen=True)
class _Found:
    """What learning found."""

    learned: Learned
    held: HeldOut
    challengers: tuple[Challenger, ...]


def learn(
    service: str,
    data: Any,
    *,
    target: str,
    bad: str | None = None,
    protected: Sequence[str] = (),
    allow: Sequence[str] = (),
    group: str | None = None,
    time: str | None = None,
    monotone: Mapping[str, str] | None = None,
    change: Mapping[str, str] | None = None,
    costs: Costs | None = None,
    error_rate: float | None = None,
    reference: str | None = None,
    seed: int = 0,
    challengers: bool = True,
    progress: Listener | None = None,
    held_out: Callable[[PerRow], None] | None = None,
) -> Model:
    """Learn a model for a service from a table, a path or a frame.

    Args:
        service: the service's name, such as "lending".
        data: what `rashin.read` takes, or a table already read.
        target: the outcome column; rows without an outcome are left out.
        bad: the value of the bad outcome, where the table's words do not tell.
        protected: columns not to decide by, beside those the service knows, and in each of whose groups the certainty
            must hold. Fairness is measured for these and those.
        allow: protected columns that may be decided by all the same.
        group: column whose equal values belong together in validation.
        time: column that orders cases in time; validation then looks ahead only.
        monotone: column → "raises", "lowers" or "free": what a rising value does to the risk. Holds exactly.
        change: column → "never", "either", "up" or "down": how the applicant could change it.
        costs: what mistakes and a person's look cost, in yen; the service's own otherwise.
        error_rate: share of each outcome's cases that may lose it from their prediction set.
        reference: compare reasons with "all" cases, or with the "accepted" ones that turned out well.
        seed: decides every draw; the same seed gives the same model.
        challengers: whether to measure the price of being explainable, if the extra is installed.
        progress: told how far learning has come, in any thread but one at a time; what it raises stops learning.
        held_out: given the held-out probability of each row with an outcome, which the model itself does not keep.

    Raises:
        RashinError: one of its kinds; nothing has been written anywhere.
    """
    found = find(service)
    _check_choices(costs, error_rate, reference, seed)
    declared = Declared(target, bad, protected, allow, group, time, monotone, change)
    checked, labelled, roles = check_declared(found, read(data), declared)
    refuse_if_unusable(checked.problems)
    cases = Cases.of(checked.table, labelled, roles, declared)
    repeats = next((times for rows, times in _REPEATS if len(cases) < rows), 1)
    work = _Work(
        service=replace(
            found,
            costs=costs or found.costs,
            error_rate=found.error_rate if error_rate is None else error_rate,
            reference=reference or found.reference,
        ),
        checked=checked,
        labelled=labelled,
        roles=roles,
        cases=cases,
        splits=folds(cases.adverse, folds=FOLDS, repeats=repeats, groups=cases.groups, time=cases.time, seed=seed),
        repeats=repeats,
        held_to=protected,
        seed=seed,
        rivals=challengers,
    )
    learned = _learned(work, Pace(progress, len(work.splits) + 1, len(cases)))
    if held_out is not None:
        held_out(learned.held.per_row)
    card = _card(work, learned)
    additive = learned.learned.additive
    return Model(additive, cases.reference(additive, work.service.reference), card)


def _check_choices(costs: Costs | None, error_rate: float | None, reference: str | None, seed: int) -> None:
    if costs is not None:
        for name in ("adverse_accepted", "favourable_refused"):
            _require(name, getattr(costs, name), _is_whole(getattr(costs, name), 1), _FROM_ONE)
        for name in ("review_minutes", "yen_per_minute"):
            _require(name, getattr(costs, name), _is_whole(getattr(costs, name), 0), _FROM_NOUGHT)
    _require("error_rate", error_rate, error_rate is None or 0 < error_rate < 1, _BETWEEN)
    _require("reference", reference, reference in {None, *REFERENCES}, same(", ".join(REFERENCES)))
    _require("seed", seed, _is_whole(seed, 0), _FROM_NOUGHT)


def _is_whole(value: object, least: int) -> bool:
    return isinstance(value, int) and value >= least


def _require(name: str, value: object, fits: bool, values: Text) -> None:
    if not fits:
        raise ArgumentWrong(name=name, value=value, values=values)


def _learned(work: _Work, pace: Pace) -> _Found:
    cases = work.cases
    pace.stage(_PREPARING)
    warm_up()
    counterfactuals.warm_up()
    pace.stage(_VALIDATING)
    held = _held_out(work, pace)
    pace.stage(_LEARNING)
    final = learn_additive(cases.inputs, cases.roles, cases.adverse, seed=work.seed, tick=pace.tick)
    pace.finish_piece()
    if work.rivals and installed_challengers():
        pace.stage(_CHALLENGING)
    return _Found(final, held, _challenged(work, held))


def _held_out(work: _Work, pace: Pace) -> HeldOut:
    """Scores of rows by models that never saw them, each learned with all its choices from its own rows."""
    cases = work.cases

    def fit(rows: NDArray[np.intp]) -> Callable[[NDArray[np.intp]], NDArray[np.float64]]:
        inputs = [column.taken(rows) for column in cases.inputs]
        learned = learn_additive(inputs, cases.roles, cases.adverse[rows], seed=work.seed, tick=pace.tick)
        return lambda others: cases.scores(learned.additive, others)

    return cross_validate(
        fit,
        cases.adverse,
        work.splits,
        groups=cases.groups,
        threads=settings().threads,
        progress=lambda _done, _of: pace.finish_piece(),
        stop=pace.stop,
    )


def _challenged(work: _Work, held: HeldOut) -> tuple[Challenger, ...]:
    if not work.rivals:
        return ()
    cases = work.cases
    matrix, coded = cases.matrix()
    return challengers(
        matrix,
        coded,
        cases.adverse,
        work.splits,
        held,
        groups=cases.groups,
        time=cases.time,
        seed=work.seed,
        threads=settings().threads,
    )


def _card(work: _Work, found: _Found) -> ModelCard:
    service, cases, checked = work.service, work.cases, work.checked
    certainty, fairness = _account(work, found.held)
    labelled, roles = work.labelled, work.roles
    return ModelCard(
        service=service.name,
        service_label=service.label,
        purpose=service.purpose,
        risk_class=service.risk_class.value,
        risk_reason=service.risk_reason,
        wording=service.wording,
        costs=service.costs,
        created=date.today().isoformat(),  # noqa: DTZ011 - the date at the place where it was learned
        rashin_version=__version__,
        data_name=PurePath(checked.table.source).name,
        data_digest=cases.digest(),
        rows=len(cases),
        adverse=int(cases.adverse.sum()),
        target=labelled.column,
        adverse_value=labelled.adverse_value,
        left_out=roles.left_out,
        notes=roles.notes,
        protected=roles.protected,
        reference=service.reference,
        seed=work.seed,
        validation=validate(
            found.held,
            service.costs,
            folds=FOLDS,
            repeats=work.repeats,
            grouped=cases.groups is not None,
            timed=cases.time is not None,
            pair_choices=_pair_choices(found.learned),
            challengers=found.challengers,
        ),
        certainty=certainty,
        fairness=fairness,
        repairs=checked.table.repairs,
        problems=tuple((problem.column, problem.code, problem.what) for problem in checked.problems),
        hand_over_share=_hand_over_share(found.held, certainty, service.costs),
    )


def _account(work: _Work, held: HeldOut) -> tuple[Certainty, Fairness]:
    """How sure decisions can be, and how groups fared, on held-out rows."""
    service, cases = work.service, work.cases
    rows, adverse, probability, _ = held.per_row
    protected = {name: [groups[row] for row in rows] for name, groups in cases.protected.items()}
    certainty = measure_certainty(
        adverse,
        probability,
        error_rate=service.error_rate,
        protected=protected,
        held_to=work.held_to,
        groups=None if cases.groups is None else cases.groups[rows],
        time=None if cases.time is None else cases.time[rows],
        seed=work.seed,
    )
    return certainty, measure(probability <= service.costs.threshold, adverse, probability, protected)


def _hand_over_share(held: HeldOut, certainty: Certainty, costs: Costs) -> Estimate:
    _, _, probability, cluster = held.per_row
    return proportion(hand_over(probability, probability > costs.threshold, certainty), cluster)


def _pair_choices(learned: Learned) -> tuple[PairChoice, ...]:
    return tuple(
        PairChoice(trial.pairs_per_feature, _mean(trial.losses), trial.pairs_per_feature == learned.pairs_per_feature)
        for trial in learned.trials
        if len(trial.losses)
    )


def _mean(losses: NDArray[np.float64]) -> Estimate:
    mean = float(losses.mean())
    return around(mean, spread((losses - mean) / len(losses), np.arange(len(losses))), len(losses))
