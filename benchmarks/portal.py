"""The portal on the whole of JUDGIT: `python benchmarks/portal.py --data FOLDER` prints every bar.

Each step runs in a process of its own, so that its time holds what starting costs and its memory is its own: importing and
checking; publishing what concerns AI; publishing again after one payment was corrected; every figure again from the site
alone; and pages for every project there is.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

GIGABYTE = 1e6
"""In the kilobytes that Linux tells a peak of memory in."""
CORRECTION = """
import sys
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
book = Book(sys.argv[1])
names = ["id", "programme", "amount", "payee", "payee_name", "payee_number", "fiscal_year", "block", "work", "move"]
asked = (
    f"SELECT {', '.join(names)} FROM payment WHERE programme IN (SELECT id FROM programme WHERE contains(title, '人工知能')) "
    "ORDER BY id LIMIT 1 OFFSET " + str(int(sys.argv[2]))
)
(row,) = book.open(lazily=True).execute(asked).fetchall()
entry = dict(zip(names, row)) | {"amount": row[2] + 1_000_000}
book.add(draft_of({"payment": [entry]}), by="benchmark", why="a correction, to measure what it costs")
"""


@dataclass(frozen=True)
class Run:
    """What one step took."""

    seconds: float
    processor: float
    peak: float
    """Kilobytes."""


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder jp_gyosei_review_judgit")
    parser.add_argument("--rounds", type=int, default=5, help="corrections that are published one after another")
    parser.add_argument("--projects", action="store_true", help="also draw the pages of every project; takes minutes")
    parser.add_argument("--markdown", type=Path, help="file to write the table to")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run every step; 0 when done."""
    options = _options(arguments)
    from tables import machine

    with TemporaryDirectory() as scratch:
        runs = _runs(options, Path(scratch))
    text = f"{machine()}\n\n{_table(runs)}"
    print(text)
    if options.markdown:
        options.markdown.write_text(text + "\n", "utf-8")
    return 0


def _runs(options: argparse.Namespace, scratch: Path) -> dict[str, list[Run]]:
    book, site = scratch / "book", scratch / "site"
    one_core = _rashin(cores=1)
    several = _rashin(cores=os.cpu_count() or 1)
    publish = ["ledger", "publish", "--book", str(book), "--as-received", "measured as it was received"]
    ai = [*publish, "--scope", "ai", "--out", str(site)]
    runs = {
        "import": [one_core("ledger", "import", "judgit", str(options.data), "--book", str(book))],
        "check": [one_core("ledger", "check", "--book", str(book), "--json", may_fail=True)],
        "ai": [several(*ai)],
        "correction": [],
    }
    for turn in range(options.rounds):
        subprocess.run([sys.executable, "-c", CORRECTION, book, str(turn)], check=True, env=_environment(1))  # noqa: S603 - our own program
        runs["correction"].append(several(*ai))
    runs["rebuild"] = [several("ledger", "rebuild", str(site))]
    if options.projects:
        runs["projects"] = [several(*publish, "--scope", "all", "--out", str(scratch / "every"))]
    return runs


def _rashin(cores: int) -> Callable[..., Run]:
    """Runs a command of Rashin on so many cores."""

    def run(*arguments: str, may_fail: bool = False) -> Run:
        program = str(Path(sys.executable).with_name("rashin"))
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        pid = os.posix_spawn(program, [program, *arguments], _environment(cores), file_actions=_quiet())
        _, status, used = os.wait4(pid, 0)
        taken = time.perf_counter() - begun
        if status and not may_fail:
            raise RuntimeError(f"{' '.join(arguments)}: {os.waitstatus_to_exitcode(status)}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Run(taken, processor, used.ru_maxrss)

    return run


def _environment(cores: int) -> dict[str, str]:
    return {**os.environ, "RASHIN_THREADS": str(cores)}


def _quiet() -> list[tuple[int, int, str, int, int]]:
    return [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_WRONLY, 0) for descriptor in (1, 2)]


def _table(runs: dict[str, list[Run]]) -> str:
    from bars import Bar, bar_table

    def seconds(name: str) -> float:
        return median(run.seconds for run in runs[name])

    both = seconds("import") + seconds("check")
    peak = max(run.peak for name in ("import", "check") for run in runs[name]) / GIGABYTE
    bars = [
        Bar("JUDGIT: import and check, one core", "≤ 20 s", f"{both:.1f} s", both <= 20),
        Bar("JUDGIT: peak memory of these", "< 2 GB", f"{peak:.2f} GB", peak < 2),
        Bar("the `ai` portal", "≤ 20 s", f"{seconds('ai'):.1f} s", seconds("ai") <= 20),
        Bar(
            f"one corrected payment, published (median of {len(runs['correction'])})",
            "< 3 s",
            f"{seconds('correction'):.1f} s",
            seconds("correction") < 3,
        ),
        Bar("every figure of it again, by `rebuild`", "—", f"{seconds('rebuild'):.1f} s", True),
    ]
    if "projects" in runs:
        minutes = seconds("projects") / 60
        bars.append(Bar("pages of all 47,597 projects", "≤ 5 min", f"{minutes:.1f} min", minutes <= 5))
        bars.append(Bar("peak memory of that", "—", f"{runs['projects'][0].peak / GIGABYTE:.2f} GB", True))
    return bar_table(bars)


if __name__ == "__main__":
    sys.exit(main())
