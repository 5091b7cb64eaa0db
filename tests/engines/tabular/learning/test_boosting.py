from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from tests.engines.tabular.loans import INPUTS, LATE, ROLES, SALES, SECURED, SMALL, loans

from rashin.engines.contract import Monotone
from rashin.engines.tabular.learning.bags import bag_weights
from rashin.engines.tabular.learning.boosting import BinnedRows, Boosted, boost_mains, boost_pairs, pair_cells
from rashin.engines.tabular.learning.lanes import F32, LANES, held_out_losses
from rashin.engines.tabular.learning.trials import bin_rows
from rashin.engines.tabular.reading import read

PAIRS = tuple(combinations(range(len(INPUTS)), 2))
PATIENT = replace(SMALL, most_cycles=400)


def nothing() -> None:
    """No tick."""


@pytest.fixture(scope="module")
def data() -> BinnedRows:
    past = loans(500)
    return bin_rows(tuple(read(past.cells)), ROLES, past.adverse, PATIENT)


@pytest.fixture(scope="module")
def weights(data: BinnedRows) -> F32:
    return bag_weights(data.adverse.astype(np.uint8), PATIENT.held_out, 0)


@pytest.fixture(scope="module")
def mains(data: BinnedRows, weights: F32) -> Boosted:
    return boost_mains(data, weights, 0.0, PATIENT, nothing)


@pytest.fixture(scope="module")
def pairs(data: BinnedRows, weights: F32, mains: Boosted) -> Boosted:
    return boost_pairs(data, PAIRS, weights, mains.scores, PATIENT, nothing)


def test_scores_are_what_the_tables_add_up_to(data: BinnedRows, mains: Boosted, pairs: Boosted) -> None:
    of_mains = data.base_score + sum(mains.tables[f][data.cells[f]] for f in range(len(INPUTS)))
    np.testing.assert_allclose(mains.scores, of_mains, atol=1e-4)
    cells = [pair_cells(data.features, data.cells, pair) for pair in PAIRS]
    of_pairs = sum(table[where] for table, where in zip(pairs.tables, cells, strict=True))
    np.testing.assert_allclose(pairs.scores, of_mains + of_pairs, atol=1e-4)


def test_each_bag_keeps_the_tables_that_did_best_on_its_own_rows_aside(
    data: BinnedRows, weights: F32, mains: Boosted, pairs: Boosted
) -> None:
    start = np.full((len(data.adverse), LANES), data.base_score, np.float32)
    begun = held_out_losses(start, data.adverse, weights)
    for boosted in (mains, pairs):
        np.testing.assert_array_equal(held_out_losses(boosted.scores, data.adverse, weights), boosted.losses)
    assert (mains.losses < begun).all()
    assert (pairs.losses <= mains.losses).all()


def test_pairs_leave_the_scores_they_start_from_as_they_are(data: BinnedRows, weights: F32, mains: Boosted) -> None:
    before = mains.scores.copy()
    boost_pairs(data, PAIRS, weights, mains.scores, SMALL, nothing)
    np.testing.assert_array_equal(mains.scores, before)


@pytest.mark.parametrize("most", [1, 7, 5_000])
def test_it_stops_once_no_bag_gets_better_and_never_later_than_told(data: BinnedRows, weights: F32, most: int) -> None:
    cycles: list[int] = []
    boost_mains(data, weights, 0.0, replace(PATIENT, most_cycles=most), lambda: cycles.append(1))
    if most < PATIENT.patience:
        assert len(cycles) == most
    else:
        assert PATIENT.patience < len(cycles) < most


def test_a_tick_can_stop_it(data: BinnedRows, weights: F32) -> None:
    def enough() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        boost_mains(data, weights, 0.0, PATIENT, enough)


def test_every_bag_is_monotone_where_declared(data: BinnedRows, mains: Boosted, pairs: Boosted) -> None:
    """So that rounding is all that assembling has to put right."""
    signs = {Monotone.RAISES: 1, Monotone.LOWERS: -1}
    declared = {f: signs[ROLES[name].monotone] for f, name in enumerate(INPUTS) if ROLES[name].monotone in signs}
    assert {INPUTS[f] for f in declared} >= {SALES, LATE, SECURED}
    for f, sign in declared.items():
        steps = sign * np.diff(mains.tables[f, 1 : data.features[f].bins - 1], axis=0)
        assert steps.min() >= -1e-6
        assert steps.max() > 0.01
    for (a, b), table in zip(PAIRS, pairs.tables, strict=True):
        across, down = (data.features[side].coarse_bins for side in (a, b))
        grid = table[: across * down].reshape(across, down, LANES)
        for axis, side in enumerate((a, b)):
            if side in declared:
                assert (declared[side] * np.diff(grid, axis=axis)).min() >= -1e-5


def test_what_was_never_seen_stays_at_nought(data: BinnedRows, mains: Boosted) -> None:
    for f, feature in enumerate(data.features):
        assert (mains.tables[f, feature.unseen_bin :] == 0).all()


def test_each_cell_of_a_pair_is_one_combination_of_its_coarse_bins(data: BinnedRows) -> None:
    for a, b in PAIRS:
        cells = pair_cells(data.features, data.cells, (a, b))
        across, down = (data.features[side].coarse[data.cells[side]] for side in (a, b))
        np.testing.assert_array_equal(np.divmod(cells, data.features[b].coarse_bins), (across, down))


def test_a_spike_rate_lifts_single_values_out_of_the_curve(data: BinnedRows, weights: F32, mains: Boosted) -> None:
    """Only where each bin holds one value and no direction is declared: the repayment period here."""
    spiked = boost_mains(data, weights, 0.5, PATIENT, nothing)
    months = INPUTS.index("返済期間")
    assert data.features[months].single_valued
    assert not np.array_equal(spiked.tables[months], mains.tables[months])
    for f in (INPUTS.index(SALES), INPUTS.index(LATE)):
        steps = np.diff(spiked.tables[f, 1 : data.features[f].bins - 1], axis=0)
        assert (steps if f else -steps).min() >= -1e-6
