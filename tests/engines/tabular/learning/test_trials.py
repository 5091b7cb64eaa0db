from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.engines.tabular.loans import ROLES, SMALL, Loans, loans, role

from rashin.engines.tabular.learning.bags import bag_weights
from rashin.engines.tabular.learning.boosting import BinnedRows, boost_mains
from rashin.engines.tabular.learning.trials import Trial, best_trial, bin_rows, rank_pairs, try_pairs, with_pairs
from rashin.engines.tabular.reading import read
from rashin.engines.tabular.table import Column, Kind

CHOICES = replace(SMALL, pairs_per_feature=(0, 1, 3))


def nothing() -> None:
    """No tick."""


def trial(scores: NDArray[np.float64], adverse: NDArray[np.uint8], pairs: int = 0) -> Trial:
    return Trial(pairs, scores, adverse)


def drawn(random: np.random.Generator, scores: NDArray[np.float64]) -> NDArray[np.uint8]:
    return (random.random(len(scores)) < 1 / (1 + np.exp(-scores))).astype(np.uint8)


@pytest.fixture(scope="module")
def tried() -> tuple[Trial, ...]:
    past = loans(400)
    return try_pairs(tuple(read(past.cells)), ROLES, past.adverse, CHOICES, 0, nothing)


def test_numbers_of_pairs_are_tried_upwards_until_more_no_longer_help(tried: tuple[Trial, ...]) -> None:
    counts = [one.pairs_per_feature for one in tried]
    assert counts == list(CHOICES.pairs_per_feature[: len(tried)])
    means = [one.losses.mean() for one in tried]
    assert (np.diff(means[:-1]) < 0).all()
    assert len(tried) == 3 or means[-1] >= means[-2]


def test_every_row_is_scored_once_by_what_did_not_learn_from_it(tried: tuple[Trial, ...]) -> None:
    """Each of three folds holds its share of both outcomes; nobody could tell the outcome as well as its own model."""
    past = loans(400)
    for one in tried:
        assert len(one.scores) == 400
        assert one.adverse.sum() == past.adverse.sum()
        np.testing.assert_allclose(one.losses, np.log1p(np.exp(np.where(one.adverse == 1, -one.scores, one.scores))))


def test_a_large_table_is_tried_on_a_third_only() -> None:
    past = loans(3_000)
    (only, *_) = try_pairs(tuple(read(past.cells)), ROLES, past.adverse, replace(CHOICES, most_cycles=3), 0, nothing)
    assert abs(len(only.scores) - 1_000) <= 1


def test_a_single_number_or_a_single_column_leaves_nothing_to_try() -> None:
    past = loans(100)
    table = read(past.cells)
    (only,) = try_pairs(tuple(table), ROLES, past.adverse, SMALL, 0, nothing)
    assert (only.pairs_per_feature, len(only.scores), only.temper) == (1, 0, 1.0)
    (alone,) = try_pairs([table["延滞回数"]], ROLES, past.adverse, CHOICES, 0, nothing)
    assert (alone.pairs_per_feature, len(alone.scores)) == (0, 100)
    assert best_trial((only,)) is only


def test_the_best_trial_is_the_one_with_the_least_loss() -> None:
    random = np.random.default_rng(0)
    truth = random.normal(size=1_000)
    adverse = drawn(random, truth)
    trials = (trial(np.zeros(1_000), adverse, 0), trial(truth, adverse, 1), trial(-truth, adverse, 3))
    assert best_trial(trials).pairs_per_feature == 1


@pytest.mark.parametrize(("stretch", "temper"), [(1.0, 1.0), (1.5, 1 / 1.5), (4.0, 0.5), (0.75, 1 / 0.75), (0.2, 1.5)])
def test_scores_that_are_too_bold_or_too_timid_are_tempered_within_bounds(stretch: float, temper: float) -> None:
    random = np.random.default_rng(1)
    truth = 1.5 * random.normal(size=20_000)
    assert trial(truth * stretch, drawn(random, truth)).temper == pytest.approx(temper, rel=0.05)


@pytest.mark.parametrize(
    "scores",
    [
        np.zeros(60),
        np.full(60, -3.0),
        np.where(np.arange(60) % 3 == 0, 9.0, -9.0),
        np.where(np.arange(60) == 0, 9.0, 0),
    ],
    ids=["all alike", "all low", "perfect", "one bold"],
)
def test_a_temper_is_a_number_within_bounds_whatever_the_scores(scores: NDArray[np.float64]) -> None:
    assert 0.5 <= trial(scores, (np.arange(60) % 3 == 0).astype(np.uint8)).temper <= 1.5


def binned(rows: int, seed: int, *, planted: bool) -> BinnedRows:
    """Six numbers of which, if planted, the second and the fifth work only together."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(rows, 6))
    together = 1.2 * np.sign(values[:, 1] * values[:, 4]) if planted else 0.0
    adverse = drawn(random, 0.8 * values[:, 0] - 0.5 * values[:, 3] + together - 0.5)
    columns = [Column(str(f), Kind.NUMBER, values[:, f]) for f in range(6)]
    return bin_rows(columns, {column.name: role() for column in columns}, adverse, SMALL)


@pytest.mark.parametrize("seed", range(3))
def test_the_pair_that_works_together_is_found_first(seed: int) -> None:
    data = binned(3_000, seed, planted=True)
    weights = bag_weights(data.adverse.astype(np.uint8), SMALL.held_out, seed)
    mains = boost_mains(data, weights, 0.0, SMALL, nothing)
    ranked = rank_pairs(data, mains.scores, 1, SMALL)
    assert ranked[0] == (1, 4)
    assert len(ranked) == len(set(ranked)) == 6
    assert all(a < b for a, b in ranked)


def test_no_more_pairs_are_taken_than_there_are() -> None:
    data = binned(400, 0, planted=False)
    weights = bag_weights(data.adverse.astype(np.uint8), SMALL.held_out, 0)
    mains = boost_mains(data, weights, 0.0, SMALL, nothing)
    assert len(rank_pairs(data, mains.scores, 100, SMALL)) == 15
    assert with_pairs(data, weights, mains, 0, SMALL, nothing).pairs == ()
    bags = with_pairs(data, weights, mains, 1, SMALL, nothing)
    assert len(bags.pair_tables) == len(bags.pairs) == 6


def test_each_column_is_binned_by_its_own_rows_in_their_order(past: Loans) -> None:
    table = read(past.cells)
    data = bin_rows(tuple(table), ROLES, past.adverse, SMALL)
    assert [feature.name for feature in data.features] == [column.name for column in table]
    assert data.cells.shape == (len(table.columns), len(table))
    np.testing.assert_array_equal(data.adverse, past.adverse)
    assert data.base_score == pytest.approx(np.log(past.adverse.mean() / (1 - past.adverse.mean())), rel=1e-6)
