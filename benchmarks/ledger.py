"""The ledger side by side with its peers, on one core: `python benchmarks/ledger.py` prints every table.

One payment file of a million rows: Rashin imports it, puts every rule to it and aggregates it; DuckDB and Polars alone parse
and aggregate it; frictionless validates its schema.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from timing import keep_to_one_core

RULES_AGAINST_DUCKDB = 3.0
FASTER_THAN_FRICTIONLESS = 10.0

Seconds = dict[str, list[float]]


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--frictionless", type=Path, help="the Python of an environment that has frictionless")
    parser.add_argument(
        "--sample", type=int, default=100_000, help="rows that frictionless validates; scaled to all rows"
    )
    parser.add_argument("--slowest", type=int, default=8, help="how many rules to show with their seconds")
    parser.add_argument("--core", type=int, help="which core; the last one when left out")
    parser.add_argument("--markdown", type=Path, help="file to write all tables to")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run everything once in each round; 0 when done."""
    options = _options(arguments)
    keep_to_one_core(options.core)
    os.environ["RASHIN_THREADS"] = "1"
    from bars import bar_table
    from tables import machine

    with TemporaryDirectory() as scratch:
        seconds, slowest = _measured(Path(scratch), options)
    bars = _bars(seconds)
    text = "\n\n".join(
        [
            machine(),
            f"## {options.rows:,} payments",
            _table(seconds),
            "### Slowest rules",
            slowest,
            "## Bars",
            bar_table(bars),
        ]
    )
    print(text)
    if options.markdown:
        options.markdown.write_text(text + "\n", "utf-8")
    return 0


def _measured(scratch: Path, options: argparse.Namespace) -> tuple[Seconds, str]:
    from ledger_data import write
    from ledger_peers import aggregates, duckdb_alone, frictionless_seconds, polars_alone, seconds_of
    from rashin.ledger.book.book import Book
    from rashin.ledger.checks import checking
    from rashin.ledger.checks.rule import rules

    folder = write(scratch / "books", options.rows)
    file, seconds = folder / "payment.csv", Seconds()
    per_rule: Seconds = {}
    everything = [rule.code for rule in rules()]
    for turn in range(options.rounds):
        book = Book(scratch / f"book-{turn}")
        totals = set()

        def take(name: str, call: Callable[[], Any]) -> Any:
            taken, given = seconds_of(call)
            seconds.setdefault(name, []).append(taken)
            return given

        totals.add(take("DuckDB alone: parse, aggregate", partial(duckdb_alone, file)))
        totals.add(take("Polars alone: parse, aggregate", partial(polars_alone, file)))
        take("Rashin: import", partial(_import, book, folder))
        connection = take("Rashin: open the book", book.open)
        report = take("Rashin: all rules", partial(checking.check, connection, everything))
        totals.add(take("Rashin: aggregate", partial(aggregates, connection)))
        for code in everything:
            taken, _ = seconds_of(partial(checking.check, connection, [code]))
            per_rule.setdefault(code, []).append(taken)
        connection.close()
        if len(totals) != 1 or len(report.rules) != len(everything):
            raise ValueError(totals)
        if options.frictionless:
            sample = min(options.sample, options.rows)
            taken = frictionless_seconds(options.frictionless, file, sample)
            name = f"frictionless: validate the schema ({sample:,} rows, scaled)"
            seconds.setdefault(name, []).append(taken * options.rows / sample)
    return seconds, _slowest(per_rule, options.slowest)


def _import(book: Any, folder: Path) -> None:
    from rashin.ledger.importing.importing import import_into

    import_into(book, "workbook", folder, by="benchmark")


def _slowest(per_rule: Seconds, most: int) -> str:
    from tables import markdown

    ordered = sorted(per_rule, key=lambda code: -median(per_rule[code]))[:most]
    return markdown(["rule", "s"], [[code, f"{median(per_rule[code]):.2f}"] for code in ordered])


def _table(seconds: Seconds) -> str:
    from tables import markdown

    rows = [[name, f"{median(of):.2f}", f"{min(of):.2f} – {max(of):.2f}"] for name, of in seconds.items()]
    return markdown(["seconds on one core", "median", "range"], rows)


def _bars(seconds: Seconds) -> list[Any]:
    from bars import Bar

    middle = {name: median(of) for name, of in seconds.items()}
    plain, checks = middle["DuckDB alone: parse, aggregate"], middle["Rashin: all rules"]
    bars = [
        Bar(
            "all rules, against DuckDB alone parsing and aggregating",
            f"≤ {RULES_AGAINST_DUCKDB:g}×",
            f"{checks / plain:.1f}×",
            checks <= RULES_AGAINST_DUCKDB * plain,
        )
    ]
    schema = next((one for name, one in middle.items() if name.startswith("frictionless")), None)
    if schema is not None:
        ours = sum(one for name, one in middle.items() if name.startswith("Rashin"))
        for what, taken in (("all rules", checks), ("import, all rules and aggregates", ours)):
            faster = schema / taken
            claim = f"{what}, faster than frictionless validating the schema"
            bar = Bar(claim, f"≥ {FASTER_THAN_FRICTIONLESS:g}×", f"{faster:.1f}×", faster >= FASTER_THAN_FRICTIONLESS)
            bars.append(bar)
    return bars


if __name__ == "__main__":
    sys.exit(main())
