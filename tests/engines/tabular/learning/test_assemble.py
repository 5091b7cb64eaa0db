from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.engines.tabular.additive_models import ONE, scores
from tests.engines.tabular.loans import role

from rashin.engines.contract import Monotone
from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.learning.assemble import BagTables, assemble
from rashin.engines.tabular.learning.boosting import BinnedRows
from rashin.engines.tabular.learning.lanes import LANES
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.learning.trials import bin_rows
from rashin.engines.tabular.table import Column, Kind

HELD_OUT = 0.15
Rows = NDArray[np.int64]


def binned(seed: int, monotone: tuple[Monotone, ...] = (Monotone.FREE,) * 4, together: float = 0.0) -> BinnedRows:
    """Two numbers that go together as much as wanted, a scale and a category, some of it blank.

    With an odd seed some numbers are infinite, so that rows lie in a bin that else holds what was never seen.
    """
    random = np.random.default_rng(seed)
    rows = 500
    first = random.normal(size=rows)
    second = together * first + np.sqrt(1 - together**2) * random.normal(size=rows)
    third, fourth = (random.integers(0, 4, rows).astype(np.int32) for _ in range(2))
    for values, blank in ((second, np.nan), (third, -1), (fourth, -1)):
        values[random.random(rows) < 0.1] = blank
    if seed % 2:
        second[random.random(rows) < 0.1] = np.inf
    levels = ("1", "2", "3", "4")
    columns = [
        Column("a", Kind.NUMBER, first),
        Column("b", Kind.NUMBER, second.round(1)),
        Column("c", Kind.ORDERED, third, levels),
        Column("d", Kind.BOOLEAN, fourth % 2, levels[:2]),
    ]
    roles = {column.name: role(way) for column, way in zip(columns, monotone, strict=True)}
    adverse = (random.random(rows) < 0.3).astype(np.uint8)
    return bin_rows(columns, roles, adverse, LearningOptions())


def any_bags(data: BinnedRows, seed: int) -> BagTables:
    """Bags as boosting might leave them: any values, but nothing in bins that no row is in."""
    random = np.random.default_rng(seed)
    pairs = tuple(combinations(range(len(data.features)), 2))
    mains = random.normal(size=(len(data.features), max(f.bins for f in data.features), LANES)).astype(np.float32)
    for f, feature in enumerate(data.features):
        mains[f, : feature.bins][feature.counts == 0] = 0
    cells = max(f.coarse_bins for f in data.features) ** 2
    return BagTables(mains, pairs, random.normal(size=(len(pairs), cells, LANES)).astype(np.float32))


def some_rows(data: BinnedRows, seed: int, *, unseen: bool = False) -> Rows:
    """Any bins, those of values never seen only if wanted; (rows, features)."""
    random = np.random.default_rng(seed)
    return np.stack(
        [random.integers(0, feature.bins - (not unseen and not feature.counts[-1]), 400) for feature in data.features],
        axis=1,
    )


def speaks(data: BinnedRows, rows: Rows, side: int) -> NDArray[np.bool_]:
    """Whether a pair has anything to say of a row: not where one side was never seen."""
    feature = data.features[side]
    return np.asarray((rows[:, side] != feature.unseen_bin) | (feature.counts[-1] > 0))


def averaged(data: BinnedRows, bags: BagTables, rows: Rows) -> Rows:
    """Scores of the bags' averages rounded to whole units, before anything is moved between terms."""
    total = np.full(len(rows), np.rint(data.base_score * ONE), dtype=np.int64)
    for f in range(len(data.features)):
        total += np.rint(bags.mains[f].astype(np.float64).mean(axis=1) * ONE).astype(np.int64)[rows[:, f]]
    for (a, b), table in zip(bags.pairs, bags.pair_tables.astype(np.float64), strict=True):
        grids = [data.features[side].coarse[rows[:, side]].astype(int) for side in (a, b)]
        entries = table[grids[0] * data.features[b].coarse_bins + grids[1]].mean(axis=1)
        known = np.all([speaks(data, rows, side) for side in (a, b)], axis=0)
        total += np.where(known, np.rint(entries * ONE), 0).astype(np.int64)
    return total


@given(st.integers(0, 999), st.sampled_from([0.0, 0.9, 0.999]))
def test_purifying_and_centring_change_no_score(seed: int, together: float) -> None:
    data = binned(seed, together=together)
    bags = any_bags(data, seed)
    rows = some_rows(data, seed)
    np.testing.assert_array_equal(scores(assemble(data, bags, HELD_OUT), rows), averaged(data, bags, rows))


def cell_means(additive: Additive, data: BinnedRows) -> list[NDArray[np.float64]]:
    """For each pair the weighted means of the rows and columns of its table, in units."""
    found = []
    for term in additive.terms:
        if len(term.features) == 2:
            a, b = (data.features[f].coarse[data.cells[f]] for f in term.features)
            counts = np.zeros(term.units.shape)
            np.add.at(counts, (a, b), 1)
            for axis in (0, 1):
                weight = counts.sum(axis=axis)
                found.append((term.units * counts).sum(axis=axis)[weight > 0] / weight[weight > 0])
    return found


@given(st.integers(0, 999), st.sampled_from([0.0, 0.9, 0.999]))
def test_pairs_hold_nothing_that_a_main_term_could_and_mains_are_centred(seed: int, together: float) -> None:
    data = binned(seed, together=together)
    additive = assemble(data, any_bags(data, seed), HELD_OUT)
    assert max(np.abs(means).max() for means in cell_means(additive, data)) <= 3
    for term, feature in zip(additive.terms[: len(data.features)], data.features, strict=True):
        assert abs((term.units * feature.counts).sum()) <= len(data.adverse) / 2


def test_the_intercept_is_the_mean_score_of_those_learned_from() -> None:
    data = binned(1)
    additive = assemble(data, any_bags(data, 1), HELD_OUT)
    mean = scores(additive, data.cells.T.astype(np.int64)).mean() / ONE
    pairs = [np.abs(means).max() for means in cell_means(additive, data)]
    assert additive.intercept == pytest.approx(mean, abs=(max(pairs) + 4) * len(pairs) / ONE)


WAYS = st.tuples(*[st.sampled_from(Monotone)] * 4)


def wrong_way(additive: Additive, rows: Rows, f: int) -> int:
    """Over how many units at most a score moves against what was declared of a feature, over its whole grid."""
    feature = additive.features[f]
    along = np.repeat(rows[None], feature.bins - 2, axis=0)
    along[:, :, f] = np.arange(1, feature.bins - 1)[:, None]
    found = scores(additive, along.reshape(-1, rows.shape[1])).reshape(along.shape[:2])
    steps = np.diff(found, axis=0) if feature.role.monotone is Monotone.RAISES else -np.diff(found, axis=0)
    return -int(steps.min(initial=0))


@given(st.integers(0, 99), WAYS)
def test_whatever_the_bags_hold_the_model_is_monotone_where_declared_to_the_last_unit(
    seed: int, ways: tuple[Monotone, ...]
) -> None:
    """Missing and unseen values of the other features included."""
    data = binned(seed, ways)
    additive = assemble(data, any_bags(data, seed), HELD_OUT)
    rows = some_rows(data, seed, unseen=True)[:60]
    for f, way in enumerate(ways):
        assert way is Monotone.FREE or wrong_way(additive, rows, f) == 0


@given(st.integers(0, 99), st.floats(0.5, 1.5))
def test_tempered_tables_move_every_score_away_from_the_base_alike(seed: int, slope: float) -> None:
    data = binned(seed)
    bags = any_bags(data, seed)
    rows = some_rows(data, seed)
    plain, tempered = (averaged(data, one, rows) / ONE - data.base_score for one in (bags, bags.tempered(slope)))
    np.testing.assert_allclose(tempered, slope * plain, atol=1e-5)


def test_bags_that_agree_leave_no_standard_error_and_others_do() -> None:
    data = binned(0)
    bags = any_bags(data, 0)
    mains, pairs = (np.repeat(table[..., :1], LANES, axis=-1) for table in (bags.mains, bags.pair_tables))
    alike = BagTables(mains, bags.pairs, pairs)
    for term in assemble(data, alike, HELD_OUT).terms:
        np.testing.assert_allclose(term.standard_errors, 0, atol=1e-9)
    for term in assemble(data, bags, HELD_OUT).terms:
        assert term.standard_errors.shape == term.units.shape
        assert np.isfinite(term.standard_errors).all()
        assert term.standard_errors.max() > 0.1


def test_without_pairs_the_standard_error_is_that_of_the_jackknife() -> None:
    data = binned(3)
    bags = BagTables(any_bags(data, 3).mains, (), np.empty((0, 0, LANES), np.float32))
    additive = assemble(data, bags, HELD_OUT)
    for f, feature in enumerate(data.features):
        tables = bags.mains[f, : feature.bins].astype(np.float64)
        weighted = (tables * feature.counts[:, None]).sum(axis=0) / feature.counts.sum()
        tables[: None if feature.counts[-1] else -1] -= weighted
        expected = np.sqrt((1 - HELD_OUT) / HELD_OUT) * tables.std(axis=1)
        np.testing.assert_allclose(additive.terms[f].standard_errors, expected)
