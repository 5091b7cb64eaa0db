"""The other libraries, each set up as its careful users would, on one thread.

Nothing is tuned for a set. Where a library's users would stop early, 15 % of the training rows (the share EBM itself
sets aside) decide the number of rounds, and the model is then fitted again on all training rows with that number:
more favourable to the peer than stopping without the second fit. Its seconds count both fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from woe import WeightOfEvidence

Probabilities = NDArray[np.float64]
Predict = Callable[[pd.DataFrame], Probabilities]
SEED = 0
MOST_ROUNDS, PATIENCE, LEARNING_RATE, HOLD_OUT = 3000, 100, 0.05, 0.15


@dataclass(frozen=True)
class Contender:
    """A library under test: `fit(inputs, target)` gives a function from inputs to probabilities of class 1."""

    name: str
    package: str
    fit: Callable[[pd.DataFrame, NDArray[np.int64]], Predict]
    settings: str
    note: Callable[[Any], str] = lambda _: ""
    """What of a fit belongs into the tables: choices that it made."""

    @property
    def version(self) -> str:
        """Version of its package, installed or (our own) run from the checkout."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return str(import_module(self.package).__version__)


def _positive(model: Any) -> Predict:
    return lambda inputs: np.asarray(model.predict_proba(inputs)[:, 1], dtype=np.float64)


def _held_out(inputs: pd.DataFrame, target: NDArray[np.int64]) -> Any:
    return train_test_split(inputs, target, test_size=HOLD_OUT, stratify=target, random_state=SEED)


def fit_ebm(inputs: pd.DataFrame, target: NDArray[np.int64], **options: Any) -> Any:
    """InterpretML's EBM with its own defaults (14 bags, its own early stopping) and `options` over them."""
    from interpret.glassbox import ExplainableBoostingClassifier

    return ExplainableBoostingClassifier(n_jobs=1, random_state=SEED, **options).fit(inputs, target)


def fit_lightgbm(inputs: pd.DataFrame, target: NDArray[np.int64]) -> Any:
    """LightGBM with its default trees and native categories, rounds by early stopping; a booster."""
    import lightgbm

    settings = {"objective": "binary", "learning_rate": LEARNING_RATE, "num_threads": 1, "seed": SEED, "verbose": -1}
    seen, held, seen_target, held_target = _held_out(inputs, target)
    trial = lightgbm.train(
        settings,
        lightgbm.Dataset(seen, seen_target),
        MOST_ROUNDS,
        valid_sets=[lightgbm.Dataset(held, held_target)],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    )
    return lightgbm.train(settings, lightgbm.Dataset(inputs, target), trial.best_iteration)


def fit_xgboost(inputs: pd.DataFrame, target: NDArray[np.int64]) -> Any:
    """XGBoost with its default trees and native categories, rounds by early stopping."""
    import xgboost

    def machine(rounds: int, **options: Any) -> Any:
        return xgboost.XGBClassifier(
            n_estimators=rounds, learning_rate=LEARNING_RATE, tree_method="hist", enable_categorical=True, n_jobs=1,
            random_state=SEED, **options,
        )  # fmt: skip

    seen, held, seen_target, held_target = _held_out(inputs, target)
    trial = machine(MOST_ROUNDS, early_stopping_rounds=PATIENCE)
    trial.fit(seen, seen_target, eval_set=[(held, held_target)], verbose=False)
    return machine(trial.best_iteration + 1).fit(inputs, target)


class CatBoost:
    """CatBoost with its default trees and learning rate, rounds by early stopping; absent categories are a level."""

    def __init__(self, inputs: pd.DataFrame, target: NDArray[np.int64]) -> None:
        seen, held, seen_target, held_target = _held_out(inputs, target)
        names = [c for c in inputs if isinstance(inputs[c].dtype, pd.CategoricalDtype)]
        trial = self._machine(names, early_stopping_rounds=PATIENCE)
        trial.fit(self.plain(seen), seen_target, eval_set=(self.plain(held), held_target))
        rounds, rate = max(1, trial.best_iteration_ + 1), trial.learning_rate_
        self.model = self._machine(names, iterations=rounds, learning_rate=rate).fit(self.plain(inputs), target)

    @staticmethod
    def _machine(names: list[str], **options: Any) -> Any:
        from catboost import CatBoostClassifier

        return CatBoostClassifier(
            cat_features=names, thread_count=1, random_seed=SEED, verbose=False, allow_writing_files=False, **options
        )

    @staticmethod
    def plain(inputs: pd.DataFrame) -> pd.DataFrame:
        """Category columns as text: CatBoost takes no absent category."""
        names = [c for c in inputs if isinstance(inputs[c].dtype, pd.CategoricalDtype)]
        return inputs.assign(**{c: inputs[c].astype(object).where(inputs[c].notna(), "absent") for c in names})

    def predict_proba(self, inputs: pd.DataFrame) -> Any:
        """Probabilities of both classes."""
        return self.model.predict_proba(self.plain(inputs))


class WoeRegression:
    """The scorecard of the trade: weight of evidence in bins, then logistic regression on the weights."""

    def __init__(self, inputs: pd.DataFrame, target: NDArray[np.int64]) -> None:
        self.weights = WeightOfEvidence(inputs, target)
        self.model = LogisticRegression(max_iter=1000).fit(self.weights(inputs), target)

    def predict_proba(self, inputs: pd.DataFrame) -> Any:
        """Probabilities of both classes."""
        return self.model.predict_proba(self.weights(inputs))


_STOPPED = (
    f"rounds by early stopping (≤ {MOST_ROUNDS}, patience {PATIENCE}, {HOLD_OUT:.0%} held out), fitted again on all"
)
PEERS = (
    Contender("EBM", "interpret-core", lambda x, y: _positive(fit_ebm(x, y)), "defaults (14 bags, 3× pairs)"),
    Contender(
        "EBM, no pairs", "interpret-core", lambda x, y: _positive(fit_ebm(x, y, interactions=0)), "interactions=0"
    ),
    Contender("LightGBM", "lightgbm", lambda x, y: fit_lightgbm(x, y).predict, f"rate 0.05; {_STOPPED}"),
    Contender("CatBoost", "catboost", lambda x, y: _positive(CatBoost(x, y)), f"≤ 1000 rounds; {_STOPPED}"),
    Contender("XGBoost", "xgboost", lambda x, y: _positive(fit_xgboost(x, y)), f"rate 0.05; {_STOPPED}"),
    Contender(
        "WoE logistic", "scikit-learn", lambda x, y: _positive(WoeRegression(x, y)), "≤ 10 quantile bins, L2 with C=1"
    ),
)
