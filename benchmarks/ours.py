"""Rashin as a contender: read as any user's table is read, learned with the trainer's defaults, scored as compiled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import rashin
from peers import Contender, Probabilities
from rashin.engines.certainty import Certainty
from rashin.engines.contract import FeatureRole, Wording
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.learning.trainer import learn_additive, warm_up
from rashin.engines.tabular.model import AdditiveModel
from rashin.engines.tabular.reasons import Reference, logistic
from rashin.language import same
from rashin.services import find

SEED = 0


@dataclass(frozen=True)
class Card:
    """As much of a model card as deciding needs; the figures do not depend on where its lines lie."""

    service: str
    wording: Wording
    threshold: float
    certainty: Certainty


@dataclass(frozen=True)
class Fitted:
    """A learned model that gives probabilities, as every contender's does."""

    model: AdditiveModel[Card]
    pairs_per_feature: int

    def __call__(self, inputs: pd.DataFrame) -> Probabilities:
        """Probabilities of class 1; (rows,)."""
        return logistic(self.model.score(inputs))


def fit_rashin(inputs: pd.DataFrame, target: NDArray[np.int64], pairs_per_feature: int | None = None) -> Fitted:
    """Read and learn: all columns of the kinds that the reader finds, no directions; pairs as validation chooses them.

    `pairs_per_feature` sets their number instead, for models of a given size.
    """
    table = rashin.read(inputs)
    roles = {column.name: FeatureRole(same(column.name)) for column in table}
    options = None if pairs_per_feature is None else LearningOptions(pairs_per_feature=(pairs_per_feature,))
    learned = learn_additive(list(table), roles, target.astype(np.uint8), options=options, seed=SEED)
    reference = Reference(np.zeros(len(roles), np.int64))
    return Fitted(AdditiveModel(learned.additive, reference, _card()), learned.pairs_per_feature)


def ready() -> None:
    """Compile, or load what was compiled before, so that no clock sees it."""
    warm_up()
    few = pd.DataFrame({name: np.tile(np.arange(30.0), 10) for name in ("a", "b")})
    fit_rashin(few, np.arange(300) % 2)(few)


def _card() -> Card:
    lending = find("lending")
    certainty = Certainty(
        lending.error_rate, adverse_from=lending.error_rate, favourable_to=1 - lending.error_rate, coverage=()
    )
    return Card(lending.name, lending.wording, lending.costs.threshold, certainty)


RASHIN = Contender(
    "Rashin",
    "rashin",
    fit_rashin,
    "defaults (16 bags, number of pairs by validation)",
    lambda fitted: f"{fitted.pairs_per_feature}×",
)
NO_PAIRS = Contender(
    "Rashin, no pairs", "rashin", lambda x, y: fit_rashin(x, y, pairs_per_feature=0), "pairs_per_feature=(0,)"
)
