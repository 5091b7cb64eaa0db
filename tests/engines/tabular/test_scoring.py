from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.engines.tabular.additive_models import ONE, additive_models, cases, large_cases, large_model, scores

from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.scoring import FlatTables

Bins = NDArray[np.uint8]
MODELS = additive_models().filter(lambda found: found.terms)


@st.composite
def models_and_rows(draw: st.DrawFn) -> tuple[Additive, NDArray[np.int64]]:
    model = draw(MODELS)
    return model, np.stack(draw(st.lists(cases(model), min_size=1, max_size=8)))


def as_bins(rows: NDArray[np.int64]) -> Bins:
    return np.ascontiguousarray(rows.T.astype(np.uint8))


def in_units(log_odds: float) -> Fraction:
    """Exactly so many units: a float that is no whole multiple would not be a whole number here."""
    return Fraction(log_odds) * ONE


@given(models_and_rows())
def test_scores_are_those_of_the_tables_to_the_last_bit(given_rows: tuple[Additive, NDArray[np.int64]]) -> None:
    model, rows = given_rows
    found, _ = FlatTables.of(model).contributions(as_bins(rows))
    assert [in_units(score) for score in found.tolist()] == scores(model, rows).tolist()


@given(models_and_rows(), st.randoms())
def test_contributions_and_intercept_are_the_score_in_any_order(
    given_rows: tuple[Additive, NDArray[np.int64]], order: Random
) -> None:
    model, rows = given_rows
    found, contributions = FlatTables.of(model).contributions(as_bins(rows))
    assert contributions.shape == (len(rows), len(model.terms))
    np.testing.assert_array_equal(contributions.sum(axis=1) + model.intercept, found)
    for row, score in zip(contributions.tolist(), found.tolist(), strict=True):
        parts = [*row, model.intercept]
        order.shuffle(parts)
        total = 0.0
        for part in parts:
            total += part
        assert total == score


@given(models_and_rows())
def test_each_contribution_is_its_terms_own_entry(given_rows: tuple[Additive, NDArray[np.int64]]) -> None:
    model, rows = given_rows
    _, contributions = FlatTables.of(model).contributions(as_bins(rows))
    for t, term in enumerate(model.terms):
        for row, case in enumerate(rows):
            if len(term.features) == 1:
                entry = term.values[case[term.features[0]]]
            else:
                entry = term.values[tuple(model.features[f].coarse[case[f]] for f in term.features)]
            assert contributions[row, t] == entry


@given(models_and_rows(), st.integers(1, 200), st.data())
def test_neither_order_nor_batches_matter(
    given_rows: tuple[Additive, NDArray[np.int64]], count: int, data: st.DataObject
) -> None:
    model, rows = given_rows
    tables = FlatTables.of(model)
    bins = as_bins(rows[np.arange(count) % len(rows)])
    whole, parts = tables.contributions(bins)
    np.testing.assert_array_equal(tables.scores(bins), whole)
    order = np.random.default_rng(data.draw(st.integers(0, 9))).permutation(count)
    shuffled, shuffled_parts = tables.contributions(np.ascontiguousarray(bins[:, order]))
    np.testing.assert_array_equal(shuffled, whole[order])
    np.testing.assert_array_equal(shuffled_parts, parts[order])
    cuts = sorted({0, count, *data.draw(st.lists(st.integers(0, count), max_size=3))})
    split = [tables.contributions(np.ascontiguousarray(bins[:, a:b])) for a, b in pairwise(cuts)]
    np.testing.assert_array_equal(np.concatenate([score for score, _ in split]), whole)
    np.testing.assert_array_equal(np.concatenate([part for _, part in split]), parts)


def test_a_model_of_many_terms_and_many_rows() -> None:
    model = large_model(3, features=20, bins=254, cells=28, pairs=30)
    rows = large_cases(4, model, 3_000)
    tables = FlatTables.of(model)
    found, contributions = tables.contributions(as_bins(rows.astype(np.int64)))
    np.testing.assert_array_equal(found * ONE, scores(model, rows.astype(np.int64)))
    np.testing.assert_array_equal(contributions[:, ::-1].sum(axis=1) + model.intercept, found)
    alone = [tables.contributions(as_bins(rows[[row]].astype(np.int64)))[0][0] for row in range(50)]
    assert alone == found[:50].tolist()


def test_no_rows_give_no_scores() -> None:
    model = large_model(1, features=3, bins=10, cells=4, pairs=1)
    found, contributions = FlatTables.of(model).contributions(np.empty((3, 0), np.uint8))
    assert found.shape == (0,)
    assert contributions.shape == (0, len(model.terms))
