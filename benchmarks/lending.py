"""Lending, side by side with its peers, on one core: `python benchmarks/lending.py` prints every table.

Method and measured tables: docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from timing import keep_to_one_core

if TYPE_CHECKING:
    from bars import Part

PARTS = ("accuracy", "speed", "memory", "counterfactuals")


def _listed(text: str) -> list[str]:
    return text.split(",")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", type=_listed, help="comma-separated; all five when left out")
    parser.add_argument("--parts", type=_listed, default=list(PARTS), help=f"comma-separated, of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="few rows, small batch: to see that it runs")
    parser.add_argument("--data", type=Path, help="folder of the public tables (or RASHIN_BENCH_DATA)")
    parser.add_argument(
        "--codes",
        choices=("numbers", "categories"),
        default="numbers",
        help="treat numbers that are only names of categories as the file has them, or as categories",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the folds")
    parser.add_argument("--cache", type=Path, help="folder that keeps accuracy results of peers between runs")
    parser.add_argument("--core", type=int, help="which core; the last one when left out")
    parser.add_argument("--markdown", type=Path, help="file to write all tables to")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return options


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen parts; 0 when done, 3 when the data is absent."""
    options = _options(arguments)
    keep_to_one_core(options.core)
    warnings.filterwarnings("ignore", message="Missing values detected", module="interpret")
    from datasets import DataAbsent
    from plan import Plan
    from tables import machine

    try:
        plan = Plan.of(options)
        texts = [machine()]
        print(texts[0], flush=True)
        parts: list[Part] = []
        for name in options.parts:
            parts.append(import_module(name).run(plan))
            print(f"\n{parts[-1].text}", flush=True)
    except DataAbsent as absent:
        print(absent, file=sys.stderr)
        return 3
    summary = _summary(parts)
    print(f"\n{summary}")
    if options.markdown:
        options.markdown.write_text("\n\n".join([*texts, summary, *(part.text for part in parts)]) + "\n", "utf-8")
    return 0


def _summary(parts: list[Part]) -> str:
    from bars import bar_table

    return f"## Bars\n\n{bar_table([bar for part in parts for bar in part.bars])}"


if __name__ == "__main__":
    sys.exit(main())
