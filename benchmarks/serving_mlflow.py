"""A LightGBM model behind MLflow's model server, in MLflow's own environment: code that the server loads.

`python serving_mlflow.py BOOSTER FOLDER` writes the model folder that `mlflow models serve` serves.
"""

from __future__ import annotations

import sys
from typing import Any

import lightgbm
import mlflow
import numpy as np
import pandas as pd

INPUT = "booster"


class Explained(mlflow.pyfunc.PythonModel):  # type: ignore[misc]
    """Probability and contributions of each row; one call gives both, for the contributions add up to the score."""

    def load_context(self, context: Any) -> None:
        """Read the model."""
        self._booster = lightgbm.Booster(model_file=context.artifacts[INPUT])

    def predict(self, context: Any, model_input: pd.DataFrame, params: Any = None) -> list[dict[str, Any]]:  # noqa: ARG002 - as MLflow calls it
        """As JSON: the probability of class 1, and what each input contributed to its log-odds."""
        contributions = self._booster.predict(model_input, pred_contrib=True, num_threads=1)
        names = [*self._booster.feature_name(), "expected"]
        probabilities = 1 / (1 + np.exp(-contributions.sum(axis=1)))
        return [
            {"probability": probability, "contributions": dict(zip(names, row, strict=True))}
            for probability, row in zip(probabilities.tolist(), contributions.tolist(), strict=True)
        ]


mlflow.models.set_model(Explained())

if __name__ == "__main__":
    booster, folder = sys.argv[1:]
    mlflow.pyfunc.save_model(folder, python_model=__file__, artifacts={INPUT: booster}, pip_requirements=["lightgbm"])
