"""What a service declares: its names, what a table must hold, how columns are treated, costs, words, risk class."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rashin.engines.contract import Change, Costs, Monotone, Wording
from rashin.language import Text


class Use(StrEnum):
    """What a column of this meaning may be used for."""

    INPUT = "input"
    PROTECTED = "protected"
    """Never an input unless allowed; used to measure fairness."""
    AFTERWARDS = "afterwards"
    """Known only after the decision: as an input it would give the answer away."""
    IDENTIFIER = "identifier"
    TARGET = "target"


class RiskClass(StrEnum):
    """How much a wrong decision can harm the person decided about."""

    HIGH = "high"
    LIMITED = "limited"
    MINIMAL = "minimal"


_BRACKETED = re.compile(r"[(\[{【〔〈<「].*?[)\]}】〕〉>」]")
_FILLERS = re.compile(r"[\s_\-‐・.の]+")


def plain_name(header: str) -> str:
    """A column's name as it is compared: no width, case, spaces, underscores, dots, の, nor bracketed unit.

    >>> plain_name("代表者の年齢（歳）") == plain_name("代表者 年齢")
    True
    """
    folded = unicodedata.normalize("NFKC", header).casefold()
    return _FILLERS.sub("", _BRACKETED.sub("", folded)) or _FILLERS.sub("", folded)


@dataclass(frozen=True, slots=True)
class Concept:
    """A quantity of the trade, known by the names its column goes by."""

    key: str
    label: Text
    names: tuple[str, ...]
    """Column names in Japanese and English, compared by `plain_name`."""
    use: Use = Use.INPUT
    unit: Text | None = None
    monotone: Monotone = Monotone.FREE
    change: Change = Change.EITHER


@lru_cache(maxsize=32)
def _by_name(concepts: tuple[Concept, ...]) -> Mapping[str, Concept]:
    return {plain_name(name): concept for concept in concepts for name in concept.names}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a person's own decision is called, and how it is told to whom it concerns."""

    favourable: Text
    adverse: Text
    subject: Text
    """What was asked for, as a letter names it."""
    told_favourable: Text
    told_adverse: Text
    """What a letter says first."""


@dataclass(frozen=True, slots=True)
class Service:
    """A ready-made service for a trade. One file (or folder) under `services/` makes one of these."""

    name: str
    engine: str
    label: Text
    purpose: Text
    needs: Text
    risk_class: RiskClass
    risk_reason: Text
    concepts: tuple[Concept, ...]
    adverse_values: tuple[str, ...]
    """How tables write the adverse outcome in the target column."""
    wording: Wording
    verdict: Verdict
    costs: Costs
    error_rate: float
    reference: str
    """Whom reasons compare with: "all" applicants or the "accepted" ones."""
    sample: Callable[..., dict[str, list[str]]]
    """`sample(rows, seed)` gives the packaged sample as a dict of column name → list of cells as written."""
    sample_target: str
    """The column of the packaged sample that holds the outcome."""
    new_cases: Callable[..., dict[str, list[str]]]
    """`new_cases(rows, seed)` gives cases that still await a decision: the sample's columns without the outcome."""

    def concept_of(self, header: str) -> Concept | None:
        """The concept that a column of this name holds, or None where the service knows none."""
        return _by_name(self.concepts).get(plain_name(header))
