"""A LightGBM model behind BentoML's server, in BentoML's own environment: `bentoml serve serving_bentoml:Explained`."""

from __future__ import annotations

import os
from typing import Any

import bentoml
import lightgbm
import numpy as np


@bentoml.service(workers=1, logging={"access": {"enabled": False}})
class Explained:
    """Probability and contributions of a case; one call gives both, for the contributions add up to the score."""

    def __init__(self) -> None:
        self._booster = lightgbm.Booster(model_file=os.environ["SERVED_BOOSTER"])
        self._names = self._booster.feature_name()

    @bentoml.api  # type: ignore[untyped-decorator]
    def decide(self, case: dict[str, Any]) -> dict[str, Any]:
        """One case by itself."""
        return self._explained([case])[0]

    @bentoml.api(batchable=True, max_batch_size=32)  # type: ignore[untyped-decorator]
    def decide_together(self, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Cases that the server gathers from requests which come at about the same time."""
        return self._explained(cases)

    def _explained(self, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """As JSON: the probability of class 1, and what each input contributed to its log-odds."""
        values = np.array([[case[name] for name in self._names] for case in cases], dtype=np.float64)
        contributions = self._booster.predict(values, pred_contrib=True, num_threads=1)
        names = [*self._names, "expected"]
        probabilities = 1 / (1 + np.exp(-contributions.sum(axis=1)))
        return [
            {"probability": probability, "contributions": dict(zip(names, row, strict=True))}
            for probability, row in zip(probabilities.tolist(), contributions.tolist(), strict=True)
        ]
