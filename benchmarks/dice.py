"""dice-ml looking for changes of a Rashin model, which it sees as a black box."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rashin.engines.contract import Change
from rashin.engines.tabular.additive import Feature
from rashin.engines.tabular.learning.binning import number_bins
from rashin.engines.tabular.model import AdditiveModel
from rashin.learning.card import ModelCard

FAVOURABLE = 0
OUTCOME = "outcome"


class BlackBox:
    """The model with its line at one half, fed by the shortest road so that DiCE waits for nothing but its answers."""

    classes_ = np.array([0, 1])

    def __init__(self, model: AdditiveModel[ModelCard]) -> None:
        self._model = model
        self._features = model.additive.features

    def predict_proba(self, inputs: pd.DataFrame) -> NDArray[np.float64]:
        """Probabilities of favourable and adverse; (rows, 2)."""
        columns = [number_bins(inputs[f.name].to_numpy(np.float64), f.edges) for f in self._features]
        score = self._model.tables.scores(np.stack(columns).astype(np.uint8)) - self._model.favourable_score
        adverse = 1 / (1 + np.exp(-score))
        return np.column_stack([1 - adverse, adverse])

    def predict(self, inputs: pd.DataFrame) -> NDArray[np.int64]:
        """1 = adverse; (rows,)."""
        return (self.predict_proba(inputs)[:, 1] > 0.5).astype(np.int64)


class Dice:
    """DiCE's method `random` with its own defaults, for a model whose features are all numbers without gaps."""

    def __init__(self, model: AdditiveModel[ModelCard], inputs: pd.DataFrame) -> None:
        import dice_ml

        self._features = {feature.name: feature for feature in model.additive.features}
        self.changeable = [f.name for f in self._features.values() if f.role.change is not Change.NEVER]
        known = _as_whole(inputs[list(self._features)]).assign(**{OUTCOME: BlackBox(model).predict(inputs)})
        data = dice_ml.Data(dataframe=known, continuous_features=list(self._features), outcome_name=OUTCOME)
        self._known = known
        self._explainer = dice_ml.Dice(data, dice_ml.Model(model=BlackBox(model), backend="sklearn"), method="random")

    def __call__(self, row: pd.DataFrame, wanted: int) -> pd.DataFrame:
        """So many changed rows, or fewer, or none."""
        from dice_ml.dice import UserConfigValidationException

        case = _as_whole(row[list(self._features)]).astype(self._known.dtypes.drop(OUTCOME))
        ranges = {name: self._range(self._features[name], case) for name in self.changeable}
        free = {name: limits for name, limits in ranges.items() if limits[0] < limits[1]}
        try:
            with _reproducible_and_quiet():
                found = self._explainer.generate_counterfactuals(
                    case, total_CFs=wanted, desired_class=FAVOURABLE, features_to_vary=list(free), permitted_range=free
                )
        except UserConfigValidationException:  # how DiCE says that it found none
            return case.iloc[:0]
        return _changed(found.cf_examples_list[0], list(self._features))

    def _range(self, feature: Feature, case: pd.DataFrame) -> list[Any]:
        low, high, now = self._known[feature.name].min(), self._known[feature.name].max(), case[feature.name].iloc[0]
        return [now if feature.role.change is Change.UP else low, now if feature.role.change is Change.DOWN else high]


def _changed(example: Any, names: list[str]) -> pd.DataFrame:
    """What DiCE recommends: its answers with needless changes taken back."""
    answers = example.final_cfs_df if example.final_cfs_df_sparse is None else example.final_cfs_df_sparse
    return answers[names].astype(np.float64)


def _as_whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers as integers, so that DiCE proposes such too."""
    return frame.astype({name: np.int64 for name in frame if (frame[name] % 1 == 0).all()})


@contextmanager
def _reproducible_and_quiet() -> Iterator[None]:
    """DiCE draws from the global generators (with its own option every feature would get the same draws), and prints."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - it is DiCE that draws from it
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        yield
