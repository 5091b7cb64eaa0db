"""Score and exact contributions of a batch, and of one row, by each library that has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Explained:
    """Log-odds (rows,), contributions (rows, terms) and intercept of a batch."""

    score: Floats
    contributions: Floats
    intercept: float

    @property
    def worst_gap(self) -> float:
        """How far intercept + contributions are from the score, at most."""
        return float(np.abs(self.intercept + self.contributions.sum(axis=1) - self.score).max())


@dataclass(frozen=True)
class Explainer:
    """One library's trained model, explaining."""

    name: str
    model: Any
    batch: Callable[[pd.DataFrame], Explained]
    one_row: Callable[[pd.DataFrame], object]
    shape: str
    """What the model consists of, for the table."""


def ebm(model: Any) -> Explainer:
    """EBM: `eval_terms`, whose sum with the intercept is the score, as its own `predict_proba` adds it up."""

    def batch(frame: pd.DataFrame) -> Explained:
        contributions = np.asarray(model.eval_terms(frame))
        intercept = float(model.intercept_[0])
        return Explained(intercept + contributions.sum(axis=1), contributions, intercept)

    def one_row(frame: pd.DataFrame) -> object:
        return model.predict_proba(frame), model.explain_local(frame).data(0)

    pairs = sum(len(features) > 1 for features in model.term_features_)
    return Explainer("EBM", model, batch, one_row, f"{len(model.term_features_)} terms, {pairs} pairs")


def lightgbm(model: Any) -> Explainer:
    """LightGBM: `predict(raw_score=True)` and `predict(pred_contrib=True)`, exact Shapley values of its trees."""

    def batch(frame: pd.DataFrame) -> Explained:
        found = np.asarray(model.predict(frame, pred_contrib=True))
        return Explained(np.asarray(model.predict(frame, raw_score=True)), found[:, :-1], float(found[0, -1]))

    def one_row(frame: pd.DataFrame) -> object:
        return model.predict(frame), model.predict(frame, pred_contrib=True)

    return Explainer("LightGBM", model, batch, one_row, f"{model.num_trees()} trees")
