"""Reasons: what each feature did to a score, exactly, against a declared reference.

A pair term belongs half to each of its two features. The halves, the reference means and the score are all whole
multiples of 2⁻³³, so the reasons of a decision add up to its score minus the reference score to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import Reason, Wording
from rashin.engines.tabular.additive import FIXED_POINT, Additive, Feature
from rashin.engines.tabular.display import said_typical, said_value
from rashin.engines.tabular.table import Column
from rashin.language import Text

POINTS_PER_LOG_ODDS = 20 / log(2)
"""Twenty points double the odds, the convention of credit scorecards (Siddiqi 2006, Credit Risk Scorecards)."""

_HALF_UNIT = FIXED_POINT / 2

_RAISES = Text(
    "{label}は{value}です。{risk}を高めます（{typical}）。", "{label}: {value}. This raises the {risk} ({typical})."
)
_LOWERS = Text(
    "{label}は{value}です。{risk}を低くします（{typical}）。", "{label}: {value}. This lowers the {risk} ({typical})."
)
_NEUTRAL = Text(
    "{label}は{value}です。{risk}はほとんど変わりません（{typical}）。",
    "{label}: {value}. This hardly changes the {risk} ({typical}).",
)

_HARDLY = 0.005
"""Log-odds under which a reason is said to hardly matter: about a tenth of a percentage point."""


@dataclass(frozen=True)
class Reference:
    """Whom a decision is compared with: each feature's mean part in their scores, in units of 2⁻³³; (features,)."""

    half_units: NDArray[np.int64]

    @property
    def means(self) -> NDArray[np.float64]:
        """The means in log-odds, exact."""
        return np.asarray(self.half_units * _HALF_UNIT)

    @classmethod
    def of(cls, by_feature: NDArray[np.float64]) -> Reference:
        """The reference of these rows; by_feature (rows, features) from `by_feature`."""
        return cls(np.rint(by_feature.mean(axis=0) / _HALF_UNIT).astype(np.int64))


def shares(additive: Additive) -> NDArray[np.float64]:
    """How much of each term belongs to each feature: all of a main term, half of a pair; (terms, features)."""
    matrix = np.zeros((len(additive.terms), len(additive.features)))
    for t, term in enumerate(additive.terms):
        matrix[t, list(term.features)] = 1 / len(term.features)
    return matrix


def by_feature(additive: Additive, contributions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Contributions of features, exact; (rows, terms) in, (rows, features) out."""
    return np.asarray(contributions @ shares(additive))


@dataclass(frozen=True)
class Teller:
    """Tells reasons of one model in words; what is the same for every case is put into words once."""

    features: tuple[Feature, ...]
    wording: Wording

    @cached_property
    def _typical(self) -> tuple[Text, ...]:
        return tuple(said_typical(feature) for feature in self.features)

    def reasons(
        self, columns: tuple[Column, ...], row: int, parts: NDArray[np.float64], score: float, most: int | None = None
    ) -> tuple[Reason, ...]:
        """Reasons of one decision, the weightiest first, at most so many; parts (features,) against the reference."""
        order = np.argsort(-np.abs(parts), kind="stable")[:most]
        return tuple(self._reason(f, columns[f], row, float(parts[f]), score) for f in order.tolist())

    def _reason(self, f: int, column: Column, row: int, part: float, score: float) -> Reason:
        feature, typical = self.features[f], self._typical[f]
        value = said_value(feature, column, row)
        words = _NEUTRAL if abs(part) < _HARDLY else _RAISES if part > 0 else _LOWERS
        facts = {"label": feature.role.label, "value": value, "risk": self.wording.risk, "typical": typical}
        return Reason(
            feature=feature.name,
            label=feature.role.label,
            value=value,
            log_odds=part,
            points=part * POINTS_PER_LOG_ODDS,
            probability=_logistic(score) - _logistic(score - part),
            typical=typical,
            sentence=_capitalised(words.filled(**facts)),
        )


def _logistic(score: float) -> float:
    return 1 / (1 + exp(-score)) if score > 0 else exp(score) / (1 + exp(score))


def _capitalised(sentence: Text) -> Text:
    return Text(sentence.ja, sentence.en[:1].upper() + sentence.en[1:])


def logistic(score: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Probability of a log-odds score."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -np.asarray(score, dtype=np.float64))))
