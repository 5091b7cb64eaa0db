"""How good the rule of the scope `ai` is: precision, recall and fields, on sheets that were labelled by reading them.

    python benchmarks/scopes.py --data FOLDER [--book FOLDER] [--markdown FILE]

FOLDER is the JUDGIT data (行政事業レビュー 2015–2023). The labels are in `benchmarks/data`; how they were drawn and what they mean is
in docs/ledger-scopes.md. Every figure is weighted back from the strata to all sheets. Sheets of one programme count as one cluster,
and the interval is Wilson's at the number of cases that they are worth.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import numpy as np

from rashin.estimates import Estimate, spread, wilson, within
from rashin.ledger.book.book import Book
from rashin.ledger.importing.importing import import_into
from rashin.ledger.scopes.installing import install
from rashin.ledger.scopes.scope import Place, Scope, Sought, scope
from scopes_sample import programme_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DATA = Path(__file__).parent / "data"
HELD_OUT = "held-out"
SILENT = ("adjacent", "rest")
"""Strata of sheets that name neither AI nor a technique that is learned from data."""


@dataclass(frozen=True, slots=True)
class Label:
    """What reading one sheet told."""

    sheet: str
    programme: str
    stratum: str
    half: str
    is_ai: bool
    field: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A label beside what the rule says."""

    label: Label
    taken: bool
    field: str | None


def labels() -> list[Label]:
    """Every label."""
    with (DATA / "scope_ai_labels.csv").open(encoding="utf-8") as file:
        return [
            Label(
                one["sheet"],
                programme_of(one["title"]),
                one["stratum"],
                one["half"],
                one["label"] == "ai",
                one["field"],
            )
            for one in csv.DictReader(file)
        ]


def strata() -> dict[str, int]:
    """How many sheets there are in each stratum."""
    with (DATA / "scope_ai_strata.csv").open(encoding="utf-8") as file:
        return {one["stratum"]: int(one["sheets"]) for one in csv.DictReader(file)}


def seen_by(connection: DuckDBPyConnection, asked: Scope, labelled: Sequence[Label]) -> list[Seen]:
    """Each label beside what the rule says of its sheet."""
    install(connection, asked)
    fields = dict(connection.execute("SELECT programme, field FROM scope_programme").fetchall())
    return [Seen(label, label.sheet in fields, fields.get(label.sheet)) for label in labelled]


def figures(seen: Sequence[Seen]) -> dict[str, Estimate]:
    """Precision, recall, and the share of rightly taken sheets whose field is right."""
    sizes, drawn = strata(), Counter(one.label.stratum for one in seen)
    weights = {stratum: sizes[stratum] / count for stratum, count in drawn.items()}
    both = [one for one in seen if one.taken and one.label.is_ai]
    return {
        "precision": _share(
            [one for one in seen if one.taken], [one.label.is_ai for one in seen if one.taken], weights
        ),
        "recall": _share(
            [one for one in seen if one.label.is_ai], [one.taken for one in seen if one.label.is_ai], weights
        ),
        "field": _share(both, [one.field == one.label.field for one in both], weights),
    }


def all_figures(seen: Sequence[Seen]) -> dict[str, Estimate]:
    """The figures on all labels; and what is taken also on the half not looked at before, behind `held_out_`.

    Words of fields were mended after that half had been looked at, so that its fields are no longer blind.
    """
    held_out = figures([one for one in seen if one.label.half == HELD_OUT])
    return figures(seen) | {f"held_out_{name}": held_out[name] for name in ("precision", "recall")}


def _share(cases: Sequence[Seen], right: Sequence[bool], weights: Mapping[str, float]) -> Estimate:
    weight = np.array([weights[one.label.stratum] for one in cases])
    hits = np.array(right, dtype=np.float64)
    share = float(weight @ hits / weight.sum())
    programmes = {one.label.programme for one in cases}
    number = {name: place for place, name in enumerate(sorted(programmes))}
    clusters = np.array([number[one.label.programme] for one in cases], dtype=np.intp)
    return within(share, spread(weight * (hits - share) / weight.sum(), clusters), len(cases))


def simpler(asked: Scope) -> Iterator[tuple[str, Scope]]:
    """Rules that were considered, from the narrowest to the widest."""
    named = Sought(asked.sought[Place.INDICATORS].words)
    title, indicators, works = (asked.sought[place] for place in (Place.TITLE, Place.INDICATORS, Place.WORKS))
    yield "title names AI", replace(asked, sought={Place.TITLE: named})
    yield "title names AI or a technique", replace(asked, sought={Place.TITLE: title})
    yield "… or half of the indicators do", replace(asked, sought={Place.TITLE: title, Place.INDICATORS: indicators})
    yield "… or half of the yen: the rule", asked
    for share in (0.25, 0.1):
        less = {Place.INDICATORS: replace(indicators, at_least=share), Place.WORKS: replace(works, at_least=share)}
        yield f"… with {share:.0%} for half", replace(asked, sought={Place.TITLE: title, **less})
    any_at_all = {Place.INDICATORS: replace(indicators, at_least=0), Place.WORKS: replace(works, at_least=0)}
    yield "AI is named anywhere", replace(asked, sought={Place.TITLE: title, **any_at_all})


def _shown(one: Estimate) -> str:
    return f"{one.value:.1%} ({one.low:.1%}–{one.high:.1%}), n = {one.n}"


def report(connection: DuckDBPyConnection, asked: Scope) -> Iterator[str]:
    """The figures as Markdown."""
    labelled = labels()
    began = process_time()
    seen = seen_by(connection, asked, labelled)
    seconds = process_time() - began
    (count,) = connection.execute("SELECT count(*) FROM scope_programme").fetchall()[0]
    (every,) = connection.execute("SELECT count(*) FROM programme").fetchall()[0]
    yield f"{count:,} of {every:,} sheets taken in {seconds:.1f} s of one core; {len(labelled)} labelled\n"
    found = all_figures(seen)
    yield "| figure | all labels | held-out half |\n|---|---|---|"
    for name in ("precision", "recall"):
        yield f"| {name} | {_shown(found[name])} | {_shown(found[f'held_out_{name}'])} |"
    yield f"| field | {_shown(found['field'])} | – |"
    yield "\n| rule | sheets taken | precision | recall |\n|---|---:|---|---|"
    for name, other in simpler(asked):
        one = figures(seen_by(connection, other, labelled))
        (count,) = connection.execute("SELECT count(*) FROM scope_programme").fetchall()[0]
        yield f"| {name} | {count:,} | {_shown(one['precision'])} | {_shown(one['recall'])} |"
    yield "\n| stratum | sheets | labelled | of these AI | taken | rightly taken |\n|---|---:|---:|---:|---:|---:|"
    for stratum, size in strata().items():
        inside = [one for one in seen if one.label.stratum == stratum]
        counts = (
            sum(one.label.is_ai for one in inside),
            sum(one.taken for one in inside),
            sum(one.taken and one.label.is_ai for one in inside),
        )
        yield f"| {stratum} | {size:,} | {len(inside)} | " + " | ".join(map(str, counts)) + " |"
    silent = [one for one in seen if one.label.stratum in SILENT]
    none, up_to = sum(one.label.is_ai for one in silent), wilson(0.0, len(silent))[1]
    yield f"\nsheets that name no AI: {none} of {len(silent)} are AI programmes; were it none, up to {up_to:.1%} might be"


def main() -> None:
    """Print the report."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--book", type=Path, help="a book of the data that is there already")
    asked.add_argument("--markdown", type=Path)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        book = Book(chosen.book or made)
        if chosen.book is None:
            import_into(book, "judgit", chosen.data, by="benchmark")
        with book.open() as connection:
            connection.execute("SET threads = 1")
            written = "\n".join(report(connection, scope("ai")))
    print(written)
    if chosen.markdown:
        chosen.markdown.write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
