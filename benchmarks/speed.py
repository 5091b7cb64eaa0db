"""How long exact contributions take: a batch, and one application."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

import explainers
import rashin
from bars import Bar, Part
from datasets import Dataset
from explainers import Explainer
from ours import Card, Fitted, fit_rashin, ready
from peers import fit_ebm, fit_lightgbm
from plan import Plan
from rashin.engines.tabular.model import AdditiveModel
from tables import markdown
from timing import Calls, in_turn

PAIRS_PER_FEATURE = (0, 1, 3)
TIMES_LIGHTGBM, TIMES_EBM, TIMES_EBM_ROW = 300.0, 2.0, 50.0
REPEATS_CASE = 200
"""How often a call of microseconds is repeated within one timing."""
REPEATS_BATCH = 10
"""How often ours is, beside LightGBM: in the minute of its call the system takes idle memory back, and the first call
after it would be timed getting that memory again."""
TREE_ROUNDS = 3
CASES_AT_ONCE = 32
OURS_FRAME, OURS_TABLE = "Rashin, frame", "Rashin, table read"
OURS_CASE, OURS_DECIDE = "Rashin, values", "Rashin, decided"
OURS_JSON, OURS_MANY, OURS_DIRTY = "Rashin, case decided", f"Rashin, {CASES_AT_ONCE} cases, each", "Rashin, dirty case"
UNREADABLE = "?"
"""What a dirty case has in place of its first value."""


@dataclass(frozen=True)
class _Sized:
    """Rashin and EBM with the same number of terms."""

    fitted: Fitted
    ours: Explainer
    ebm: Explainer


def run(plan: Plan) -> Part:
    """Train the models, check that contributions are exact, time them."""
    ready()
    data = plan.load(plan.speed_set)
    batch = drawn(data, plan.batch)
    sized = [_sized(data, per_feature) for per_feature in PAIRS_PER_FEATURE]
    trees = explainers.lightgbm(fit_lightgbm(data.inputs, data.target))
    batches = _Timings([_batch_group(one, batch, plan.rounds) for one in sized])
    batches.groups.append(_tree_group(sized[-1], trees, batch, plan.rounds))
    rows = _Timings([_row_group(one, trees, batch, plan.rounds) for one in sized])
    largest = max(_own_gap(one.fitted, batch) for one in sized)
    text = "\n\n".join(
        [
            f"## Explaining {len(batch):,} rows ({data.name})",
            batches.table("s", 1.0),
            "### One application",
            rows.table("ms", 1e3),
            "### Exactness",
            _gap_table(sized, trees, batch),
        ]
    )
    return Part(
        text,
        [*_bars(batches, rows), Bar("contributions + intercept = score", "≤ 1e-9", f"{largest:g}", largest <= 1e-9)],
    )


def drawn(data: Dataset, rows: int) -> pd.DataFrame:
    """So many rows drawn with replacement, in a frame as a user would have it."""
    places = np.random.default_rng(0).integers(len(data.target), size=rows)
    return data.inputs.iloc[places].reset_index(drop=True)


@dataclass(frozen=True)
class _Group:
    """What was timed in turn: name → seconds of each round, with each one's size."""

    sizes: dict[str, str]
    seconds: dict[str, list[float]]

    def ratios(self, slow: str, fast: str) -> list[float]:
        """How many times longer, round by round."""
        return [a / b for a, b in zip(self.seconds[slow], self.seconds[fast], strict=True)]


@dataclass(frozen=True)
class _Timings:
    groups: list[_Group]

    def table(self, unit: str, per_second: float) -> str:
        """Median and range of each, and how many times longer than the first of its group."""
        head = ["", "model", unit, "range", "÷ first", "range"]
        rows = [row for group in self.groups for row in _rows(group, per_second)]
        return markdown(head, rows)


def _rows(group: _Group, per_second: float) -> list[list[str]]:
    first = next(iter(group.seconds))
    found = []
    for name, seconds in group.seconds.items():
        ratios = group.ratios(name, first)
        times = [second * per_second for second in seconds]
        against = ["", ""] if name == first else [f"{median(ratios):.3g}×", _range(ratios)]
        found.append([name, group.sizes[name], f"{median(times):.3g}", _range(times), *against])
    return found


def _range(values: Sequence[float]) -> str:
    return f"{min(values):.3g} – {max(values):.3g}"


def _sized(data: Dataset, per_feature: int) -> _Sized:
    fitted = fit_rashin(data.inputs, data.target, pairs_per_feature=per_feature)
    peer = fit_ebm(data.inputs, data.target, interactions=per_feature * data.inputs.shape[1])
    return _Sized(fitted, explainers.rashin(fitted), explainers.ebm(peer))


def _batch_group(one: _Sized, batch: pd.DataFrame, rounds: int) -> _Group:
    table = rashin.read(batch)
    calls: Calls = {
        OURS_FRAME: lambda _: one.ours.contributions(batch),
        OURS_TABLE: lambda _: one.fitted.model.contributions(table),
        "EBM": lambda _: one.ebm.contributions(batch),
    }
    sizes = {OURS_FRAME: one.ours.size, OURS_TABLE: one.ours.size, "EBM": one.ebm.size}
    return _Group(sizes, in_turn(calls, rounds))


def _tree_group(one: _Sized, trees: Explainer, batch: pd.DataFrame, rounds: int) -> _Group:
    calls: Calls = {
        OURS_FRAME: _repeated(lambda _: one.ours.contributions(batch), REPEATS_BATCH),
        "LightGBM": lambda _: trees.contributions(batch),
    }
    seconds = in_turn(calls, min(rounds, TREE_ROUNDS))
    return _Group(
        {OURS_FRAME: one.ours.size, "LightGBM": trees.size},
        seconds | {OURS_FRAME: [second / REPEATS_BATCH for second in seconds[OURS_FRAME]]},
    )


def _row_group(one: _Sized, trees: Explainer, batch: pd.DataFrame, rounds: int) -> _Group:
    frames = [batch.iloc[[row]].reset_index(drop=True) for row in range(rounds + 1)]
    one.ours.one_row(frames[0])  # the digest of a model is worked out once
    calls: Calls = {
        **_case_calls(one.fitted.model, batch.iloc[: max(len(frames), CASES_AT_ONCE)]),
        OURS_DECIDE: lambda turn: one.ours.one_row(frames[turn]),
        "EBM": lambda turn: one.ebm.one_row(frames[turn]),
        "LightGBM": lambda turn: trees.one_row(frames[turn]),
    }
    peers = {"EBM": one.ebm.size, "LightGBM": trees.size}
    seconds = in_turn(calls, rounds)
    times = {OURS_MANY: CASES_AT_ONCE} | dict.fromkeys((OURS_CASE, OURS_JSON, OURS_DIRTY), REPEATS_CASE)
    each = {name: [second / times.get(name, 1) for second in found] for name, found in seconds.items()}
    return _Group({name: peers.get(name, one.ours.size) for name in calls}, each)


def _case_calls(model: AdditiveModel[Card], batch: pd.DataFrame) -> Calls:
    """The roads of a program that holds the values, the last three as JSON gives them."""
    cases = json.loads(batch.to_json(orient="records"))
    dirty = [case | {next(iter(case)): UNREADABLE} for case in cases]
    return {
        OURS_CASE: _repeated(lambda turn: model.score_case(cases[turn]), REPEATS_CASE),
        OURS_JSON: _repeated(lambda turn: model.decide_cases([cases[turn]])[0], REPEATS_CASE),
        OURS_DIRTY: _repeated(lambda turn: model.decide_cases([dirty[turn]])[0], REPEATS_CASE),
        OURS_MANY: lambda _: list(model.decide_cases(cases[:CASES_AT_ONCE])),
    }


def _repeated(call: Callable[[int], Any], times: int) -> Callable[[int], None]:
    def repeated(turn: int) -> None:
        for _ in range(times):
            call(turn)

    return repeated


def _own_gap(fitted: Fitted, batch: pd.DataFrame) -> float:
    model = fitted.model
    summed = model.intercept + model.contributions(batch).sum(axis=1)
    return float(np.abs(summed - model.score(batch)).max())


def _gap_table(sized: Sequence[_Sized], trees: Explainer, batch: pd.DataFrame) -> str:
    some = batch.iloc[:10_000]
    named = [("Rashin", s.ours) for s in sized] + [("EBM", s.ebm) for s in sized] + [("LightGBM", trees)]
    rows = [[name, one.size, f"{one.gap(some):.1e}"] for name, one in named]
    return markdown(["", "model", "contributions against `predict_proba`, largest gap"], rows)


def _bars(batches: _Timings, rows: _Timings) -> list[Bar]:
    return [
        *_faster("batch faster than LightGBM `pred_contrib`", batches, "LightGBM", OURS_FRAME, TIMES_LIGHTGBM),
        *_faster("batch faster than EBM `eval_terms`", batches, "EBM", OURS_FRAME, TIMES_EBM),
        *_faster("one row faster than EBM `predict_proba` + `explain_local`", rows, "EBM", OURS_CASE, TIMES_EBM_ROW),
    ]


def _faster(claim: str, timings: _Timings, slow: str, fast: str, least: float) -> list[Bar]:
    """A bar for each size of model that both were timed with."""
    found = [(g.sizes[fast], median(g.ratios(slow, fast))) for g in timings.groups if {slow, fast} <= g.seconds.keys()]
    return [Bar(f"{claim}, {size}", f"≥ {least:g}×", f"{ratio:.3g}×", ratio >= least) for size, ratio in found]
