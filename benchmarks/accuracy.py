"""Part 1: AUC, log-loss, Brier and training seconds of every library on every set."""

from __future__ import annotations

import hashlib
import sys
from argparse import Namespace
from collections.abc import Iterable

from comparison import Difference, difference
from datasets import Dataset, load
from folds import Result, measure, remembered
from ours import NO_PAIRS, RASHIN, ready
from peers import PEERS, Contender
from tables import difference_table, measure_table, rank_table, ratio_table, seconds_table


def run(options: Namespace) -> None:
    """Measure and print."""
    sets = [load(name, options.data, options.codes) for name in options.sets]
    ready()
    results = {data.name: [_result(c, data, options) for c in (RASHIN, NO_PAIRS, *PEERS)] for data in sets}
    for name in ("auc", "log_loss", "brier"):
        print(f"\n### {name}\n\n{measure_table(results, name)}")
    print(f"\n### Ranks\n\n{rank_table(results)}")
    for other in ("EBM", "EBM, no pairs", "CatBoost"):
        found = {d.name: _against(other, results[d.name], d, options.seed) for d in sets}
        print(f"\n{difference_table(found, f'{RASHIN.name} − {other}')}")
    print(f"\n### Training\n\n{seconds_table(results)}\n\n{ratio_table(results, ('EBM', 'EBM, no pairs'), RASHIN.name)}")


def _result(contender: Contender, data: Dataset, options: Namespace) -> Result:
    cache = None if contender.package == "rashin" else options.cache
    made = hashlib.sha256(f"{contender.version} {contender.settings}".encode()).hexdigest()[:8]
    key = f"{data.name}-{options.codes}-{options.seed}-{contender.name.replace(' ', '_')}-{made}"
    result = remembered(cache, key, lambda: measure(contender, data, options.seed))
    print(f"{data.name}: {contender.name} AUC {result.mean('auc'):.4f}  log-loss {result.mean('log_loss'):.4f}  Brier {result.mean('brier'):.4f}  cpu {[round(c,2) for c in result.cpu]} {result.notes}", file=sys.stderr, flush=True)
    return result


def _against(other: str, results: Iterable[Result], data: Dataset, seed: int) -> Difference:
    named = {r.contender: r for r in results}
    return difference(named[RASHIN.name], named[other], data, seed)
