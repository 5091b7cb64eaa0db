"""Opaque models on the same folds, so that the price of being explainable is measured and not asserted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashin.engines.validation.held_out import Fit, HeldOut, Predict, Progress, cross_validate
from rashin.engines.validation.measures import auc, auc_lead, brier, log_loss
from rashin.engines.validation.results import Challenger
from rashin.engines.validation.splits import Labels, Split, folds
from rashin.errors import UnusableTable
from rashin.estimates import Bools, Floats, Rows

MOST_TREES = 2000
PATIENCE = 50
"""Trees without a better inner log-loss before learning stops."""

SHRINKAGE = 0.05

TREES_UNCHECKED = 100
"""Trees when a training part is too small to hold any of it back for early stopping."""

Boost = Callable[[Floats, Sequence[int], Bools, Split | None, int, int], Callable[[Floats], Floats]]
"""Matrix, categorical columns, outcomes, inner split, seed, threads → what scores other rows of the same columns."""


def installed_challengers() -> tuple[str, ...]:
    """Names of the challengers that can be run here; install them with the extra `rashin[challengers]`."""
    return tuple(name for name in BOOSTERS if find_spec(name.lower()) is not None)


def challengers(
    matrix: Floats,
    categorical: Sequence[int],
    y: NDArray[Any],
    splits: Sequence[Split],
    ours: HeldOut,
    *,
    groups: Labels | None = None,
    time: Floats | None = None,
    seed: int = 0,
    threads: int = 1,
    progress: Progress | None = None,
) -> tuple[Challenger, ...]:
    """Each installed challenger on the same splits; empty when none is installed (`installed_challengers`).

    Each stops early on an inner split of its training part, made like the outer one, then learns that many trees from
    the whole training part.

    Args:
        matrix: shape (rows, columns), NaN = missing; categories as whole numbers from 0, a negative one = missing.
        categorical: which columns hold categories.
        y: 0/1 or boolean, shape (rows,), 1 = adverse.
        splits: those that `ours` was held out in.
        ours: our own held-out scores.
        groups: as given to `folds` and `cross_validate`.
        time: as given to `folds`.
        seed: decides the inner splits and the challengers' own sampling.
        threads: processor threads for one challenger; splits are run one after another.
        progress: told how many splits are done, of all challengers together.

    Raises:
        ValueError: `ours` was not held out in these splits.
    """
    names = installed_challengers()
    found = []
    for done, name in enumerate(names):
        fit = _fit(BOOSTERS[name], matrix, categorical, y, groups, time, seed, threads)
        held = cross_validate(fit, y, splits, groups=groups, progress=_shifted(progress, done, len(names)))
        found.append(Challenger(name, auc(held), log_loss(held), brier(held), auc_lead(held, ours)))
    return tuple(found)


def _shifted(progress: Progress | None, before: int, of: int) -> Progress | None:
    return None if progress is None else lambda done, total: progress(before * total + done, of * total)


def _fit(
    boost: Boost,
    matrix: Floats,
    categorical: Sequence[int],
    y: NDArray[Any],
    groups: Labels | None,
    time: Floats | None,
    seed: int,
    threads: int,
) -> Fit:
    adverse = np.asarray(y).astype(bool)
    labels = None if groups is None else np.asarray(groups)

    def fit(train: Rows) -> Predict:
        inner = _inner_split(
            adverse[train],
            None if labels is None else labels[train],
            None if time is None else time[train],
            seed,
        )
        score = boost(matrix[train], categorical, adverse[train], inner, seed, threads)
        return lambda rows: score(matrix[rows])

    return fit


def _inner_split(adverse: Bools, groups: Labels | None, time: Floats | None, seed: int) -> Split | None:
    try:
        return folds(adverse, folds=5, groups=groups, time=time, seed=seed)[-1]
    except UnusableTable:
        return None


def _lightgbm(
    matrix: Floats, categorical: Sequence[int], adverse: Bools, inner: Split | None, seed: int, threads: int
) -> Callable[[Floats], Floats]:
    import lightgbm

    settings = {
        "objective": "binary",
        "learning_rate": SHRINKAGE,
        "num_leaves": 31,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": threads,
        "verbosity": -1,
    }

    def learn(rows: Rows, trees: int, stop: Rows | None = None) -> Any:
        data = lightgbm.Dataset(matrix[rows], adverse[rows], categorical_feature=list(categorical))
        if stop is None:
            return lightgbm.train(settings, data, trees)
        watch = lightgbm.Dataset(matrix[stop], adverse[stop], reference=data)
        patience = lightgbm.early_stopping(PATIENCE, verbose=False)
        return lightgbm.train(settings, data, trees, [watch], callbacks=[patience])

    trees = TREES_UNCHECKED if inner is None else learn(inner[0], MOST_TREES, inner[1]).best_iteration
    model = learn(np.arange(len(adverse)), trees)
    return lambda rows: np.asarray(model.predict(rows, raw_score=True), dtype=np.float64)


def _catboost(
    matrix: Floats, categorical: Sequence[int], adverse: Bools, inner: Split | None, seed: int, threads: int
) -> Callable[[Floats], Floats]:
    import catboost

    settings = {
        "loss_function": "Logloss",
        "learning_rate": SHRINKAGE,
        "random_seed": seed,
        "thread_count": threads,
        "allow_writing_files": False,
        "logging_level": "Silent",
    }
    numeric = np.setdiff1d(np.arange(matrix.shape[1]), categorical)

    def pool(rows: Floats, outcomes: Bools | None = None) -> Any:
        codes = np.where(np.isnan(rows[:, categorical]), -1, rows[:, categorical])
        words = np.maximum(codes, -1).astype(np.int64).astype(bytes).astype(object)
        data = catboost.FeaturesData(rows[:, numeric].astype(np.float32), words)
        return catboost.Pool(data, None if outcomes is None else outcomes.astype(np.int8))

    def learn(rows: Rows, trees: int, stop: Rows | None = None) -> Any:
        model = catboost.CatBoost({**settings, "iterations": trees})
        watch = None if stop is None else pool(matrix[stop], adverse[stop])
        patience = None if stop is None else PATIENCE
        return model.fit(pool(matrix[rows], adverse[rows]), eval_set=watch, early_stopping_rounds=patience)

    trees = TREES_UNCHECKED if inner is None else learn(inner[0], MOST_TREES, inner[1]).best_iteration_ + 1
    model = learn(np.arange(len(adverse)), trees)
    return lambda rows: np.asarray(model.predict(pool(rows), prediction_type="RawFormulaVal"), dtype=np.float64)


BOOSTERS: Mapping[str, Boost] = {"LightGBM": _lightgbm, "CatBoost": _catboost}
