"""Reasons: what each feature did to a score, exactly, against a declared reference.

A pair term belongs half to each of its two features. The halves, the reference means and the score are all whole
multiples of 2⁻³³, so the reasons of a decision add up to its score minus the reference score to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import Reason, Wording
from rashin.engines.tabular.additive import FIXED_POINT, Additive, Feature
from rashin.engines.tabular.display import Value, said_cell, said_level, said_typical
from rashin.language import Text

POINTS_PER_LOG_ODDS = 20 / log(2)
"""Twenty points double the odds, the convention of credit scorecards (Siddiqi 2006, Credit Risk Scorecards)."""

HALF_UNIT = FIXED_POINT / 2
"""2⁻³³: every part of a score is a whole number of these log-odds."""

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
        return np.asarray(self.half_units * HALF_UNIT)

    @classmethod
    def of(cls, by_feature: NDArray[np.float64]) -> Reference:
        """The reference of these rows; by_feature (rows, features) from `by_feature`."""
        return cls(np.rint(by_feature.mean(axis=0) / HALF_UNIT).astype(np.int64))


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
    """Tells reasons of one model in words; what is the same for every case is worked out once."""

    additive: Additive
    reference: Reference
    wording: Wording

    def parts(self, contributions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Each feature's part relative to the reference, exact; (rows, terms) in, (rows, features) out."""
        return np.asarray(contributions @ self._shares - self._means)

    def reasons(
        self, values: Sequence[Value], parts: NDArray[np.float64], score: float, most: int | None = None
    ) -> tuple[Reason, ...]:
        """Reasons of one decision, the weightiest first, at most so many; values and `parts` of each feature."""
        weights, topics, probability = parts.tolist(), self._topics, _logistic(score)
        order = sorted(range(len(weights)), key=[-abs(weight) for weight in weights].__getitem__)
        return tuple([topics[f].reason(values[f], weights[f], score, probability) for f in order[:most]])

    @cached_property
    def _shares(self) -> NDArray[np.float64]:
        return shares(self.additive)

    @cached_property
    def _means(self) -> NDArray[np.float64]:
        return self.reference.means

    @cached_property
    def _topics(self) -> tuple[_Topic, ...]:
        return tuple(_Topic.of(feature, self.wording.risk) for feature in self.additive.features)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with a gap for the value, and as it reads with each level in it."""

    before: Text
    after: Text
    levels: dict[Value, Text]

    @classmethod
    def of(cls, words: Text, levels: Mapping[Value, Text], **facts: Text) -> _Sentence:
        (ja, _, ja_after), (en, _, en_after) = words.ja.partition("{value}"), words.en.partition("{value}")
        gap = cls(_capitalised(Text(ja, en).filled(**facts)), Text(ja_after, en_after).filled(**facts), {})
        return replace(gap, levels={level: gap.around(said) for level, said in levels.items()})

    def around(self, value: Text) -> Text:
        before, after = self.before, self.after
        return Text(before.ja + value.ja + after.ja, before.en + value.en + after.en)


@dataclass(frozen=True, slots=True)
class _Topic:
    """What is said of one feature, whatever the case."""

    feature: Feature
    label: Text
    typical: Text
    levels: dict[Value, Text]
    raises: _Sentence
    lowers: _Sentence
    neutral: _Sentence

    @classmethod
    def of(cls, feature: Feature, risk: Text) -> _Topic:
        label, typical = feature.role.label, said_typical(feature)
        levels: dict[Value, Text] = {level: said_level(level) for level in feature.levels}
        facts = {"label": label, "risk": risk, "typical": typical}
        sentences = (_Sentence.of(words, levels, **facts) for words in (_RAISES, _LOWERS, _NEUTRAL))
        return cls(feature, label, typical, levels, *sentences)

    def reason(self, value: Value, part: float, score: float, probability: float) -> Reason:
        said = self.levels.get(value) or said_cell(self.feature, value)
        words = self.neutral if abs(part) < _HARDLY else self.raises if part > 0 else self.lowers
        return Reason(  # by position: names would take a quarter longer, eighteen times a decision
            self.feature.name,
            self.label,
            said,
            part,
            part * POINTS_PER_LOG_ODDS,
            probability - _logistic(score - part),
            self.typical,
            words.levels.get(value) or words.around(said),
        )


def _logistic(score: float) -> float:
    odds = exp(-abs(score))
    return (1 if score > 0 else odds) / (1 + odds)


def _capitalised(sentence: Text) -> Text:
    return Text(sentence.ja, sentence.en[:1].upper() + sentence.en[1:])


def logistic(score: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Probability of a log-odds score."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -np.asarray(score, dtype=np.float64))))
