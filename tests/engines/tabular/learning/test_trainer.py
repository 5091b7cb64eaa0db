from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.engines.tabular.additive_models import ONE, scores
from tests.engines.tabular.loans import ROLES, SMALL, Loans, role, terms_of

from rashin.engines.contract import Monotone
from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.encoding import encode
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.learning.trainer import Learned, learn_additive, warm_up
from rashin.engines.tabular.reading import read
from rashin.engines.tabular.reasons import logistic
from rashin.engines.tabular.scoring import FlatTables
from rashin.engines.tabular.table import Column, Kind, Table
from rashin.services.lending.truth import PAIRS, TERMS, Draws, applicants, outcomes, true_log_odds

Outcomes = NDArray[np.uint8]


def learned(
    columns: Sequence[Column], adverse: Outcomes, ways: Mapping[str, Monotone] | None = None, **wanted: Any
) -> Learned:
    roles = {column.name: role((ways or {}).get(column.name, Monotone.FREE)) for column in columns}
    return learn_additive(columns, roles, adverse, **{"options": SMALL, **wanted})


def bins_of(additive: Additive, columns: Sequence[Column]) -> NDArray[np.uint8]:
    table = Table({column.name: column for column in columns}, len(columns[0]))
    return encode(additive.features, table).bins


def number(name: str, values: Any) -> Column:
    return Column(name, Kind.NUMBER, np.asarray(values, dtype=np.float64))


def category(name: str, codes: Any, levels: int, kind: Kind = Kind.CATEGORY) -> Column:
    return Column(name, kind, np.asarray(codes, dtype=np.int32), tuple(f"{name}{n}" for n in range(levels)))


def drawn(random: np.random.Generator, log_odds: Any) -> Outcomes:
    return (random.random(len(log_odds)) < 1 / (1 + np.exp(-np.asarray(log_odds)))).astype(np.uint8)


def entries(additive: Additive) -> bytes:
    return b"".join(term.units.tobytes() + term.standard_errors.tobytes() for term in additive.terms)


# The same model again.


def test_the_same_seed_gives_the_same_model_and_another_seed_another(past: Loans) -> None:
    table = tuple(read(past.cells))
    one, again, other = (learn_additive(table, ROLES, past.adverse, options=SMALL, seed=seed) for seed in (0, 0, 1))
    assert entries(one.additive) == entries(again.additive)
    assert one.additive.intercept_units == again.additive.intercept_units
    assert entries(one.additive) != entries(other.additive)


def test_models_learned_side_by_side_are_the_same_as_one_after_the_other(past: Loans) -> None:
    table = tuple(read(past.cells))

    def learn(seed: int) -> bytes:
        return entries(learn_additive(table, ROLES, past.adverse, options=SMALL, seed=seed).additive)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(learn, range(8))) == [learn(seed) for seed in range(8)]


def test_columns_without_a_role_have_no_part(past: Loans) -> None:
    table = tuple(read({**past.cells, "備考": [str(row % 7) for row in range(600)]}))
    with_remarks = learn_additive(table, ROLES, past.adverse, options=SMALL)
    without = learn_additive(tuple(read(past.cells)), ROLES, past.adverse, options=SMALL)
    assert entries(with_remarks.additive) == entries(without.additive)


def test_a_tick_comes_often_and_can_stop_it(past: Loans) -> None:
    ticks: list[int] = []
    learn_additive(tuple(read(past.cells)), ROLES, past.adverse, options=SMALL, tick=lambda: ticks.append(1))
    assert len(ticks) >= 40

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        learn_additive(tuple(read(past.cells)), ROLES, past.adverse, options=SMALL, tick=stop)


def test_warming_up_needs_nothing_and_gives_nothing() -> None:
    warm_up()


# Declared directions hold exactly.


def wrong_way(additive: Additive, rows: NDArray[np.int64], f: int) -> int:
    """Over how many units at most a score moves against what was declared of a feature, over its whole grid."""
    feature = additive.features[f]
    along = np.repeat(rows[None], feature.bins - 2, axis=0)
    along[:, :, f] = np.arange(1, feature.bins - 1)[:, None]
    found = scores(additive, along.reshape(-1, rows.shape[1])).reshape(along.shape[:2])
    steps = np.diff(found, axis=0) if feature.role.monotone is Monotone.RAISES else -np.diff(found, axis=0)
    return -int(steps.min(initial=0))


@settings(max_examples=25)
@given(
    st.integers(0, 9_999),
    st.integers(60, 400),
    st.tuples(*[st.sampled_from([Monotone.RAISES, Monotone.LOWERS, Monotone.FREE])] * 4),
    st.sampled_from([0.0, 0.3]),
)
def test_no_score_ever_moves_against_a_declared_direction(
    seed: int, rows: int, ways: tuple[Monotone, ...], blanks: float
) -> None:
    """Over the whole grid of each feature, the other features at any of their bins, whatever the truth is."""
    random = np.random.default_rng(seed)
    a, b = (random.normal(size=rows).round(random.integers(0, 4)) for _ in range(2))
    c, d = random.integers(0, 2, rows), random.integers(0, 4, rows)
    log_odds = 2 * random.normal(size=5) @ [a * b, np.sin(3 * a), b * (c - 0.5), c * (d - 1.5), d - 1.5]
    for values, blank in ((a, np.nan), (b, np.nan), (c, -1), (d, -1)):
        values[random.random(rows) < blanks] = blank
    columns = [number("a", a), number("b", b), category("c", c, 2, Kind.BOOLEAN), category("d", d, 4, Kind.ORDERED)]
    adverse = drawn(random, np.nan_to_num(log_odds))
    adverse[:4] = 0, 1, 0, 1
    additive = learned(columns, adverse, dict(zip("abcd", ways, strict=True)), seed=seed).additive
    assert len(additive.terms) > 4, "pairs are on"
    some = np.stack([random.integers(0, feature.bins, 50) for feature in additive.features], axis=1)
    for f, way in enumerate(ways):
        assert way is Monotone.FREE or wrong_way(additive, some, f) == 0


def test_yes_and_no_keep_to_a_direction_that_the_data_contradict() -> None:
    """Every pair and every main would rather say the opposite, so the column must end up saying nothing."""
    random = np.random.default_rng(5)
    a, flag = random.normal(size=2_000), random.integers(0, 2, 2_000)
    adverse = drawn(random, a * np.where(flag == 1, 1.5, 0.2) - 1.2 * flag)
    columns = [number("a", a), category("flag", flag, 2, Kind.BOOLEAN)]
    additive = learned(columns, adverse, {"flag": Monotone.RAISES}).additive
    some = np.stack([random.integers(0, feature.bins, 200) for feature in additive.features], axis=1)
    assert wrong_way(additive, some, 1) == 0
    found = FlatTables.of(additive).scores(bins_of(additive, columns))
    assert logistic(found).mean() == pytest.approx(adverse.mean(), abs=0.02), "and no bias comes of it"


# What is learned is what is true.


@pytest.fixture(scope="module")
def sample() -> tuple[Mapping[str, NDArray[Any]], list[Column], Outcomes, Learned]:
    draws = Draws(3)
    facts = applicants(draws, 20_000)
    adverse = outcomes(draws, facts).astype(np.uint8)
    columns = [_clean(name, np.asarray(values)) for name, values in facts.items()]
    return facts, columns, adverse, learned(columns, adverse, options=replace(SMALL, most_cycles=200))


def _clean(name: str, values: NDArray[Any]) -> Column:
    if values.dtype.kind == "f":
        return number(name, values)
    levels, codes = np.unique(values, return_inverse=True)
    return Column(name, Kind.CATEGORY, codes.astype(np.int32), tuple(levels.tolist()))


def test_curves_agree_with_the_truth_behind_the_packaged_sample(sample: Any) -> None:
    facts, columns, _, found = sample
    names = [feature.name for feature in found.additive.features]
    bins = bins_of(found.additive, columns)
    for name, term in TERMS.items():
        f = names.index(name)
        assert np.corrcoef(found.additive.terms[f].values[bins[f]], term(facts[name]))[0, 1] > 0.93, name
    scored = FlatTables.of(found.additive).scores(bins)
    assert np.corrcoef(scored, true_log_odds(facts))[0, 1] > 0.96


def test_the_two_pairs_that_matter_are_the_first_two_found(sample: Any) -> None:
    pairs = [set(names) for names in terms_of(sample[-1].additive) if len(names) == 2]
    assert sorted(map(sorted, pairs[:2])) == sorted(map(sorted, PAIRS))


def test_what_has_no_part_in_the_truth_gets_little(sample: Any) -> None:
    additive, bins = sample[-1].additive, bins_of(sample[-1].additive, sample[1])
    weight = {f.name: additive.terms[n].values[bins[n]].std() for n, f in enumerate(additive.features)}
    idle = {"都道府県", "メインバンク", "従業員数", "代表者の年齢", "代表者の性別"}
    assert max(weight[name] for name in idle) < min(weight[name] for name in TERMS)


def test_standard_errors_are_finite_and_cover_and_shrink_with_more_rows() -> None:
    """Twice over, by as many times as the rows: the root of sixteen is four."""

    def errors(rows: int) -> tuple[float, Additive]:
        random = np.random.default_rng(rows)
        x = random.integers(0, 5, rows)
        additive = learned([number("x", x), number("y", random.normal(size=rows))], drawn(random, 0.5 * x - 1)).additive
        assert all(np.isfinite(term.standard_errors).all() for term in additive.terms)
        return float(additive.terms[0].standard_errors[1:-1].mean()), additive

    (few, _), (many, additive) = errors(500), errors(8_000)
    assert 0 < many < few / 2.5
    inside = additive.terms[0]
    steps = np.diff(inside.values[1:-1])
    allowed = 4 * (inside.standard_errors[1:-2] + inside.standard_errors[2:-1])
    assert (np.abs(steps - 0.5) < allowed + 0.1).all()


def test_a_spike_is_learned_where_there_is_one_and_else_the_smooth_curve_stays() -> None:
    """Loans of exactly 84 months are worse than their neighbours; in the other table nothing is."""
    random = np.random.default_rng(0)
    months = random.integers(70, 100, 6_000)

    def at_84(log_odds: NDArray[np.float64], rates: tuple[float, ...]) -> float:
        drawn_once = drawn(np.random.default_rng(1), log_odds)
        options = replace(SMALL, spike_rates=rates, most_cycles=200, pairs_per_feature=(0,))
        (term,) = learned([number("months", months)], drawn_once, options=options).additive.terms
        return float(term.values[1 + 84 - 70] - term.values[[84 - 70, 2 + 84 - 70]].mean())

    spiky, smooth = np.where(months == 84, 1.5, 0.0), np.zeros(6_000)
    assert at_84(spiky, (0.0, 0.2)) > at_84(spiky, (0.0,)) + 0.2
    assert at_84(spiky, (0.0, 0.2)) > 0.6
    assert abs(at_84(smooth, (0.0, 0.2))) < 0.2


# Tables that are odd but legal.


def odd_tables() -> dict[str, tuple[list[Column], Outcomes]]:
    random = np.random.default_rng(0)
    x = random.normal(size=400)
    bad = drawn(random, x)
    few = np.where(np.arange(400) < 5, 1.0 + np.arange(400), np.nan)
    rare = np.zeros(2_000, np.uint8)
    rare[:5] = 1
    corner = np.tile([[0, 0], [0, 1], [1, 0], [1, 1]], (100, 1))
    return {
        "one column": ([number("x", x)], bad),
        "one column of two values": ([number("x", x > 0)], bad),
        "nearly all blank": ([number("x", x), number("few", few)], bad),
        "all blank": ([number("x", x), number("none", np.full(400, np.nan))], bad),
        "nothing but one value": ([number("one", np.full(400, 7.0)), category("c", np.zeros(400), 1)], bad),
        "300 categories": ([number("x", np.tile(x, 8)), category("c", random.integers(0, 300, 3_200), 300)], np.tile(bad, 8)),
        "35 rows": ([number("x", x[:35]), category("c", np.arange(35) % 4, 4)], np.arange(35).astype(np.uint8) % 2),
        "few of one outcome": ([number("x", random.normal(size=2_000)), number("y", np.arange(2_000) % 9)], rare),
        "nearly all adverse": ([number("x", random.normal(size=2_000)), number("y", np.arange(2_000) % 9)], 1 - rare),
        "huge": ([number("x", 1e12 * x), number("y", 1e12 + np.arange(400)), number("z", 1e17 * np.sign(x))], bad),
        "tiny": ([number("x", 1e-12 * x), number("y", 5e-324 * np.arange(400)), number("z", -x * 1e-300)], bad),
        "only a pair tells": ([number("a", corner[:, 0]), number("b", corner[:, 1])], (corner.sum(axis=1) % 2).astype(np.uint8)),
        "columns alike": ([number("a", x), number("b", x), number("c", 2 * x)], bad),
        "noise": ([number(str(n), random.normal(size=400)) for n in range(4)], drawn(random, np.zeros(400))),
        "infinities": ([number("x", np.where(x > 1, np.inf, x)), number("y", np.where(x < -1, -np.inf, x))], bad),
    }  # fmt: skip


@pytest.mark.parametrize("options", [SMALL, replace(LearningOptions(), most_cycles=60)], ids=["small", "with trials"])
@pytest.mark.parametrize("name", odd_tables())
def test_an_odd_table_is_learned_without_a_warning(name: str, options: LearningOptions) -> None:
    columns, adverse = odd_tables()[name]
    found = learned(columns, adverse, options=options)
    additive = found.additive
    assert np.isfinite(found.temper)
    for term in additive.terms:
        assert np.isfinite(term.standard_errors).all()
        assert np.abs(term.units).max() < 100 * ONE
    tables = FlatTables.of(additive)
    scored, contributions = tables.contributions(bins_of(additive, columns))
    assert np.isfinite(scored).all()
    np.testing.assert_array_equal(contributions.sum(axis=1) + additive.intercept, scored)
    assert logistic(scored).mean() == pytest.approx(adverse.mean(), abs=0.08)


def test_what_only_a_pair_tells_is_told_by_the_pair() -> None:
    columns, adverse = odd_tables()["only a pair tells"]
    additive = learned(columns, adverse).additive
    scored = FlatTables.of(additive).scores(bins_of(additive, columns))
    assert scored[adverse == 1].min() > scored[adverse == 0].max() + 2


def test_of_too_many_categories_the_rarest_are_learned_of_together() -> None:
    """Only 254 categories have a bin of their own; those too rare for one all turn out badly here."""
    random = np.random.default_rng(0)
    codes = np.concatenate([np.repeat(np.arange(254), 8), 254 + np.arange(200)])
    adverse = np.where(codes < 254, random.random(len(codes)) < 0.2, random.random(len(codes)) < 0.9).astype(np.uint8)
    columns = [category("c", codes, 454), number("x", random.normal(size=len(codes)))]
    additive = learned(columns, adverse).additive
    scored = FlatTables.of(additive).scores(bins_of(additive, columns))
    rare = codes >= 254
    assert logistic(scored[rare]).mean() == pytest.approx(adverse[rare].mean(), abs=0.1)
    assert logistic(scored[~rare]).mean() == pytest.approx(adverse[~rare].mean(), abs=0.05)


def test_a_column_that_says_nothing_moves_nothing() -> None:
    columns, adverse = odd_tables()["nothing but one value"]
    additive = learned(columns, adverse).additive
    scored = FlatTables.of(additive).scores(bins_of(additive, columns))
    assert scored == pytest.approx(np.log(adverse.mean() / (1 - adverse.mean())), abs=1e-6)
