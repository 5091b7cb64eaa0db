"""What would change a refusal: Rashin's exact search, and DiCE's random one on the same model and the same cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import rashin
from bars import Bar, Part
from datasets import TARGET
from dice import Dice
from plan import Plan
from rashin.engines.tabular.additive import FIXED_POINT
from rashin.engines.tabular.counterfactuals import Search, SearchResult, display_value
from rashin.engines.tabular.counterfactuals.grid import WHOLE_POPULATION
from rashin.engines.tabular.counterfactuals.kernel import shift_units
from rashin.engines.tabular.encoding import Encoded
from rashin.engines.tabular.model import AdditiveModel
from rashin.learning.card import ModelCard
from tables import markdown
from timing import timed

MOST_CHANGES = 3
MOST_MILLISECONDS = 5.0
DECLARED = {
    "taiwan_default": {
        **{f"PAY_{month}": "down" for month in (0, 2, 3, 4, 5, 6)},
        **{f"BILL_AMT{month}": "down" for month in range(1, 7)},
        **{f"PAY_AMT{month}": "up" for month in range(1, 7)},
    }
}
"""What may change. Past months cannot, says the service, and nothing would be left to search for; so here a customer
may delay less, owe less and pay more, which makes eighteen features with up to 254 values each."""


@dataclass(frozen=True)
class Try:
    """One answer to one case; cost and changes are None where none was found."""

    seconds: float
    cost: float | None = None
    changes: int = 0
    valid: bool = False

    @property
    def within(self) -> bool:
        """Found with few enough changes."""
        return self.cost is not None and self.changes <= MOST_CHANGES


@dataclass(frozen=True)
class Cases:
    """Refused cases of one set."""

    model: AdditiveModel[ModelCard]
    search: Search
    inputs: pd.DataFrame
    encoded: Encoded

    def cost(self, row: int, changed: pd.DataFrame) -> tuple[float, int]:
        """Percentile cost of a changed row and how many features it moves to another bin."""
        before, after = self.encoded.bins[:, row], self.model.encode(changed).bins[:, 0]
        moved = np.flatnonzero(before != after)
        units = [shift_units(self.search.grid, int(f), int(before[f]), int(after[f])) for f in moved]
        return sum(units) / WHOLE_POPULATION, len(moved)

    def is_favourable(self, changed: pd.DataFrame) -> bool:
        """Whether the model, asked again, gives the favourable outcome without a person."""
        return bool(self.model.score(changed)[0] <= self.model.favourable_score)


def run(plan: Plan) -> Part:
    """Search on each set with both."""
    parts = [_on(name, plan) for name in plan.change_sets]
    return Part("\n\n".join(part.text for part in parts), [bar for part in parts for bar in part.bars])


def _on(name: str, plan: Plan) -> Part:
    data = plan.load(name)
    model = rashin.learn("lending", data.with_target(), target=TARGET, change=DECLARED.get(name), challengers=False)
    refused = np.flatnonzero(model.score(data.inputs) > model.favourable_score)
    chosen = refused[np.linspace(0, len(refused) - 1, min(plan.refused, len(refused))).astype(int)]
    inputs = data.inputs.iloc[chosen].reset_index(drop=True)
    cases = Cases(model, Search(model.additive), inputs, model.encode(inputs))
    whole, alone, results = _ours(cases)
    some = np.linspace(0, len(chosen) - 1, min(plan.refused_dice, len(chosen))).astype(int)
    dice = Dice(model, data.inputs)
    peers = {wanted: [_dice_try(cases, dice, int(row), wanted) for row in some] for wanted in (1, 4)}
    against = _contradictions(whole, results, peers, some)
    searched = f"{len(refused):,} refused cases, {len(chosen)} of them searched, {len(some)} by DiCE too"
    head = f"## Counterfactuals ({name})\n\n{searched}; {len(dice.changeable)} features may change."
    text = "\n\n".join([head, _table(whole, alone, results, peers, some), against.said])
    return Part(text, _bars(name, whole, alone, results, against))


def _ours(cases: Cases) -> tuple[list[Try], list[float], list[SearchResult]]:
    """Whole calls from a frame of one row, seconds of the search alone, and its results."""
    target = round(cases.model.favourable_score / FIXED_POINT)
    frames = [cases.inputs.iloc[[row]].reset_index(drop=True) for row in range(len(cases.inputs))]
    cases.model.counterfactuals(frames[0], most_changes=MOST_CHANGES)
    whole, alone, results = [], [], []
    for row, frame in enumerate(frames):
        call = timed(lambda frame=frame: cases.model.counterfactuals(frame, most_changes=MOST_CHANGES))  # type: ignore[misc]
        bins = cases.encoded.bins[:, row]
        search = timed(lambda bins=bins: cases.search(bins, target_units=target, most_changes=MOST_CHANGES))  # type: ignore[misc]
        whole.append(_checked(cases, row, frame, search.result, call.wall))
        alone.append(search.wall)
        results.append(search.result)
    return whole, alone, results


def _checked(cases: Cases, row: int, frame: pd.DataFrame, result: SearchResult, seconds: float) -> Try:
    """The answer, with the values that it asks for put into the row and the model asked again."""
    if not result.answers:
        return Try(seconds)
    changed = frame.copy()
    for move in result.answers[0].moves:
        feature = cases.model.additive.features[move.feature]
        changed[feature.name] = display_value(feature, move.bin, frame[feature.name].iloc[0])
    cost, changes = cases.cost(row, changed)
    return Try(seconds, cost, changes, cases.is_favourable(changed))


def _dice_try(cases: Cases, dice: Dice, row: int, wanted: int) -> Try:
    """DiCE's answer; of several the cheapest with few enough changes."""
    found = timed(lambda: dice(cases.inputs.iloc[[row]], wanted))
    tries = []
    for place in range(len(found.result)):
        changed = found.result.iloc[[place]]
        tries.append(Try(found.wall, *cases.cost(row, changed), cases.is_favourable(changed)))
    return min(tries, key=lambda t: (not t.within, not t.valid, t.cost or 0.0), default=Try(found.wall))


Peers = dict[int, list[Try]]
Rows = NDArray[np.int64]


def _table(
    whole: Sequence[Try], alone: Sequence[float], results: Sequence[SearchResult], peers: Peers, some: Rows
) -> str:
    proven = sum(result.proven_none for result in results)
    common = [i for i, row in enumerate(some) if whole[row].within and all(tries[i].within for tries in peers.values())]
    head = [
        "",
        "cases",
        "found",
        f"≤ {MOST_CHANGES} changes",
        "proven none",
        "valid",
        "cost",
        "p50 ms",
        "p99 ms",
        "max ms",
    ]
    rows = [
        _row("Rashin, from a frame", whole, str(proven), [whole[some[i]] for i in common]),
        ["Rashin, search alone", str(len(alone)), *[""] * 5, *_milliseconds(alone)],
        *(_row(f"DiCE, {_wanted(n)}", tries, "–", [tries[i] for i in common]) for n, tries in peers.items()),
    ]
    return f"{markdown(head, rows)}\n\nCost: mean over the {len(common)} cases where all found one within {MOST_CHANGES} changes."


def _wanted(count: int) -> str:
    return "one asked for" if count == 1 else f"best of {count}"


def _row(name: str, tries: Sequence[Try], proven: str, common: Sequence[Try]) -> list[str]:
    found = [t for t in tries if t.cost is not None]
    cost = f"{np.mean([t.cost for t in common]):.3f}" if common else "–"
    counts = [len(tries), len(found), sum(t.within for t in found)]
    valid = f"{sum(t.valid for t in found)} of {len(found)}"
    return [name, *map(str, counts), proven, valid, cost, *_milliseconds([t.seconds for t in tries])]


def _milliseconds(seconds: Sequence[float]) -> list[str]:
    return [f"{value * 1e3:.3g}" for value in (median(seconds), float(np.quantile(seconds, 0.99)), max(seconds))]


@dataclass(frozen=True)
class _Contradictions:
    """Where DiCE found what an exact search says cannot be."""

    disproved: int
    cheaper: int

    @property
    def said(self) -> str:
        """For the tables."""
        return (
            f"DiCE found ≤ {MOST_CHANGES} changes where Rashin proved that there are none in {self.disproved} cases, "
            f"and cheaper ones than Rashin's in {self.cheaper}."
        )


def _contradictions(whole: Sequence[Try], results: Sequence[SearchResult], peers: Peers, some: Rows) -> _Contradictions:
    answers = [
        (row, tries[i]) for tries in peers.values() for i, row in enumerate(some) if tries[i].within and tries[i].valid
    ]
    disproved = sum(results[row].proven_none for row, _ in answers)
    cheaper = sum((t.cost or 0.0) < (whole[row].cost or 0.0) for row, t in answers)
    return _Contradictions(disproved, cheaper)


def _bars(
    name: str, whole: Sequence[Try], alone: Sequence[float], results: Sequence[SearchResult], against: _Contradictions
) -> list[Bar]:
    found = sum(t.within and t.valid for t in whole)
    proven = sum(result.proven_none for result in results)
    complete = found + proven == len(whole) and not against.disproved and not against.cheaper
    measured = f"{found} found, {proven} proven to have none, of {len(whole)}"
    return [
        Bar(f"counterfactuals found, {name}", "all that exist", measured, complete),
        _time_bar(f"p99 of the search alone, {name}", alone),
        _time_bar(f"p99 from a frame, {name}", [t.seconds for t in whole]),
    ]


def _time_bar(claim: str, seconds: Sequence[float]) -> Bar:
    worst = float(np.quantile(seconds, 0.99)) * 1e3
    return Bar(claim, f"< {MOST_MILLISECONDS:g} ms", f"{worst:.3g} ms", worst < MOST_MILLISECONDS)
