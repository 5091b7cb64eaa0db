"""The same stratified folds for everyone: AUC, log-loss, Brier and training seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from datasets import Dataset
from peers import Contender
from timing import timed


@dataclass(frozen=True)
class Result:
    """One contender on one set; lists run over folds, in the same order for everyone."""

    contender: str
    version: str
    auc: list[float]
    log_loss: list[float]
    brier: list[float]
    wall: list[float]
    cpu: list[float]
    predictions: list[list[float]]
    """Probabilities for the rows of each test fold."""
    notes: list[str] = field(default_factory=list)
    """The contender's own choice in each fold, where it makes one."""

    def mean(self, measure: str) -> float:
        """Mean of a measure over folds."""
        return float(np.mean(getattr(self, measure)))


def folds(data: Dataset, count: int, seed: int) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Train and test rows of each fold."""
    split = StratifiedKFold(count, shuffle=True, random_state=seed)
    return list(split.split(np.zeros(len(data.target)), data.target))


def measure(contender: Contender, data: Dataset, count: int, seed: int) -> Result:
    """Cross-validate one contender."""
    result = Result(contender.name, contender.version, [], [], [], [], [], [])
    for train, test in folds(data, count, seed):
        inputs, target = data.inputs.iloc[train].reset_index(drop=True), data.target[train]
        fit = timed(lambda inputs=inputs, target=target: contender.fit(inputs, target))  # type: ignore[misc]
        probabilities = fit.result(data.inputs.iloc[test].reset_index(drop=True))
        _note(result, data.target[test], probabilities)
        result.notes.append(contender.note(fit.result))
        result.wall.append(fit.wall)
        result.cpu.append(fit.cpu)
    return result


def _note(result: Result, truth: NDArray[np.int64], probabilities: NDArray[np.float64]) -> None:
    result.auc.append(float(roc_auc_score(truth, probabilities)))
    result.log_loss.append(float(log_loss(truth, probabilities)))
    result.brier.append(float(brier_score_loss(truth, probabilities)))
    result.predictions.append([float(p) for p in probabilities])


def remembered(cache: Path | None, key: str, make: Callable[[], Result]) -> Result:
    """The result of that key from the cache folder, or made and put there."""
    if cache is None:
        return make()
    file = cache / f"{key}.json"
    if file.is_file():
        return Result(**json.loads(file.read_text("utf-8")))
    result = make()
    cache.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(result)), "utf-8")
    return result
