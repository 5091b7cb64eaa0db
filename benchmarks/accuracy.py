"""AUC, log-loss, Brier and training seconds of every library on every set."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from statistics import median

from bars import Bar, Part
from comparison import Difference, difference, mean_ranks
from datasets import Dataset
from folds import Result, measure, remembered
from ours import NO_PAIRS, RASHIN, ready
from peers import PEERS, Contender
from plan import Plan
from tables import (
    Results,
    cpu_ratios,
    difference_table,
    measure_table,
    notes_table,
    rank_table,
    ratio_table,
    seconds_table,
)

AUC_MARGIN = 0.005
TIMES_FASTER = 10.0


def run(plan: Plan) -> Part:
    """Measure all contenders."""
    ready()
    sets = [plan.load(name) for name in plan.sets]
    results = {data.name: [_result(c, data, plan) for c in (RASHIN, NO_PAIRS, *PEERS)] for data in sets}
    rivals = {name: [r for r in of_set if r.contender != NO_PAIRS.name] for name, of_set in results.items()}
    found = {
        other: {d.name: _against(other, results[d.name], d, plan) for d in sets}
        for other in ("EBM", "EBM, no pairs", "CatBoost")
    }
    return Part(_text(results, rivals, found), _bars(rivals, found["EBM"]))


def _text(results: Results, rivals: Results, found: dict[str, dict[str, Difference]]) -> str:
    measures = [f"### {name}\n\n{measure_table(results, name)}" for name in ("auc", "log_loss", "brier")]
    differences = [difference_table(by_set, f"{RASHIN.name} − {other}") for other, by_set in found.items()]
    return "\n\n".join(
        [
            "## Accuracy",
            *measures,
            "### Ranks by AUC",
            rank_table(rivals),
            "### Differences in AUC",
            *differences,
            "## Training",
            seconds_table(results),
            ratio_table(results, ("EBM", "EBM, no pairs"), RASHIN.name),
            notes_table(results, RASHIN.name, "pairs per feature that validation chose, fold by fold"),
        ]
    )


def _bars(results: Results, against_ebm: dict[str, Difference]) -> list[Bar]:
    means = mean_ranks(results)
    ours, theirs, first = means[RASHIN.name], means["EBM"], min(means, key=lambda name: means[name])
    worst = min(against_ebm, key=lambda name: against_ebm[name].value)
    faster = median(cpu_ratios(results, "EBM", RASHIN.name))
    return [
        Bar(
            "mean AUC rank",
            "first, or level with EBM or ahead of it",
            f"{ours:.2f}; EBM {theirs:.2f}; first {first} {means[first]:.2f}",
            ours <= theirs or first == RASHIN.name,
        ),
        Bar(
            "AUC below EBM, worst set",
            f"≤ {AUC_MARGIN}",
            f"{against_ebm[worst].value:+.4f} ({worst})",
            against_ebm[worst].value >= -AUC_MARGIN,
        ),
        Bar("training faster than EBM, median set", f"≥ {TIMES_FASTER:g}×", f"{faster:.1f}×", faster >= TIMES_FASTER),
    ]


def _result(contender: Contender, data: Dataset, plan: Plan) -> Result:
    cache = None if contender.package == RASHIN.package else plan.cache
    made = hashlib.sha256(f"{contender.version} {contender.settings}".encode()).hexdigest()[:8]
    key = f"{data.name}-{plan.codes}-{plan.seed}-{contender.name.replace(' ', '_')}-{made}"
    result = remembered(cache, key, lambda: measure(contender, data, plan.folds, plan.seed))
    print(f"{data.name}: {contender.name} AUC {result.mean('auc'):.4f}", file=sys.stderr, flush=True)
    return result


def _against(other: str, results: Iterable[Result], data: Dataset, plan: Plan) -> Difference:
    named = {r.contender: r for r in results}
    return difference(named[RASHIN.name], named[other], data, plan.seed)
