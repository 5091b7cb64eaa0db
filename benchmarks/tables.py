"""Results as Markdown tables: the same text for the terminal and for docs/benchmarks.md."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from comparison import Difference, mean_ranks, ranks
from folds import Result

Results = Mapping[str, Sequence[Result]]
"""Set name → results of all contenders, in one order."""


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, first column left, others right, padded so that it reads well as it stands."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [[cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))]
             for row in [head, *rows]]  # fmt: skip
    rule = ["-" * widths[0], *("-" * (w - 1) + ":" for w in widths[1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]])


def measure_table(results: Results, measure: str) -> str:
    """One measure: a row for each contender, a column for each set."""
    rows = [
        [name, *(f"{_of(results[s], name).mean(measure):.4f}" for s in results)]
        for name in _contenders(results)
    ]  # fmt: skip
    return markdown(["", *results], rows)


def rank_table(results: Results) -> str:
    """AUC ranks in each set and their mean."""
    by_set = {s: ranks(r) for s, r in results.items()}
    means = sorted(mean_ranks(results).items(), key=lambda item: item[1])
    rows = [[name, *(f"{by_set[s][name]:g}" for s in results), f"{mean:.2f}"] for name, mean in means]
    return markdown(["AUC rank", *results, "mean"], rows)


def difference_table(differences: Mapping[str, Difference], heading: str) -> str:
    """Paired differences in AUC, one row for each set."""
    rows = [[s, f"{d.value:+.4f}", f"{d.low:+.4f} … {d.high:+.4f}"] for s, d in differences.items()]
    return markdown([heading, "AUC", "95 % interval"], rows)


def seconds_table(results: Results) -> str:
    """Median training seconds of a fold, on the processor."""
    rows = [
        [name, *(_seconds(median(_of(results[s], name).cpu)) for s in results)] for name in _contenders(results)
    ]  # fmt: skip
    return markdown(["train s", *results], rows)


def ratio_table(results: Results, slow: Sequence[str], fast: str) -> str:
    """How many times longer the slow ones train: median over folds of each set, and the median set."""
    rows = []
    for name in slow:
        ratios = cpu_ratios(results, name, fast)
        rows.append([f"{name} ÷ {fast}", *(f"{r:.1f}×" for r in ratios), f"{median(ratios):.1f}×"])
    return markdown(["", *results, "median set"], rows)


def cpu_ratios(results: Results, slow: str, fast: str) -> list[float]:
    """How many times longer the slow one trains on each set, fold by fold: medians over folds."""
    return [_ratio(_of(of_set, slow), _of(of_set, fast)) for of_set in results.values()]


def notes_table(results: Results, name: str, heading: str) -> str:
    """What a contender chose in each fold."""
    return markdown([heading, *results], [[name, *(" ".join(_of(r, name).notes) for r in results.values())]])


def machine() -> str:
    """Processor, memory, system, Python and day."""
    return f"{_processor()}, one core; {platform.system()} {platform.machine()}, Python {platform.python_version()}; {datetime.now(UTC).date()}"


def _ratio(slow: Result, fast: Result) -> float:
    return median(a / b for a, b in zip(slow.cpu, fast.cpu, strict=True))


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def _seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"


def _contenders(results: Results) -> list[str]:
    return [r.contender for r in next(iter(results.values()))]


def _of(results: Sequence[Result], name: str) -> Result:
    return next(r for r in results if r.contender == name)
