"""Lending, side by side with its peers, on one core: `python benchmarks/lending.py` prints every table.

    python benchmarks/lending.py [--sets …] [--parts accuracy,speed,counterfactuals] [--quick] [--data FOLDER]

Method and measured tables: docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from pathlib import Path

from timing import keep_to_one_core

PARTS = ("accuracy", "speed", "counterfactuals")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", type=lambda s: s.split(","), help="comma-separated; all five when left out")
    parser.add_argument("--parts", type=lambda s: s.split(","), default=list(PARTS), help="comma-separated")
    parser.add_argument("--quick", action="store_true", help="small sets, small batch: to see that it runs")
    parser.add_argument("--data", type=Path, help="folder of the public tables (or RASHIN_BENCH_DATA)")
    parser.add_argument("--codes", choices=("numbers", "categories"), default="numbers",
                        help="treat numbers that are only names of categories as the file has them, or as categories")  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, help="of the folds")
    parser.add_argument("--cache", type=Path, help="folder that keeps accuracy results of peers between runs")
    parser.add_argument("--core", type=int, help="which core; the last one when left out")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen parts; 0 when done, 3 when the data is absent."""
    options = _options(arguments)
    keep_to_one_core(options.core)
    warnings.filterwarnings("ignore", message="Missing values detected", module="interpret")
    from datasets import NAMES, DataAbsent, folder
    from tables import machine

    options.sets = options.sets or (["south_german_credit", "hmda_boston"] if options.quick else list(NAMES))
    try:
        options.data = folder(options.data)
        print(machine(), flush=True)
        for part in options.parts:
            _run(part, options)
    except DataAbsent as absent:
        print(absent, file=sys.stderr)
        return 3
    return 0


def _run(part: str, options: argparse.Namespace) -> None:
    if part == "accuracy":
        from accuracy import run
    elif part == "speed":
        from speed import run
    else:
        from counterfactuals import run
    run(options)


if __name__ == "__main__":
    sys.exit(main())
