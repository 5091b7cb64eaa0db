"""Exact contributions of a batch, and one row decided and explained, by each library that has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ours import Fitted
from peers import Predict

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Explainer:
    """One library's trained model, explaining. Intercept + contributions are the score, in log-odds."""

    contributions: Callable[[pd.DataFrame], Floats]
    """Exact contributions (rows, terms)."""
    intercept: float
    probability: Predict
    one_row: Callable[[pd.DataFrame], object]
    """What the library gives for one application: its probability and why."""
    size: str
    """What the model consists of, for the table."""

    def gap(self, frame: pd.DataFrame) -> float:
        """How far the probability of intercept + contributions is from what the library predicts, at most."""
        score = self.intercept + self.contributions(frame).sum(axis=1)
        return float(np.abs(1 / (1 + np.exp(-score)) - self.probability(frame)).max())


def rashin(fitted: Fitted) -> Explainer:
    """Rashin: `contributions`; one row is a whole decision, with its reasons in Japanese and English."""
    model = fitted.model

    def one_row(frame: pd.DataFrame) -> object:
        return model.decide(frame)[0]

    features = len(model.additive.features)
    return Explainer(model.contributions, model.intercept, fitted, one_row, _terms(features, len(model.terms)))


def ebm(model: Any) -> Explainer:
    """EBM: `eval_terms`; one row is `predict_proba` and `explain_local`."""

    def probability(frame: pd.DataFrame) -> Floats:
        return np.asarray(model.predict_proba(frame)[:, 1], dtype=np.float64)

    def one_row(frame: pd.DataFrame) -> object:
        return model.predict_proba(frame), model.explain_local(frame).data(0)

    size = _terms(len(model.feature_names_in_), len(model.term_features_))
    return Explainer(model.eval_terms, float(model.intercept_[0]), probability, one_row, size)


def lightgbm(model: Any) -> Explainer:
    """LightGBM: `pred_contrib=True`, exact Shapley values of its trees, the last column their expectation."""

    def contributions(frame: pd.DataFrame) -> Floats:
        return np.asarray(model.predict(frame, pred_contrib=True))

    def one_row(frame: pd.DataFrame) -> object:
        return model.predict(frame), model.predict(frame, pred_contrib=True)

    return Explainer(contributions, 0.0, model.predict, one_row, f"{model.num_trees()} trees")


def _terms(features: int, terms: int) -> str:
    return f"{terms} terms, {terms - features} pairs"
