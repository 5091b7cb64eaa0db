"""Learning a service's model from a company's own table, with the honest account of how good it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashin.engines.certainty import Certainty, hand_over, measure_certainty
from rashin.engines.contract import Costs, FeatureRole
from rashin.engines.tabular.encoding import encode
from rashin.engines.tabular.learning.trainer import Learned, learn_additive, warm_up
from rashin.engines.tabular.model import AdditiveModel
from rashin.engines.tabular.reading import read, refuse_if_unusable
from rashin.engines.tabular.reasons import Reference, by_feature
from rashin.engines.tabular.scoring import FlatTables
from rashin.engines.tabular.table import Column, Table
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
from rashin.estimates import Estimate, around, proportion, spread
from rashin.language import Text
from rashin.services import find
from rashin.learning.card import ModelCard
from rashin.learning.check import Checked, Declared, check_declared
from rashin.services.contract import Service
from rashin.learning.progress import Listener, Pace
from rashin.settings import settings
from rashin.trust.bands import bands
from rashin.trust.fairness import Fairness, measure
from rashin.version import __version__

FOLDS = 5
_REPEATS = ((1500, 3), (5000, 2))
"""(fewer rows than, how often the cross-validation is repeated): small tables need it, large ones do not."""

_PREPARING = Text("計算の準備をしています（初めてのときだけ1分ほど）", "Preparing the computation (a minute, the first time only)")
_VALIDATING = Text("学習に使わない行で、当たり方を確かめています", "Checking on rows kept out of learning")
_CHALLENGING = Text("説明できない方式と比べています", "Comparing with methods that cannot be explained")
_LEARNING = Text("すべての行で学習しています", "Learning from all rows")
_MOST_GROUPS = 12
"""A protected number with more distinct values than this is looked at in bands."""


@dataclass(frozen=True)
class _Cases:
    """The labelled rows, ready to learn from."""

    columns: tuple[Column, ...]
    roles: Mapping[str, FeatureRole]
    adverse: NDArray[np.uint8]
    groups: NDArray[Any] | None
    time: NDArray[np.float64] | None
    protected: Mapping[str, Sequence[str | None]]

    @property
    def rows(self) -> int:
        """Number of labelled rows."""
        return len(self.adverse)

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that are decided by."""
        return tuple(column for column in self.columns if column.name in self.roles)


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
) -> AdditiveModel[ModelCard]:
    """Learn a model for a service from a table, a path or a frame.

    Args:
        service: the service's name, such as "lending".
        data: what `rashin.read` takes, or a table already read.
        target: the outcome column; rows without an outcome are left out.
        bad: the value of the bad outcome, where the table's words do not tell.
        protected: columns to measure fairness on and not decide by, beside those the service knows.
        allow: protected columns that may be decided by all the same.
        group: column whose equal values belong together in validation.
        time: column that orders cases in time; validation then looks ahead only.
        monotone: column → "raises", "lowers" or "free": what a rising value does to the risk. Holds exactly.
        change: column → "never", "either", "up" or "down": how the applicant could change it.
        costs: what mistakes and a person's look cost, in yen; the service's own otherwise.
        error_rate: share of each outcome's cases that may lose it from their prediction set.
        reference: compare reasons with "all" or with the "accepted" ones.
        seed: decides every draw; the same seed gives the same model.
        challengers: whether to measure the price of being explainable, if the extra is installed.
        progress: told how far learning has come.

    Raises:
        RashinError: one of its kinds; nothing has been written anywhere.
    """
    found = find(service)
    table = read(data)
    checked = check_declared(found, table, Declared(target, bad, protected, allow, group, time, monotone, change))
    refuse_if_unusable(checked.problems)
    found = replace(
        found,
        costs=costs or found.costs,
        error_rate=found.error_rate if error_rate is None else error_rate,
        reference=reference or found.reference,
    )
    return _learned(found, checked, _cases(checked, group, time), seed, rivals=challengers, listener=progress)


def _learned(
    service: Service, checked: Checked, cases: _Cases, seed: int, *, rivals: bool, listener: Listener | None
) -> AdditiveModel[ModelCard]:
    repeats = next((times for rows, times in _REPEATS if cases.rows < rows), 1)
    splits = folds(
        cases.adverse, folds=FOLDS, repeats=repeats, groups=cases.groups, time=cases.time, seed=seed
    )
    pace = Pace(listener, len(splits) + 1, cases.rows)
    try:
        pace.stage(_PREPARING)
        warm_up()
        begun = perf_counter()
        pace.stage(_VALIDATING)
        held = _held_out(cases, splits, seed, pace)
        pace.stage(_LEARNING)
        final = learn_additive(cases.inputs, cases.roles, cases.adverse, seed=seed, tick=pace.tick)
        pace.finish_piece()
        seconds = perf_counter() - begun
        others: tuple[Challenger, ...] = ()
        if rivals and installed_challengers():
            pace.stage(_CHALLENGING)
            others = _challenged(cases, splits, held, seed)
    except BaseException:
        pace.stop()
        raise
    certainty, evidence = _account(service, cases, held, seed)
    assert checked.target is not None and checked.roles is not None  # noqa: S101 - `check_declared` gives both
    card = ModelCard(
        service=service.name,
        service_label=service.label,
        purpose=service.purpose,
        risk_class=service.risk_class.value,
        risk_reason=service.risk_reason,
        wording=service.wording,
        costs=service.costs,
        created=date.today().isoformat(),  # noqa: DTZ011 - the date at the place where it was learned
        rashin_version=__version__,
        data_name=checked.table.source,
        data_digest=_digest(cases),
        rows=cases.rows,
        adverse=int(cases.adverse.sum()),
        target=checked.target.column,
        adverse_value=checked.target.adverse_value,
        left_out=checked.roles.left_out,
        notes=checked.roles.notes,
        protected=checked.roles.protected,
        reference=service.reference,
        seed=seed,
        training_seconds=round(seconds, 2),
        validation=validate(
            held,
            service.costs,
            folds=FOLDS,
            repeats=repeats,
            grouped=cases.groups is not None,
            timed=cases.time is not None,
            pair_choices=_pair_choices(final),
            challengers=others,
        ),
        certainty=certainty,
        fairness=evidence,
        repairs=checked.table.repairs,
        problems=tuple((problem.column, problem.code, problem.what) for problem in checked.problems),
        hand_over_share=_hand_over_share(held, certainty, service.costs),
    )
    return AdditiveModel(final.additive, _reference(final, cases, service.reference), card)


def _cases(checked: Checked, group: str | None, time: str | None) -> _Cases:
    """The rows that have an outcome."""
    assert checked.target is not None and checked.roles is not None  # noqa: S101 - `check_declared` gives both
    kept = np.flatnonzero(checked.target.rows)
    columns = {column.name: column.taken(kept) for column in checked.table}
    return _Cases(
        columns=tuple(columns.values()),
        roles=checked.roles.inputs,
        adverse=checked.target.adverse,
        groups=None if group is None else np.asarray(columns[group].values),
        time=None if time is None else np.asarray(columns[time].values, dtype=np.float64),
        protected={name: _groups_of(columns[name]) for name in checked.roles.protected},
    )


def _groups_of(column: Column) -> list[str | None]:
    """The group of each row: the category as it stands, or a band of numbers."""
    if column.kind.is_coded:
        return [column.levels[code] if code >= 0 else None for code in column.values.astype(int)]
    values = np.asarray(column.values, dtype=np.float64)
    if len(np.unique(values[~np.isnan(values)])) > _MOST_GROUPS:
        return bands(values)
    return [None if np.isnan(value) else f"{value:g}" for value in values]


def _held_out(cases: _Cases, splits: Sequence[Any], seed: int, pace: Pace) -> HeldOut:
    """Scores of rows by models that never saw them, each model learned with all its choices from its own rows."""

    def fit(rows: NDArray[np.intp]) -> Any:
        learned = learn_additive(
            [column.taken(rows) for column in cases.inputs], cases.roles, cases.adverse[rows], seed=seed, tick=pace.tick
        )
        return partial(_score_rows, learned, cases)

    def done(_finished: int, _of: int) -> None:
        pace.finish_piece()

    return cross_validate(
        fit, cases.adverse, splits, groups=cases.groups, threads=settings().threads, progress=done
    )


def _score_rows(learned: Learned, cases: _Cases, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    table = Table({column.name: column.taken(rows) for column in cases.inputs}, len(rows))
    return FlatTables.of(learned.additive).scores(encode(learned.additive.features, table).bins)


def _challenged(cases: _Cases, splits: Sequence[Any], held: HeldOut, seed: int) -> tuple[Challenger, ...]:
    matrix = np.column_stack([np.asarray(column.values, dtype=np.float64) for column in cases.inputs])
    coded = [place for place, column in enumerate(cases.inputs) if column.kind.is_coded]
    return challengers(
        matrix,
        coded,
        cases.adverse,
        splits,
        held,
        groups=cases.groups,
        time=cases.time,
        seed=seed,
        threads=settings().threads,
    )


def _account(service: Service, cases: _Cases, held: HeldOut, seed: int) -> tuple[Certainty, Fairness]:
    """How sure decisions can be, and how groups fared, on held-out rows."""
    rows, adverse, probability, _ = held.per_row
    protected = {name: [groups[row] for row in rows] for name, groups in cases.protected.items()}
    certainty = measure_certainty(
        adverse,
        probability,
        error_rate=service.error_rate,
        protected=protected,
        groups=None if cases.groups is None else cases.groups[rows],
        time=None if cases.time is None else cases.time[rows],
        seed=seed,
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


def _reference(learned: Learned, cases: _Cases, reference: str) -> Reference:
    rows = np.arange(cases.rows) if reference == "all" else np.flatnonzero(cases.adverse == 0)
    table = Table({column.name: column.taken(rows) for column in cases.inputs}, len(rows))
    tables = FlatTables.of(learned.additive)
    _, contributions = tables.contributions(encode(learned.additive.features, table).bins)
    return Reference.of(by_feature(learned.additive, contributions))


def _digest(cases: _Cases) -> str:
    """SHA-256 of the labelled rows as understood: names, kinds, values and outcomes."""
    whole = hashlib.sha256()
    for column in cases.columns:
        fields = (column.name, column.kind.value, *column.levels)
        whole.update("\0".join(fields).encode())
        whole.update(np.ascontiguousarray(column.values).tobytes())
    whole.update(cases.adverse.tobytes())
    return whole.hexdigest()


