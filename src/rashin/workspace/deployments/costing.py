"""What other costs would come to: the line that follows from them, and how held-out decisions would have fallen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rashin.engines.certainty import Certainty, hand_over
from rashin.engines.contract import Costs
from rashin.engines.tabular.reading.amounts import HeaderUnit, parsed
from rashin.engines.validation import CostPoint, cost_curve
from rashin.errors import CostWrong
from rashin.estimates import Bools, Estimate, around, proportion, spread
from rashin.language import Text
from rashin.workspace.deployments.held_out import HeldOut


@dataclass(frozen=True, slots=True)
class CostField:
    """One of the costs that people state."""

    name: str
    """The field of `Costs`."""
    label: Text
    unit: Text
    least: int
    most: int


_YEN = Text("円", "yen")
COST_FIELDS = {
    field.name: field
    for field in (
        CostField(
            "adverse_accepted",
            Text("通したあとで悪い結果になったときの損", "Loss when a case that was accepted turns out badly"),
            _YEN,
            1,
            10**12,
        ),
        CostField(
            "favourable_refused",
            Text("うまくいく申込みを断って逃す利益", "Profit missed when a case that would go well is refused"),
            _YEN,
            1,
            10**12,
        ),
        CostField(
            "review_minutes",
            Text("人が1件を見るのにかかる時間", "Time a person takes to look at one case"),
            Text("分", "minutes"),
            0,
            10_000,
        ),
        CostField("yen_per_minute", Text("その人の1分あたりの人件費", "Cost of that person's minute"), _YEN, 0, 10**6),
    )
}
"""By name, in the order in which they are asked for."""


@dataclass(frozen=True, slots=True)
class Costed:
    """How held-out cases would have fallen at the line that follows from some costs."""

    costs: Costs
    granted: Estimate
    """Share given the favourable outcome without a person."""
    refused: Estimate
    """Share given the adverse outcome without a person."""
    handed_over: Estimate
    """Share left to a person."""
    cases_granted: int
    cases_refused: int
    cases_handed_over: int
    bad_granted: int
    """Cases that turned out badly among the granted."""
    good_refused: int
    """Cases that turned out well among the refused."""
    per_case: Estimate
    """Yen a case, a person's look included; a person is taken to decide rightly."""
    line_alone: Estimate
    """Yen a case, were nobody to look."""
    all_granted: Estimate
    """Yen a case, were everybody given the favourable outcome."""
    all_refused: Estimate
    """Yen a case, were everybody given the adverse outcome."""
    curve: tuple[CostPoint, ...]
    """The cost of every line, were nobody to look."""

    @property
    def point(self) -> CostPoint:
        """The line that follows from the costs, on the curve."""
        return next(point for point in self.curve if point.threshold == self.costs.threshold)

    @property
    def yen(self) -> int:
        """Of all cases together, a person's look included."""
        return round(self.per_case.value * self.per_case.n)


def cost_out(held: HeldOut, certainty: Certainty, costs: Costs) -> Costed:
    """What some costs would have come to on the held-out cases of a model.

    Args:
        held: one entry a case; (cases,).
        certainty: of the model: it says which decisions are sure enough to need no person.
        costs: to be tried out.
    """
    refuse = held.probability > costs.threshold
    handed = hand_over(held.probability, refuse, certainty)
    granted, refused = ~refuse & ~handed, refuse & ~handed
    nobody, everybody = np.zeros_like(refuse), np.ones_like(refuse)

    def per_case(granted: Bools, refused: Bools, handed: Bools) -> Estimate:
        yen = np.asarray(
            (granted & held.adverse) * costs.adverse_accepted
            + (refused & ~held.adverse) * costs.favourable_refused
            + handed * costs.review,
            dtype=np.float64,
        )
        mean = float(yen.mean())
        return around(mean, spread((yen - mean) / len(yen), held.cluster), len(yen))

    return Costed(
        costs=costs,
        granted=proportion(granted, held.cluster),
        refused=proportion(refused, held.cluster),
        handed_over=proportion(handed, held.cluster),
        cases_granted=int(granted.sum()),
        cases_refused=int(refused.sum()),
        cases_handed_over=int(handed.sum()),
        bad_granted=int((granted & held.adverse).sum()),
        good_refused=int((refused & ~held.adverse).sum()),
        per_case=per_case(granted, refused, handed),
        line_alone=per_case(~refuse, refuse, nobody),
        all_granted=per_case(everybody, nobody, nobody),
        all_refused=per_case(nobody, everybody, nobody),
        curve=cost_curve(held.adverse, held.probability, costs),
    )


def costs_from(written: Mapping[str, str]) -> Costs:
    """Costs as people write them in a form: 3,500,000, ３５０万 or 350万円.

    Raises:
        CostWrong: one of them is missing, no whole number, or out of range.
    """
    return Costs(**{name: _whole(field, written.get(name, "")) for name, field in COST_FIELDS.items()})


def _whole(field: CostField, written: str) -> int:
    plain = written.strip()
    amount = parsed(plain, HeaderUnit()) if plain else None
    if amount is None or not amount.value.is_integer() or not field.least <= amount.value <= field.most:
        raise CostWrong(field=field.name, label=field.label, value=plain, least=field.least, most=field.most)
    return int(amount.value)
