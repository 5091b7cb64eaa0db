"""What a report needs to know of a model: a view of it, and the few figures that follow from what it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from rashin.engines.contract import Costs
from rashin.engines.tabular.additive import Additive
from rashin.engines.validation import CostPoint, Estimate, wilson
from rashin.estimates import NORMAL_95
from rashin.learning.card import ModelCard


class Reportable(Protocol):
    """A model that can be reported on."""

    @property
    def additive(self) -> Additive:
        """Its tables."""

    @property
    def card(self) -> ModelCard:
        """Where it comes from and how good it is."""

    @property
    def digest(self) -> str:
        """What tells it from every other."""


@dataclass(frozen=True, slots=True)
class Fallen:
    """How the held-out cases fell at the chosen threshold, by what came of them."""

    adverse_accepted: int
    adverse_refused: int
    favourable_accepted: int
    favourable_refused: int

    @property
    def caught(self) -> Estimate:
        """Share refused among the cases that turned out badly."""
        return share(self.adverse_refused, self.adverse_accepted + self.adverse_refused)

    @property
    def lost(self) -> Estimate:
        """Share refused among the cases that turned out well."""
        return share(self.favourable_refused, self.favourable_accepted + self.favourable_refused)

    @property
    def cases(self) -> int:
        """All of them."""
        return self.adverse_accepted + self.adverse_refused + self.favourable_accepted + self.favourable_refused

    def saving(self, costs: Costs) -> Estimate:
        """Yen saved on each case against the cheaper of accepting everybody and refusing everybody."""
        accepting = (self.adverse_refused, costs.adverse_accepted), (self.favourable_refused, -costs.favourable_refused)
        refusing = (
            (self.favourable_accepted, costs.favourable_refused),
            (self.adverse_accepted, -costs.adverse_accepted),
        )
        return min((_mean(self.cases, gains) for gains in (accepting, refusing)), key=lambda estimate: estimate.value)


def chosen_point(card: ModelCard) -> CostPoint | None:
    """The point of the cost curve nearest to the threshold; None where there is no curve."""
    return min(card.validation.cost_curve, key=lambda point: abs(point.threshold - card.threshold), default=None)


def fallen(card: ModelCard) -> Fallen | None:
    """How cases fell at the threshold, from the cost curve; None where a person's part hides it.

    With nobody handed over, refusals and yen are two equations in the two kinds of mistakes.
    """
    point, costs, checked = chosen_point(card), card.costs, card.validation
    both = costs.adverse_accepted + costs.favourable_refused
    if point is None or point.handed_over or not both or not 0 < checked.adverse < checked.rows:
        return None
    spared = checked.adverse * costs.adverse_accepted + point.refused * costs.favourable_refused - point.yen
    caught = round(spared / both)
    lost = point.refused - caught
    return Fallen(checked.adverse - caught, caught, checked.rows - checked.adverse - lost, lost)


def share(part: int, whole: int) -> Estimate:
    """A share with its Wilson interval."""
    value = part / whole
    return Estimate(value, *wilson(value, whole), whole)


def _mean(cases: int, gains: tuple[tuple[int, int], ...]) -> Estimate:
    """The mean of amounts that so many cases got each (the others got nought), with its normal interval."""
    mean = sum(n * yen for n, yen in gains) / cases
    variance = sum(n * yen**2 for n, yen in gains) / cases - mean**2
    reach = NORMAL_95 * sqrt(variance / cases)
    return Estimate(mean, mean - reach, mean + reach, cases)
