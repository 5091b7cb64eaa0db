"""How good held-out scores are. Every figure is a sum over rows, so one function turns what each row added to its
error into its interval; a row held out many times adds once, with the mean of what it added each time.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np

from rashin.engines.validation.held_out import HeldOut
from rashin.engines.validation.results import ReliabilityBin
from rashin.errors import TooFewToValidate
from rashin.estimates import (
    Bools,
    Estimate,
    Floats,
    Spread,
    around,
    few_clusters,
    proportion,
    spread,
    within,
)

PRIOR_VARIANCE = 100.0
"""Of slope and intercept around 1 and 0: no weight beside data, but an answer where data give none."""

MOST_STEPS = 100
NO_STEP = 1e-10
"""Of Newton's method."""


class _Error(NamedTuple):
    """A figure and what each entry added to its error; shape (entries,)."""

    value: float
    contributions: Floats


def auc(held: HeldOut) -> Estimate:
    """The chance that an adverse case scores higher than a favourable one, a tie counting half.

    Only cases of the same test part are compared, since each part was scored by another model; parts count by their
    pairs. Sources: DeLong et al. (1988), Comparing the areas under two or more correlated ROC curves; LeDell et al.
    (2015), Computationally efficient confidence intervals for cross-validated AUC estimates.

    Raises:
        TooFewToValidate: no test part holds both outcomes.
    """
    error = _auc(held)
    return within(error.value, _spread(held, error, _rarer(held)), len(held.per_row.rows))


def auc_lead(challenger: HeldOut, ours: HeldOut) -> Estimate:
    """The challenger's AUC minus ours on the same cases (DeLong et al. 1988, paired).

    Raises:
        ValueError: the two were not held out in the same splits.
    """
    if not (np.array_equal(challenger.row, ours.row) and np.array_equal(challenger.part, ours.part)):
        raise ValueError("only scores from the same splits can be compared")
    theirs, own = _auc(challenger), _auc(ours)
    error = _Error(theirs.value - own.value, theirs.contributions - own.contributions)
    return around(error.value, _spread(ours, error, _rarer(ours)), len(ours.per_row.rows))


def log_loss(held: HeldOut) -> Estimate:
    """Mean of −log(probability given to what happened), in nats; 0 is perfect."""
    return _mean(held, np.logaddexp(0.0, held.log_odds) - held.adverse * held.log_odds)


def brier(held: HeldOut) -> Estimate:
    """Mean squared distance of the probability from what happened; 0 is perfect."""
    return _mean(held, (held.probability - held.adverse) ** 2)


def calibration_slope(held: HeldOut) -> Estimate:
    """The slope of what happened on the log-odds, by logistic regression with an intercept; 1 is ideal.

    Source: Cox (1958), Two further applications of a model for binary regression.
    """
    return _recalibrated(held, ("intercept", "slope"))


def calibration_intercept(held: HeldOut) -> Estimate:
    """How far log-odds are off on the whole, the slope held at 1; 0 is ideal, above 0 the risk is understated.

    Source: Van Calster et al. (2019), Calibration: the Achilles heel of predictive analytics.
    """
    return _recalibrated(held, ("intercept",))


def reliability(held: HeldOut, bins: int = 10) -> tuple[ReliabilityBin, ...]:
    """Rows in bins of equal counts by probability: the mean of each, and how often the adverse outcome came."""
    rows = held.per_row
    order = np.argsort(rows.probability, kind="stable")
    return tuple(
        ReliabilityBin(float(rows.probability[some].mean()), proportion(rows.adverse[some], rows.cluster[some]))
        for some in np.array_split(order, min(bins, len(order)))
    )


def _spread(held: HeldOut, error: _Error, evidence: int | None = None) -> Spread:
    contributions = error.contributions * sqrt(few_clusters(held.row, held.cluster))
    return spread(contributions, held.cluster, evidence)


def _rarer(held: HeldOut) -> int:
    count = int(held.per_row.adverse.sum())
    return min(count, len(held.per_row.rows) - count)


def _mean(held: HeldOut, losses: Floats) -> Estimate:
    n = len(held.per_row.rows)
    value = float(held.weight @ losses)
    contributions = held.weight * (losses - value) * sqrt(n / max(n - 1, 1))
    estimate = around(value, _spread(held, _Error(value, contributions)), n)
    return Estimate(value, max(estimate.low, 0.0), estimate.high, n)


def _auc(held: HeldOut) -> _Error:
    placement, opponents = np.zeros(len(held.row)), np.zeros(len(held.row))
    for part in range(int(held.part.max()) + 1):
        here = held.part == part
        for side in (held.adverse, ~held.adverse):
            mine, others = here & side, here & ~side
            placement[mine] = _beaten(held.log_odds[mine], held.log_odds[others])
            opponents[mine] = others.sum()
    placement[~held.adverse] = opponents[~held.adverse] - placement[~held.adverse]
    pairs = opponents[held.adverse].sum()
    if pairs == 0:
        raise TooFewToValidate(fewest=_rarer(held), needed=10)
    value = float(placement[held.adverse].sum() / pairs)
    return _Error(value, (placement - opponents * value) / pairs * _unbiased(held))


def _beaten(scores: Floats, others: Floats) -> Floats:
    """How many of the others each score is above, a tie counting half."""
    others = np.sort(others)
    return np.asarray((np.searchsorted(others, scores, "left") + np.searchsorted(others, scores, "right")) / 2)


def _unbiased(held: HeldOut) -> Floats:
    """√(n / (n − 1)) with n the rows of the entry's outcome, as DeLong's variances have it."""
    bad = int(held.per_row.adverse.sum())
    good = len(held.per_row.rows) - bad
    return np.where(held.adverse, *(sqrt(n / max(n - 1, 1)) for n in (bad, good)))


def _recalibrated(held: HeldOut, free: tuple[str, ...]) -> Estimate:
    """The last free coefficient with its sandwich spread (White 1982), the prior's own spread included."""
    n = len(held.per_row.rows)
    design = np.stack([np.ones_like(held.log_odds), held.log_odds], axis=1)[:, : len(free)]
    start = np.array([0.0, 1.0])[: len(free)]
    offset = np.zeros_like(held.log_odds) if "slope" in free else held.log_odds
    weight = held.weight * n
    found, inverse, residual = _logistic(design, offset, held.adverse, weight, start)
    contributions = (design * (weight * residual)[:, None]) @ inverse[-1] * sqrt(n / max(n - len(free), 1))
    plain = _spread(held, _Error(float(found[-1]), contributions), _rarer(held))
    prior = float(inverse[-1] @ inverse[-1]) / PRIOR_VARIANCE
    return around(float(found[-1]), Spread(plain.variance + prior, plain.freedom), n)


def _logistic(
    design: Floats, offset: Floats, adverse: Bools, weight: Floats, start: Floats
) -> tuple[Floats, Floats, Floats]:
    """Weighted logistic regression by Newton's method with halved steps, with a weak prior around `start`.

    Returns the coefficients, the inverse of the curvature, and what happened minus its probability, per entry.
    """
    prior = np.eye(len(start)) / PRIOR_VARIANCE

    def loss_and_residual(beta: Floats) -> tuple[float, Floats]:
        logit = offset + design @ beta
        loss = weight @ (np.logaddexp(0.0, logit) - adverse * logit) + (beta - start) @ prior @ (beta - start) / 2
        return float(loss), adverse - np.exp(-np.logaddexp(0.0, -logit))

    def inverse_curvature(residual: Floats) -> Floats:
        chance = adverse - residual
        curvature = design.T @ (design * (weight * chance * (1 - chance))[:, None])
        return np.asarray(np.linalg.inv(curvature + prior), dtype=np.float64)

    beta, (loss, residual) = start, loss_and_residual(start)
    for _ in range(MOST_STEPS):
        gradient = design.T @ (weight * residual) - prior @ (beta - start)
        step = inverse_curvature(residual) @ gradient
        while (new := loss_and_residual(beta + step))[0] > loss and np.abs(step).max() > NO_STEP:
            step = step / 2
        beta, (loss, residual) = beta + step, new
        if np.abs(step).max() <= NO_STEP:
            break
    return beta, inverse_curvature(residual), residual
