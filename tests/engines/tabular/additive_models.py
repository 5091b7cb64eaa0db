"""Hypothesis strategies for additive models of every shape, and the plainest possible ways to score and search them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, product

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from rashin.engines.certainty import Certainty
from rashin.engines.contract import Change, FeatureRole, Monotone, Wording
from rashin.engines.tabular.additive import Additive, Feature, Term
from rashin.engines.tabular.model import AdditiveModel
from rashin.engines.tabular.reasons import Reference
from rashin.engines.tabular.table import Kind
from rashin.language import Text, same

Bins = NDArray[np.int64]

ONE = 2**32
"""A log-odds of 1 in units."""

_LEVEL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6)
_CHANGES = [*[Change.EITHER] * 5, *Change]
_UNITS = [Text("円", " yen"), Text("か月", "months"), Text("%", "%"), None]


@st.composite
def edges(draw: st.DrawFn, most: int = 5) -> NDArray[np.float64]:
    """Rising edges: whole, halves, decimals or any floats, up to next neighbours."""
    scale = draw(st.sampled_from([1.0, 0.5, 0.1, 1e6, 1e-7]))
    whole = st.integers(-1000, 1000).map(lambda n: n * scale)
    number = draw(st.sampled_from([whole, st.floats(-1e12, 1e12, allow_nan=False)]))
    return np.array(sorted(draw(st.lists(number, max_size=most, unique=True))), dtype=np.float64)


@st.composite
def features(draw: st.DrawFn, name: str = "feature", most_bins: int = 6) -> Feature:
    """A feature of any kind, changeable in any way, with empty bins and a coarse grid of its own."""
    kind = draw(
        st.sampled_from([Kind.NUMBER, Kind.NUMBER, Kind.DATE, Kind.ORDERED, Kind.CATEGORY, Kind.BOOLEAN, Kind.TEXT])
    )
    levels = () if not kind.is_coded else tuple(draw(st.lists(_LEVEL, min_size=1, max_size=most_bins, unique=True)))
    cuts = np.empty(0) if kind.is_coded else draw(edges(most_bins - 1))
    inner = len(levels) if kind.is_coded else len(cuts) + 1
    counts = [draw(st.integers(0, 3)), *draw(_counts(inner)), draw(st.integers(0, 3))]
    below, above = draw(st.floats(0, 100)), draw(st.floats(0, 100))
    return Feature(
        name=name,
        kind=kind,
        role=FeatureRole(same(name), draw(st.sampled_from(_UNITS)), change=draw(st.sampled_from(Change))),
        edges=cuts,
        levels=levels,
        coarse=draw(_coarse(inner, in_order=kind is not Kind.CATEGORY)),
        low=min(float(cuts[0]) - below, float(np.nextafter(cuts[0], -np.inf))) if len(cuts) else 0.0,
        high=float(cuts[-1] + above) if len(cuts) else 0.0,
        counts=np.array(counts, dtype=np.int64),
        typical=np.empty(0),
    )


@st.composite
def additive_models(draw: st.DrawFn, most_features: int = 5, most_bins: int = 6) -> Additive:
    """An additive model: any features, a main term for most of them, pair terms for some, some of them monotone.

    Tables are either coarse, so that ties abound, or fine.
    """
    count = draw(st.integers(1, most_features))
    inputs = tuple(draw(features(f"feature {n}", most_bins)) for n in range(count))
    units = draw(st.sampled_from([st.integers(-2, 2).map(lambda n: n * ONE), st.integers(-3 * ONE, 3 * ONE)]))
    mains = [draw(_main(n, inputs[n], units)) for n in range(count) if draw(st.integers(0, 4))]
    chosen = draw(st.lists(st.sampled_from([*combinations(range(count), 2)]), unique=True)) if count > 1 else []
    swapped = [pair[::-1] if draw(st.booleans()) else pair for pair in chosen]
    return Additive(
        draw(st.integers(-2 * ONE, 2 * ONE)),
        inputs,
        (*mains, *(draw(_pair(pair, inputs, units)) for pair in swapped)),
    )


@st.composite
def cases(draw: st.DrawFn, model: Additive) -> Bins:
    """One case's bins, the missing and the unseen one included; shape (features,)."""
    return np.array([draw(st.integers(0, feature.bins - 1)) for feature in model.features], dtype=np.int64)


@st.composite
def typed_values(draw: st.DrawFn, feature: Feature) -> float | str | None:
    """A cell as it is once typed: a value of any bin, on an edge, missing, never seen, not a number, infinite."""
    if feature.kind.is_coded:
        return draw(st.sampled_from([*feature.levels, "a level never seen", None]))
    special = [float("nan"), float("inf"), -float("inf"), 0.0, -0.0, feature.low, feature.high, *feature.edges.tolist()]
    return draw(st.sampled_from([*special, None]) | st.floats(-1e13, 1e13) | st.floats())


@dataclass(frozen=True)
class Card:
    """The least a model must know besides its tables in order to decide."""

    service: str
    wording: Wording
    threshold: float
    certainty: Certainty


@st.composite
def models(draw: st.DrawFn) -> AdditiveModel[Card]:
    """A whole model: any tables, any reference, a card with any thresholds."""
    additive = draw(additive_models().filter(lambda found: found.terms))
    parts = st.lists(st.integers(-3 * ONE, 3 * ONE), min_size=len(additive.features), max_size=len(additive.features))
    share = st.floats(0.01, 0.99)
    certainty = Certainty(draw(share), draw(share | st.just(0.0)), draw(share | st.just(1.0)), ())
    return model_of(additive, np.array(draw(parts), dtype=np.int64), draw(share), certainty)


def model_of(
    additive: Additive,
    reference: Bins | None = None,
    threshold: float = 0.2,
    certainty: Certainty = Certainty(0.1, 0.1, 0.3, ()),  # noqa: B008 - it is frozen
) -> AdditiveModel[Card]:
    """A whole model of these tables."""
    zero = np.zeros(len(additive.features), dtype=np.int64)
    words = Wording(Text("可", "yes"), Text("否", "no"), Text("人", "a person"), Text("見込み", "chance"))
    return AdditiveModel(
        additive, Reference(zero if reference is None else reference), Card("lending", words, threshold, certainty)
    )


def resealed(data: bytes) -> bytes:
    """A model file with its digest made right again after a change."""
    return data[:-32] + sha256(data[:-32]).digest()


def large_model(seed: int, *, features: int, bins: int, cells: int, pairs: int) -> Additive:
    """A model as learning makes them: smooth main terms of falling weight, small pair terms, many bins."""
    random = np.random.default_rng(seed)
    inputs = tuple(_large_feature(random, n, bins, cells) for n in range(features))
    mains = [_large_main(random, n, inputs[n]) for n in range(features)]
    every = [*combinations(range(features), 2)]
    chosen = sorted(every[n] for n in random.permutation(len(every))[:pairs])
    return Additive(-ONE, inputs, (*mains, *(_large_pair(random, pair, inputs) for pair in chosen)))


def large_cases(seed: int, model: Additive, rows: int) -> NDArray[np.uint8]:
    """Rows drawn bin by bin from the learning population; shape (rows, features)."""
    random = np.random.default_rng(seed)
    drawn = [random.choice(f.bins, rows, p=f.counts / f.counts.sum()) for f in model.features]
    return np.stack(drawn, axis=1).astype(np.uint8)


def scores(model: Additive, rows: Bins) -> Bins:
    """Scores in units, term by term; rows (rows, features)."""
    total = np.full(len(rows), model.intercept_units, dtype=np.int64)
    for term in model.terms:
        if len(term.features) == 1:
            total += term.units[rows[:, term.features[0]]]
        else:
            cells = [model.features[f].coarse[rows[:, f]] for f in term.features]
            total += term.units[cells[0], cells[1]]
    return total


def options(feature: Feature, present: int) -> list[int]:
    """The bins that a feature may change to."""
    settled = [b for b in range(1, feature.bins - 1) if feature.counts[b] > 0 and b != present]
    known = 0 < present < feature.bins - 1
    change = feature.role.change
    if change is Change.NEVER or feature.kind in (Kind.TEXT, Kind.IDENTIFIER):
        return []
    if change is Change.EITHER:
        return settled
    if feature.kind in (Kind.CATEGORY, Kind.BOOLEAN) or not known:
        return []
    return [b for b in settled if (b > present) == (change is Change.UP)]


def cost(feature: Feature, present: int, new: int) -> int:
    """What a change costs, in 2⁻³² of the learning population."""
    rows = feature.counts.tolist()
    rows[0] = rows[-1] = 0
    everybody = sum(rows)

    def mid_rank(b: int) -> int:
        return int((2 * sum(rows[:b]) + rows[b]) * ONE // (2 * everybody))

    if feature.kind in (Kind.CATEGORY, Kind.BOOLEAN):
        return int(ONE - rows[present] * ONE // (2 * everybody) - rows[new] * ONE // (2 * everybody))
    if not 0 < present < feature.bins - 1:
        return max(mid_rank(new), ONE - mid_rank(new))
    return abs(mid_rank(new) - mid_rank(present))


Found = tuple[int, int, tuple[tuple[int, int], ...]]
"""Cost, changes and moves (feature, bin): in the order in which answers are preferred."""


def every_answer(model: Additive, case: Bins, target: int, most_changes: int) -> list[Found]:
    """All sets of changes that bring the score to the target, in the order of preference."""
    found: list[Found] = []
    for size in range(1, most_changes + 1):
        for chosen in combinations(range(len(model.features)), size):
            found += _answers_of(model, case, target, chosen)
    return sorted(found)


def pick(found: Sequence[Found], alternatives: int) -> list[Found]:
    """The first of `found`, and the next that do not change all the features of one picked before."""
    picked: list[Found] = []
    for answer in found:
        changed = {feature for feature, _ in answer[2]}
        if len(picked) <= alternatives and not any({f for f, _ in other[2]} <= changed for other in picked):
            picked.append(answer)
    return picked


def _answers_of(model: Additive, case: Bins, target: int, chosen: tuple[int, ...]) -> Iterator[Found]:
    choices = [options(model.features[f], int(case[f])) for f in chosen]
    moves = np.array([*product(*choices)], dtype=np.int64).reshape(-1, len(chosen))
    rows = np.repeat(case[None, :], len(moves), axis=0)
    rows[:, chosen] = moves
    prices = [
        {b: cost(model.features[f], int(case[f]), b) for b in bins} for f, bins in zip(chosen, choices, strict=True)
    ]
    for at in np.flatnonzero(scores(model, rows) <= target):
        bins = moves[at].tolist()
        total = sum(price[b] for price, b in zip(prices, bins, strict=True))
        yield total, len(chosen), tuple(zip(chosen, bins, strict=True))


@st.composite
def _counts(draw: st.DrawFn, inner: int) -> list[int]:
    counts = draw(st.lists(st.integers(0, 9), min_size=inner, max_size=inner))
    counts[draw(st.integers(0, inner - 1))] += 1
    return counts


@st.composite
def _coarse(draw: st.DrawFn, inner: int, *, in_order: bool) -> NDArray[np.uint8]:
    """Missing is cell 0, the value bins share the next ones, unseen is the last."""
    groups = draw(st.lists(st.integers(0, 3), min_size=inner, max_size=inner))
    _, dense = np.unique(sorted(groups) if in_order else groups, return_inverse=True)
    return np.concatenate([[0], dense + 1, [dense.max() + 2]]).astype(np.uint8)


@st.composite
def _main(draw: st.DrawFn, n: int, feature: Feature, units: st.SearchStrategy[int]) -> Term:
    values = np.array(draw(st.lists(units, min_size=feature.bins, max_size=feature.bins)), dtype=np.int64)
    monotone = draw(st.sampled_from(Monotone))
    if monotone is not Monotone.FREE:
        values[1:-1] = np.sort(values[1:-1])[:: 1 if monotone is Monotone.RAISES else -1]
    return Term((n,), values, np.zeros(values.shape))


@st.composite
def _pair(draw: st.DrawFn, pair: tuple[int, ...], inputs: tuple[Feature, ...], units: st.SearchStrategy[int]) -> Term:
    shape = tuple(inputs[f].coarse_bins for f in pair)
    size = shape[0] * shape[1]
    values = np.array(draw(st.lists(units, min_size=size, max_size=size)), dtype=np.int64).reshape(shape)
    return Term(pair, values, np.zeros(shape))


def _large_feature(random: np.random.Generator, n: int, bins: int, cells: int) -> Feature:
    nominal = random.random() < 0.3
    inner = int(random.integers(2, 12)) if nominal else bins if random.random() < 0.5 else int(random.integers(4, bins))
    coarse = np.concatenate([[0], 1 + np.arange(inner) * min(cells, inner) // inner, [min(cells, inner) + 1]])
    rows = random.integers(5, 2000, inner) if nominal else random.integers(20, 60, inner)
    return Feature(
        name=f"feature {n}",
        kind=Kind.CATEGORY if nominal else Kind.NUMBER,
        role=FeatureRole(same(f"feature {n}"), change=_CHANGES[random.integers(len(_CHANGES))]),
        edges=np.arange(0 if nominal else inner - 1, dtype=np.float64) + 0.5,
        levels=tuple(str(level) for level in range(inner)) if nominal else (),
        coarse=coarse.astype(np.uint8),
        low=0.0,
        high=float(inner - 1),
        counts=np.concatenate([[0], rows, [0]]),
        typical=np.empty(0),
    )


def _large_main(random: np.random.Generator, n: int, feature: Feature) -> Term:
    inner = feature.bins - 2
    at = np.linspace(-1, 1, inner)
    curve = (
        random.normal() * at + random.normal() * np.sin(3 * at + random.normal()) / 2 + random.normal(size=inner) / 50
    )
    values = random.exponential(0.3) * np.concatenate([[random.normal()], curve, [0]])
    return Term((n,), np.rint(values * ONE).astype(np.int64), np.zeros(feature.bins))


def _large_pair(random: np.random.Generator, pair: tuple[int, int], inputs: tuple[Feature, ...]) -> Term:
    a, b = (np.linspace(-1, 1, inputs[f].coarse_bins) for f in pair)
    step = np.tanh(4 * (a - random.uniform(-1, 1)))[:, None] * np.tanh(4 * (b - random.uniform(-1, 1)))
    values = random.exponential(0.1) * (step + random.normal(size=step.shape) / 10)
    return Term(pair, np.rint(values * ONE).astype(np.int64), np.zeros(step.shape))
