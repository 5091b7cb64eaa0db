from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.metrics import log_loss as sklearn_log_loss

from rashin.engines.validation import (
    Estimate,
    HeldOut,
    auc,
    auc_lead,
    brier,
    calibration_intercept,
    calibration_slope,
    cross_validate,
    folds,
    log_loss,
    reliability,
)
from rashin.errors import TooFewToValidate

Array = NDArray[np.float64]
Measure = Callable[[HeldOut], Estimate]
MEASURES: tuple[Measure, ...] = (auc, log_loss, brier, calibration_slope, calibration_intercept)


def cases(rng: np.random.Generator, n: int, spread: float = 1.2) -> tuple[Array, Array]:
    """Outcomes and log-odds that are right but for noise of their own."""
    true = -1 + spread * rng.normal(size=n)
    y = (rng.random(n) < 1 / (1 + np.exp(-true))).astype(float)
    return y, true + 0.3 * rng.normal(size=n)


@pytest.fixture
def held() -> HeldOut:
    return HeldOut.at_once(*cases(np.random.default_rng(0), 400))


@given(
    bad=st.lists(st.integers(-5, 5), min_size=1, max_size=30),
    good=st.lists(st.integers(-5, 5), min_size=1, max_size=30),
)
def test_auc_counts_every_pair_and_half_of_ties(bad: list[int], good: list[int]) -> None:
    y = np.r_[np.ones(len(bad)), np.zeros(len(good))]
    pairs = [(b > g) + (b == g) / 2 for b in bad for g in good]
    found = auc(HeldOut.at_once(y, np.array(bad + good, dtype=float)))
    assert found.value == pytest.approx(np.mean(pairs), abs=1e-12)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.n == len(y)


def test_figures_are_scikit_learns(held: HeldOut) -> None:
    assert auc(held).value == pytest.approx(roc_auc_score(held.adverse, held.log_odds), abs=1e-12)
    assert log_loss(held).value == pytest.approx(sklearn_log_loss(held.adverse, held.probability), abs=1e-12)
    assert brier(held).value == pytest.approx(brier_score_loss(held.adverse, held.probability), abs=1e-12)
    recalibrated = LogisticRegression(C=np.inf, tol=1e-10).fit(held.log_odds[:, None], held.adverse)
    assert calibration_slope(held).value == pytest.approx(recalibrated.coef_[0, 0], abs=1e-3)


def test_means_have_the_intervals_of_means(held: HeldOut) -> None:
    losses = (held.probability - held.adverse) ** 2
    theirs = stats.t.interval(0.95, len(losses) - 1, losses.mean(), stats.sem(losses))
    assert (brier(held).low, brier(held).high) == pytest.approx(theirs, rel=1e-6)


def test_the_shift_of_shifted_log_odds_is_found(held: HeldOut) -> None:
    off = HeldOut.at_once(held.adverse, held.log_odds - 0.7)
    moved = calibration_intercept(off).value - calibration_intercept(held).value
    assert moved == pytest.approx(0.7, abs=1e-3)


def test_the_slope_of_stretched_log_odds_is_found(held: HeldOut) -> None:
    stretched = calibration_slope(HeldOut.at_once(held.adverse, held.log_odds * 2))
    assert stretched.value == pytest.approx(calibration_slope(held).value / 2, rel=1e-3)
    assert stretched.high < 1


def placements(y: Array, scores: Array) -> tuple[Array, Array]:
    """Of each adverse case the favourable ones it beats, and of each favourable one the adverse ones it loses to."""
    wins = (scores[y == 1][:, None] > scores[y == 0]) + (scores[y == 1][:, None] == scores[y == 0]) / 2
    return wins.mean(axis=1), wins.mean(axis=0)


def test_auc_lead_is_delongs() -> None:
    rng = np.random.default_rng(1)
    y, scores = cases(rng, 300)
    others = np.round(scores + rng.normal(size=300), 1)
    lead = auc_lead(HeldOut.at_once(y, others), HeldOut.at_once(y, scores))
    (bad, good), (other_bad, other_good) = placements(y, scores), placements(y, others)
    variance = np.var(other_bad - bad, ddof=1) / len(bad) + np.var(other_good - good, ddof=1) / len(good)
    assert lead.value == pytest.approx(roc_auc_score(y, others) - roc_auc_score(y, scores), abs=1e-12)
    reach = stats.t.ppf(0.975, min(len(bad), len(good)) - 1) * sqrt(variance)
    assert (lead.low, lead.high) == pytest.approx((lead.value - reach, lead.value + reach), abs=1e-6)


def test_auc_lead_varies_as_the_bootstrap_says() -> None:
    rng = np.random.default_rng(2)
    y, scores = cases(rng, 400)
    others = scores + 0.8 * rng.normal(size=400)
    lead = auc_lead(HeldOut.at_once(y, others), HeldOut.at_once(y, scores))
    drawn = [
        roc_auc_score(y[some], others[some]) - roc_auc_score(y[some], scores[some])
        for some in (rng.integers(0, 400, 400) for _ in range(400))
    ]
    assert (lead.high - lead.low) / (2 * 1.96) == pytest.approx(np.std(drawn), rel=0.1)


def test_nobody_leads_oneself(held: HeldOut) -> None:
    lead = auc_lead(held, held)
    assert (lead.value, lead.low, lead.high) == (0, 0, 0)


def test_scores_from_other_splits_are_not_compared(held: HeldOut) -> None:
    with pytest.raises(ValueError, match="same splits"):
        auc_lead(HeldOut.at_once(held.adverse[1:], held.log_odds[1:]), held)


@pytest.mark.parametrize("clustered", [False, True])
def test_intervals_hold_the_truth_nineteen_times_in_twenty(clustered: bool) -> None:
    rng = np.random.default_rng(4)
    everybody = HeldOut.at_once(*cases(rng, 100_000))
    truth = {measure: measure(everybody).value for measure in MEASURES}
    hits = dict.fromkeys(MEASURES, 0)
    for _ in range(300):
        y, scores = cases(rng, 200)
        alone, thrice = HeldOut.at_once(y, scores), (np.repeat(of, 3) for of in (y, scores, np.arange(200)))
        sample = HeldOut.at_once(*thrice) if clustered else alone
        for measure in MEASURES:
            found = measure(sample)
            hits[measure] += found.low <= truth[measure] <= found.high
    assert all(0.92 <= count / 300 <= 0.98 for count in hits.values()), hits


def scored_alike(seed: int) -> tuple[Array, Array, HeldOut]:
    """Cross-validated twice by a model that scores a row the same whatever it learned from."""
    y, scores = cases(np.random.default_rng(seed), 300)
    return y, scores, cross_validate(lambda _: lambda test: scores[test], y, folds(y, repeats=2, seed=seed))


@pytest.mark.parametrize("measure", MEASURES)
def test_holding_a_row_out_twice_is_no_new_evidence(measure: Measure) -> None:
    y, scores, twice = scored_alike(5)
    one, two = measure(HeldOut.at_once(y, scores)), measure(twice)
    assert two.n == 300
    assert two.value == pytest.approx(one.value, abs=0.01)
    assert two.high - two.low == pytest.approx(one.high - one.low, rel=0.06)


def test_only_cases_of_one_part_are_ranked_against_each_other() -> None:
    y = np.tile([0, 0, 0, 1, 1], 20)
    splits = folds(y, seed=0)

    def fit(train: NDArray[np.intp]) -> Callable[[NDArray[np.intp]], Array]:
        offset = 100.0 * next(k for k, (rows, _) in enumerate(splits) if np.array_equal(rows, train))
        return lambda test: offset + y[test].astype(float)

    assert auc(cross_validate(fit, y, splits)).value == 1


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("scores", [np.zeros(40), np.repeat([-9.0, 9.0], 20), np.repeat([9.0, -9.0], 20)])
def test_figures_are_finite_and_honest_where_nothing_varies(measure: Measure, scores: Array) -> None:
    found = measure(HeldOut.at_once(np.repeat([0, 1], 20), scores))
    assert np.isfinite([found.value, found.low, found.high]).all()
    assert found.low <= found.value <= found.high
    if measure in (auc, calibration_slope):
        assert found.high - found.low > 0.1


def test_without_both_outcomes_in_a_part_there_is_no_auc() -> None:
    with pytest.raises(TooFewToValidate):
        auc(HeldOut.at_once(np.zeros(10), np.arange(10.0)))


@given(n=st.integers(1, 80), bins=st.integers(1, 12), seed=st.integers(0, 99))
def test_reliability_bins_are_equal_and_lose_nobody(n: int, bins: int, seed: int) -> None:
    sample = HeldOut.at_once(*cases(np.random.default_rng(seed), n))
    found = reliability(sample, bins)
    sizes = [part.observed.n for part in found]
    assert sum(sizes) == n
    assert max(sizes) - min(sizes) <= 1
    assert [part.probability for part in found] == sorted(part.probability for part in found)
    assert sum(part.observed.value * part.observed.n for part in found) == pytest.approx(sample.adverse.sum())
