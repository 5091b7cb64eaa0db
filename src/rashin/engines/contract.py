"""What every engine gives: a model that decides, and decisions with reasons. Knows no web, database or tenant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from rashin.language import Text


class Outcome(StrEnum):
    """What a decision comes to; the service says it in its own words (融資する / 見送る)."""

    FAVOURABLE = "favourable"
    ADVERSE = "adverse"


class Change(StrEnum):
    """How a person could change a feature, for counterfactuals."""

    NEVER = "never"
    EITHER = "either"
    UP = "up"
    DOWN = "down"


class Monotone(StrEnum):
    """What a rising value does to the risk of the adverse outcome."""

    FREE = "free"
    RAISES = "raises"
    LOWERS = "lowers"


@dataclass(frozen=True, slots=True)
class FeatureRole:
    """How a service or its user wants one input treated and spoken of."""

    label: Text
    unit: Text | None = None
    monotone: Monotone = Monotone.FREE
    change: Change = Change.EITHER


@dataclass(frozen=True, slots=True)
class Costs:
    """What each mistake and each look by a person costs, in whole yen."""

    adverse_accepted: int
    """An applicant who turns out badly was accepted (a bad loan granted)."""
    favourable_refused: int
    """An applicant who would have done well was refused (a good loan lost)."""
    review_minutes: int
    yen_per_minute: int

    @property
    def review(self) -> int:
        """Yen for one look by a person."""
        return self.review_minutes * self.yen_per_minute

    @property
    def threshold(self) -> float:
        """The probability of the adverse outcome above which refusing is the cheaper mistake.

        Source: Elkan (2001), The Foundations of Cost-Sensitive Learning.
        """
        return self.favourable_refused / (self.favourable_refused + self.adverse_accepted)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a service speaks of its decisions."""

    favourable: Text
    adverse: Text
    person: Text
    risk: Text
    """What the probability is the probability of, e.g. 返済が滞る見込み."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's exact part in one decision, against the reference."""

    feature: str
    label: Text
    value: Text
    log_odds: float
    """Exact contribution relative to the reference mean; all reasons add up to the score minus the reference score."""
    points: float
    """The same on the points scale (20 points double the odds)."""
    probability: float
    """How much the probability of the adverse outcome would fall without this reason."""
    typical: Text
    sentence: Text


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a case that makes a person look: an unseen category, a value out of range."""

    code: str
    feature: str
    what: Text


@dataclass(frozen=True, slots=True)
class FeatureChange:
    """One step of a counterfactual."""

    feature: str
    label: Text
    before: Text
    after: Text
    cost: float
    """How far the value moves through the population, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The cheapest change that gives the favourable outcome."""

    changes: tuple[FeatureChange, ...]
    cost: float
    probability: float
    """Probability of the adverse outcome after the changes."""


@dataclass(frozen=True, slots=True)
class CounterfactualSearch:
    """What the exact search found, or the proof that nothing is there."""

    found: Counterfactual | None
    proven_none: bool
    """True when the whole grid was ruled out by bounds: no permitted change of so many features is enough."""
    most_changes: int
    needed: bool = True
    """False when the outcome is favourable already."""
    alternatives: tuple[Counterfactual, ...] = ()
    """Next cheapest ways; none changes all the features of a cheaper one."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, complete."""

    outcome: Outcome
    probability: float
    """Calibrated probability of the adverse outcome."""
    score: float
    """Log-odds; intercept plus all contributions."""
    possible: tuple[Outcome, ...]
    """The prediction set: outcomes that cannot be excluded at the chosen error rate."""
    handed_over: bool
    why_handed_over: tuple[Text, ...]
    reasons: tuple[Reason, ...]
    flags: tuple[Flag, ...]
    model_digest: str
    words: Text
    """The outcome in the service's words."""


@runtime_checkable
class Decisions(Protocol):
    """Many decisions, held as arrays and unpacked one at a time."""

    @property
    def probability(self) -> NDArray[np.float64]:
        """Calibrated probability of the adverse outcome; (rows,)."""

    @property
    def handed_over(self) -> NDArray[np.bool_]:
        """Where a person decides; (rows,)."""

    def __len__(self) -> int: ...

    def __getitem__(self, row: int) -> Decision: ...

    @property
    def outcome(self) -> Sequence[Outcome]:
        """The outcome of each row, a person's part in it left aside."""

    def to_frame(self) -> Any:
        """The decisions as columns."""


@runtime_checkable
class Model(Protocol):
    """What an engine learned."""

    @property
    def digest(self) -> str:
        """SHA-256 of the model file's contents, in hexadecimal."""

    @property
    def service(self) -> str:
        """The service that the model was learned for."""

    def decide(self, data: Any) -> Decisions:
        """A decision for each row."""

    def save(self, path: str | Path) -> None:
        """Write the model to one file."""
