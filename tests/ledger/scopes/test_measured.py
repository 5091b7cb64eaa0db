"""What ai.toml says of itself is true of nine years of Japan's administrative project reviews."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from duckdb import DuckDBPyConnection

from rashin.ledger.book.book import Book
from rashin.ledger.importing.importing import import_into
from rashin.ledger.scopes.installing import install
from rashin.ledger.scopes.scope import scope
from rashin.ledger.scopes.words import plain


@pytest.fixture(scope="module")
def measuring(checkout: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(checkout / "benchmarks"))
    try:
        import scopes

        yield scopes
    finally:
        sys.path.remove(str(checkout / "benchmarks"))


@pytest.fixture(scope="module")
def reviews(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    book = Book(tmp_path_factory.mktemp("reviews"))
    import_into(book, "judgit", shared_data / "ledger" / "jp_gyosei_review_judgit", by="test")
    with book.open() as connection:
        yield connection


def test_the_labels_are_as_many_as_stated_and_each_half_keeps_whole_programmes(measuring: ModuleType) -> None:
    labels = measuring.labels()
    stated = scope("ai").measured
    assert stated
    assert len(labels) == len({one.sheet for one in labels}) == stated.sheets
    halves = {(one.programme, one.half) for one in labels}
    assert len(halves) == len({programme for programme, _ in halves})
    assert {one.stratum for one in labels} == set(measuring.strata())
    codes = {one.code for one in scope("ai").fields}
    assert all((one.field in codes) if one.is_ai else (one.field == "") for one in labels)


@pytest.mark.heavy
def test_the_figures_stated_are_those_of_the_data(measuring: ModuleType, reviews: DuckDBPyConnection) -> None:
    asked = scope("ai")
    assert asked.measured
    found = measuring.all_figures(measuring.seen_by(reviews, asked, measuring.labels()))
    assert set(found) == set(asked.measured.figures)
    for name, stated in asked.measured.figures.items():
        assert (stated.value, stated.low, stated.high) == pytest.approx(
            (found[name].value, found[name].low, found[name].high), abs=0.0006
        ), name
        assert stated.n == found[name].n


@pytest.mark.heavy
def test_the_examples_are_so(reviews: DuckDBPyConnection) -> None:
    install(reviews, scope("ai"))
    rows = reviews.execute(
        "SELECT p.title, s.field FROM programme p LEFT JOIN scope_programme s ON s.programme = p.id"
    ).fetchall()
    fields: dict[str, set[str | None]] = {}
    titles = {plain(example.title) for example in scope("ai").examples}
    for title, field in rows:
        if (one := plain(title)) in titles:
            fields.setdefault(one, set()).add(field)
    for example in scope("ai").examples:
        found = fields[plain(example.title)]
        assert (found - {None} == {example.field}) if example.taken else (found == {None}), example.title


@pytest.mark.heavy
def test_the_sample_is_the_one_that_the_seed_draws(measuring: ModuleType, reviews: DuckDBPyConnection) -> None:
    import scopes_sample

    strata = scopes_sample.strata_of(scopes_sample.Sheets(reviews))
    assert {name: len(sheets) for name, sheets in strata.items()} == measuring.strata()
    drawn = {(sheet, name) for sheet, name in scopes_sample.draw(strata, seed=4)}
    assert drawn == {(one.sheet, one.stratum) for one in measuring.labels()}
