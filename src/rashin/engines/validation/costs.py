"""What each threshold would have cost in yen on held-out cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import Costs
from rashin.engines.validation.results import CostPoint
from rashin.estimates import Bools, Floats

HandedOver = Bools | Callable[[float], Bools]
"""Which cases a person decides, shape (rows,), or that for each threshold."""


def cost_curve(
    y: NDArray[Any],
    probability: Floats,
    costs: Costs,
    *,
    handed_over: HandedOver | None = None,
    thresholds: Sequence[float] | None = None,
) -> tuple[CostPoint, ...]:
    """What the decisions would have come to at each threshold.

    A case is refused when its probability is above the threshold. A case handed over costs the person's minutes, and
    the person is taken to decide it rightly, so the yen are the least that a person's part could cost.

    Args:
        y: 0/1 or boolean, shape (rows,), 1 = adverse.
        probability: of the adverse outcome, shape (rows,).
        costs: yen for each mistake and each look by a person.
        handed_over: nobody when absent.
        thresholds: fifty steps from 0 to 1 and the one that follows from the costs, when absent.
    """
    chosen = sorted({*np.linspace(0, 1, 51).tolist(), costs.threshold}) if thresholds is None else thresholds
    adverse = np.asarray(y).astype(bool)
    nobody = np.zeros(len(adverse), dtype=bool)

    def handed(threshold: float) -> Bools:
        return nobody if handed_over is None else handed_over(threshold) if callable(handed_over) else handed_over

    return tuple(_point(adverse, probability > at, handed(at), costs, at) for at in chosen)


def _point(adverse: Bools, refuse: Bools, handed: Bools, costs: Costs, threshold: float) -> CostPoint:
    accepted, refused = ~refuse & ~handed, refuse & ~handed
    bad_accepted, good_refused = int((accepted & adverse).sum()), int((refused & ~adverse).sum())
    reviews = int(handed.sum())
    yen = bad_accepted * costs.adverse_accepted + good_refused * costs.favourable_refused + reviews * costs.review
    return CostPoint(float(threshold), int(accepted.sum()), int(refused.sum()), reviews, yen)
