"""What a report needs to know of a model: a view of it, and the few figures that follow from what it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from rashin.engines.certainty import Certainty
from rashin.engines.contract import Costs, Wording
from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.table import Repair
from rashin.engines.validation import CostPoint, Estimate, Validation, wilson
from rashin.estimates import NORMAL_95
from rashin.language import Text
from rashin.trust.fairness import Fairness

# ruff: noqa: D102 - the class that these views are of documents its fields


class Card(Protocol):
    """What is known about how a model came about and how good it is."""

    @property
    def service(self) -> str: ...
    @property
    def service_label(self) -> Text: ...
    @property
    def purpose(self) -> Text: ...
    @property
    def risk_class(self) -> str: ...
    @property
    def risk_reason(self) -> Text: ...
    @property
    def wording(self) -> Wording: ...
    @property
    def costs(self) -> Costs: ...
    @property
    def threshold(self) -> float: ...
    @property
    def created(self) -> str: ...
    @property
    def rashin_version(self) -> str: ...
    @property
    def data_name(self) -> str: ...
    @property
    def data_digest(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def adverse(self) -> int: ...
    @property
    def target(self) -> str: ...
    @property
    def adverse_value(self) -> str: ...
    @property
    def left_out(self) -> Mapping[str, Text]: ...
    @property
    def notes(self) -> tuple[Text, ...]: ...
    @property
    def protected(self) -> tuple[str, ...]: ...
    @property
    def reference(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def training_seconds(self) -> float: ...
    @property
    def validation(self) -> Validation: ...
    @property
    def certainty(self) -> Certainty: ...
    @property
    def fairness(self) -> Fairness: ...
    @property
    def repairs(self) -> tuple[Repair, ...]: ...
    @property
    def problems(self) -> tuple[tuple[str | None, str, Text], ...]: ...
    @property
    def hand_over_share(self) -> Estimate: ...


class Reportable(Protocol):
    """A model that can be reported on."""

    @property
    def additive(self) -> Additive: ...
    @property
    def card(self) -> Card: ...
    @property
    def digest(self) -> str: ...


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


def chosen_point(card: Card) -> CostPoint | None:
    """The point of the cost curve nearest to the threshold; None where there is no curve."""
    return min(card.validation.cost_curve, key=lambda point: abs(point.threshold - card.threshold), default=None)


def fallen(card: Card) -> Fallen | None:
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
